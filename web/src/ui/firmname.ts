import type { Words } from "../api";
import type { FirmDescription } from "../sharing";

/** What a firm is called as far as the reader may know it: its name, or that it is hidden, with where it is and what it does. */
export const firmTitle = (f: FirmDescription, of: (w: Words) => string, s: { hidden: string; gone: string }): string =>
  f.nace ? [f.name ?? s.hidden, f.spot ? of(f.spot.name) : "", of(f.nace_name)].filter(Boolean).join(" · ") : s.gone;
