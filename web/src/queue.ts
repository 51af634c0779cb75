// What was typed and has not arrived yet. Each entry is an item of its own in the browser's storage, so that it
// survives a reload and two windows do not write over each other; the server stores a key once.
import { Problem, type FieldError } from "./api";

export interface Queued<T> {
  key: string;
  at: number; // ms: they are sent in the order in which they were typed
  body: T;
  refused?: FieldError[]; // the server will never take it as it is
}

/** A random UUID. crypto.randomUUID is not there on plain http, over which a room's laptops may come. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** How long after a failure the next try is made, ms. */
const PATIENCE = 2000;

export class Queue<T> {
  private sending = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Entries of one list, by its name; told hears whenever it changed, and of each that arrived. */
  constructor(
    private readonly name: string,
    private readonly send: (key: string, body: T) => Promise<unknown>,
    private readonly told: (arrived: boolean) => void,
    private readonly store: Store = localStorage,
  ) {}

  list(): Queued<T>[] {
    const found: Queued<T>[] = [];
    for (let i = 0; i < this.store.length; i++) {
      const key = this.store.key(i);
      if (key?.startsWith(`${this.name}/`)) found.push(JSON.parse(this.store.getItem(key) ?? "") as Queued<T>);
    }
    return found.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  }

  add(body: T): void {
    this.put({ key: uuid(), at: Date.now(), body });
    void this.flush();
  }

  /** Sends what was refused once more: what was in its way may be gone. */
  again(one: Queued<T>): void {
    this.put({ key: one.key, at: one.at, body: one.body });
    void this.flush();
  }

  drop(key: string): void {
    this.store.removeItem(`${this.name}/${key}`);
    this.told(false);
  }

  private put(one: Queued<T>): void {
    this.store.setItem(`${this.name}/${one.key}`, JSON.stringify(one));
    this.told(false);
  }

  /** Sends what waits, one after the other, until all has arrived or the connection is lost; then it tries again. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    try {
      for (let one = this.next(); one; one = this.next()) await this.deliver(one);
    } catch {
      this.timer = setTimeout(() => void this.flush(), PATIENCE);
    } finally {
      this.sending = false;
    }
  }

  private next = (): Queued<T> | undefined => this.list().find((one) => !one.refused);

  private async deliver(one: Queued<T>): Promise<void> {
    try {
      await this.send(one.key, one.body);
    } catch (e) {
      if (!(e instanceof Problem) || e.status !== 422) throw e;
      return this.put({ ...one, refused: e.errors });
    }
    this.store.removeItem(`${this.name}/${one.key}`);
    this.told(true);
  }

  stop = (): void => clearTimeout(this.timer);
}
