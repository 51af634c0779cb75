// The map's style as a pure function of a theme: sea, land, roads, zones, firms
// and resources from the server's tiles, and the layers that the panels fill.
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Theme } from "../theme";

/** Web fonts by name; MapLibre draws labels with them and asks no glyph server. */
export interface Fonts {
  latin: string;
  latinExt: string;
}

export const FONT = "Noto Sans";

/** Below this zoom a zone is one bubble; from it on, sites are points. */
export const SITE_ZOOM = 10;

/** Layers of the server's tiles. Above TILE_DEPTH they are enlarged. */
export const TILES = ["coast", "roads", "zones", "firms", "resources"] as const;
export type Tiles = (typeof TILES)[number];
const TILE_DEPTH = 16;

/** What postings are drawn from: all firms, resources of a group, or the few that a panel found. One of them is seen at a time. */
export const DRAWN = ["firms", "resources", "found"] as const;
export type Drawn = (typeof DRAWN)[number];

const EMPTY = { type: "geojson" as const, data: { type: "FeatureCollection" as const, features: [] } };

const LATIN_EXT = [
  "U+0100-02BA", "U+02BD-02C5", "U+02C7-02CC", "U+02CE-02D7", "U+02DD-02FF", "U+0304", "U+0308", "U+0329", "U+1D00-1DBF",
  "U+1E00-1E9F", "U+1EF2-1EFF", "U+2020", "U+20A0-20AB", "U+20AD-20C0", "U+2113", "U+2C60-2C7F", "U+A720-A7FF",
];

/** The whole style. tiles is the address below which the server's tiles are; sources named bands, names, bubbles, found, picked, reach, others, route, ends, flows, heads and hubs are filled by whoever owns the map. */
export function style(t: Theme, fonts: Fonts, tiles: string): StyleSpecification {
  return {
    version: 8,
    "font-faces": { [FONT]: [{ url: fonts.latinExt, "unicode-range": LATIN_EXT }, { url: fonts.latin, "unicode-range": ["U+0000-00FF", "U+0131", "U+2000-206F"] }] },
    sources: {
      ...Object.fromEntries(TILES.map((layer) => [layer, { type: "vector" as const, tiles: [`${tiles}/${layer}/{z}/{x}/{y}.mvt`], maxzoom: TILE_DEPTH, ...(layer === "coast" && { attribution: "GSHHG" }) }])),
      bands: EMPTY, names: EMPTY, bubbles: EMPTY, found: EMPTY, picked: EMPTY, reach: EMPTY, others: EMPTY, route: EMPTY, ends: EMPTY, flows: EMPTY, heads: EMPTY, hubs: EMPTY,
    },
    layers: [...ground(t), ...bands(t), ...roads(t), ...zones(t), ...reach(t), ...route(t), ...DRAWN.flatMap((d) => postings(t, d)), ...picked(t), ...ends(t), ...flows(t)],
  };
}

/** Ids of layers that draw postings of a kind, such as "firms/dot". */
export const layersOf = (d: Drawn): string[] => PARTS.map((p) => `${d}/${p}`);

const PARTS = ["bubbles", "bubble-count", "bubble-name", "site-ring", "site-dot", "site-name"] as const;
type Part = (typeof PARTS)[number];

/** What of a kind of posting a layer draws: with role, only what has some of it; with zone, only what is there; with group, only of that. */
export interface Only {
  role: string;
  zone: number;
  group: string;
}

export const ALL: Only = { role: "", zone: 0, group: "" };

const count = (role: "sources" | "sinks"): ExpressionSpecification => ["coalesce", ["get", role], ["case", ["==", ["get", "role"], role.slice(0, -1)], 1, 0]];

/** How many postings a feature stands for. */
function counted(only: Only): ExpressionSpecification {
  if (only.role === "source") return count("sources");
  if (only.role === "sink") return count("sinks");
  return ["coalesce", ["get", "count"], 0];
}

