import { expect, test } from "vitest";
import { DASH, duration, km, lira, mass, percent, plain, rate } from "../src/format";

test("numbers are written as each language writes them", () => {
  expect(plain("tr", 8750.4)).toBe("8.750");
  expect(plain("en", 8750.4)).toBe("8,750");
  expect(km("tr", 53_758)).toBe("53,8 km");
  expect(km("en", 253_758)).toBe("254 km");
  expect(lira("tr", 294)).toBe("₺294");
  expect(lira("en", -1_250_000)).toBe("-₺1.25m");
  expect(mass("tr", 1500)).toBe("1,5 t");
  expect(percent("tr", 0.6)).toBe("%60");
  expect(rate("tr", 120, "m3")).toBe("120 m³/yıl");
});

test("minutes become hours, and nothing takes no time at all", () => {
  expect(duration("tr", 20)).toBe("1 dk");
  expect(duration("tr", 41 * 60)).toBe("41 dk");
  expect(duration("en", 81 * 60)).toBe("1 h 21 min");
});

test("unknown is a dash, not zero", () => {
  for (const unknown of [plain("tr", null), km("tr", null), lira("en", null), mass("en", null), rate("tr", null, "t")]) {
    expect(unknown).toBe(DASH);
  }
});
