// The texts of the audit trail, loaded with its screen.
import { language } from "./index.svelte";

const tr = {
  audit: {
    title: "Denetim günlüğü",
    about: "Her değişiklik burada durur ve bir öncekine zincirlenir: elle değiştirilen, silinen ya da araya sokulan kayıt belli olur.",
    check: "Zinciri denetle",
    ok: (rows: string) => `${rows} kayıt denetlendi; hepsi yerinde.`,
    bad: (row: string, before: string) => `${row} numaralı kayıt zincire uymuyor; ondan önceki ${before} kayıt uyuyor.`,
    seal: "Son mühür (not edin; audit verify --noted ile sonradan denetlenir):",
    noun: "Tablo",
    row: "Kayıt no",
    none: "Bu süzgeçle değişiklik yok. Tablo adını silin ya da başka bir ad yazın.",
    actions: { insert: "eklendi", update: "değişti", delete: "silindi" } as Record<string, string>,
    older: "Daha eski",
    newer: "Daha yeni",
  },
};

export type TrustMessages = typeof tr;

const en: TrustMessages = {
  audit: {
    title: "Audit trail",
    about: "Every change stands here, chained to the one before: a row that is altered, removed or put in by hand shows.",
    check: "Check the chain",
    ok: (rows) => `${rows} rows checked, all in place.`,
    bad: (row, before) => `Row ${row} does not fit the chain; the ${before} before it do.`,
    seal: "Last seal (note it; audit verify --noted holds the trail against it later):",
    noun: "Table",
    row: "Row",
    none: "No changes under this filter. Clear the table's name or type another.",
    actions: { insert: "added", update: "changed", delete: "deleted" },
    older: "Older",
    newer: "Newer",
  },
};

/** The texts in the language on screen. */
export const trustTexts = (): TrustMessages => (language.now === "tr" ? tr : en);
