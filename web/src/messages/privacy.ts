// The texts of the privacy page, loaded with it.
import { language } from "./index.svelte";

const tr = {
  title: "Gizlilik ve kişisel veriler",
  kinds: { notice: "Aydınlatma metni", mail: "E-posta izni", research: "Araştırma izni" } as Record<string, string>,
  version: (n: number, day: string) => `Sürüm ${n}, ${day}`,
  read: "Okudunuz",
  haveRead: "Okudum",
  agree: "Kabul ediyorum",
  noticeRead: "Aydınlatma metnini okudum.",
  optional: "(İsteğe bağlı)",
  mustRead: "Devam etmek için aydınlatma metnini okuduğunuzu işaretleyin.",
  ask: "Gizlilik metinlerinin yeni sürümünü yanıtlamanızı rica ederiz.",
  go: "Kaydet ve devam et",
  saidOn: (given: boolean, n: number, when: string) => `${given ? "Kabul edildi" : "Kabul edilmedi"}: sürüm ${n}, ${when}`,
  readOn: (n: number, when: string) => `Okundu: sürüm ${n}, ${when}`,
  noted: "Kaydedildi.",
  data: "Hakkımdaki her şey",
  dataText: "Hesabınız, izinleriniz, uyarılarınız ve yaptıklarınız tek dosyada (JSON, ZIP).",
  download: "Verilerimi indir",
  leave: "Hesabımı sil",
  leaveText: "Hesabınız, oturumlarınız, izinleriniz, uyarılarınız ve havuz kaydınız silinir. Sinerjilerin kazanım toplamları kalır; sizi tanıtan bir şey içermez. Geri alınamaz.",
  mail: "Onay için e-posta adresiniz",
  wrongMail: "Bu hesabın e-posta adresi değil.",
  gone: "Hesabınız silindi.",
  login: "İzinlerinizi görmek, verilerinizi indirmek ya da hesabınızı silmek için giriş yapın.",
};

export type PrivacyMessages = typeof tr;

const en: PrivacyMessages = {
  title: "Privacy and personal data",
  kinds: { notice: "Privacy notice", mail: "Consent to letters", research: "Consent to research" },
  version: (n, day) => `Version ${n}, ${day}`,
  read: "You have read it",
  haveRead: "I have read it",
  agree: "I agree",
  noticeRead: "I have read the privacy notice.",
  optional: "(Optional)",
  mustRead: "Tick that you have read the privacy notice to go on.",
  ask: "There is a version of the privacy texts that you have not answered yet.",
  go: "Save and go on",
  saidOn: (given, n, when) => `${given ? "Agreed" : "Not agreed"}: version ${n}, ${when}`,
  readOn: (n, when) => `Read: version ${n}, ${when}`,
  noted: "Saved.",
  data: "Everything about me",
  dataText: "Your account, consents, alerts and what you did, in one file (JSON, ZIP).",
  download: "Download my data",
  leave: "Delete my account",
  leaveText: "Your account, sessions, consents, alerts and entry in the pools are deleted. Sums of benefits stay; nothing in them names you. This cannot be undone.",
  mail: "Your mail address, to confirm",
  wrongMail: "This is not the account's address.",
  gone: "Your account was deleted.",
  login: "Log in to see your consents, download your data or delete your account.",
};

/** The texts in the language on screen. */
export const privacyTexts = (): PrivacyMessages => (language.now === "tr" ? tr : en);
