// The texts of the legal gate, loaded with its screen.
import { language } from "./index.svelte";

const tr = {
  title: "Hukuki kontrol",
  clear: "Uygulamaya geçmek için eksik yok.",
  missing: "Uygulamaya geçmeden önce:",
  fields: {
    receiver: "Tehlikeli atığı alacak lisanslı firma: adı, lisans numarası ve bitiş tarihi", carrier: "Tehlikeli atığı taşıyacak lisanslı firma: adı, lisans numarası ve bitiş tarihi",
    "receiver.expires_on": "Alıcının lisans süresi dolmuş", "carrier.expires_on": "Taşıyıcının lisans süresi dolmuş",
  } as Record<string, string>,
  law: "Yan ürün koşulları (Atık Yönetimi Yönetmeliği, madde 19)",
  items: {
    integral_part: "Üretim sürecinin ayrılmaz bir parçası olarak oluşuyor", certain_use: "Kullanılacağı kesin", direct_use: "Olağan sanayi uygulaması dışında işlem görmeden doğrudan kullanılabiliyor",
    meets_standard: "Yerine geçtiği ürünün standardını karşılıyor", no_harm: "Çevreye ve insan sağlığına zarar vermiyor", capacity_report: "Firmanın kapasite raporunda yer alıyor",
  } as Record<string, string>,
  answers: { "": "Yanıtlanmadı", yes: "Evet", no: "Hayır", unclear: "Belirsiz" } as Record<string, string>,
  declared: (yes: boolean) => `verenin beyanı: ${yes ? "evet" : "hayır"}`,
  evidence: "kanıt",
  permits: "İzinler ve lisanslar",
  kinds: { receiver: "Alıcı lisansı", carrier: "Taşıyıcı lisansı", by_product: "Yan ürün uygunluğu", other: "Diğer izin" } as Record<string, string>,
  noPermits: "İzin eklenmedi.",
  kind: "Tür",
  holder: "Kimin",
  number: "Belge no",
  expires: "Bitiş tarihi",
  until: (day: string) => `${day} tarihine kadar`,
  expired: "süresi doldu",
  add: "İzin ekle",
  remove: "Sil",
  waste: "Atık olmaktan çıkma ölçütleri",
  source: "Kaynak",
  unchecked: "Yürürlükteki metinle karşılaştırılmadı; karar vermeden önce kontrol edin.",
  checked: (day: string) => `Yürürlükteki metinle ${day} günü karşılaştırıldı.`,
  edit: "Düzenle",
  save: "Kaydet",
  cancel: "Vazgeç",
  textOf: (lang: string) => `Metin (${lang})`,
  checkedOn: "Karşılaştırma günü",
};

export type GateMessages = typeof tr;

const en: GateMessages = {
  title: "Legal gate",
  clear: "Nothing is missing for implementation.",
  missing: "Before implementation:",
  fields: {
    receiver: "The licensed firm that takes the hazardous waste: name, licence number and expiry", carrier: "The licensed firm that carries it: name, licence number and expiry",
    "receiver.expires_on": "The receiver's licence has expired", "carrier.expires_on": "The carrier's licence has expired",
  },
  law: "Conditions of a by-product (Atık Yönetimi Yönetmeliği, article 19)",
  items: {
    integral_part: "Arises as an integral part of production", certain_use: "Its further use is certain", direct_use: "Usable directly, without processing beyond normal industrial practice",
    meets_standard: "Meets the standard of what it replaces", no_harm: "Harms neither environment nor health", capacity_report: "Stands in the firm's capacity report",
  },
  answers: { "": "Not answered", yes: "Yes", no: "No", unclear: "Unclear" },
  declared: (yes) => `the giver says ${yes ? "yes" : "no"}`,
  evidence: "evidence",
  permits: "Permits and licences",
  kinds: { receiver: "Receiver's licence", carrier: "Carrier's licence", by_product: "By-product approval", other: "Other permit" },
  noPermits: "No permits yet.",
  kind: "Kind",
  holder: "Holder",
  number: "Number",
  expires: "Expires on",
  until: (day) => `until ${day}`,
  expired: "expired",
  add: "Add a permit",
  remove: "Remove",
  waste: "End-of-waste criteria",
  source: "Source",
  unchecked: "Not held against the law in force; check before you decide.",
  checked: (day) => `Held against the law in force on ${day}.`,
  edit: "Edit",
  save: "Save",
  cancel: "Cancel",
  textOf: (lang) => `Text (${lang})`,
  checkedOn: "Checked on",
};

/** The texts in the language on screen. */
export const gateTexts = (): GateMessages => (language.now === "tr" ? tr : en);
