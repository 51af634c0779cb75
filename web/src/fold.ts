const LETTERS: Record<string, string> = { ı: "i", ş: "s", ğ: "g", ç: "c", ö: "o", ü: "u", â: "a", î: "i", û: "u" };

/** Text for comparison: lower case, Turkish letters as their plain twins, so that İ, I, ı and i are one. */
export function fold(text: string): string {
  return text.toLocaleLowerCase("tr").replace(/[ışğçöüâîû]/g, (c) => LETTERS[c] ?? c);
}