/** The filter of a layer of postings: what is summed up has a count, what is not is a point. */
export function filterOf(layer: string, only: Only): FilterSpecification {
  const part = layer.slice(layer.indexOf("/") + 1) as Part;
  const holds: ExpressionSpecification[] = [];
  if (only.zone) holds.push(["==", ["get", "zone"], only.zone]);
  if (only.group) holds.push(["==", ["get", "group"], only.group]);
  if (part.startsWith("bubble")) return ["all", ["has", "count"], [">", counted(only), 0], ...holds];
  const role = { "site-ring": count("sinks"), "site-dot": count("sources"), "site-name": only.role ? count(only.role === "sink" ? "sinks" : "sources") : ["+", count("sinks"), count("sources")] }[part as "site-ring"] as ExpressionSpecification;
  const hidden = (part === "site-ring" && only.role === "source") || (part === "site-dot" && only.role === "sink");
  return ["all", ["!", ["has", "count"]], hidden ? false : [">", role, 0], ...holds];
}

/** The text of a bubble. */
export const bubbleText = (only: Only): ExpressionSpecification => ["to-string", counted(only)];

function ground(t: Theme): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": t.sea } },
    { id: "land", type: "fill", source: "coast", "source-layer": "coast", filter: ["==", ["get", "kind"], "land"], paint: { "fill-color": t.land } },
    { id: "coast", type: "line", source: "coast", "source-layer": "coast", filter: ["==", ["get", "kind"], "coast"], paint: { "line-color": t.coast, "line-width": 0.8 } },
  ];
}

function roads(t: Theme): LayerSpecification[] {
  const rank: ExpressionSpecification = ["match", ["get", "class"], ["motorway", "motorway_link"], 3, ["trunk", "trunk_link"], 2, ["primary", "primary_link"], 1.4, 0.8];
  return [
    {
      id: "roads", type: "line", source: "roads", "source-layer": "roads", filter: ["!=", ["get", "class"], "ferry"], layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": ["match", ["get", "class"], ["motorway", "motorway_link"], t.motorway, ["trunk", "trunk_link", "primary", "primary_link"], t.road, t.minor],
        "line-width": ["interpolate", ["exponential", 1.4], ["zoom"], 7, ["*", rank, 0.6], 12, ["*", rank, 1.6], 16, ["*", rank, 5]],
      },
    },
    { id: "ferries", type: "line", source: "roads", "source-layer": "roads", filter: ["==", ["get", "class"], "ferry"], paint: { "line-color": t.coast, "line-width": 1.2, "line-dasharray": [3, 2] } },
  ];
}

/** Bands of equal time or distance lie over each other: each is a veil, its border a line. */
function bands(t: Theme): LayerSpecification[] {
  const colour: ExpressionSpecification = ["match", ["get", "band"], 0, t.bands[0], 1, t.bands[1], 2, t.bands[2], 3, t.bands[3], 4, t.bands[4], t.bands[5]];
  return [
    { id: "band-area", type: "fill", source: "bands", paint: { "fill-color": colour, "fill-opacity": 0.22 } },
    { id: "band-line", type: "line", source: "bands", paint: { "line-color": colour, "line-width": 1.6 } },
  ];
}

function zones(t: Theme): LayerSpecification[] {
  return [
    { id: "zone-area", type: "fill", source: "zones", "source-layer": "zones", paint: { "fill-color": t.zone, "fill-opacity": 0.12 } },
    // dashed: the outlines that ship are approximate
    { id: "zone-line", type: "line", source: "zones", "source-layer": "zones", paint: { "line-color": t.zoneLine, "line-width": 1.2, "line-dasharray": [3, 2] } },
    {
      id: "zone-name", type: "symbol", source: "names", minzoom: SITE_ZOOM,
      layout: { "text-field": ["get", "name"], "text-font": [FONT], "text-size": 12, "text-max-width": 9 }, paint: label(t),
    },
  ];
}

