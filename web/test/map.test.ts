import { featureFilter, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import type { ResourceFeature, ZoneFeature } from "../src/api";
import { bubbles, perZone, sites } from "../src/map/gather";
import { filterOf, style } from "../src/map/style";
import { LIGHT } from "../src/theme";

const posting = (id: number, role: string, at: [number, number], zone: number | null) =>
  ({ type: "Feature", id, geometry: { type: "Point", coordinates: at }, properties: { role, firm: { name: `F${id}` }, site: { id: id + 100 }, zone: zone ? { id: zone } : null } }) as unknown as ResourceFeature;

test("the style is a valid one", () => {
  expect(validateStyleMin(style(LIGHT, { latin: "http://x/a.woff2", latinExt: "http://x/b.woff2" }, "http://x/tiles"))).toEqual([]);
});

test("postings at one place are one site with both counts", () => {
  const found = sites([posting(1, "source", [27, 38], 5), posting(2, "sink", [27, 38], 5), posting(3, "sink", [28, 38], null)]).features;
  expect(found.map((f) => [f.properties?.site, f.properties?.sources, f.properties?.sinks, f.properties?.zoned])).toEqual([["101,102", 1, 1, true], ["103", 0, 1, false]]);
});

test("a zone's bubble counts its postings at its gate; empty zones have none", () => {
  const zone = (id: number) => ({ id, properties: { name: `Z${id}`, gate: [27, 38] } }) as unknown as ZoneFeature;
  const found = bubbles(perZone([posting(1, "source", [27, 38], 5), posting(2, "sink", [27, 38], 5)]), [zone(5), zone(6)]).features;
  expect(found.map((f) => [f.properties?.zone, f.properties?.count])).toEqual([[5, 2]]);
});

test("a layer draws sums or points, of a role, a zone and a group alone", () => {
  const seen = (layer: string, only: object, properties: object): boolean =>
    featureFilter(filterOf(layer, { role: "", zone: 0, group: "", ...only }), "layers[0].filter").filter({ zoom: 12 }, { type: 1, properties: { ...properties } } as never);
  const sum = { count: 5, sources: 5, sinks: 0, zone: 3, group: "1002" };
  const site = { sources: 0, sinks: 2, zone: 3 };
  expect([seen("firms/bubbles", {}, sum), seen("firms/bubbles", { role: "sink" }, sum), seen("firms/bubbles", { zone: 4 }, sum), seen("firms/site-ring", {}, sum)]).toEqual([true, false, false, false]);
  expect([seen("firms/site-ring", {}, site), seen("firms/site-dot", {}, site), seen("firms/site-ring", { role: "source" }, site), seen("firms/bubbles", {}, site)]).toEqual([true, false, false, false]);
  expect([seen("resources/site-dot", { group: "1002" }, { role: "source", group: "1002" }), seen("resources/site-dot", { group: "1003" }, { role: "source", group: "1002" })]).toEqual([true, false]);
});
