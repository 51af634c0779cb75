// What changes on the server while the page is looked at: versions of the map's layers.

type Versions = Record<string, number>;

/** How long, ms, after the server had no room it is asked again. */
const AGAIN = 10_000;
/** How often, ms, a change is told at most. */
const CALM = 500;

/** Layers whose version is another than before; of what was not known before, none. */
export function changed(before: Versions, now: Versions): string[] {
  return Object.keys(now).filter((layer) => before[layer] !== undefined && before[layer] !== now[layer]);
}

/** Tells which layers changed, for as long as the page is looked at, and once it is again, of what it missed. */
export function followChanges(told: (layers: string[]) => void): void {
  let known: Versions = {};
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const due = new Set<string>();
  let last = 0;
  let lost = false; // the server, so that tiles may be missing

  const tell = (): void => {
    timer = undefined;
    last = Date.now();
    const layers = [...due];
    due.clear();
    told(layers);
  };
  const soon = (): void => {
    if (due.size > 0) timer ??= setTimeout(tell, Math.max(0, last + CALM - Date.now()));
  };
  const open = (): void => {
    source?.close();
    source = undefined;
    if (document.hidden) return; // a browser keeps few connections: those not looked at hold none
    const mine = new EventSource("/api/v1/changes");
    source = mine;
    mine.onmessage = (e: MessageEvent<string>) => {
      const now = JSON.parse(e.data) as Versions;
      for (const layer of changed(known, now)) due.add(layer);
      known = now;
      soon();
    };
    mine.onopen = () => {
      if (lost) for (const layer of Object.keys(known)) due.add(layer);
      lost = false;
      soon();
    };
    mine.onerror = () => {
      lost = true;
      if (mine.readyState === EventSource.CLOSED && source === mine) setTimeout(open, AGAIN);
    };
  };
  document.addEventListener("visibilitychange", open);
  open();
}
