import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import type { ResourceFeature, ZoneFeature } from "../src/api";
import { bubbles, sites } from "../src/map/gather";
import { style } from "../src/map/style";
import { LIGHT } from "../src/theme";

const posting = (id: number, role: string, at: [number, number], zone: number | null) =>
  ({ type: "Feature", id, geometry: { type: "Point", coordinates: at }, properties: { role, firm: { name: `F${id}` }, zone: zone ? { id: zone } : null } }) as unknown as ResourceFeature;

test("the style is a valid one", () => {
  expect(validateStyleMin(style(LIGHT, { latin: "http://x/a.woff2", latinExt: "http://x/b.woff2" }, "http://x/coast.json"))).toEqual([]);
});

test("postings at one place are one site with both counts", () => {
  const found = sites([posting(1, "source", [27, 38], 5), posting(2, "sink", [27, 38], 5), posting(3, "sink", [28, 38], null)]).features;
  expect(found.map((f) => [f.id, f.properties?.sources, f.properties?.sinks, f.properties?.zoned])).toEqual([[1, 1, 1, true], [3, 0, 1, false]]);
});

test("a zone's bubble counts its postings at its gate; empty zones have none", () => {
  const zone = (id: number) => ({ id, properties: { name: `Z${id}`, gate: [27, 38] } }) as unknown as ZoneFeature;
  const found = bubbles([posting(1, "source", [27, 38], 5), posting(2, "sink", [27, 38], 5)], [zone(5), zone(6)]).features;
  expect(found.map((f) => [f.properties?.zone, f.properties?.count])).toEqual([[5, 2]]);
});
