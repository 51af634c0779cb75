import { expect, test } from "vitest";
import { curve, pictures, project, radiusOf, unproject, widthOf, type Hub } from "../src/map/flows";
import { genitive, possessive } from "../src/messages/suffix";
import { place, REST, ribbons } from "../src/sankey";
import { bars, codesOf, ofMaterial, pairs, partners, totals, unmatched, wayOf, worth, type Balance, type Flow, type ZoneFlows } from "../src/zoneflow";

const flow = (from: string, to: string, material: string, quantity: number | null, unit = "t") => ({
  properties: { from, to, material, unit, quantity, firms: 3, length_m: 1000, tkm: 1, cost_try: 1, co2e_kg: 1, benefit_try: 10, avoided_kg: 2, withheld: quantity === null } as Flow,
});
const balance = (material: string, role: "source" | "sink", total: number, remaining: number) =>
  ({ material, name: { tr: material, en: material }, role, unit: "t", total, remaining, unknown: 0, firms: 3, withheld: false, miss: null }) as Balance;

/** Zone a takes slag of b and c, gives paper to b, and keeps some slag; a third giver of slag is kept back. */
const data: ZoneFlows = {
  zone: 1, kind: "potential", computed_at: "2026-11-28T00:00:00Z", method: "greedy_by_rank", coverage: { firms: 3, posted: 2, resources: 9, measured: 8, confirmed: 4, inferred: 0, grades: { A: 1, B: 2, C: 3, D: 3 } },
  scale: { t: 1000 }, cut: false, names: {}, groups: { slag: "1002", glass: "1002", paper: "material" }, headings: {},
  flows: [flow("*", "a", "", 95), flow("b", "a", "", 60), flow("c", "a", "", 30), flow("d", "a", "", null), flow("a", "*", "", 20), flow("a", "b", "", 20), flow("a", "a", "", 7), flow("b", "a", "", 4, "m3")],
  materials: [flow("*", "a", "slag", 95), flow("b", "a", "slag", 60), flow("c", "a", "slag", 30), flow("d", "a", "slag", null), flow("a", "*", "paper", 20), flow("a", "b", "paper", 20), flow("a", "a", "slag", 7)],
  balances: [balance("slag", "sink", 120, 23), balance("paper", "source", 20, 0), balance("glass", "source", 50, 50)],
};
const focus = { here: "a", unit: "t", material: "", partner: "" };

test("totals are the server's, what is picked is added up, and what is kept back is told", () => {
  const all = totals(data, { ...focus, partner: "b" });
  expect([all.all.in.quantity, all.all.out.quantity, all.all.within.quantity, all.partners.in]).toEqual([95, 20, 7, 3]);
  expect([all.picked.in.quantity, all.picked.out.quantity, all.picked.within.quantity]).toEqual([60, 20, 0]);
  expect(totals(data, { ...focus, material: "slag" }).picked.in).toEqual({ quantity: 90, withheld: 1 });
});

test("the region counts each move between zones once", () => {
  const region: ZoneFlows = { ...data, zone: 0, flows: [flow("*", "*", "", 122), flow("*", "a", "", 95), flow("*", "b", "", 20), flow("a", "*", "", 20), flow("b", "a", "", 60), flow("a", "a", "", 7)] };
  const { all } = totals(region, { ...focus, here: "" });
  expect([all.between.quantity, all.within.quantity]).toEqual([115, 7]);
  expect(worth(region, { ...focus, here: "" }).benefit_try).toBe(10);
});

test("partners carry both ways, the largest first", () => {
  expect(partners(data, focus).map((p) => [p.code, p.in.quantity, p.out.quantity, p.in.withheld])).toEqual([["b", 60, 20, 0], ["c", 30, 0, 0], ["a", 0, 0, 0], ["d", 0, 0, 1]]);
  expect(wayOf({ from: "a", to: "b" }, "")).toBe("between");
});

test("bars and misses tell the largest first, and kinds of worth are of totals", () => {
  expect(bars(data, "t").map((b) => b.material)).toEqual(["slag", "glass", "paper"]);
  expect(unmatched(data, "t").map((b) => b.material)).toEqual(["glass", "slag"]);
  expect(worth(data, focus).benefit_try).toBe(30);
});

