// What Taşıma's lists and files ask of the server.
import type { FeatureCollection, Point } from "geojson";
import { get, type Haul, type Query, type Role, type Words } from "./api";

/** A resource inside a band: its place, firm and quantity as the reader may see them. */
export interface InBand {
  band: number; // from 1, the nearest
  resource_id: number;
  role: Role;
  title: string;
  material: string;
  material_name: Words;
  rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
  unit: string;
  firm: string | null;
  zone: string | null;
  hidden: boolean;
}

export interface InBands extends FeatureCollection<Point, InBand> {
  numberMatched: number;
  numberReturned: number;
}

export interface ByVehicle {
  vehicle: string;
  haul: Haul | null; // null: no road for it
}

export const haul = {
  inside: (q: Query, signal?: AbortSignal) => get<InBands>("isochrones/resources", q, signal),
  vehicles: (q: Query, signal?: AbortSignal) => get<{ vehicles: ByVehicle[] }>("haul/vehicles", q, signal),
  /** The address of a file of what a path answers. */
  file(path: string, q: Query, format: string): string {
    const all = new URLSearchParams({ format });
    for (const [key, value] of Object.entries(q)) {
      if (Array.isArray(value)) for (const one of value) all.append(key, one);
      else if (value !== undefined && value !== null && value !== "") all.set(key, String(value));
    }
    return `/api/v1/${path}?${all}`;
  },
};
