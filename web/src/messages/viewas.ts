// The texts of looking through another's eyes, loaded with it.
import type { Lang } from "../format";

const tr = {
  title: "Başkasının gözüyle bak",
  eyes: { visitor: "Ziyaretçi", member: "Firma üyesi", zone_manager: "Bölge yöneticisi", firm_admin: "Firma yöneticisi", logistician: "Lojistikçi", expert: "Uzman" } as Record<string, string>,
  through: (who: string) => `Haritayı ve listeleri başkasının gözüyle görüyorsunuz: ${who}. Bu görünümde hiçbir şey değiştirilemez.`,
  back: "Kendi görünümüme dön",
};

const en: typeof tr = {
  title: "Look through another's eyes",
  eyes: { visitor: "Visitor", member: "Member of a firm", zone_manager: "Zone manager", firm_admin: "Firm admin", logistician: "Logistician", expert: "Expert" },
  through: (who) => `You see the map and lists through another's eyes: ${who.toLowerCase()}. Nothing can be changed in this view.`,
  back: "Back to my own view",
};

/** The texts in a language. */
export const viewAsTexts = (lang: Lang): typeof tr => (lang === "tr" ? tr : en);