/** Bubbles and sites of one kind. A source is a filled circle, a sink a ring, both a filled circle in a ring: never colour alone. */
function postings(t: Theme, d: Drawn): LayerSpecification[] {
  const of = (part: Part) => ({ id: `${d}/${part}`, source: part.startsWith("bubble") && d === "found" ? "bubbles" : d, ...(d !== "found" && { "source-layer": d }), filter: filterOf(part, ALL) });
  const seen = { visibility: d === "firms" ? ("visible" as const) : ("none" as const) };
  const size: ExpressionSpecification = ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 8, 10, 24, 1000, 40];
  const far = d === "found" ? { maxzoom: SITE_ZOOM } : {}; // what is not told exactly is summed up at every scale
  // a site inside a zone is part of its bubble until the map is near enough
  const near = (opacity: number): ExpressionSpecification => ["step", ["zoom"], ["case", ["boolean", ["get", "zoned"], false], 0, opacity], SITE_ZOOM, opacity];
  return [
    {
      ...of("bubbles"), ...far, type: "circle", layout: seen,
      paint: { "circle-radius": size, "circle-color": t.source, "circle-opacity": 0.85, "circle-stroke-color": t.halo, "circle-stroke-width": 1.5 },
    },
    {
      ...of("bubble-count"), ...far, type: "symbol",
      layout: { ...seen, "text-field": bubbleText(ALL), "text-font": [FONT], "text-size": 12, "text-allow-overlap": true },
      paint: { "text-color": "#ffffff" },
    },
    {
      ...of("bubble-name"), ...far, type: "symbol", minzoom: 8.5,
      layout: {
        ...seen, "text-field": ["coalesce", ["get", "name"], ""], "text-font": [FONT], "text-size": 11, "text-anchor": "top", "text-max-width": 8,
        "text-offset": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, ["literal", [0, 0.9]], 10, ["literal", [0, 2.3]]],
      },
      paint: label(t),
    },
    {
      ...of("site-ring"), type: "circle", layout: seen,
      paint: {
        "circle-radius": 9, "circle-color": t.halo, "circle-opacity": near(0.9),
        "circle-stroke-color": t.sink, "circle-stroke-width": 3, "circle-stroke-opacity": near(1),
      },
    },
    {
      ...of("site-dot"), type: "circle", layout: seen,
      paint: { "circle-radius": 6, "circle-color": t.source, "circle-opacity": near(1), "circle-stroke-color": t.halo, "circle-stroke-width": 1.2, "circle-stroke-opacity": near(1) },
    },
    {
      ...of("site-name"), type: "symbol", minzoom: 12.5,
      layout: { ...seen, "text-field": ["coalesce", ["get", "name"], ""], "text-font": [FONT], "text-size": 11, "text-anchor": "top", "text-offset": [0, 1.1], "text-optional": true },
      paint: label(t),
    },
  ];
}

/** The site that a row of a list stands for. */
function picked(t: Theme): LayerSpecification[] {
  return [{ id: "picked", type: "circle", source: "picked", paint: { "circle-radius": 12, "circle-opacity": 0, "circle-stroke-color": t.selected, "circle-stroke-width": 4 } }];
}

/** How far a haul pays. */
function reach(t: Theme): LayerSpecification[] {
  return [
    { id: "reach-area", type: "fill", source: "reach", paint: { "fill-color": t.selected, "fill-opacity": 0.06 } },
    { id: "reach-line", type: "line", source: "reach", paint: { "line-color": t.selected, "line-width": 2, "line-dasharray": [4, 3] } },
  ];
}

function route(t: Theme): LayerSpecification[] {
  const layout = { "line-cap": "round" as const, "line-join": "round" as const };
  return [
    { id: "others", type: "line", source: "others", layout, paint: { "line-color": t.otherRoute, "line-width": 4, "line-opacity": 0.8 } },
    { id: "route-case", type: "line", source: "route", layout, paint: { "line-color": t.halo, "line-width": 8 } },
    { id: "route", type: "line", source: "route", layout, paint: { "line-color": t.route, "line-width": 4.5 } },
  ];
}

