// A form on its way to the server: what is wrong with it, and whether it is under way.
import { inWords } from "./account";
import { Problem } from "./api";

export class Form {
  wrong: Record<string, string> = $state.raw({});
  busy = $state(false);

  /** Runs act; true when it went well. What went wrong stands in wrong, under "form" where no field is to blame. */
  async run(act: () => Promise<unknown>, words: Record<string, string>): Promise<boolean> {
    this.wrong = {};
    this.busy = true;
    try {
      await act();
      return true;
    } catch (e) {
      if (!(e instanceof Problem)) this.wrong = { form: words.failed ?? String(e) };
      else if (e.errors.length > 0) this.wrong = inWords(e.errors, words);
      else this.wrong = { form: words[`status.${e.status}`] ?? e.message };
      return false;
    } finally {
      this.busy = false;
    }
  }
}
