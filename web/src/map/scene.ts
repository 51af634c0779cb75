// The one module that owns the map. Panels say what is to be seen; the scene
// keeps it until the map can show it.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import latin from "@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url";
import latinExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url";
import { AttributionControl, GeoJSONSource, LngLatBounds, Map as LibreMap, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { MapLayerMouseEvent, MapLayerTouchEvent, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { FeatureCollection, LineString, Position } from "geojson";
import { LIGHT } from "../theme";
import { arrow } from "./arrow";
import type { Pictures } from "./flows";
import { ALL, ARROW, bubbleText, DRAWN, filterOf, layersOf, SITE_ZOOM, style, TILES, type Drawn, type Only } from "./style";

setWorkerUrl(workerUrl);

/** The province, as first seen. */
const IZMIR: [number, number, number, number] = [26.2, 37.85, 28.45, 39.35];

export interface End {
  kind: "source" | "sink" | "centre" | "stop";
  name: string;
  place: Position;
}

/** What a click on the map found; sites are ids joined by commas. */
export type Pick = { kind: "flow"; from: string; to: string } | { kind: "hub"; code: string } | { kind: "zone"; id: number } | { kind: "site"; sites: string; place: [number, number] } | { kind: "place"; place: [number, number] };

/** Whether this browser can draw the map. */
export function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

export class Scene {
  private map: LibreMap | undefined;
  private readonly data = new Map<string, FeatureCollection>();
  private drawn: Drawn = "firms";
  private only: Only = ALL;
  onPick: (pick: Pick) => void = () => {};
  /** A place was dragged elsewhere: which of the ends, and where it was let go. Without it they stay where they are. */
  onMove: ((end: number, place: [number, number]) => void) | undefined;
  /** The map shows another stretch of land: "west,south,east,north". */
  onView: (box: string, zoom: number) => void = () => {};

  /** Draws the map into a container. room tells how many pixels of its left the panel covers, locale what the controls are called. */
  show(container: HTMLElement, room: () => number, locale: Record<string, string>): void {
    this.room = room;
    const map = new LibreMap({
      container, style: style(LIGHT, { latin: absolute(latin), latinExt: absolute(latinExt) }, absolute("/tiles")), hash: "map",
      bounds: IZMIR, fitBoundsOptions: { padding: { left: room(), right: 0, top: 0, bottom: 0 } }, minZoom: 5, maxZoom: 18,
      attributionControl: false, locale, dragRotate: false, pitchWithRotate: false,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({}), "bottom-right");
    this.map = map;
    if (this.roadsFrom) this.credit(this.roadsFrom);
    map.on("load", () => {
      map.addImage(ARROW, arrow(), { sdf: true, pixelRatio: 2 });
      for (const [source, data] of this.data) this.put(source, data);
      this.sift();
      this.tellView();
    });
    map.on("moveend", () => this.tellView());
    map.on("zoomend", () => this.onZoom());
    map.on("error", (e) => console.warn("the map", e.error.message)); // the old tiles stay; once the server is back they are asked for anew
    for (const begin of ["mousedown", "touchstart"] as const) map.on(begin, "ends", (e) => this.drag(e));
    map.on("click", (e) => this.onPick(this.clicked(e.point.x, e.point.y, [e.lngLat.lng, e.lngLat.lat])));
    for (const layer of [...DRAWN.flatMap((d) => CLICKED.map((part) => `${d}/${part}`)), "zone-area", "flow", "hub"]) {
      map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
      map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    }
  }

  private room = (): number => 0;

  /** Names whom the roads are from beside the coast's source. */
  credit(roads: string): void {
    this.roadsFrom = roads;
    this.map?.addControl(new AttributionControl({ compact: true, customAttribution: roads }), "bottom-right");
    const box = this.map?.getContainer().querySelector(".maplibregl-ctrl-attrib");
    if (box && box.clientWidth > window.innerWidth / 2) box.classList.remove("maplibregl-compact-show"); // one tap opens it again
  }

  private roadsFrom = "";

  /** The container's size changed. */
  resize(): void {
    this.map?.resize();
  }

  /** Fills one of the style's sources. */
  fill(source: "names" | "bands" | "reach", data: FeatureCollection): void {
    this.set(source, data);
  }

  /** Shows every posting of the server's tiles that passes. */
  all(only: Only = ALL): void {
    this.only = only;
    this.drawn = only.group ? "resources" : "firms";
    this.sift();
  }

  /** Shows these postings and no others. */
  found(sites: FeatureCollection, bubbles: FeatureCollection): void {
    this.only = ALL;
    this.drawn = "found";
    this.set("found", sites);
    this.set("bubbles", bubbles);
    this.sift();
  }

  /** Lets be seen what is to be. */
  private sift(): void {
    const map = this.map;
    if (!map || !this.ready) return;
    for (const d of DRAWN) {
      for (const layer of layersOf(d)) {
        map.setLayoutProperty(layer, "visibility", d === this.drawn && !this.flowing ? "visible" : "none");
        if (d !== "found") map.setFilter(layer, filterOf(layer, this.only));
      }
      map.setLayoutProperty(`${d}/bubble-count`, "text-field", bubbleText(this.only));
    }
  }

  /** Asks for a layer's tiles anew: those that are as they were are not sent again. */
  renew(layer: string): void {
    if (this.ready && (TILES as readonly string[]).includes(layer)) this.map?.refreshTiles(layer);
  }

  /** Draws flows, or with none what is posted again. */
  flows(drawn: Pictures | undefined): void {
    this.flowing = drawn !== undefined;
    const none: FeatureCollection = { type: "FeatureCollection", features: [] };
    this.set("flows", drawn?.lines ?? none);
    this.set("heads", drawn?.heads ?? none);
    this.set("hubs", drawn?.hubs ?? none);
    this.sift();
  }

  private flowing = false;

  /** How near the map is; what is drawn in pixels is drawn anew when onZoom tells that it changed. */
  get zoom(): number {
    return this.map?.getZoom() ?? 8;
  }
  onZoom: () => void = () => {};

  /** The map as it is seen beside the panels, as a picture; nothing where there is no map. */
  picture(): HTMLCanvasElement | undefined {
    const map = this.map;
    if (!map) return undefined;
    map.redraw(); // in this very task, or the canvas is blank
    const whole = map.getCanvas();
    const left = Math.round((this.room() * whole.width) / whole.clientWidth);
    const canvas = document.createElement("canvas");
    canvas.width = whole.width - left;
    canvas.height = whole.height;
    canvas.getContext("2d")?.drawImage(whole, -left, 0);
    return canvas;
  }

  /** Draws a way between places, or none, other ways behind it, and the places themselves. */
  way(line: LineString | null, ends: End[], others: LineString[] = []): void {
    this.set("route", lines(line ? [line] : []));
    this.set("others", lines(others));
    this.ends = ends;
    this.set("ends", {
      type: "FeatureCollection",
      features: ends.map((e, end) => ({ type: "Feature", geometry: { type: "Point", coordinates: e.place }, properties: { kind: e.kind, name: e.name, end } })),
    });
  }

  private ends: End[] = [];

  /** Lets the pressed place follow the pointer. */
  private drag(e: MapLayerMouseEvent | MapLayerTouchEvent): void {
    const map = this.map;
    const end = Number(e.features?.[0]?.properties.end);
    const moved = this.onMove;
    if (!map || !moved || !this.ends[end]) return;
    e.preventDefault(); // the map itself stays
    let place: [number, number] | undefined;
    const follow = (to: MapMouseEvent | MapTouchEvent): void => {
      place = [to.lngLat.lng, to.lngLat.lat];
      const held = place;
      const data = this.data.get("ends");
      if (data) this.put("ends", { ...data, features: data.features.map((f, i) => (i === end ? { ...f, geometry: { type: "Point", coordinates: held } } : f)) });
    };
    const touch = e.type === "touchstart";
    map.on(touch ? "touchmove" : "mousemove", follow);
    map.once(touch ? "touchend" : "mouseup", () => {
      map.off(touch ? "touchmove" : "mousemove", follow);
      if (place) moved(end, place);
    });
  }

  /** Marks a place, or none. */
  mark(place: Position | undefined): void {
    this.set("picked", { type: "FeatureCollection", features: place ? [{ type: "Feature", geometry: { type: "Point", coordinates: place }, properties: {} }] : [] });
  }

  /** Moves the map so that all of positions are seen beside the panels, and so many pixels below its top. */
  look(positions: Position[], closest = 12.5, above = 60): void {
    const map = this.map;
    if (!map || positions.length === 0) return;
    const bounds = new LngLatBounds();
    for (const p of positions) bounds.extend([p[0] as number, p[1] as number]);
    const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.fitBounds(bounds, { padding: { left: this.room() + 60, right: 60, top: above, bottom: 80 }, maxZoom: closest, animate, duration: 500 });
  }

  /** Resolves when everything asked for is drawn. */
  idle(): Promise<void> {
    const map = this.map;
    return new Promise((done) => {
      if (!map) return done();
      void map.once("idle", () => done());
      map.triggerRepaint(); // a map that is idle already says so only after another frame
    });
  }

  /** Where on screen a position is, how many of a layer's features are drawn and for how many postings they stand: what browser tests ask. */
  probe(layer: string, position?: [number, number]): { drawn: number; stand: number; x: number; y: number } {
    const map = this.map;
    if (!map) return { drawn: 0, stand: 0, x: 0, y: 0 };
    const at = position ? map.project(position) : { x: 0, y: 0 };
    const layers = [layer, ...DRAWN.map((d) => `${d}/${layer}`)].filter((l) => map.getLayer(l));
    const features = map.queryRenderedFeatures({ layers });
    const once = new Map(features.map((f) => [f.id, Number(f.properties.sources ?? 0) + Number(f.properties.sinks ?? 0)])); // one at a tile's edge is in both
    return { drawn: features.length, stand: [...once.values()].reduce((a, b) => a + b, 0), x: at.x, y: at.y };
  }

  private get ready(): boolean {
    return this.map?.getSource("found") !== undefined;
  }

  private set(source: string, data: FeatureCollection): void {
    this.data.set(source, data);
    if (this.ready) this.put(source, data);
  }

  private put(source: string, data: FeatureCollection): void {
    const s = this.map?.getSource(source);
    if (s instanceof GeoJSONSource) s.setData(data);
  }

  private clicked(x: number, y: number, place: [number, number]): Pick {
    const near: [[number, number], [number, number]] = [[x - 4, y - 4], [x + 4, y + 4]];
    const layers = ["hub", "flow", ...CLICKED.map((part) => `${this.drawn}/${part}`), "zone-area"];
    const hits = this.map?.queryRenderedFeatures(near, { layers }) ?? [];
    const flow = hits.find((h) => h.layer.id === "hub" || h.layer.id === "flow");
    if (flow?.layer.id === "hub") return { kind: "hub", code: String(flow.properties.code) };
    if (flow) return { kind: "flow", from: String(flow.properties.from), to: String(flow.properties.to) };
    const bubble = hits.find((h) => h.layer.id.endsWith("/bubbles") && h.properties.zone);
    if (bubble) return { kind: "zone", id: Number(bubble.properties.zone) };
    const sites = hits.filter((h) => h.layer.id.includes("/site-") && this.siteSeen(h.properties.zoned === true));
    const first = sites[0]?.geometry;
    if (first?.type === "Point") {
      const ids = new Set(sites.map((h) => String(h.properties.site ?? h.id)));
      return { kind: "site", sites: [...ids].slice(0, MOST_PICKED).join(","), place: first.coordinates as [number, number] };
    }
    const zone = hits.find((h) => h.layer.id === "zone-area");
    return zone ? { kind: "zone", id: Number(zone.id) } : { kind: "place", place };
  }

  private siteSeen(zoned: boolean): boolean {
    return !zoned || (this.map?.getZoom() ?? 0) >= SITE_ZOOM;
  }

  /** Tells what is seen, as whenever that changes. */
  tellView(): void {
    const map = this.map;
    if (!map) return;
    const b = map.getBounds();
    this.onView([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v, i) => Math.max(i % 2 ? -90 : -180, Math.min(i % 2 ? 90 : 180, v)).toFixed(4)).join(","), map.getZoom());
  }
}

/** What of postings can be clicked. */
const CLICKED = ["bubbles", "site-dot", "site-ring"];

/** Sites that one click picks at most, where they lie over each other. */
const MOST_PICKED = 50;

const lines = (of: LineString[]): FeatureCollection => ({ type: "FeatureCollection", features: of.map((geometry) => ({ type: "Feature", geometry, properties: {} })) });

const absolute = (url: string): string => new URL(url, location.href).href;

export const scene = new Scene();
