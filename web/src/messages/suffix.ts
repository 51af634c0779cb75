// Turkish endings that hang on how a number is read.

const ONES = ["", "'i", "'si", "'ü", "'ü", "'i", "'sı", "'si", "'i", "'u"];
const TENS = ["", "'u", "'si", "'u", "'ı", "'si", "'ı", "'i", "'i", "'ı"];

/** A whole number with the ending that says "of them": 31'i, 6'sı, 40'ı. */
export function possessive(n: number): string {
  const text = new Intl.NumberFormat("tr-TR").format(n);
  if (n === 0) return `${text}'ı`;
  if (n % 10) return text + ONES[n % 10];
  if (n % 100) return text + TENS[(n / 10) % 10];
  if (n % 1000) return `${text}'ü`;
  return text + (n % 1_000_000 ? "'i" : "'u");
}

/** The same with the ending that says "of which the": 46'sının, 31'inin. */
export function genitive(n: number): string {
  const text = possessive(n);
  return `${text}n${text.at(-1)}n`;
}
