// The one module that owns the map. Panels say what is to be seen; the scene
// keeps it until the map can show it.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import latin from "@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url";
import latinExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url";
import { AttributionControl, GeoJSONSource, LngLatBounds, Map as LibreMap, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { MapLayerMouseEvent, MapLayerTouchEvent, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { FeatureCollection, LineString, Position } from "geojson";
import { api } from "../api";
import { LIGHT } from "../theme";
import coast from "./data/coast.json?url";
import { style } from "./style";

setWorkerUrl(workerUrl);

/** The province, as first seen. */
const IZMIR: [number, number, number, number] = [26.2, 37.85, 28.45, 39.35];

export interface End {
  kind: "source" | "sink" | "centre" | "stop";
  name: string;
  place: Position;
}

/** What a click on the map found. */
export type Pick = { kind: "zone"; id: number } | { kind: "site"; key: string } | { kind: "place"; place: [number, number] };

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
  private pickedSite: number | undefined;
  private roads = new AbortController();
  private roadsShown = "";
  onPick: (pick: Pick) => void = () => {};
  /** A place was dragged elsewhere: which of the ends, and where it was let go. Without it they stay where they are. */
  onMove: ((end: number, place: [number, number]) => void) | undefined;

  /** Draws the map into a container. room tells how many pixels of its left the panel covers, locale what the controls are called. */
  show(container: HTMLElement, room: () => number, locale: Record<string, string>): void {
    this.room = room;
    const map = new LibreMap({
      container, style: style(LIGHT, { latin: absolute(latin), latinExt: absolute(latinExt) }, absolute(coast)), hash: "map",
      bounds: IZMIR, fitBoundsOptions: { padding: { left: room(), right: 0, top: 0, bottom: 0 } }, minZoom: 5, maxZoom: 18,
      attributionControl: false, locale, dragRotate: false, pitchWithRotate: false,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({}), "bottom-right");
    this.map = map;
    if (this.roadsFrom) this.credit(this.roadsFrom);
    map.on("load", () => {
      for (const [source, data] of this.data) this.put(source, data);
      void this.loadRoads();
    });
    map.on("moveend", () => void this.loadRoads());
    for (const begin of ["mousedown", "touchstart"] as const) map.on(begin, "ends", (e) => this.drag(e));
    map.on("click", (e) => this.onPick(this.found(e.point.x, e.point.y, [e.lngLat.lng, e.lngLat.lat])));
    for (const layer of ["bubbles", "site-ring", "site-dot", "zone-area"]) {
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
  fill(source: "zones" | "names" | "bubbles" | "sites" | "bands" | "reach", data: FeatureCollection): void {
    this.set(source, data);
    if (source === "sites") this.pickSite(this.pickedSite);
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

  /** Marks the site with this id of the source sites, or none. */
  pickSite(id: number | undefined): void {
    if (this.ready && this.pickedSite !== undefined) this.map?.removeFeatureState({ source: "sites", id: this.pickedSite });
    this.pickedSite = id;
    if (this.ready && id !== undefined) this.map?.setFeatureState({ source: "sites", id }, { picked: true });
  }

  /** Moves the map so that all of positions are seen beside the panels. */
  look(positions: Position[], closest = 12.5): void {
    const map = this.map;
    if (!map || positions.length === 0) return;
    const bounds = new LngLatBounds();
    for (const p of positions) bounds.extend([p[0] as number, p[1] as number]);
    const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.fitBounds(bounds, { padding: { left: this.room() + 60, right: 60, top: 60, bottom: 60 }, maxZoom: closest, animate, duration: 500 });
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

  /** Where on screen a position is, and how many of a layer's features are drawn: what browser tests ask. */
  probe(layer: string, position?: [number, number]): { drawn: number; x: number; y: number } {
    const map = this.map;
    if (!map) return { drawn: 0, x: 0, y: 0 };
    const at = position ? map.project(position) : { x: 0, y: 0 };
    return { drawn: map.queryRenderedFeatures({ layers: [layer] }).length, x: at.x, y: at.y };
  }

  private get ready(): boolean {
    return this.map?.getSource("sites") !== undefined;
  }

  private set(source: string, data: FeatureCollection): void {
    this.data.set(source, data);
    if (this.ready) this.put(source, data);
  }

  private put(source: string, data: FeatureCollection): void {
    const s = this.map?.getSource(source);
    if (s instanceof GeoJSONSource) s.setData(data);
  }

  private found(x: number, y: number, place: [number, number]): Pick {
    const near: [[number, number], [number, number]] = [[x - 4, y - 4], [x + 4, y + 4]];
    const hits = this.map?.queryRenderedFeatures(near, { layers: ["bubbles", "site-dot", "site-ring", "zone-area"] }) ?? [];
    for (const hit of hits) {
      if (hit.layer.id === "bubbles") return { kind: "zone", id: Number(hit.properties.zone) };
      if (hit.layer.id.startsWith("site-") && this.siteSeen(hit.properties.zoned === true)) return { kind: "site", key: String(hit.properties.key) };
    }
    const zone = hits.find((h) => h.layer.id === "zone-area");
    return zone ? { kind: "zone", id: Number(zone.id) } : { kind: "place", place };
  }

  private siteSeen(zoned: boolean): boolean {
    return !zoned || (this.map?.getZoom() ?? 0) >= 10;
  }

  /** Loads the roads of what is seen, once for each zoom and stretch of land. */
  private async loadRoads(): Promise<void> {
    const map = this.map;
    if (!map) return;
    const zoom = Math.floor(map.getZoom());
    const step = 360 / 2 ** zoom; // a tile's width: the stretch is rounded out to whole ones
    const b = map.getBounds();
    const box = [Math.floor(b.getWest() / step) * step, Math.max(-85, Math.floor(b.getSouth() / step) * step),
      Math.ceil(b.getEast() / step) * step, Math.min(85, Math.ceil(b.getNorth() / step) * step)].map((v) => Math.max(-180, Math.min(180, v)).toFixed(4)).join(",");
    const asked = `${zoom}/${box}`;
    if (asked === this.roadsShown) return;
    this.roads.abort();
    this.roads = new AbortController();
    try {
      this.set("roads", await api.roads(box, zoom, this.roads.signal));
      this.roadsShown = asked;
    } catch (e) {
      if (!(e instanceof DOMException)) console.warn("roads of the map", e); // the old ones stay
    }
  }
}

const lines = (of: LineString[]): FeatureCollection => ({ type: "FeatureCollection", features: of.map((geometry) => ({ type: "Feature", geometry, properties: {} })) });

const absolute = (url: string): string => new URL(url, location.href).href;

export const scene = new Scene();
