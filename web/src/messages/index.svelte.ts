// The language on screen and its texts, of which only one language is loaded.
import type { Words } from "../api";
import type { Lang } from "../format";
import type { Messages } from "./tr";

const TEXTS: Record<Lang, () => Promise<Messages>> = {
  tr: async () => (await import("./tr")).tr,
  en: async () => (await import("./en")).en,
};

/** What was chosen before; else English for English browsers, Turkish for all others. */
function first(): Lang {
  const chosen = localStorage.getItem("lang");
  if (chosen === "tr" || chosen === "en") return chosen;
  return navigator.language.startsWith("en") ? "en" : "tr";
}

class Language {
  now: Lang = $state("tr");
  t: Messages = $state.raw() as Messages; // there before anything is drawn, see below

  /** Shows a language once its texts are here. */
  async show(lang: Lang): Promise<void> {
    this.t = await TEXTS[lang]();
    this.now = lang;
  }

  /** One of a name's two languages; the other where one is missing. */
  of = (words: Words): string => words[this.now] || words.tr || words.en;

  swap = async (): Promise<void> => {
    await this.show(this.now === "tr" ? "en" : "tr");
    localStorage.setItem("lang", this.now);
  };
}

export const language = new Language();
await language.show(first());
