// From postings to what the map draws: sites, and one bubble a zone.
import type { FeatureCollection, Point, Position } from "geojson";
import type { ResourceFeature, ZoneFeature } from "../api";

/** One point a place, with how many sources and sinks lie on it, and the ids of the sites there. */
export function sites(postings: ResourceFeature[]): FeatureCollection<Point> {
  const at = new Map<string, ResourceFeature[]>();
  for (const p of postings) {
    const key = p.geometry.coordinates.join(",");
    const here = at.get(key);
    if (here) here.push(p);
    else at.set(key, [p]);
  }
  return {
    type: "FeatureCollection",
    features: [...at.values()].map((here) => {
      const first = here[0] as ResourceFeature;
      const sources = here.filter((p) => p.properties.role === "source").length;
      return {
        type: "Feature", id: first.id, geometry: first.geometry,
        properties: {
          site: [...new Set(here.map((p) => p.properties.site.id))].join(","), sources, sinks: here.length - sources,
          name: first.properties.firm.name ?? "", zoned: first.properties.zone !== null,
        },
      };
    }),
  };
}

/** One point a zone, amid its outline, to write its name at. */
export function names(zones: ZoneFeature[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: zones.map((z) => {
      const ring = corners(z);
      const middle = (axis: 0 | 1): number => (Math.min(...ring.map((p) => p[axis] as number)) + Math.max(...ring.map((p) => p[axis] as number))) / 2;
      return { type: "Feature", id: z.id, geometry: { type: "Point", coordinates: [middle(0), middle(1)] }, properties: { name: z.properties.name } };
    }),
  };
}

/** Every corner of a zone's outline. */
export function corners(zone: ZoneFeature): Position[] {
  return zone.geometry.type === "Polygon" ? zone.geometry.coordinates.flat() : zone.geometry.coordinates.flat(2);
}

/** How many postings lie in each zone, by its id. */
export function perZone(postings: ResourceFeature[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const p of postings) {
    const zone = p.properties.zone?.id;
    if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return counts;
}

/** One point a zone that has postings, at its gate, with their number. */
export function bubbles(counts: Map<number, number>, zones: ZoneFeature[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: zones.filter((z) => counts.has(z.id)).map((z) => ({
      type: "Feature", id: z.id, geometry: { type: "Point", coordinates: z.properties.gate },
      properties: { zone: z.id, name: z.properties.name, count: counts.get(z.id) ?? 0 },
    })),
  };
}
