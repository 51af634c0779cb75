// What is said of who may see a resource.
const tr = {
  who: "Kim görebilir?",
  visibilities: {
    public: "Herkes", registered: "Yalnız giriş yapanlar", named: "Yalnız seçtiğim firmalar", facilitator: "Yalnız kolaylaştırıcı",
  } as Record<string, string>,
  about: "Hangisini seçerseniz seçin: firmanızın adı, tam yeri ve tam miktar, siz bir ilgiyi kabul edene kadar gösterilmez.",
  add: "Firma ekle",
  hint: "Bölgesini, faaliyetini ya da biliyorsanız adını yazın",
  hidden: "Gizli firma",
  gone: "Artık kaynağı görünmeyen bir firma",
  drop: (firm: string) => `Listeden çıkar: ${firm}`,
  none: "Henüz firma seçmediniz: en az bir firma ekleyin.",
  save: "Kaydet",
  saved: "Kaydedildi.",
  chosen: "Görebilecek firmalar",
};

const en: typeof tr = {
  who: "Who may see it?",
  visibilities: { public: "Everybody", registered: "Who has logged in", named: "Firms that I choose", facilitator: "The facilitator alone" },
  about: "Whichever you choose: your firm's name, exact place and exact quantity are not shown before you accept an interest.",
  add: "Add a firm",
  hint: "Type its zone, its activity or, if you know it, its name",
  hidden: "Hidden firm",
  gone: "A firm that shows nothing any more",
  drop: (firm) => `Take off the list: ${firm}`,
  none: "No firm chosen yet: add one or more.",
  save: "Save",
  saved: "Saved.",
  chosen: "Firms that may see it",
};

export const SHARING = { tr, en };
