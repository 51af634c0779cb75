// What is said of firms and figures that are hidden from the reader.
import { language } from "./index.svelte";

const tr = {
  firm: "Gizli firma",
  gates: "kapıdan kapıya",
  why: "Bu firma size henüz açılmadı: yeri bölgesinin kapısıdır, miktarı aralık olarak verilir. Adı, yeri ve tam rakamlar iki taraf da kabul edince açılır.",
  pair: (km: string) => `Rakamlar kapıdan kapıya (±${km}) ve miktar aralıklarının ortasından hesaplanmıştır; tam değerler iki taraf da kabul edince açılır.`,
  spot: "Yeri",
  off: (km: string) => `±${km}`,
};

const en: typeof tr = {
  firm: "Hidden firm",
  gates: "gate to gate",
  why: "This firm has not opened up to you yet: its place is its zone's gate, its quantity a band. Name, place and exact figures open once both sides accept.",
  pair: (km) => `Figures are reckoned gate to gate (±${km}) and from the middle of quantity bands; the exact ones open once both sides accept.`,
  spot: "Place",
  off: (km) => `±${km}`,
};

export const shownTexts = (): typeof tr => (language.now === "tr" ? tr : en);
