// What Taşıma says beside hauls themselves, loaded with it.
import { language } from "./index.svelte";

const tr = {
  list: "İçindekileri listele",
  listed: "İçindeki kaynaklar",
  shown: (n: string, all: string) => (n === all ? `${all} kaynak` : `${all} kaynağın en yakın banttaki ${n} tanesi; hepsi dosyadadır`),
  upto: (limit: string) => `${limit} içinde`,
  nothing: "Bu bantların içinde kayıtlı kaynak yok.",
  files: "İndir",
};

const en: typeof tr = {
  list: "List what lies inside",
  listed: "Resources inside",
  shown: (n, all) => (n === all ? `${all} resources` : `${n} of ${all} resources, the nearest band first; the files hold all`),
  upto: (limit) => `Within ${limit}`,
  nothing: "No resource on record lies inside these bands.",
  files: "Download",
};

export const haulTexts = (): typeof tr => (language.now === "tr" ? tr : en);
