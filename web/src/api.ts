// The only module that calls fetch. Types are the wire's; units are suffixes.
import type { Feature, FeatureCollection, LineString, Point, Polygon, MultiPolygon, Position } from "geojson";

export type Role = "source" | "sink";
export type Words = { tr: string; en: string };

export interface Network {
  version: string;
  name: string;
  coarse: boolean;
  estimate: boolean;
  engine: "own" | "osrm" | "valhalla";
  attribution: string;
  built: string;
  hierarchies: { ready: number; total: number };
}

export interface Meta {
  version: string;
  network: Network;
  counts: { zones: number; firms: number; sites: number; sources: number; sinks: number; matches: number; pending: number; demo: number };
  demo: boolean;
  prices_dated: string;
  emission_source: string;
  writable: boolean;
}

export interface Zone {
  code: string;
  name: string;
  name_en: string;
  kind: string;
  district: string;
  manager: string;
  gate: Position;
  accuracy_m: number;
  source: string;
  firms: number | null; // null: withheld, as the next two
  sources: number | null;
  sinks: number | null;
}
export type ZoneFeature = Feature<Polygon | MultiPolygon, Zone> & { id: number };

/** What a poster says of a resource. */
export interface ResourceBody {
  role: Role;
  title: string;
  category: string;
  material: string;
  quantity: number | null;
  unit: string;
  interval: string;
  form?: string | null;
  season?: number[];
}

export interface Resource extends ResourceBody {
  ref: string;
  season: number[];
  form: string | null;
  min_lot: number | null;
  density_kg_m3: number | null;
  moisture_pct: number | null;
  price_try_t: number | null;
  fate: string | null;
  fate_cost_try_t: number | null;
  legal: string;
  provenance: string;
  confirmed: string | null;
  material_name: Words;
  group: string;
  hazard: "none" | "absolute" | "mirror";
  rate: number | null;
  grade: string;
  firm: { id: number; name: string | null; nace: string; demo: boolean }; // null: hidden
  site: { id: number; name: string | null };
  hidden: boolean;
  rate_low: number | null; // of the band that the rate lies in
  rate_high: number | null;
  spot: { name: Words; error_m: number } | null; // what stands for the site to others
  zone: { id: number; code: string; name: string } | null;
  matches: number;
  road?: { length_m: number; time_s: number; estimate: boolean; coarse: boolean };
}
export type ResourceFeature = Feature<Point, Resource> & { id: number };

export interface Haul {
  length_m: number;
  time_s: number;
  toll_m: number;
  ferry_m: number;
  from_snap_m: number;
  to_snap_m: number;
  estimate: boolean;
  coarse: boolean;
  network: string;
  vehicle: string;
  mass_t: number | null;
  trips: number;
  empty: number;
  cost_try: number | null;
  cost_try_t: number | null;
  lines: { distance_try: number; time_try: number; toll_try: number };
  co2e_kg: number | null;
  co2e_g_tkm: number | null;
}

export interface Reason {
  part: "fit" | "quantity" | "haul" | "benefit" | "carbon" | "legal";
  code: string;
  detail: string | null;
  blocks: boolean;
}

/** One figure that a match's money or carbon rests on. */
export interface Input {
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
  origin: "given" | "default" | "unknown";
  source: string | null;
  month: string | null;
}

export type Opinion = "interested" | "unfit" | "withdrawn";

/** What somebody said of a match. */
export interface Verdict {
  verdict: Opinion;
  reason: string | null;
  note: string;
  at: string;
  actor: string;
}

export interface Match {
  id: string;
  source_id: number;
  sink_id: number;
  source: ResourceFeature;
  sink: ResourceFeature;
  relation: "same" | "use" | "group" | "text";
  use: { id: number; nace: string; use: Words; treatment: string; limits: string; evidence: string; source: string } | null;
  fit: number;
  rate: number | null;
  unit: string;
  share: number;
  haul: Haul | null;
  error_m: number | null; // of the haul's road, which runs from spot to spot; null: it is exact
  decay: number;
  score: number;
  benefit_try: number | null;
  expected_try: number | null;
  break_even_m: number | null;
  co2e_kg: number | null;
  co2e_break_even_m: number | null;
  benefit_low_try: number | null;
  benefit_high_try: number | null;
  co2e_low_kg: number | null;
  co2e_high_kg: number | null;
  order_probability: number | null; // that it truly ranks behind the one before it
  tie: boolean; // it cannot be told apart from the one before it
  inputs: Input[];
  reasons: Reason[];
  blocked: boolean;
  verdict: "interested" | "unfit" | null;
  route?: LineString;
}

/** A match under a scenario: where it stands and stood, and whether it pays now and did not, or the other way round. */
export interface Supposed extends Match {
  rank?: number;
  was_rank?: number;
  change?: "" | "gained" | "lost";
}

/** How far a resource is worth carrying, as a line, and the partners inside it; nothing where nothing pays. */
export type Worth = FeatureCollection<MultiPolygon | Point, { kind: "reach" | "partner"; upto_m?: number; break_even_m?: number }>;

