// What the zone's screen asks of the server, and what it makes of the answer.
import { get, type Query, type Role, type Words } from "./api";

export const KINDS = ["potential", "agreed", "evidenced"] as const;
export type Kind = (typeof KINDS)[number];

/** What every other end together is called, and the end that lies in no zone. */
export const ANY = "*";
export const OUTSIDE = "outside";

export interface Flow {
  from: string;
  to: string;
  material: string;
  unit: string;
  quantity: number | null; // null: withheld
  firms: number | null;
  length_m: number | null;
  tkm: number | null;
  cost_try: number | null;
  co2e_kg: number | null;
  benefit_try: number | null;
  avoided_kg: number | null;
  withheld: boolean;
}

export interface Miss {
  why: "none" | "taken" | "loss" | "blocked" | "unfit" | "unknown" | "unit";
  detail: string | null;
  zone: string | null;
  length_m: number | null;
  loss_try: number | null;
}

export interface Balance {
  material: string;
  name: Words;
  role: Role;
  unit: string;
  total: number | null;
  remaining: number | null;
  unknown: number | null;
  firms: number | null;
  withheld: boolean;
  miss: Miss | null;
}

/** Who has told what; all null: withheld. */
export interface Coverage {
  firms: number | null;
  posted: number | null;
  resources: number | null;
  measured: number | null;
  confirmed: number | null;
  inferred: number | null;
  grades: Record<string, number> | null;
}

export interface ZoneFlows {
  zone: number; // whose they are; 0: the region's
  kind: Kind;
  computed_at: string | null;
  method: string;
  coverage: Coverage;
  scale: Record<string, number>;
  flows: { properties: Flow }[];
  materials: { properties: Flow }[];
  cut: boolean;
  names: Record<string, Words>;
  groups: Record<string, string>;
  headings: Record<string, Words>;
  balances: Balance[];
}

const at = (zone: number): string => (zone ? `zones/${zone}` : "zones");

export const zoneFlows = {
  of: async (zone: number, q: Query, signal?: AbortSignal): Promise<ZoneFlows> => ({ ...(await get<Omit<ZoneFlows, "zone">>(`${at(zone)}/flows`, q, signal)), zone }),
  /** The address of a file of exactly what q leaves. */
  file: (zone: number, q: Record<string, string | number>): string => `/api/v1/${at(zone)}/flows?${new URLSearchParams(Object.entries(q).filter(([, v]) => v !== "" && v !== 0).map(([k, v]) => [k, String(v)]))}`,
  report: (zone: number, format: string, lang: string, period: number): string => `/api/v1/${at(zone)}/report?${new URLSearchParams({ format, lang, period: period ? String(period) : "year" })}`,
};

/** What is looked at of a zone's flows: here is its code, empty for the region. */
export interface Focus {
  here: string;
  unit: string;
  material: string; // empty: all; GROUP and a group: its materials
  codes?: ReadonlySet<string> | undefined; // of those materials
  partner: string; // code of a zone, OUTSIDE, or empty: all
}

/** What a group of materials begins with where a material is picked. */
export const GROUP = "g:";

/** What of a question says which materials are picked. */
export const ofMaterial = (material: string): { material: string; group: string } =>
  material.startsWith(GROUP) ? { material: "", group: material.slice(GROUP.length) } : { material, group: "" };

/** The materials of a picked group; undefined where none is picked. */
export function codesOf(d: ZoneFlows | undefined, material: string): ReadonlySet<string> | undefined {
  const { group } = ofMaterial(material);
  return group && d ? new Set(Object.keys(d.groups).filter((code) => d.groups[code] === group)) : undefined;
}

/** Whether a material is what is picked. */
export const isOf = (code: string, focus: Focus): boolean => (focus.codes ? focus.codes.has(code) : focus.material === "" || code === focus.material);

export type Way = "in" | "out" | "within" | "between";

/** Which way a flow goes as seen from here. */
export function wayOf(f: { from: string; to: string }, here: string): Way {
  if (f.from === f.to) return "within";
  if (here === "") return "between";
  return f.to === here ? "in" : "out";
}

