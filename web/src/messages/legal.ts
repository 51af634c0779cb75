// The texts of a source's legal status in the form that posts it, loaded with it.
const tr = {
  title: "Hukuki durum",
  usual: "Emin değilseniz “atık” olarak bırakın; sonradan da belirlenebilir.",
  means: {
    waste: "Taşınması ve kabulü atık mevzuatına tabidir: alıcının çevre izin ve lisansı, tehlikeliyse lisanslı taşıyıcı gerekir.",
    by_product: "Atık sayılmaz; ancak Atık Yönetimi Yönetmeliği madde 19’daki koşulların hepsini karşılamalıdır. Sevkiyat başlamadan, sinerjinin hukuki kontrolünde her koşul kanıtıyla sorulur.",
    end_of_waste: "Geri kazanım işleminden geçmiş ve malzemesinin ölçütlerini karşılıyor; artık atık değildir. Alıcı, ölçütlerin karşılandığını gösteren belge isteyebilir.",
    product: "Hiç atık olmadı: fazla stok, ikinci kalite, kullanılmayan ham madde gibi. Atık izni gerekmez.",
  } as Record<string, string>,
  checklist: "Madde 19 kontrol listesi",
  optional: "Şimdi yanıtlamak zorunda değilsiniz. “Hayır” dediğiniz bir koşul varsa kaynak yan ürün olarak eşleşmez.",
  answers: { "": "Sonra", yes: "Evet", no: "Hayır" } as Record<string, string>,
  refused: "Bu yanıtla yan ürün sayılmaz: eşleşmeleri hukuken engellenir. “Atık” seçmek daha doğru olur.",
  criteria: "Bu malzemenin ölçütleri",
  noCriteria: "Bu malzeme için ölçüt sayfası yok; kolaylaştırıcıya danışın.",
};

const en: typeof tr = {
  title: "Legal status",
  usual: "Leave it at “waste” if you are not sure; it can be settled later.",
  means: {
    waste: "Carrying and taking it falls under waste law: the receiver needs an environmental permit and licence and, where it is hazardous, the carrier a licence.",
    by_product: "It is no waste, but has to meet all conditions of article 19 of the Atık Yönetimi Yönetmeliği. Before lorries drive, the synergy's legal gate asks for each with evidence.",
    end_of_waste: "It went through recovery and meets the criteria of its material; it is waste no more. The receiver may ask for a document that shows it.",
    product: "It never was waste: surplus stock, second quality, raw material that is not used. No waste permit is needed.",
  },
  checklist: "Checklist of article 19",
  optional: "You need not answer now. With a “no” it is not matched as a by-product.",
  answers: { "": "Later", yes: "Yes", no: "No" },
  refused: "With this answer it is no by-product: its matches are blocked by law. “Waste” is the better choice.",
  criteria: "Criteria of this material",
  noCriteria: "There is no page of criteria for this material; ask a facilitator.",
};

export const LEGAL = { tr, en };
