// The state that is on screen, kept in step with the address.
import { read, write, type State } from "./state";

export const view: State = $state(read(location.search));

/** Goes where patch says. A step is a new entry of the history unless it only refines the last one. */
export function go(patch: Partial<State>, refine = false): void {
  Object.assign(view, patch);
  const address = location.pathname + write(view) + location.hash;
  if (refine) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

window.addEventListener("popstate", () => Object.assign(view, read(location.search)));
