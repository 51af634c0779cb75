// How roads compare with straight lines on the loaded network.
import { get, type Meta } from "./api";

export interface Way {
  from: string; // codes of zones
  to: string;
  crow_m: number;
  road_m: number;
  ratio: number;
}

export interface Bin {
  from: number;
  to: number | null; // null: all above
  ways: number;
}

export interface Circuity {
  network: Meta["network"];
  ratio_p10: number;
  ratio_median: number;
  ratio_p90: number;
  ways: number;
  histogram: Bin[];
  lists: { of: number; part: boolean; first_differs: number; order_differs: number; members_differ: number; of_longer_than_ten: number };
  pairs: Way[];
}

export const circuity = {
  of: (zone: string, signal?: AbortSignal) => get<Circuity>("circuity", { zone, limit: 100 }, signal),
  file: (format: "csv" | "xlsx") => `/api/v1/circuity?format=${format}`,
};

/** The bins from the first to the last that has a way. */
export function used(bins: Bin[]): Bin[] {
  const filled = bins.map((b) => b.ways > 0);
  const first = filled.indexOf(true);
  return first < 0 ? [] : bins.slice(first, filled.lastIndexOf(true) + 1);
}
