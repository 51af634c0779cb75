import { expect, test } from "vitest";
import { read, START, write } from "../src/state";

test("what a state writes is read back as it was", () => {
  const state = { ...START, view: "matches" as const, q: "üzüm cibresi", resource: 12, match: "12-40", r: 25, near: "27.1,38.4" };
  expect(read(write(state))).toEqual(state);
});

test("the start has no query", () => {
  expect(write(START)).toBe("");
  expect(read("")).toEqual(START);
});

test("nonsense in an address is as if it were not there", () => {
  expect(read("?view=nowhere&r=-5&resource=abc&mass=1e999")).toEqual(START);
});
