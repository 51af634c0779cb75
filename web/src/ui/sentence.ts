import type { Reason } from "../api";
import type { Messages } from "../messages/tr";

/** A reason as a sentence; a code that this app does not know yet is shown as it is. */
export function sentence(t: Messages, r: Reason): string {
  const detail = r.detail ?? "";
  return t.sentences[r.code]?.(r.code === "treatment_needed" ? treatment(t, detail) : (t.parameters[detail] ?? detail)) ?? r.code;
}

/** Reasons as sentences; those that differ in their detail alone are one sentence. */
export function sentences(t: Messages, reasons: Reason[]): string[] {
  const codes = new Map<string, string[]>();
  for (const r of reasons) codes.set(r.code, [...(codes.get(r.code) ?? []), r.detail ?? ""]);
  return [...codes].map(([code, details]) => {
    const words = details.map((d) => t.parameters[d] ?? d);
    return sentence(t, { part: "fit", blocks: false, code, detail: words.join(code === "treatment_needed" ? "; " : ", ") });
  });
}

/** The steps of a treatment, "drying; sieving", in the reader's words. */
export const treatment = (t: Messages, steps: string): string =>
  steps.split(";").map((s) => s.trim()).map((s) => t.treatments[s] ?? s).join(", ");

/** Limits of a use, "moisture<=2 %; chlorine<=1 %", in the reader's words. */
export const limits = (t: Messages, text: string): string =>
  text.replace(/([A-Za-z_0-9]+)\s*(<=|>=)/g, (_, name: string, sign: string) => `${t.parameters[name] ?? name} ${sign === "<=" ? "≤" : "≥"} `);
