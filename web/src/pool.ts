// What the pools of experts and academics ask of the server.
import { get, send } from "./api";

export interface ExpertBody {
  pool: "expert" | "academic";
  name: string;
  alias: string;
  institution: string;
  mail: string;
  languages: string[];
  about: string;
  materials: string[];
  naces: string[];
  topics: string[];
  available: boolean;
}
export type Expert = ExpertBody & { id: number; demo: boolean };
export interface Helper extends Expert {
  grounds: { kind: "material" | "nace" | "topic"; field: string }[];
  request: { id: number; note: string; state: "asked" | "accepted" | "declined" } | null;
}

export const pools = {
  experts: (q: string, signal?: AbortSignal) => get<{ experts: Expert[] }>("experts", { q }, signal),
  save: (id: number, e: ExpertBody) => send<{ id: number }>(id ? `experts/${id}` : "experts", e, undefined, id ? "PUT" : "POST"),
  drop: (id: number) => send<null>(`experts/${id}`, {}, undefined, "DELETE"),
  /** of is "synergies" or "resources". */
  helpers: (of: string, id: number, signal?: AbortSignal) => get<{ helpers: Helper[] }>(`${of}/${id}/helpers`, {}, signal),
  ask: (synergy: number, expert_id: number, note: string) => send<{ id: number }>(`synergies/${synergy}/helpers`, { expert_id, note }),
  answer: (synergy: number, help: number, answer: string) => send<null>(`synergies/${synergy}/helpers/${help}`, { answer }, undefined, "PATCH"),
};
