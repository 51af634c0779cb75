// Firms and figures as the reader may see them: exact, or hidden behind a spot and bands.
import type { Match, Resource } from "../api";
import { band, km, rate } from "../format";
import { language } from "../messages/index.svelte";
import { shownTexts } from "../messages/shown";

/** A firm's name, or that it is hidden. */
export const firmName = (p: Resource): string => p.firm.name ?? shownTexts().firm;

/** A firm and where it is: "Gizli firma · Kemalpaşa OSB" where it is hidden. */
export function who(p: Resource): string {
  const at = p.firm.name === null ? (p.spot ? language.of(p.spot.name) : "") : (p.zone?.name ?? "");
  return at ? `${firmName(p)} · ${at}` : firmName(p);
}

/** A posting's quantity a year, or the band that it lies in. */
export const amount = (p: Resource): string => (p.hidden ? band(language.now, p.rate_low, p.rate_high, p.unit) : rate(language.now, p.rate, p.unit));

/** How far a match's sides are apart by road; from spot to spot it says how far that may be off. */
export function away(m: Match): string {
  const length = km(language.now, m.haul?.length_m ?? null);
  return m.error_m === null ? length : `${length} ± ${km(language.now, m.error_m)}`;
}
