// What the map shows of an assignment: flows between zones, and zones as circles.
import { zones } from "../common.svelte";
import { pictures, type Drawn, type Hub } from "../map/flows";
import { scene } from "../map/scene";
import { zoneName } from "./zonename";

/** How many flows are drawn: more are a thicket. */
export const MOST = 40;

/** Draws the largest flows between zones, and draws them anew as the map is zoomed; returns what clears them. */
export function drawPlan(all: { from: string; to: string; quantity: number }[]): () => void {
  const flows = all.toSorted((a, b) => b.quantity - a.quantity).slice(0, MOST);
  const scale = Math.max(1, ...flows.map((f) => f.quantity));
  const drawn: Drawn[] = flows.map((f) => ({ ...f, way: f.from === f.to ? "within" : "between", dim: false }));
  const sums = new Map<string, number>();
  for (const f of flows) for (const code of new Set([f.from, f.to])) sums.set(code, (sums.get(code) ?? 0) + f.quantity);
  const hubs: Hub[] = (zones.data ?? []).filter((z) => sums.has(z.properties.code))
    .map(({ properties: z }) => ({ code: z.code, name: zoneName(z.code), place: z.gate, quantity: sums.get(z.code) ?? 0, here: false, dim: false }));
  const draw = (): void => scene.flows(pictures(drawn, hubs, scale, scene.zoom));
  draw();
  scene.onZoom = draw;
  if (hubs.length > 0) scene.look(hubs.map((h) => h.place), 11);
  return () => {
    scene.onZoom = () => {};
    scene.flows(undefined);
  };
}
