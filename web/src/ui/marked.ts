/** Text in pieces, each told whether it is what was asked for. */
export type Piece = [text: string, hit: boolean];

/** A letter as searches compare it: small, without marks, with one i. */
const fold = (letter: string): string => letter.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace("ı", "i");

/** Cuts text where its words begin as one of the words asked for, whatever their marks and capitals. */
export function marked(text: string, asked: string): Piece[] {
  const letters = [...text];
  const folded = letters.map(fold);
  const words = [...asked].map(fold).join("").split(/[^\p{L}\p{N}]+/u).filter(Boolean).sort((a, b) => b.length - a.length);
  const out: Piece[] = [];
  const add = (letter: string, hit: boolean): void => {
    const last = out.at(-1);
    if (last?.[1] === hit) last[0] += letter;
    else out.push([letter, hit]);
  };
  let until = 0; // letters before it belong to a hit
  letters.forEach((letter, i) => {
    const begins = i === 0 || !/[\p{L}\p{N}]/u.test(letters[i - 1] ?? "");
    const word = begins ? words.find((w) => folded.slice(i, i + w.length).join("") === w) : undefined;
    if (word) until = i + word.length;
    add(letter, i < until);
  });
  return out;
}
