// A scenario: prices as they might be, as the address and the API write them.

/** What can be moved, with its bounds and step; at is where it stands when nothing is said of it elsewhere. */
export const LEVERS = [
  { name: "freight_try_km", min: 0, max: 150, step: 1 },
  { name: "fuel_try_l", min: 0, max: 200, step: 1 },
  { name: "payload_t", min: 1, max: 35, step: 0.5 },
  { name: "empty", min: 0, max: 100, step: 5 },
  { name: "carbon_try_t", min: 0, max: 10_000, step: 100 },
] as const;
export type Lever = (typeof LEVERS)[number]["name"];
export type Scenario = Partial<Record<Lever, number>>;

/** Reads "freight_try_km:60,empty:50"; what is no lever or out of bounds is left out. */
export function readScenario(text: string): Scenario {
  const out: Scenario = {};
  for (const part of text.split(",")) {
    const [name, value] = part.split(":");
    const lever = LEVERS.find((l) => l.name === name);
    const v = Number(value);
    if (lever && value && v >= lever.min && v <= lever.max) out[lever.name] = v;
  }
  return out;
}

export const writeScenario = (s: Scenario): string => Object.entries(s).map(([name, value]) => `${name}:${value}`).join(",");

/** A scenario as the API wants it: the empty return as a share. */
export const asked = (s: Scenario): Scenario => ({ ...s, ...(s.empty !== undefined && { empty: s.empty / 100 }) });
