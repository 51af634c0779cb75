import type { Reason } from "../api";
import { language } from "../messages/index.svelte";
import { REASON } from "../messages/reason";

const words = () => REASON[language.now];

/** A reason as a sentence; a code that this app does not know yet is shown as it is. */
export function sentence(r: Reason): string {
  const detail = r.detail ?? "";
  return words().sentences[r.code]?.(r.code === "treatment_needed" ? treatment(detail) : (words().parameters[detail] ?? detail)) ?? r.code;
}

/** Reasons as sentences; those that differ in their detail alone are one sentence. */
export function sentences(reasons: Reason[]): string[] {
  const codes = new Map<string, string[]>();
  for (const r of reasons) codes.set(r.code, [...(codes.get(r.code) ?? []), r.detail ?? ""]);
  return [...codes].map(([code, details]) => {
    const told = details.map((d) => words().parameters[d] ?? d);
    return sentence({ part: "fit", blocks: false, code, detail: told.join(code === "treatment_needed" ? "; " : ", ") });
  });
}

/** The steps of a treatment, "drying; sieving", in the reader's words. */
export const treatment = (steps: string): string =>
  steps.split(";").map((s) => s.trim()).map((s) => words().treatments[s] ?? s).join(", ");

/** Limits of a use, "moisture<=2 %; chlorine<=1 %", in the reader's words. */
export const limits = (text: string): string =>
  text.replace(/([A-Za-z_0-9]+)\s*(<=|>=)/g, (_, name: string, sign: string) => `${words().parameters[name] ?? name} ${sign === "<=" ? "≤" : "≥"} `);
