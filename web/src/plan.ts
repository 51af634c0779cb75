// The region's plan: the best assignment, new plants, pooled hauls.
import { get, type Words } from "./api";

export interface Pair {
  source_id: number;
  sink_id: number | null; // null: the plant
  from: string;
  to: string;
  material: string;
  name: Words;
  quantity: number;
  gain_try_unit: number;
  gain_try: number;
  length_m: number | null;
  vehicle: string;
}

export interface End {
  id: number | null; // null: the plant
  role: "source" | "sink";
  zone: string;
  material: string;
  name: Words;
  rate: number | null;
  used: number;
  shadow_try_unit: number;
}

export interface Assignment {
  unit: string;
  total_try: number;
  greedy_try: number;
  bound_try: number;
  gap: number;
  lots: boolean;
  violation: number;
  matches: number;
  unpriced: number;
  unknown: number;
  blocked: number;
  plant: string | null;
  pairs: Pair[];
  ends: End[];
}

export interface Site {
  code: string;
  name: string;
  name_en: string;
  rank: number;
  gain_try: number;
  mass_t: number;
  sources: number;
  chosen: boolean;
}

export interface Sites {
  before_try: number;
  chosen: string[];
  gain_try: number;
  features: { id: number; geometry: { coordinates: [number, number] }; properties: Site }[];
}

export interface Saving {
  saved_m: number;
  saved_s: number;
  saved_try: number;
  saved_kg_co2e: number;
}

export interface Load {
  source_id: number;
  sink_id: number;
  material: string;
  name: Words;
  mass_t: number;
  from: string;
  to: string;
  at: [number, number];
  goal: [number, number];
}

export type Backhaul = Saving & { a: Load; b: Load; rounds: number; vehicle: string };
export type Round = Saving & { moves: Load[]; mass_t: number; visits: number; vehicle: string };

export interface Pooling {
  kind: string;
  moves: number;
  beyond: boolean;
  saved: Saving;
  backhauls: Backhaul[];
  rounds: Round[];
}

type Asked = Record<string, string | number>;

/** What of a question says anything: empty and nil ask for nothing. */
const told = (q: Asked): Asked => Object.fromEntries(Object.entries(q).filter(([, v]) => v !== "" && v !== 0));

export const plan = {
  assignment: (q: Asked, signal?: AbortSignal) => get<Assignment>("assignment", told(q), signal),
  sites: (q: Asked, signal?: AbortSignal) => get<Sites>("assignment/sites", told(q), signal),
  pooling: (q: Asked, signal?: AbortSignal) => get<Pooling>("pooling", told(q), signal),
  file: (path: string, q: Asked) => `/api/v1/${path}?${new URLSearchParams(Object.entries(told(q)).map(([k, v]): [string, string] => [k, String(v)]))}`,
};

/** What moves between two zones in all, for the map. */
export function between(pairs: Pair[]): { from: string; to: string; quantity: number }[] {
  const sums = new Map<string, { from: string; to: string; quantity: number }>();
  for (const p of pairs) {
    if (p.from === "" || p.to === "") continue;
    const key = `${p.from} ${p.to}`;
    const sum = sums.get(key) ?? { from: p.from, to: p.to, quantity: 0 };
    sum.quantity += p.quantity;
    sums.set(key, sum);
  }
  return [...sums.values()];
}
