import { expect, test } from "vitest";
import { readPlaces } from "../src/ui/places";

test("places are read as Excel copies them, with a heading and decimal commas", () => {
  expect(readPlaces("ad\tboylam\tenlem\nDepo\t27,05\t38,48\r\n\nLiman\t26.9\t38.8\n")).toEqual({
    places: [{ name: "Depo", place: "27.05,38.48" }, { name: "Liman", place: "26.9,38.8" }], wrong: [],
  });
});

test("a file of commas or semicolons is read too, quotes are taken off", () => {
  const want = [{ name: "Depo", place: "27.05,38.48" }, { name: "2", place: "27,38" }];
  expect(readPlaces('"Depo",27.05,38.48\n,27,38').places).toEqual(want);
  expect(readPlaces("Depo;27,05;38,48\n;27;38").places).toEqual(want);
});

test("every wrong row is named", () => {
  expect(readPlaces("Depo\t27\t38\nLiman\t27\nUzak\t200\t38\nBoş\t\t").wrong).toEqual([
    { row: 2, code: "columns", text: "Liman\t27" }, { row: 3, code: "place", text: "200 38" }, { row: 4, code: "place", text: " " },
  ]);
});
