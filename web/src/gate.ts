// What the legal gate of a synergy asks of the server.
import { get, send, type Words } from "./api";

export interface Condition {
  item: string;
  answer: "" | "yes" | "no" | "unclear";
  note: string;
  evidence: number[];
  declared: boolean | null;
}

export interface Permit {
  id: number;
  kind: string;
  holder: string;
  number: string;
  expires_on: string;
  expired: boolean;
}

export interface Gate {
  conditions: Condition[];
  permits: Permit[];
  missing: { field: string; code: string; reason: string }[];
}

export interface Criterion {
  id: number;
  materials: string[];
  title: Words;
  text: Words;
  source: string;
  url: string;
  checked_on: string | null;
}

export const gate = {
  of: (synergy: number, signal?: AbortSignal) => get<Gate>(`synergies/${synergy}/gate`, {}, signal),
  answer: (synergy: number, item: string, body: { answer: string; note: string; evidence: number[] }) => send<null>(`synergies/${synergy}/gate/${item}`, body, undefined, "PUT"),
  permit: (synergy: number, body: object) => send<{ id: number }>(`synergies/${synergy}/permits`, body),
  drop: (synergy: number, id: number) => send<null>(`synergies/${synergy}/permits/${id}`, {}, undefined, "DELETE"),
  criteria: (material: string, signal?: AbortSignal) => get<{ criteria: Criterion[] }>("criteria", { material }, signal),
  save: (c: Criterion) => send<{ id: number }>(`criteria/${c.id}`, { materials: c.materials, title: c.title, text: c.text, source: c.source, url: c.url, checked_on: c.checked_on }, undefined, "PUT"),
};