/** Whether a flow is of the material and the partner that are picked. */
export function picked(f: Flow, focus: Focus): boolean {
  return isOf(f.material, focus) && touches(f, focus);
}

/** Whether a flow has the picked partner at an end. */
export function touches(f: Flow, { partner, here }: Focus): boolean {
  if (partner === "") return true;
  const code = partner === OUTSIDE ? "" : partner;
  if (here === "" || code !== here) return f.from === code || f.to === code;
  return f.from === f.to; // the zone itself: what stays within
}

/** A sum, of which parts may be kept back. */
export interface Sum {
  quantity: number;
  withheld: number; // so many parts are kept back
}

/** The share of a sum that adding up may leave of nothing. */
const NOISE = 1e-9;

const nothing = (): Sum => ({ quantity: 0, withheld: 0 });

function plus(sum: Sum, f: { quantity: number | null }): void {
  if (f.quantity === null) sum.withheld++;
  else sum.quantity += f.quantity;
}

/** The flows between two ends, material by material, in a unit. */
export const rows = (d: ZoneFlows, unit: string): Flow[] =>
  d.materials.map((m) => m.properties).filter((f) => f.unit === unit && f.from !== ANY && f.to !== ANY);

const UNITS = ["t", "m3", "MWh", "piece", "hour"];

/** The units that anything here is counted in. */
export function unitsOf(d: ZoneFlows): string[] {
  const seen = new Set([...d.flows.map((f) => f.properties.unit), ...d.balances.map((b) => b.unit)]);
  return UNITS.filter((u) => seen.has(u));
}

/** What moves each way in a unit: of everything, and of what is picked. */
export interface Totals {
  all: Record<Way, Sum>;
  picked: Record<Way, Sum>;
  partners: Record<Way, number>; // other ends
  firms: Record<Way, number>; // 0: not known
}

const each = <T>(make: () => T): Record<Way, T> => ({ in: make(), out: make(), within: make(), between: make() });

export function totals(d: ZoneFlows, focus: Focus): Totals {
  const out: Totals = { all: each(nothing), picked: each(nothing), partners: each(() => 0), firms: each(() => 0) };
  let region = 0;
  for (const { properties: f } of d.flows) {
    if (f.unit !== focus.unit) continue;
    if (f.from === ANY && f.to === ANY) {
      region = f.quantity ?? 0;
    } else if (f.from === ANY || f.to === ANY) {
      if (focus.here === "" && f.from === ANY) plus(out.all.between, f); // each move goes into one zone
      if (focus.here !== "") {
        const way = f.from === ANY ? "in" : "out";
        plus(out.all[way], f);
        out.firms[way] = f.firms ?? 0;
      }
    } else {
      const way = wayOf(f, focus.here);
      out.partners[way]++;
      if (way === "within" && focus.here !== "") {
        plus(out.all.within, f);
        out.firms.within = f.firms ?? 0;
      }
    }
  }
  if (focus.here === "") {
    const within = region - out.all.between.quantity;
    out.all.within.quantity = within > NOISE * region ? within : 0;
  }
  for (const f of rows(d, focus.unit)) if (picked(f, focus)) plus(out.picked[wayOf(f, focus.here)], f);
  return out;
}

/** Other zones, with what comes from them and goes to them of the picked material; those of most first. */
export interface Partner {
  code: string; // OUTSIDE for the end in no zone
  in: Sum;
  out: Sum;
  within: Sum;
  length_m: number | null;
}

