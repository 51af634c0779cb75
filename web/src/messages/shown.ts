// What is said of firms and figures that are hidden from the reader, and of who may see a resource.
import { language } from "./index.svelte";

const tr = {
  firm: "Gizli firma",
  gates: "kapıdan kapıya",
  why: "Bu firma size henüz açılmadı: yeri bölgesinin kapısıdır, miktarı aralık olarak verilir. Adı, yeri ve tam rakamlar iki taraf da kabul edince açılır.",
  pair: (km: string) => `Rakamlar kapıdan kapıya (±${km}) ve miktar aralıklarının ortasından hesaplanmıştır; tam değerler iki taraf da kabul edince açılır.`,
  spot: "Yeri",
  off: (km: string) => `±${km}`,
  visibility: "Kim görebilir?",
  kinds: { public: "Herkes (bölge düzeyinde)", registered: "Kayıtlı firmalar", named: "Seçtiğim firmalar", facilitator: "Yalnız kolaylaştırıcı" } as Record<string, string>,
  means: {
    public: "Herkes görür; ama yalnızca bölgenizi, malzemeyi ve miktar aralığını.",
    registered: "Yalnızca giriş yapmış kullanıcılar görür; onlar da bölge düzeyinde.",
    named: "Yalnızca adını verdiğiniz firmalar görür; onlar da kabul edene kadar bölge düzeyinde.",
    facilitator: "Yalnızca programın kolaylaştırıcıları görür ve size uygun eş arar.",
  } as Record<string, string>,
  named: "Görebilecek firmalar",
  drop: (name: string) => `${name} firmasını çıkar`,
  as: "Kimin gözüyle bakılıyor",
  eyes: { "": "kendi gözümle", visitor: "ziyaretçi gözüyle", expert: "kayıtlı kullanıcı gözüyle" } as Record<string, string>,
  now: { visitor: "Ziyaretçi gözüyle bakıyorsunuz.", expert: "Kayıtlı bir kullanıcının gözüyle bakıyorsunuz." } as Record<string, string>,
  backToOwn: "Kendi gözüme dön",
};

const en: typeof tr = {
  firm: "Hidden firm",
  gates: "gate to gate",
  why: "This firm has not opened up to you yet: its place is its zone's gate, its quantity a band. Name, place and exact figures open once both sides accept.",
  pair: (km) => `Figures are reckoned gate to gate (±${km}) and from the middle of quantity bands; the exact ones open once both sides accept.`,
  spot: "Place",
  off: (km) => `±${km}`,
  visibility: "Who may see it?",
  kinds: { public: "Everybody (at zone level)", registered: "Registered firms", named: "Firms that I choose", facilitator: "Facilitators only" },
  means: {
    public: "Everybody sees it, but only your zone, the material and a quantity band.",
    registered: "Only those who have logged in see it, and they at zone level.",
    named: "Only the firms that you name see it, and they at zone level until both accept.",
    facilitator: "Only the programme's facilitators see it and look for a partner for you.",
  },
  named: "Firms that may see it",
  drop: (name) => `Take ${name} out`,
  as: "Through whose eyes",
  eyes: { "": "my own eyes", visitor: "a visitor's eyes", expert: "a registered user's eyes" },
  now: { visitor: "You are looking through a visitor's eyes.", expert: "You are looking through a registered user's eyes." },
  backToOwn: "Back to my own",
};

export const shownTexts = (): typeof tr => (language.now === "tr" ? tr : en);
