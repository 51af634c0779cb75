// Who may see a resource before anything was agreed.
import { get, send, type Words } from "./api";

export const VISIBILITIES = ["public", "registered", "named", "facilitator"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What the reader may know of a firm. */
export interface FirmDescription {
  id: number;
  name: string | null; // null: hidden
  nace: string; // empty: it shows nothing any more
  nace_name: Words;
  spot: { name: Words; error_m: number } | null;
}

export interface Sharing {
  visibility: Visibility;
  firms: FirmDescription[];
}

export const sharing = {
  of: (resource: number, signal?: AbortSignal) => get<Sharing>(`resources/${resource}/sharing`, {}, signal),
  set: (resource: number, s: Sharing) =>
    send<Sharing>(`resources/${resource}/sharing`, { visibility: s.visibility, ...(s.visibility === "named" && { named: s.firms.map((f) => f.id) }) }, undefined, "PUT"),
  firms: async (q: string, lang: string, signal?: AbortSignal) => (await get<{ firms: FirmDescription[] }>("sharing/firms", { q, lang }, signal)).firms,
};
