import { expect, test } from "vitest";
import { marked } from "../src/ui/marked";

const hits = (text: string, asked: string): string[] => marked(text, asked).filter(([, hit]) => hit).map(([piece]) => piece);

test("words that begin as asked are marked, with Turkish letters or without", () => {
  expect(hits("Kemalpaşa OSB", "kemalpasa")).toEqual(["Kemalpaşa"]);
  expect(hits("İzmir Işık Cam (kurgu)", "ISI kur")).toEqual(["Işı", "kur"]);
  expect(hits("Çiğli", "cig")).toEqual(["Çiğ"]);
});

test("the inside of a word, and nothing, are not marked", () => {
  expect(hits("Kemalpaşa", "pasa")).toEqual([]);
  expect(hits("Kemalpaşa", "  ")).toEqual([]);
});

test("the pieces are the whole text", () => {
  expect(marked("10 02 02 Cüruf", "02 cu").map(([piece]) => piece).join("")).toBe("10 02 02 Cüruf");
});