/** Figures of the price book as they count. */
export interface Prices {
  figures: { of: string; measure: string; likely: number | null; month: string | null; own: boolean }[];
}

export interface Matches {
  resource?: ResourceFeature;
  network: Network;
  numberMatched: number;
  next?: string;
  gained?: number; // under a scenario: how many pay only now
  lost?: number;
  matches: Supposed[];
}

export interface Material {
  code: string;
  group: string;
  category: string;
  hazard: string;
  unit: string;
  name: Words;
  matched: string | null;
}

export interface Vehicle {
  code: string;
  payload_t: number;
  volume_m3: number;
  gross_t: number;
  axle_t: number;
  height_m: number;
  width_m: number;
  length_m: number;
  hazmat: boolean;
  per_km_try: number;
  per_hour_try: number;
  /** Month of per_km_try. */
  prices_dated: string;
  price_source: string;
  /** Nobody entered the cost: it is the assumption that ships. */
  assumed: boolean;
}

/** A stretch of a haul over stops; from and to count the places as they were given, the first one 0. */
export interface Leg {
  from: number;
  to: number;
  end: [number, number];
  length_m: number;
  time_s: number;
  toll_m: number;
  ferry_m: number;
}

/** A haul over stops: in which order they are visited, and how far from the best that may be. */
export interface Tour extends Haul {
  order?: "given" | "best";
  visit?: number[];
  legs?: Leg[];
  gap?: number | null;
  overlap?: number; // of another way, with the best one
}

export interface Band {
  by: "time" | "distance";
  upto_s?: number;
  upto_m?: number;
  area_km2: number;
  inside: { zones: number; firms: number; sources: number; sinks: number };
  zones: { code: string; name: string }[];
}
export type Bands = FeatureCollection<MultiPolygon, Band>;

export interface Named {
  name: string;
  place: string;
}

export const MEASURES = ["length_m", "time_s", "cost_try", "cost_try_t", "co2e_kg"] as const;
export type Measure = (typeof MEASURES)[number];

/** Hauls from each of some places to each of others; null where no road leads. */
export type Matrix = { from: string[]; to: string[]; network: Network } & Record<Measure, (number | null)[][]>;

/** A reason why a class can use a material; one that is only usual has no evidence and no source. */
export interface Ground {
  code: string;
  weight: number;
  material: string;
  use: Words;
  count: number;
  evidence?: string;
  source?: string;
  completed: number;
  unfit: number;
}

/** A figure of the price book as it counts; null is unknown. */
export interface Figure {
  of: string;
  measure: string;
  low: number | null;
  likely: number | null;
  high: number | null;
  from: string | null; // the code or prefix that it stands under
  month: string | null;
  source: string | null;
  own: boolean;
}

/** A row of the price book, as the agency enters it. */
export interface PriceRow {
  of: string;
  measure: string;
  low: number | null;
  likely: number;
  high: number | null;
  month: string;
  source: string;
}

export interface PriceList {
  figures: Figure[];
  history: (PriceRow & { low: number; high: number; at: string; actor: string })[];
}

/** A class of firms that can use a material, with its grounds: what is known, then what is usual. */
export interface Ranked {
  nace: string;
  name: Words;
  score: number;
  reasons: Ground[];
}

export interface Found {
  kind: "zone" | "place" | "material" | "class" | "firm";
  id: number | null;
  code: string;
  label: Words;
  matched: string; // the name, everyday word or code that is closest
  by: "exact" | "prefix" | "word" | "typo";
  place: Position | null;
}

export interface Firm {
  name: string | null;
  nace: string;
  nace_name: Words;
  demo: boolean;
  sites?: { id: number; name: string | null; place: Position; zone_id: number | null }[];
}

export interface Facet {
  field: string;
  value: string;
  count: number;
  label: Words | null;
}

export type Resources = { numberMatched: number; next?: string; features: ResourceFeature[] };

export interface FieldError {
  row?: number;
  field: string;
  code: string;
  reason: string;
  distance_m?: number;
}

/** An answer that is no success: its status, and the fields that are wrong. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly errors: FieldError[],
  ) {
    super(title);
  }
}

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;

function address(path: string, query: Query): string {
  const q = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) q.append(key, one);
    else if (value !== undefined && value !== null && value !== "") q.set(key, String(value));
  }
  const text = q.toString();
  return `/api/v1/${path}${text ? `?${text}` : ""}`;
}

export async function ask<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await answered(url, init);
  return (answer.status === 202 || answer.status === 204 ? null : await answer.json()) as T;
}

/** What changes something bears the token that lies beside the session's cookie. */
function signed(init: RequestInit): RequestInit {
  const token = /(?:^|; )(?:__Host-)?simbiyoz_csrf=([^;]+)/.exec(document.cookie)?.[1];
  return token && init.method && init.method !== "GET" ? { ...init, headers: { ...init.headers, "X-CSRF-Token": token } } : init;
}

