// What Taşıma asks of the server, as the address has it.
import type { Query } from "../api";
import { START, type State } from "../state";

/** Places between the first and the last. */
export const stopsOf = (view: State): string[] => (view.stops ? view.stops.split("|") : []);

const OWN = { payload: "payload_t", perKm: "per_km_try", perHour: "per_hour_try", gross: "gross_t", axle: "axle_t", height: "height_m", width: "width_m", length: "length_m" } as const;

/** The vehicle and the load; what is not the asker's own is left to the class. */
export function terms(view: State): Query {
  const query: Query = { vehicle: view.vehicle, mass_t: view.mass, empty: view.empty / 100 };
  for (const [key, name] of Object.entries(OWN) as [keyof typeof OWN, string][]) if (view[key]) query[name] = view[key];
  if (view.hazmat) query.hazmat = view.hazmat;
  return query;
}

/** One haul, over its stops in the order that is wanted. */
export function way(view: State): Query {
  const stops = stopsOf(view).filter(Boolean);
  return { from: view.from, to: view.to, ...terms(view), ...(stops.length > 0 && { stop: stops, order: view.order }) };
}

/** What a vehicle class fixes and its owner may know better, as at the start. */
export const CLASS = Object.fromEntries([...Object.keys(OWN), "hazmat"].map((k) => [k, START[k as keyof State]]));
