// From flows to what the map draws: curved lines that end before their
// arrowheads, and a circle for every zone. All in pixels of a zoom, for widths
// and circles are, and put back into degrees.
import type { Feature, FeatureCollection, LineString, Point, Position } from "geojson";

/** A flow between two places, as it is drawn. */
export interface Drawn {
  from: string;
  to: string;
  quantity: number;
  way: "in" | "out" | "within" | "between";
  dim: boolean;
}

/** A place at which flows begin or end. */
export interface Hub {
  code: string;
  name: string;
  place: Position;
  quantity: number; // in, out and within
  here: boolean;
  dim: boolean;
}

/** How wide a flow is drawn, px. scale is what is drawn widest; the root lets small ones be seen beside it. */
export const widthOf = (quantity: number, scale: number): number => Math.max(1.2, 22 * Math.sqrt(Math.min(1, quantity / scale)));

/** The radius of a zone's circle, px: its area grows with what it gives and takes. */
export const radiusOf = (quantity: number, scale: number): number => Math.max(4, 17 * Math.sqrt(Math.min(1, quantity / scale)));

const headOf = (width: number): number => 7 + 1.15 * width; // px long

const STEPS = 24;
const BEND = 0.16; // of the distance: how far a line leaves the straight one

type Spot = [number, number];

/** Where a position is on the whole world's map of a zoom, px. */
export function project([lon = 0, lat = 0]: Position, zoom: number): Spot {
  const size = 512 * 2 ** zoom;
  const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  return [((lon + 180) / 360) * size, (0.5 - y / (2 * Math.PI)) * size];
}

export function unproject([x, y]: Spot, zoom: number): Position {
  const size = 512 * 2 ** zoom;
  return [(x / size) * 360 - 180, (Math.atan(Math.exp((0.5 - y / size) * 2 * Math.PI)) * 360) / Math.PI - 90];
}

/** The curve from a to b, px, bent to the left of its way, so that both ways of a pair lie apart. */
export function curve(a: Spot, b: Spot): (t: number) => Spot {
  const middle: Spot = [(a[0] + b[0]) / 2 + (b[1] - a[1]) * BEND, (a[1] + b[1]) / 2 - (b[0] - a[0]) * BEND];
  const at = (axis: 0 | 1, t: number): number => (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * middle[axis] + t ** 2 * b[axis];
  return (t) => [at(0, t), at(1, t)];
}

const distance = (a: Spot, b: Spot): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** How far along a curve a circle around one of its ends is left (or, from the far end, entered). */
function crossing(along: (t: number) => Spot, round: Spot, radius: number, fromEnd: boolean): number {
  let near = 0;
  let far = 1;
  for (let i = 0; i < 20; i++) {
    const t = (near + far) / 2;
    const inside = distance(along(fromEnd ? 1 - t : t), round) < radius;
    if (inside) near = t;
    else far = t;
  }
  return fromEnd ? 1 - far : far;
}

export interface Pictures {
  lines: FeatureCollection<LineString>;
  heads: FeatureCollection<Point>;
  hubs: FeatureCollection<Point>;
}

/** What flows look like at a zoom. Small ones are drawn over large ones, picked ones over all. */
export function pictures(flows: Drawn[], hubs: Hub[], scale: number, zoom: number): Pictures {
  const at = new Map(hubs.map((h) => [h.code, h]));
  const lines: Feature<LineString>[] = [];
  const heads: Feature<Point>[] = [];
  const order = flows.filter((f) => f.way !== "within").sort((a, b) => Number(b.dim) - Number(a.dim) || b.quantity - a.quantity);
  for (const f of order) {
    const from = at.get(f.from);
    const to = at.get(f.to);
    if (!from || !to) continue;
    const width = widthOf(f.quantity, scale);
    const [a, b] = [project(from.place, zoom), project(to.place, zoom)];
    const along = curve(a, b);
    const gap = radiusOf(to.quantity, scale) + 1;
    const whole = distance(a, b);
    if (whole < gap + 4) continue; // too near to each other at this zoom
    const tip = crossing(along, b, gap, true);
    const head = Math.min(headOf(width), 0.6 * (whole - gap));
    const end = Math.max(0, crossing(along, b, gap + 0.85 * head, true));
    const start = Math.min(end, crossing(along, a, Math.max(0, radiusOf(from.quantity, scale) - 1), false));
    const properties = { from: f.from, to: f.to, way: f.way, width, dim: f.dim };
    lines.push({ type: "Feature", properties, geometry: { type: "LineString", coordinates: Array.from({ length: STEPS + 1 }, (_, i) => unproject(along(start + ((end - start) * i) / STEPS), zoom)) } });
    const [base, point] = [along(end), along(tip)];
    heads.push({ type: "Feature", properties: { ...properties, angle: (Math.atan2(point[1] - base[1], point[0] - base[0]) * 180) / Math.PI, size: head / 32 }, geometry: { type: "Point", coordinates: unproject(point, zoom) } });
  }
  const within = new Map(flows.filter((f) => f.way === "within").map((f) => [f.from, f]));
  return {
    lines: { type: "FeatureCollection", features: lines },
    heads: { type: "FeatureCollection", features: heads },
    hubs: {
      type: "FeatureCollection",
      features: hubs.map((h) => {
        const loop = within.get(h.code);
        return {
          type: "Feature", geometry: { type: "Point", coordinates: h.place },
          properties: { code: h.code, name: h.name, here: h.here, dim: h.dim, radius: radiusOf(h.quantity, scale), loop: loop ? Math.min(7, 1.5 + widthOf(loop.quantity, scale) / 2) : 0, quantity: h.quantity },
        };
      }),
    },
  };
}
