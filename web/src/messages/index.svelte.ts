// The language on screen and its texts.
import type { Words } from "../api";
import type { Lang } from "../format";
import { en } from "./en";
import { tr, type Messages } from "./tr";

const ALL: Record<Lang, Messages> = { tr, en };

/** What was chosen before; else English for English browsers, Turkish for all others. */
function first(): Lang {
  const chosen = localStorage.getItem("lang");
  if (chosen === "tr" || chosen === "en") return chosen;
  return navigator.language.startsWith("en") ? "en" : "tr";
}

class Language {
  now: Lang = $state(first());
  get t(): Messages {
    return ALL[this.now];
  }
  /** One of a name's two languages; the other where one is missing. */
  of = (words: Words): string => words[this.now] || words.tr || words.en;
  swap = (): void => {
    this.now = this.now === "tr" ? "en" : "tr";
    localStorage.setItem("lang", this.now);
  };
}

export const language = new Language();
