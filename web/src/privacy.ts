// The texts that people are shown and what they say of them.
import { get, send, type Words } from "./api";

export interface ConsentText {
  kind: string;
  version: number;
  text: Words;
  at: string;
}

export interface Consent {
  kind: string;
  version: number;
  given: boolean;
  at: string;
}

/** What is said of the current version of a text. */
export type Said = Pick<Consent, "kind" | "version" | "given">;

export const privacy = {
  texts: async (signal?: AbortSignal) => (await get<{ texts: ConsentText[] }>("privacy/texts", {}, signal)).texts,
  /** Every version of every text, the latest first. */
  history: async (signal?: AbortSignal) => (await get<{ texts: ConsentText[] }>("privacy/texts", { history: true }, signal)).texts,
  /** Adds the next version of a text; tells its number and how many people are asked anew. */
  write: (kind: string, text: Words) => send<{ version: number; asked: number }>("privacy/texts", { kind, text }),
  mine: async (signal?: AbortSignal) => (await get<{ consents: Consent[] | null }>("privacy/consents", {}, signal)).consents, // null: nobody is logged in
  say: (s: Said) => send(`privacy/consents/${s.kind}`, { version: s.version, given: s.given }, undefined, "PUT"),
};
