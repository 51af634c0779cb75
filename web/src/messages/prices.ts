// What the price book says.
const tr = {
  reasons: {
    required: "gerekli", format: "okunamadı", unknown: "bilinmiyor", length: "çok uzun",
    range: "aralık dışında: en düşük ≤ olası ≤ en yüksek olmalı, araç ve yol bedelleri 0'dan büyük",
  } as Record<string, string>,
  month: "Ay",
  source: "Kaynak",
  pricesHint: "Her değer bir aya aittir. Değiştirdikleriniz yeni satır olur, eskileri geçmişte kalır; etkilenen eşleşmeler birkaç saniye içinde yeniden değerlendirilir.",
  pricesOfRoad: "Araç ve yakıt fiyatları",
  pricesSave: "Fiyatları kaydet",
  pricesSaved: (n: string) => `${n} yeni fiyat kaydedildi.`,
  priceMonth: "Hangi ayın fiyatı",
  priceSource: "Kaynak",
  priceFrom: (key: string) => `${key} başlığından`,
  priceHistory: "Geçmiş",
  priceHistoryNone: "Henüz değiştirilmedi; varsayılanlar geçerli.",
  ownMark: "ajansın",
  ownSource: "ajansın girdiği değer",
  ends: { low: "En az", likely: "Olası", high: "En çok" },
};
const en: typeof tr = {
  reasons: {
    required: "is needed", format: "cannot be read", unknown: "is not known", length: "is too long",
    range: "is out of range: low ≤ likely ≤ high, and costs of vehicles and roads above 0",
  },
  month: "Month",
  source: "Source",
  pricesHint: "Each figure is of a month. What you change becomes a new row, the old ones stay in the history; the matches concerned are valued anew within seconds.",
  pricesOfRoad: "Prices of lorries and fuel",
  pricesSave: "Save prices",
  pricesSaved: (n: string) => `${n} new prices were saved.`,
  priceMonth: "Of which month",
  priceSource: "Source",
  priceFrom: (key: string) => `from heading ${key}`,
  priceHistory: "History",
  priceHistoryNone: "Not changed yet: the defaults count.",
  ownMark: "the agency's",
  ownSource: "entered by the agency",
  ends: { low: "Low", likely: "Likely", high: "High" },
};

export const PRICES = { tr, en };