function ends(t: Theme): LayerSpecification[] {
  return [
    {
      id: "ends", type: "circle", source: "ends",
      paint: {
        "circle-radius": 9, "circle-color": ["match", ["get", "kind"], "source", t.source, t.halo], "circle-stroke-width": 4,
        "circle-stroke-color": ["match", ["get", "kind"], "source", t.halo, "centre", t.selected, "stop", t.route, t.sink],
      },
    },
    {
      id: "end-name", type: "symbol", source: "ends",
      layout: { "text-field": ["get", "name"], "text-font": [FONT], "text-size": 12, "text-anchor": "bottom", "text-offset": [0, -1.1], "text-max-width": 14, "text-allow-overlap": true },
      paint: label(t),
    },
  ];
}

/** The image of an arrowhead that points to the right: whoever owns the map adds it. */
export const ARROW = "arrow";

/** Flows between zones: lines as wide as they are large, an arrowhead where they end, a circle for each zone with a ring for what stays in it. */
function flows(t: Theme): LayerSpecification[] {
  const colour: ExpressionSpecification = ["match", ["get", "way"], "in", t.flow.in, "out", t.flow.out, "within", t.flow.within, t.flow.between];
  const dim: ExpressionSpecification = ["case", ["get", "dim"], 0.12, 0.82];
  return [
    {
      id: "flow-case", type: "line", source: "flows", layout: { "line-sort-key": ["case", ["get", "dim"], 0, 1] },
      paint: { "line-color": t.halo, "line-width": ["+", ["get", "width"], 2], "line-opacity": ["case", ["get", "dim"], 0, 0.75] },
    },
    { id: "flow", type: "line", source: "flows", paint: { "line-color": colour, "line-width": ["get", "width"], "line-opacity": dim } },
    {
      id: "flow-head", type: "symbol", source: "heads",
      layout: {
        "icon-image": ARROW, "icon-size": ["get", "size"], "icon-rotate": ["get", "angle"], "icon-rotation-alignment": "map", "icon-anchor": "right",
        "icon-allow-overlap": true, "icon-ignore-placement": true,
      },
      paint: { "icon-color": colour, "icon-opacity": ["case", ["get", "dim"], 0.15, 1] },
    },
    {
      id: "hub-loop", type: "circle", source: "hubs", filter: [">", ["get", "loop"], 0],
      paint: {
        "circle-radius": ["+", ["get", "radius"], 2], "circle-opacity": 0, "circle-stroke-color": t.flow.within, "circle-stroke-width": ["get", "loop"],
        "circle-stroke-opacity": ["case", ["get", "dim"], 0.25, 1],
      },
    },
    {
      id: "hub", type: "circle", source: "hubs",
      paint: {
        "circle-radius": ["get", "radius"], "circle-color": ["case", ["get", "here"], t.selected, t.zoneLine], "circle-opacity": ["case", ["get", "dim"], 0.3, 1],
        "circle-stroke-color": t.halo, "circle-stroke-width": 1.5,
      },
    },
    {
      id: "hub-name", type: "symbol", source: "hubs",
      layout: {
        "text-field": ["get", "name"], "text-font": [FONT], "text-size": ["case", ["get", "here"], 14, 11], "text-max-width": 8,
        "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": ["+", 0.35, ["/", ["get", "radius"], 11]],
        "symbol-sort-key": ["-", ["case", ["get", "here"], 1e15, 0], ["-", 0, ["get", "quantity"]]],
      },
      paint: { ...label(t), "text-opacity": ["case", ["get", "dim"], 0.45, 1] },
    },
  ];
}

function label(t: Theme) {
  return { "text-color": t.text, "text-halo-color": t.halo, "text-halo-width": 1.5 };
}
