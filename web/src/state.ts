// What is looked at, as the address says it: every view is a link.

const VIEWS = ["browse", "matches", "zone", "haul", "post", "book", "program", "alerts", "workshops", "join", "audit", "privacy", "account", "plan", "calls"] as const;
export type View = (typeof VIEWS)[number];

export interface State {
  view: View;
  q: string;
  role: string;
  category: string;
  group: string;
  form: string;
  hazard: string;
  month: number;
  zone: number;
  firm: number;
  nace: string; // class of the firm
  minRate: number;
  near: string; // "lon,lat"
  place: string; // what stands there, in words
  r: number; // km by road; 0: everywhere
  resource: number;
  match: string; // "source-sink"
  compare: string; // up to three of them, by commas
  beside: number; // 1: those to compare are shown side by side
  scenario: string; // "freight_try_km:60,empty:50": prices as they might be
  from: string; // "lon,lat" or "zone:code" or "resource:id"
  to: string;
  vehicle: string;
  mass: number;
  empty: number; // per cent of the way back that runs empty
  payload: number; // 0: the vehicle's own
  perKm: number; // 0: the vehicle's own
  perHour: number;
  gross: number; // own vehicle's limits, 0: the class's: t, t, m, m, m
  axle: number;
  height: number;
  width: number;
  length: number;
  hazmat: string; // "true", "false" or, the class's, ""
  ask: string; // of Taşıma: "way", "reach", "table" or "crow"
  stops: string; // places between from and to, joined by "|"
  order: string; // "given" or "best"
  other: number; // which way of several is picked
  by: string; // of bands: "time" or "distance"
  bands: string; // "15,30,45": minutes or km
  of: string; // whose prices: a material's code; empty: of lorries and fuel
  workshop: number;
  part: string; // of a workshop: "people", "entry", "wall" or "report"; of the account: "register", "sessions", …
  link: string; // token of a letter's link
  code: string; // that opens a workshop's door
  call: number; // of a cooperation programme
  tab: string; // of Program: "board", "ledger", "pools", "calls" or "inbox"
  programme: number; // whose benefits, 0: of all
  sector: string; // NACE division of the giver
  status: string; // of benefits
  since: string; // first and last day of a period
  until: string;
  synergy: number; // the one that is open
  reverse: number; // 1: towards the place, not from it
  kind: string; // of flows: "potential", "agreed" or "evidenced"
  material: string; // of flows: the picked one's code
  partner: string; // of flows: the picked zone's code, or "outside"
  unit: string; // that flows are counted in; empty: tonnes, or what there is
  top: number; // how many flows the map draws, the largest; 0: all
  setup: number; // of the plan: what a link costs a year, TRY
  least: number; // that a link carries a year, t
  plant: string; // code of the zone at whose gate one is supposed
  takes: string; // the plant's material: a code or its beginning
  capacity: number; // its, t a year
  worth: string; // of a tonne at its gate, TRY; empty: by the price book
  plants: number; // that are sited together
  visits: number; // a year at which small lots are collected
}

export const START: State = {
  view: "browse", q: "", role: "", category: "", group: "", form: "", hazard: "", month: 0, zone: 0, firm: 0, nace: "", minRate: 0,
  near: "", place: "", r: 0, resource: 0, match: "", compare: "", beside: 0, scenario: "", from: "", to: "", vehicle: "articulated", mass: 25, empty: 100,
  payload: 0, perKm: 0, perHour: 0, gross: 0, axle: 0, height: 0, width: 0, length: 0, hazmat: "", ask: "way", stops: "",
  order: "given", other: 0, by: "time", of: "", bands: "15,30,45", reverse: 0, workshop: 0, part: "", link: "", code: "", call: 0, tab: "board", synergy: 0,
  programme: 0, sector: "", status: "", since: "", until: "",
  kind: "potential", material: "", partner: "", unit: "", top: 25,
  setup: 0, least: 0, plant: "", takes: "", capacity: 0, worth: "", plants: 1, visits: 12,
};

/** The state that an address's query names; what it does not name, or names wrongly, is as at the start. */
export function read(search: string): State {
  const query = new URLSearchParams(search);
  const state: Record<string, string | number> = { ...START };
  for (const [key, start] of Object.entries(START)) {
    const text = query.get(key);
    if (text === null) continue;
    if (typeof start === "string") state[key] = text.slice(0, 300);
    else if (text !== "" && Number.isFinite(Number(text)) && Number(text) >= 0) state[key] = Number(text);
  }
  if (!VIEWS.includes(state.view as View)) state.view = START.view;
  return state as unknown as State;
}

/** The query of a state's address: only what differs from the start. */
export function write(state: State): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    if (value !== START[key as keyof State]) query.set(key, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
