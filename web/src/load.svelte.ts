// An answer on its way: what came last stays until the next is here.
import { Problem } from "./api";

/** After this long, ms, people are offered to give up. */
const PATIENCE = 2000;

export class Load<T> {
  data = $state.raw<T | undefined>(undefined);
  error = $state.raw<Problem | undefined>(undefined);
  busy = $state(false);
  slow = $state(false);
  private control: AbortController | undefined;
  private last: ((signal: AbortSignal) => Promise<T>) | undefined;

  /** Asks anew; an earlier question that is still open is dropped. */
  async run(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.control?.abort();
    const control = new AbortController();
    this.control = control;
    this.last = ask;
    this.busy = true;
    this.slow = false;
    const timer = setTimeout(() => (this.slow = true), PATIENCE);
    try {
      const data = await ask(control.signal);
      if (this.control === control) {
        this.data = data;
        this.error = undefined;
      }
    } catch (e) {
      if (this.control === control && !control.signal.aborted) this.error = e instanceof Problem ? e : new Problem(0, String(e), []);
    } finally {
      clearTimeout(timer);
      if (this.control === control) this.busy = this.slow = false;
    }
  }

  retry = (): void => {
    if (this.last) void this.run(this.last);
  };

  cancel = (): void => this.control?.abort();

  clear(): void {
    this.control?.abort();
    this.data = this.error = undefined;
    this.busy = this.slow = false;
  }
}