export function partners(d: ZoneFlows, focus: Focus): Partner[] {
  const all = new Map<string, Partner>();
  const of = (code: string): Partner => {
    const key = code === "" ? OUTSIDE : code;
    const known = all.get(key) ?? { code: key, in: nothing(), out: nothing(), within: nothing(), length_m: null };
    all.set(key, known);
    return known;
  };
  for (const f of pairs(d, focus)) {
    const way = wayOf(f, focus.here);
    if (way === "within") plus(of(f.from).within, f);
    else if (way === "in") plus(add(of(f.from), f).in, f);
    else if (way === "out") plus(add(of(f.to), f).out, f);
    else {
      plus(of(f.from).out, f);
      plus(of(f.to).in, f);
    }
  }
  const size = (p: Partner): number => p.in.quantity + p.out.quantity + p.within.quantity;
  return [...all.values()].sort((a, b) => size(b) - size(a) || a.code.localeCompare(b.code));
}

function add(p: Partner, f: Flow): Partner {
  p.length_m ??= f.length_m;
  return p;
}

/** The flows between two ends of all materials together, or of the picked ones. */
export function pairs(d: ZoneFlows, focus: Focus): Flow[] {
  if (focus.codes) return joined(rows(d, focus.unit).filter((f) => isOf(f.material, focus)));
  if (focus.material !== "") return rows(d, focus.unit).filter((f) => f.material === focus.material);
  return d.flows.map((f) => f.properties).filter((f) => f.unit === focus.unit && f.from !== ANY && f.to !== ANY);
}

/** Flows added up by their ends; those that are kept back are left out where others are told. */
function joined(flows: Flow[]): Flow[] {
  const all = new Map<string, Flow>();
  for (const f of flows) {
    const key = `${f.from}|${f.to}`;
    const known = all.get(key);
    if (!known || known.quantity === null) all.set(key, { ...f, material: "" });
    else if (f.quantity !== null) all.set(key, { ...known, quantity: known.quantity + f.quantity, length_m: known.length_m ?? f.length_m });
  }
  return [...all.values()];
}

/** A material with what there is of it on both sides. */
export interface Bar {
  material: string;
  source: Balance | undefined;
  sink: Balance | undefined;
}

/** What there is of each material, the largest first; withheld ones are left out. */
export function bars(d: ZoneFlows, unit: string): Bar[] {
  const all = new Map<string, Bar>();
  for (const b of d.balances) {
    if (b.unit !== unit || b.withheld) continue;
    const bar = all.get(b.material) ?? { material: b.material, source: undefined, sink: undefined };
    bar[b.role] = b;
    all.set(b.material, bar);
  }
  const size = (b: Bar): number => Math.max(b.source?.total ?? 0, b.sink?.total ?? 0);
  return [...all.values()].filter((b) => size(b) > 0).sort((a, b) => size(b) - size(a) || a.material.localeCompare(b.material));
}

/** What finds no partner, the most first. */
export const unmatched = (d: ZoneFlows, unit: string): Balance[] =>
  d.balances.filter((b) => b.unit === unit && (b.remaining ?? 0) > 0).sort((a, b) => (b.remaining ?? 0) - (a.remaining ?? 0));

/** What flows are worth in a year; least tells that parts of it are kept back or not known. */
export interface Worth {
  benefit_try: number;
  avoided_kg: number;
  tkm: number;
  least: boolean;
}

/** What everything is worth that moves here, in every unit, or what is picked of it. */
export function worth(d: ZoneFlows, focus: Focus): Worth {
  const all = focus.material || focus.partner ? d.materials.map((m) => m.properties).filter((f) => f.from !== ANY && f.to !== ANY && picked(f, focus)) : whole(d, focus.here);
  const out = { benefit_try: 0, avoided_kg: 0, tkm: 0, least: false };
  for (const f of all) {
    out.benefit_try += f.benefit_try ?? 0;
    out.avoided_kg += f.avoided_kg ?? 0;
    out.tkm += f.tkm ?? 0;
    out.least ||= f.withheld;
  }
  return out;
}

/** The flows that together are all that moves, each once. */
function whole(d: ZoneFlows, here: string): Flow[] {
  const ends = (f: Flow): boolean => (here === "" ? f.from === ANY && f.to === ANY : f.from === ANY || f.to === ANY || f.from === f.to);
  return d.flows.map((f) => f.properties).filter(ends);
}
