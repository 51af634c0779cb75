// From flows to ribbons: from a zone, as a material, to a zone. What does not
// fit on screen is folded into one node a side.
import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from "d3-sankey";
import { ANY, isOf, OUTSIDE, picked, rows, wayOf, type Flow, type Focus, type Way, type ZoneFlows } from "./zoneflow";

export const REST = "*";
export type Side = "from" | "material" | "to";
const SIDES: Side[] = ["from", "material", "to"];

/** A flow as it is drawn: its ends are zones' codes, OUTSIDE or REST. */
export interface Ribbon {
  from: string;
  material: string;
  to: string;
  quantity: number;
  picked: number; // of quantity
  way: Way;
}

interface Row extends Pick<Ribbon, Side> {
  quantity: number;
  picked: boolean;
}

/** The flows in a unit as ribbons, with at most `most` nodes a side besides the rest. */
export function ribbons(d: ZoneFlows, focus: Focus, most: number): Ribbon[] {
  const all = [...told(d, focus), ...untold(d, focus)];
  const kept = Object.fromEntries(SIDES.map((side) => [side, largest(all, side, most, focus)])) as Record<Side, Set<string>>;
  const out = new Map<string, Ribbon>();
  for (const r of all) {
    const at = (side: Side): string => (kept[side].has(r[side]) ? r[side] : REST);
    const ends = { from: at("from"), material: at("material"), to: at("to") };
    const way = ends.from === REST && ends.to === REST ? "between" : wayOf(r, focus.here);
    const key = `${ends.from} ${ends.material} ${ends.to} ${way}`;
    const ribbon = out.get(key) ?? { ...ends, quantity: 0, picked: 0, way };
    ribbon.quantity += r.quantity;
    if (r.picked) ribbon.picked += r.quantity;
    out.set(key, ribbon);
  }
  return [...out.values()].sort((a, b) => b.quantity - a.quantity);
}

const end = (code: string): string => (code === "" ? OUTSIDE : code);

function told(d: ZoneFlows, focus: Focus): Row[] {
  return rows(d, focus.unit).filter((f) => f.quantity !== null).map((f) => row(f, f.quantity ?? 0, picked(f, focus)));
}

const row = (f: Flow, quantity: number, picked: boolean): Row => ({ from: end(f.from), material: f.material, to: end(f.to), quantity, picked });

/** What a material's totals tell beyond the flows that are told one by one: kept back, or too small for the answer. */
function untold(d: ZoneFlows, focus: Focus): Row[] {
  const known = new Map<string, number>();
  const key = (way: Way, material: string): string => `${focus.here === "" ? "" : way} ${material}`;
  for (const f of rows(d, focus.unit)) {
    const k = key(wayOf(f, focus.here), f.material);
    known.set(k, (known.get(k) ?? 0) + (f.quantity ?? 0));
  }
  const out: Row[] = [];
  for (const { properties: f } of d.materials) {
    if (f.unit !== focus.unit || (f.from !== ANY && f.to !== ANY) || f.quantity === null) continue;
    const rest = f.quantity - (known.get(key(wayOf(f, focus.here), f.material)) ?? 0);
    if (rest > 1e-6 * f.quantity) out.push({ ...row(f, rest, focus.partner === "" && picked(f, { ...focus, partner: "" })) });
  }
  return out;
}

/** The largest of a side, and always what is picked and the zone that is looked at. */
function largest(all: Row[], side: Side, most: number, focus: Focus): Set<string> {
  const sums = new Map<string, number>();
  for (const r of all) if (r[side] !== REST) sums.set(r[side], (sums.get(r[side]) ?? 0) + r.quantity);
  const wanted = (code: string): boolean => (side === "material" ? focus.material !== "" && isOf(code, focus) : code === focus.here || code === focus.partner);
  const order = [...sums.entries()].sort((a, b) => Number(wanted(b[0])) - Number(wanted(a[0])) || b[1] - a[1]);
  return new Set(order.slice(0, order.length === most + 1 ? order.length : most).map(([code]) => code)); // a rest of one is told by its name
}

export interface Node {
  id: string;
  side: Side;
  code: string;
}
interface Link {
  ribbon: Ribbon;
}
export type PlacedNode = SankeyNode<Node, Link>;
export type PlacedLink = SankeyLink<Node, Link>;

/** Places ribbons in a frame whose labels take so much of either side; sorted by size, or so that few cross. */
export function place(of: Ribbon[], frame: { width: number; height: number; gutter: number; gap: number; sorted: boolean }): { nodes: PlacedNode[]; links: PlacedLink[] } {
  const nodes = new Map<string, Node>();
  const node = (side: Side, code: string): string => {
    const id = `${side} ${code}`;
    nodes.set(id, { id, side, code });
    return id;
  };
  const links = of.flatMap((ribbon) => {
    const middle = node("material", ribbon.material);
    return [
      { source: node("from", ribbon.from), target: middle, value: ribbon.quantity, ribbon },
      { source: middle, target: node("to", ribbon.to), value: ribbon.quantity, ribbon },
    ];
  });
  if (links.length === 0) return { nodes: [], links: [] };
  const bySize = (a: PlacedNode, b: PlacedNode): number => Number(a.code === REST) - Number(b.code === REST) || (b.value ?? 0) - (a.value ?? 0);
  const layout = sankey<Node, Link>()
    .nodeId((n) => n.id)
    .nodeAlign((n) => SIDES.indexOf(n.side))
    .nodeSort(frame.sorted ? bySize : undefined)
    .nodeWidth(10).nodePadding(frame.gap)
    .extent([[frame.gutter, 6], [frame.width - frame.gutter, frame.height - 6]]);
  return layout({ nodes: [...nodes.values()], links });
}

export const path = sankeyLinkHorizontal<Node, Link>();
