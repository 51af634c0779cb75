/** Numbers as people of a language read them. Unknown is a dash, never 0. */
export type Lang = "tr" | "en";
export const DASH = "–";

const formats = new Map<string, Intl.NumberFormat>();

function number(lang: Lang, value: number, options: Intl.NumberFormatOptions): string {
  const key = lang + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(lang === "tr" ? "tr-TR" : "en-GB", options);
    formats.set(key, format);
  }
  return format.format(value);
}

/** Three significant digits below a thousand, whole numbers above. */
export function plain(lang: Lang, value: number | null): string {
  if (value === null) return DASH;
  return number(lang, value, Math.abs(value) < 1000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });
}

export const km = (lang: Lang, metres: number | null): string =>
  metres === null ? DASH : `${number(lang, metres / 1000, { maximumFractionDigits: metres < 100_000 ? 1 : 0 })} km`;

export function duration(lang: Lang, seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [h, min] = lang === "tr" ? ["sa", "dk"] : ["h", "min"];
  return minutes < 60 ? `${minutes} ${min}` : `${Math.floor(minutes / 60)} ${h} ${minutes % 60} ${min}`;
}

/** Lira, in thousands and millions where it is many. */
export function lira(lang: Lang, value: number | null): string {
  if (value === null) return DASH;
  const size: Intl.NumberFormatOptions = Math.abs(value) >= 100_000 ? { notation: "compact", maximumSignificantDigits: 3 } : { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 };
  return number(lang, value, { style: "currency", currency: "TRY", currencyDisplay: "narrowSymbol", ...size });
}

/** Kilograms, as tonnes from one tonne on. */
export function mass(lang: Lang, kg: number | null): string {
  if (kg === null) return DASH;
  return Math.abs(kg) < 1000 ? `${plain(lang, kg)} kg` : `${plain(lang, kg / 1000)} t`;
}

export const percent = (lang: Lang, share: number): string => number(lang, share, { style: "percent", maximumFractionDigits: 0 });

export const date = (lang: Lang, iso: string): string =>
  new Intl.DateTimeFormat(lang === "tr" ? "tr-TR" : "en-GB", { dateStyle: "medium" }).format(new Date(iso));

const UNITS: Record<string, Record<Lang, string>> = {
  t: { tr: "t", en: "t" },
  m3: { tr: "m³", en: "m³" },
  kWh: { tr: "kWh", en: "kWh" },
  piece: { tr: "adet", en: "pieces" },
  hour: { tr: "saat", en: "hours" },
};

export const unit = (lang: Lang, code: string): string => UNITS[code]?.[lang] ?? code;

/** A yearly quantity: "8.750 t/yıl". */
export function rate(lang: Lang, value: number | null, code: string): string {
  return value === null ? DASH : `${plain(lang, value)} ${unit(lang, code)}/${lang === "tr" ? "yıl" : "yr"}`;
}

/** The band that a yearly quantity lies in: "20–50 t/yıl". */
export function band(lang: Lang, low: number | null, high: number | null, code: string): string {
  return low === null || high === null ? DASH : `${plain(lang, low)}–${rate(lang, high, code)}`;
}

/** A moment as date and minute, from the wire's RFC 3339. */
export const moment = (lang: Lang, at: string): string =>
  new Intl.DateTimeFormat(lang === "tr" ? "tr-TR" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