test("a group is its materials together: what is kept back of it is told", () => {
  const group = { ...focus, material: "g:1002", codes: codesOf(data, "g:1002") };
  expect(totals(data, group).picked.in).toEqual({ quantity: 90, withheld: 1 });
  expect(totals(data, group).picked.out.quantity).toBe(0);
  expect(pairs(data, group).map((f) => [f.from, f.to, f.quantity])).toEqual([["b", "a", 60], ["c", "a", 30], ["d", "a", null], ["a", "a", 7]]);
  expect(ofMaterial("g:1002")).toEqual({ material: "", group: "1002" });
});

test("ribbons lose nothing: what is kept back is what the totals tell beyond the told", () => {
  const all = ribbons(data, focus, 12);
  expect(all.reduce((sum, r) => sum + r.quantity, 0)).toBe(95 + 20 + 7);
  expect(all.find((r) => r.from === REST && r.to === "a")?.quantity).toBe(5);
  expect(all.filter((r) => r.picked === r.quantity)).toHaveLength(all.length);
});

test("what does not fit is folded, what is picked never", () => {
  const many: ZoneFlows = { ...data, materials: Array.from({ length: 30 }, (_, i) => flow(`z${i}`, "a", `m${i}`, 30 - i)) };
  const all = ribbons(many, { ...focus, partner: "z29" }, 12);
  for (const side of ["from", "material"] as const) expect(new Set(all.map((r) => r[side])).size).toBeLessThanOrEqual(13);
  expect(all.some((r) => r.from === "z29")).toBe(true);
  expect(all.reduce((sum, r) => sum + r.quantity, 0)).toBe(465);
  const placed = place(all, { width: 700, height: 400, gutter: 100, gap: 12, sorted: false });
  expect(placed.nodes.every((n) => (n.x0 ?? 0) >= 100 && (n.x1 ?? 0) <= 600 && (n.y0 ?? 0) >= 0 && (n.y1 ?? 0) <= 400)).toBe(true);
  expect(placed.links).toHaveLength(2 * all.length);
});

const hub = (code: string, place: [number, number]): Hub => ({ code, name: code, place, quantity: 100, here: false, dim: false });

test("positions go to pixels and back", () => {
  const [lon, lat] = unproject(project([27.14, 38.42], 8), 8);
  expect(lon).toBeCloseTo(27.14, 9);
  expect(lat).toBeCloseTo(38.42, 9);
});

test("both ways of a pair bend apart, and lines end before their arrowheads and those at the circle", () => {
  const [a, b] = [hub("a", [27, 38]), hub("b", [27.5, 38.2])];
  const flows = [{ from: "a", to: "b", quantity: 500, way: "out" as const, dim: false }, { from: "b", to: "a", quantity: 500, way: "in" as const, dim: false }];
  const drawn = pictures(flows, [a, b], 1000, 9);
  const end = project(b.place, 9);
  const line = drawn.lines.features[0]?.geometry.coordinates ?? [];
  const far = (p: number[] | undefined): number => { const [x, y] = project(p ?? [0, 0], 9); return Math.hypot(x - end[0], y - end[1]); };
  const tip = far(drawn.heads.features[0]?.geometry.coordinates);
  expect(tip).toBeGreaterThanOrEqual(radiusOf(100, 1000) + 0.9);
  expect(far(line.at(-1))).toBeGreaterThan(tip + 5);
  const [p, q] = [curve([0, 0], [100, 0])(0.5), curve([100, 0], [0, 0])(0.5)];
  expect(p[1]).toBeLessThan(0);
  expect(q[1]).toBeGreaterThan(0);
});

test("the scale is fixed: a width hangs on quantity and scale alone, and never beyond the widest", () => {
  expect(widthOf(1000, 1000)).toBe(22);
  expect(widthOf(5000, 1000)).toBe(22);
  expect(widthOf(250, 1000)).toBe(11);
  expect(widthOf(0.001, 1000)).toBe(1.2);
});

test("places that lie in each other's circle get no line", () => {
  const drawn = pictures([{ from: "a", to: "b", quantity: 1, way: "out", dim: false }], [hub("a", [27, 38]), hub("b", [27.0001, 38])], 1000, 8);
  expect(drawn.lines.features).toHaveLength(0);
});

test("numbers take the Turkish ending that they are read with", () => {
  expect([31, 6, 40, 100, 103, 1000, 2_000_000, 9, 0].map(possessive)).toEqual(["31'i", "6'sı", "40'ı", "100'ü", "103'ü", "1.000'i", "2.000.000'u", "9'u", "0'ı"]);
  expect([46, 31, 109].map(genitive)).toEqual(["46'sının", "31'inin", "109'unun"]);
});
