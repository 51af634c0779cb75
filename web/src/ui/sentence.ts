import type { Reason } from "../api";
import type { Messages } from "../messages/tr";

/** A reason as a sentence; a code that this app does not know yet is shown as it is. */
export function sentence(t: Messages, r: Reason): string {
  return t.sentences[r.code]?.(r.detail ?? "") ?? r.code;
}
