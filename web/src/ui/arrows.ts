/** Lets the arrow keys move between the buttons of a list that match selector. */
export function arrows(list: HTMLElement, selector: string): { destroy: () => void } {
  function keyed(e: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    const rows = [...list.querySelectorAll<HTMLElement>(selector)];
    const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step];
    if (next) {
      e.preventDefault();
      next.focus();
    }
  }
  list.addEventListener("keydown", keyed);
  return { destroy: () => list.removeEventListener("keydown", keyed) };
}