async function answered(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, signed(init));
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string; errors?: FieldError[] };
  throw new Problem(answer.status, problem.detail ?? problem.title ?? answer.statusText, problem.errors ?? []);
}

export const get = <T>(path: string, query: Query, signal?: AbortSignal) => ask<T>(address(path, query), signal ? { signal } : {});

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const table = (q: Query, from: Named[]): RequestInit => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...q, from }) });

const workbook = (body: Blob): RequestInit => ({ method: "POST", headers: { "Content-Type": XLSX }, body });

export const send = <T>(path: string, body: object, signal?: AbortSignal, method = "POST") =>
  ask<T>(address(path, {}), { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), ...(signal && { signal }) });

/** Filters that lists and facets share. */
export interface Filter {
  role?: string;
  category?: string;
  group?: string;
  form?: string;
  hazard?: string;
  month?: number;
  zone?: number;
  firm?: number;
  site?: string; // ids
  nace?: string;
  q?: string;
  min_rate?: number;
  near?: string;
  radius_m?: number;
  bbox?: string;
}

export const api = {
  meta: (signal?: AbortSignal) => get<Meta>("meta", {}, signal),
  zones: (signal?: AbortSignal) => get<{ features: ZoneFeature[] }>("zones", {}, signal),
  resource: (id: number, signal?: AbortSignal) => get<ResourceFeature>(`resources/${id}`, {}, signal),
  facets: (f: Filter, signal?: AbortSignal) => get<{ facets: Facet[] }>("facets", { ...f }, signal),
  resourceMatches: (id: number, limit: number, signal?: AbortSignal) => get<Matches>(`resources/${id}/matches`, { limit }, signal),
  matches: (q: { zone?: number; group?: string; runnable?: boolean; limit: number }, signal?: AbortSignal) => get<Matches>("matches", { ...q }, signal),
  match: (id: string, signal?: AbortSignal) => get<Match>(`matches/${id}`, {}, signal),
  haul: (q: Query, signal?: AbortSignal) => get<Feature<LineString, Tour>>("haul", q, signal),
  alternatives: (q: Query, signal?: AbortSignal) => get<FeatureCollection<LineString, Tour>>("haul/alternatives", q, signal),
  bands: (q: Query, signal?: AbortSignal) => get<Bands>("isochrones", q, signal),
  matrix: (q: Query, from: Named[], signal: AbortSignal) => ask<Matrix>("/api/v1/hauls/matrix", { ...table(q, from), signal }),
  /** The matrix as a file, or that of the places in an XLSX file. */
  matrixFile: async (q: Query, from: Named[], format: "csv" | "xlsx") => (await answered(`/api/v1/hauls/matrix?format=${format}`, table(q, from))).blob(),
  matrixOf: (q: Query, file: Blob, signal: AbortSignal) => ask<Matrix>(address("hauls/matrix", q), { ...workbook(file), signal }),
  matrixFileOf: async (q: Query, file: Blob, format: string) => (await answered(address("hauls/matrix", { ...q, format }), workbook(file))).blob(),

  worth: (id: number, q: Query, signal?: AbortSignal) => get<Worth>(`resources/${id}/reach`, q, signal),
  whatIf: (body: object, signal?: AbortSignal) => send<Matches>("matches/whatif", body, signal),
  prices: (of: string, signal?: AbortSignal) => get<Prices>("prices", { of }, signal),
  verdicts: (id: string, signal?: AbortSignal) => get<{ verdicts: Verdict[] }>(`matches/${id}/verdicts`, {}, signal),
  vehicles: (signal?: AbortSignal) => get<{ vehicles: Vehicle[] }>("vehicles", {}, signal),
  materials: (q: string, lang: string, signal?: AbortSignal) => get<{ materials: Material[] }>("materials", { q, lang }, signal),
  search: (q: string, lang: string, kinds: string, signal?: AbortSignal) => get<{ results: Found[] }>("search", { q, lang, kinds }, signal),
  uses: (material: string, from_nace: string, limit: number, signal?: AbortSignal) => get<Ranked[]>("uses", { material, from_nace, limit }, signal),
  priceList: (of: string, signal?: AbortSignal) => get<PriceList>("prices", { of }, signal),
  putPrices: (prices: PriceRow[]) => send<{ added: number }>("prices", { prices }, undefined, "PUT"),
  firm: (id: number, signal?: AbortSignal) => get<{ properties: Firm }>(`firms/${id}`, {}, signal),

  /** The first postings that pass a filter, up to limit. */
  resources: (f: Filter, limit: number, signal?: AbortSignal) => get<Resources>("resources", { ...f, limit }, signal),
  /** The page that an earlier one names as next. */
  page: (next: string, signal?: AbortSignal) => ask<Resources>(next, signal ? { signal } : {}),

  post: (body: ResourceBody & { firm_id: number; site_id: number; visibility?: string; named?: number[]; legal?: string; article19?: Record<string, boolean> }) => send<ResourceFeature>("resources", body),
  judge: (id: string, body: { verdict: Opinion; reason?: string; note?: string }) => send<Verdict>(`matches/${id}/verdicts`, body),
};
