// What the screens of the benefits ledger ask of the server.
import { get, send, type Words } from "./api";
import type { Kept } from "./programme";

export const METRICS = ["cost_savings", "additional_sales", "landfill", "co2e", "virgin", "hazardous", "water", "jobs", "investment", "haul", "haul_co2e"] as const;
export const CURRENCIES = ["TRY", "EUR", "USD", "GBP"] as const;
export type Status = "claimed" | "checked" | "verified" | "withdrawn";

/** The units a metric is counted in. */
export function unitsOf(metric: string): readonly string[] {
  if (perMoney(metric)) return CURRENCIES;
  return [({ water: "m3", jobs: "person", haul: "tkm" } as Record<string, string>)[metric] ?? "t"];
}

const perMoney = (metric: string): boolean => ["cost_savings", "additional_sales", "investment"].includes(metric);

/** Whether each partner has a gain of its own. */
export const perSide = (metric: string): boolean => perMoney(metric) || metric === "jobs";

export interface Signature {
  by: string;
  at: string;
}

export interface Benefit {
  id: number;
  synergy_id: number | null;
  synergy: string | null;
  metric: string;
  side: "source" | "sink" | "both";
  value: number;
  unit: string;
  attribution: number;
  counted: number;
  from: string;
  until: string;
  source: string;
  status: Status;
  claimed: Signature;
  checked: Signature | null;
  verified: Signature | null;
  why: string | null;
  evidence: Kept[];
  demo: boolean;
}

export interface Total {
  metric: string;
  unit: string;
  claimed: number;
  checked: number;
  verified: number;
  sum: number;
  per_year: number;
  entries: number;
  demo: number;
}

export interface Part {
  key: string;
  label: Words;
  totals: Total[];
}

export interface Ledger {
  totals: Total[];
  programmes: Part[];
  zones: Part[];
  sectors: Part[];
  years: Part[];
  predicted: { synergies: number; mass_t: number | null; benefit_try: number | null; co2e_kg: number | null }; // null: not known of any
  entries: Benefit[];
}

export type Filter = { programme?: number; zone?: number; sector?: string; status?: string; from?: string; until?: string };

export interface Programme {
  id: number;
  name: Words;
}

/** The query of a filter, without what selects nothing away. */
const told = (f: Filter): Record<string, string | number> => Object.fromEntries(Object.entries(f).filter(([, v]) => v !== "" && v !== 0));

export const ledger = {
  programmes: (signal?: AbortSignal) => get<{ programmes: Programme[] }>("programmes", {}, signal),
  all: (f: Filter, signal?: AbortSignal) => get<Ledger>("benefits", told(f), signal),
  file: (f: Filter, format: string, lang: string) => `/api/v1/benefits?${new URLSearchParams(Object.entries({ ...told(f), format, lang }).map(([k, v]) => [k, String(v)]))}`,
  of: (synergy: number, signal?: AbortSignal) => get<Ledger>(`synergies/${synergy}/benefits`, {}, signal),
  claim: (synergy: number, body: object) => send<Benefit>(`synergies/${synergy}/benefits`, body),
  judge: (synergy: number, id: number, body: { status?: Status; why?: string; evidence?: number[] }) => send<Benefit>(`synergies/${synergy}/benefits/${id}`, body, undefined, "PATCH"),
};
