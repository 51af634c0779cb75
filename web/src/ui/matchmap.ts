// What the map shows of matches: the opened one's road, those side by side, or where the listed ones are.
import type { Position } from "geojson";
import type { Match, Matches, ResourceFeature, ZoneFeature } from "../api";
import { bubbles, perZone, sites } from "../map/gather";
import { scene, type End } from "../map/scene";
import { who } from "./who";

const end = (r: ResourceFeature): End => ({ kind: r.properties.role, name: who(r.properties), place: r.geometry.coordinates });
const corners = (m: Match): Position[] => [m.source.geometry.coordinates, m.sink.geometry.coordinates, ...(m.route?.coordinates ?? [])];
const both = (matches: Match[]): ResourceFeature[] => [...new Map(matches.flatMap((m) => [m.source, m.sink]).map((r) => [r.id, r])).values()];

/** Draws the roads of matches, the first of them in front, or of no match where of is. */
export function drawRoads(matches: Match[], of: ResourceFeature | undefined): void {
  const first = matches[0];
  if (!first) return scene.way(null, of ? [end(of)] : []);
  scene.way(first.route ?? null, both(matches).map(end), matches.slice(1).flatMap((m) => m.route ?? []));
  scene.look(matches.flatMap(corners));
}

/** Draws where the two sides of every listed match are. */
export function drawList(list: Matches, zones: ZoneFeature[]): void {
  const postings = both(list.matches);
  scene.found(sites(postings), bubbles(perZone(postings), zones));
}
