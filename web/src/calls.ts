// What the calls of cooperation programmes ask of the server.
import { get, send, type Words } from "./api";
import type { Expert } from "./pool";
import type { FirmDescription } from "./sharing";

export const KINDS = ["academic_industry", "doctoral", "support"] as const;
export const CALL_STATES = ["draft", "open", "closed"] as const;

export interface CallBody {
  kind: (typeof KINDS)[number];
  title: Words;
  asks: Words;
  budget_try: number | null;
  limit_try: number | null;
  opens_on: string;
  closes_on: string;
  state: (typeof CALL_STATES)[number];
}

export interface Call extends CallBody {
  id: number;
  phase: "draft" | "coming" | "open" | "closed";
  applications: number | null; // null: to who does not decide on them
  waiting: number | null;
  demo: boolean;
}

export interface ApplicationBody {
  summary: string;
  contact: string;
  partners: string;
  experts: number[];
  firms: number[];
  synergy_id: number | null;
  resource_id: number | null;
}

export type ApplicationState = "submitted" | "shortlisted" | "accepted" | "declined" | "withdrawn";

export interface Application {
  id: number;
  call_id: number;
  call: Words;
  name: string | null; // null: the account is gone
  mail: string | null;
  firm: { id: number; name: string } | null;
  summary: string;
  contact: string;
  partners: string;
  synergy_id: number | null;
  resource_id: number | null;
  state: ApplicationState;
  next: ApplicationState[];
  reason: string | null;
  at: string;
  moved_at: string;
}

export interface FullApplication extends Application {
  experts: Expert[];
  firms: FirmDescription[];
  log: { from: ApplicationState | null; to: ApplicationState; reason: string | null; at: string }[];
}

export const calls = {
  all: async (signal?: AbortSignal) => (await get<{ calls: Call[] }>("calls", {}, signal)).calls,
  one: (id: number, signal?: AbortSignal) => get<Call>(`calls/${id}`, {}, signal),
  save: (id: number, body: CallBody) => send<{ id: number }>(id ? `calls/${id}` : "calls", body, undefined, id ? "PUT" : "POST"),
  drop: (id: number) => send<null>(`calls/${id}`, {}, undefined, "DELETE"),
  apply: (id: number, body: ApplicationBody) => send<{ id: number }>(`calls/${id}/applications`, body),
  /** One's own applications, or all, to who decides on them; call 0: to any. */
  applications: async (call: number, signal?: AbortSignal) => (await get<{ applications: Application[] }>("applications", { call: call || undefined }, signal)).applications,
  application: (id: number, signal?: AbortSignal) => get<FullApplication>(`applications/${id}`, {}, signal),
  decide: (id: number, to: ApplicationState, reason: string) => send<null>(`applications/${id}/decision`, { to, reason }),
  withdraw: (id: number) => send<null>(`applications/${id}/withdrawal`, {}),
};
