// What the programme's screens ask of the server.
import { ask, get, send, type Words } from "./api";

export const STAGES = ["idea", "discussion", "sample", "negotiation", "implementation", "completed", "paused", "stopped"] as const;
export type Stage = (typeof STAGES)[number];
export const AXES = ["technical", "logistic", "legal", "economic", "organisational", "social"] as const;
export type Axis = (typeof AXES)[number];
export type Ready = "" | "blocked" | "underway" | "ready";
export type Side = "source" | "sink";

export interface Interest {
  id: number;
  source_id: number;
  sink_id: number;
  asker: Side;
  note: string;
  state: "asked" | "accepted" | "declined" | "withdrawn";
  reason: string | null;
  synergy_id: number | null;
  at: string;
}

/** A posting of an inquiry; title and firm are null until both sides agreed. */
export interface InquirySide {
  resource_id: number;
  mine: boolean;
  title: string | null;
  firm: string | null;
  material_name: Words;
  zone: { name: string } | null;
}
export type Inquiry = Interest & Record<Side, InquirySide>;

export interface Notice {
  id: number;
  kind: "interest" | "accepted" | "declined" | "withdrawn" | "stage" | "overdue" | "benefit" | "verified" | "help" | "permit" | "application";
  source_id: number | null;
  sink_id: number | null;
  synergy_id: number | null;
  call_id: number | null;
  detail: string | null;
  at: string;
  seen: boolean;
}

export interface Partner {
  resource_id: number | null;
  firm_id: number | null;
  title: string;
  nace: string;
  nace_name: Words;
  firm: string | null;
  site: string | null;
  hours: string | null;
  place: [number, number] | null;
  rate: number | null;
  committed: number;
  over: boolean;
}

export interface Synergy {
  id: number;
  source: Partner;
  sink: Partner;
  material: string;
  material_name: Words | null;
  hazard: string;
  legal: string;
  rate: number | null;
  unit: string;
  haul_m: number | null;
  stage: Stage;
  next: Stage[];
  reason: string | null;
  owner: string;
  next_action: string;
  next_on: string | null;
  overdue: boolean;
  readiness: Record<Axis, Ready>;
  demo: boolean;
  born_at: string;
  staged_at: string;
}

export interface LogEntry {
  kind: "born" | "stage" | "note" | "file" | "plan" | "benefit" | "gate" | "help";
  from: Stage | null;
  to: Stage | null;
  reason: string | null;
  text: string;
  at: string;
  actor: string;
}

/** Somebody of a partner, whom the log names "user:ID". */
export interface Contact {
  id: number;
  firm_id: number;
  name: string;
  mail: string;
}

export interface Kept {
  id: number;
  name: string;
  bytes: number;
  at: string;
}

export const programme = {
  interest: (match: string, signal?: AbortSignal) => get<{ interest: Interest | null; sides: Side[] }>(`matches/${match}/interest`, {}, signal),
  express: (match: string, as_firm: number, note: string) => send<Interest>(`matches/${match}/interest`, { as_firm, note }),
  answer: (id: number, body: { as_firm: number; answer: string; reason?: string }) => send<Interest>(`interests/${id}/answer`, body),
  interests: (signal?: AbortSignal) => get<{ interests: Inquiry[] }>("interests", {}, signal),
  notices: (signal?: AbortSignal) => get<{ notices: Notice[]; unseen: number }>("notices", {}, signal),
  seen: (upto: number) => send<null>("notices/seen", { upto }),
  synergies: (q: { q?: string; zone?: number; overdue?: boolean }, signal?: AbortSignal) => get<{ synergies: Synergy[] }>("synergies", q, signal),
  synergy: (id: number, signal?: AbortSignal) => get<Synergy>(`synergies/${id}`, {}, signal),
  change: (id: number, body: object) => send<Synergy>(`synergies/${id}`, body, undefined, "PATCH"),
  move: (id: number, body: { to: Stage; why: string; reason?: string }) => send<Synergy>(`synergies/${id}/stage`, body),
  contacts: async (id: number, signal?: AbortSignal) => (await get<{ contacts: Contact[] }>(`synergies/${id}/contacts`, {}, signal)).contacts,
  log: (id: number, signal?: AbortSignal) => get<{ log: LogEntry[] }>(`synergies/${id}/log`, {}, signal),
  note: (id: number, text: string) => send<null>(`synergies/${id}/log`, { text }),
  files: (id: number, signal?: AbortSignal) => get<{ files: Kept[] }>(`synergies/${id}/files`, {}, signal),
  sendFile: (id: number, file: File) => {
    const form = new FormData();
    form.append("file", file);
    return ask<Kept>(`/api/v1/synergies/${id}/files`, { method: "POST", body: form });
  },
};
