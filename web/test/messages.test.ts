import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { en } from "../src/messages/en";
import { HAUL } from "../src/messages/haulage";
import { MATCH } from "../src/messages/match";
import { PRICES } from "../src/messages/prices";
import { REASON } from "../src/messages/reason";
import { tr } from "../src/messages/tr";

/** All texts, and those of some screens alone. */
const BOOKS: { name: string; tr: object; en: object }[] = [{ name: "t", tr, en }, { name: "mt", ...MATCH }, { name: "ht", ...HAUL }, { name: "pt", ...PRICES }, { name: "", ...REASON }];

// the server names these in English, and English needs no words for them
const SERVED = ["treatments", "parameters"];

const words = (o: object): string[] =>
  Object.entries(o).filter(([key]) => !SERVED.includes(key)).flatMap(([key, value]) => (typeof value === "object" ? words(value as object).map((k) => `${key}.${k}`) : [key])).sort();

test("both languages have the same words, those inside lists included", () => {
  for (const book of BOOKS) expect(words(book.en)).toEqual(words(book.tr));
});

test("every step and parameter of the known uses has a Turkish word", () => {
  const uses = readFileSync(new URL("../../geo/material/uses.csv", import.meta.url), "utf8").trim().split("\n").slice(1);
  const columns = uses.map((line) => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((m) => m[2] ?? m[1] ?? ""));
  const steps = columns.flatMap((c) => (c[4] ?? "").split(";")).map((s) => s.trim()).filter(Boolean);
  const limits = columns.flatMap((c) => (c[6] ?? "").split(";")).map((s) => s.trim().split(/[<>]/)[0] ?? "").filter(Boolean);
  expect(steps.length).toBeGreaterThan(200);
  expect(steps.filter((s) => !REASON.tr.treatments[s])).toEqual([]);
  expect(limits.filter((p) => !REASON.tr.parameters[p])).toEqual([]);
});

test("no text is left in the other language", () => {
  const same = BOOKS.flatMap((book) => {
    const [theirs, ours] = [book.en, book.tr] as Record<string, unknown>[];
    return Object.keys(book.tr).filter((k) => typeof ours?.[k] === "string" && ours[k] === theirs?.[k]);
  });
  expect(same.sort()).toEqual(["appName", "carbon", "nace", "perKm"]);
});

test("every text is used", () => {
  const folder = new URL("../src/ui/", import.meta.url);
  const code = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const unused = BOOKS.filter((book) => book.name).flatMap((book) => Object.keys(book.tr).filter((k) => !["browse", "matches", "haul", "post", "join", "audit", "privacy"].includes(k) && !new RegExp(`\\b${book.name}\\.${k}\\b`).test(code)));
  expect(unused).toEqual([]);
});

test("every reason that the server gives has a sentence", () => {
  const folder = new URL("../../geo/match/", import.meta.url);
  const code = readdirSync(folder).filter((n) => n.endsWith(".go") && !n.endsWith("_test.go")).map((n) => readFileSync(new URL(n, folder), "utf8")).join("\n");
  const given = [...code.matchAll(/(?:note|block)\(m, geo\.Part\w+, "([a-z_]+)"/g)].map((m) => m[1] as string);
  expect(given.length).toBeGreaterThan(25);
  for (const reason of given.filter((r) => !r.endsWith("_"))) expect(Object.keys(REASON.tr.sentences)).toContain(reason);
});
