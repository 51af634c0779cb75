import { expect, test } from "vitest";
import { changed } from "../src/changes";

test("a layer changed when its version is another than the one that was known", () => {
  expect(changed({}, { firms: 1 })).toEqual([]);
  expect(changed({ firms: 1, zones: 2 }, { firms: 2, zones: 2, roads: 5 })).toEqual(["firms"]);
});
