import { expect, test } from "vitest";
import { asked, readScenario, writeScenario } from "../src/scenario";

test("a scenario that is written is read back as it was", () => {
  const scenario = { freight_try_km: 60, empty: 50, carbon_try_t: 3000 };
  expect(readScenario(writeScenario(scenario))).toEqual(scenario);
});

test("what is no lever, no number or out of bounds is as if it were not there", () => {
  expect(readScenario("speed:3,freight_try_km:abc,empty:150,payload_t:,fuel_try_l:80")).toEqual({ fuel_try_l: 80 });
  expect(readScenario("")).toEqual({});
});

test("the API has the empty return as a share, and no other figure changed", () => {
  expect(asked({ empty: 25, fuel_try_l: 80 })).toEqual({ empty: 0.25, fuel_try_l: 80 });
  expect(asked({})).toEqual({});
});
