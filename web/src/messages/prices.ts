// What is wrong with a price that was typed.
const tr = {
  reasons: {
    required: "gerekli", format: "okunamadı", unknown: "bilinmiyor", length: "çok uzun",
    range: "aralık dışında: en düşük ≤ olası ≤ en yüksek olmalı, araç ve yol bedelleri 0'dan büyük",
  } as Record<string, string>,
  month: "Ay",
  source: "Kaynak",
};
const en: typeof tr = {
  reasons: {
    required: "is needed", format: "cannot be read", unknown: "is not known", length: "is too long",
    range: "is out of range: low ≤ likely ≤ high, and costs of vehicles and roads above 0",
  },
  month: "Month",
  source: "Source",
};

export const PRICES = { tr, en };
