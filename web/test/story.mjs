// The whole story in Turkish, on an exchange that is empty and lets nobody in without an account: two firms register
// by mail, post by keyboard, meet, agree and carry a hazardous waste to its taker; a facilitator with a second factor
// verifies what came of it, and the report holds the figure.
import { execFile, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";
import { linkIn, mailServer } from "./mail.mjs";

const PROGRAM = fileURLToPath(new URL("../../bin/simbiyoz", import.meta.url));
const PDF = Buffer.from("%PDF-1.7\n%%EOF");
const PASSWORD = "üzüm cibresi 40 ton";
const TONNES = 137.25; // moved, and so read again in the report
const MINUTE = 60_000;
const DIGIT = 70; // ms that a key takes, as somebody types who types well
const GIVER = { name: "Ayşe Veren", mail: "ayse@veren.example.org", firm: "KURGU Metal İşleme A.Ş.", nace: "25.62", zone: "Kemalpaşa OSB" };
const TAKER = { name: "Barış Alan", mail: "baris@alan.example.org", firm: "KURGU Yağ Geri Kazanım Ltd.", nace: "38.32", zone: "Tire OSB" };
const CLERK = { name: "Ceren Ajans", mail: "ceren@ajans.example.org" };

/** The code of a second factor (RFC 6238) now. */
function codeOf(secret) {
  const bits = [...secret.replace(/=+$/, "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const sum = createHmac("sha1", key).update(step).digest();
  return String((sum.readUInt32BE((sum[19] ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The texts of the files in a ZIP archive, joined. */
function unzipped(zip) {
  let text = "";
  for (let at = zip.readUInt32LE(zip.lastIndexOf("PK\x05\x06") + 16); zip.readUInt32LE(at) === 0x02014b50; ) {
    const [size, name, extra, note] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(from, from + size);
    text += zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(data).toString("utf8") : data.toString("utf8");
    at += 46 + name + extra + note;
  }
  return text;
}

/** A server of its own on an empty exchange, where nobody is anybody without an account. */
async function emptyExchange(port, mail) {
  const data = mkdtempSync(join(tmpdir(), "simbiyoz-story-"));
  chmodSync(data, 0o755);
  const env = { ...process.env, SIMBIYOZ_DATA: join(data, "d"), SIMBIYOZ_LISTEN: `127.0.0.1:${port}`, SIMBIYOZ_DOOR: "accounts", SIMBIYOZ_SMTP: `smtp://127.0.0.1:${mail}`, SIMBIYOZ_MAIL_FROM: "simbiyoz <no-reply@example.org>" };
  delete env.DATABASE_URL;
  const server = spawn(PROGRAM, ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (said += chunk));
  const ended = new Promise((done) => server.once("exit", done));
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; ; i++) {
    if (await fetch(`${url}/readyz`).then((r) => r.ok, () => false)) break;
    if (i === 900 || server.exitCode !== null) throw new Error(`the story's server does not start: ${said}`);
    await new Promise((later) => setTimeout(later, 200));
  }
  return {
    url,
    run: async (...args) => (await promisify(execFile)(PROGRAM, args, { env })).stdout, // the mail server of this process answers meanwhile
    close: async () => {
      server.kill();
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export function storyTests({ test, assert, url: base }) {
  test("the whole story: two firms register, post by keyboard, meet, agree and deliver; the benefit is verified and reported", async (browser) => {
    const port = Number(new URL(base).port);
    const mail = await mailServer(port + 3);
    const exchange = await emptyExchange(port + 2, port + 3);
    const { url } = exchange;
    const contexts = [];

    /** A browser of somebody's own; it must stay silent. */
    async function person() {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "tr-TR", reducedMotion: "reduce" });
      context.setDefaultTimeout(180_000);
      contexts.push(context);
      const page = await context.newPage();
      page.noise = [];
      page.on("console", (m) => m.type() === "error" && page.noise.push(`console: ${m.text()}`));
      page.on("pageerror", (e) => page.noise.push(`error: ${e.message}`));
      page.on("request", (r) => !r.url().startsWith(url) && !/^(data|blob):/.test(r.url()) && page.noise.push(`left the machine: ${r.url()}`));
      return page;
    }

    async function register(page, who) {
      await page.goto(`${url}/`);
      await page.getByRole("link", { name: "Giriş yap" }).click();
      await page.getByRole("button", { name: "Kaydol" }).click();
      await page.getByLabel("Adınız soyadınız").fill(who.name);
      await page.getByLabel("E-posta", { exact: true }).fill(who.mail);
      await page.getByLabel("Aydınlatma metnini okudum.").check();
      await page.getByRole("button", { name: "Kaydol" }).click();
      await page.getByText("bir bağlantı gönderdik").waitFor();
      await page.goto(`${url}/?view=account&part=link&link=${linkIn(await mail.to(who.mail))}`);
      await page.getByLabel("Yeni parola").fill(PASSWORD);
      await page.getByRole("button", { name: "Parolayı kaydet" }).click();
      await page.getByRole("link", { name: who.name }).waitFor();
      await page.getByRole("button", { name: "Firmamı ekle" }).first().click();
      await page.getByLabel("Firmanın adı").fill(who.firm);
      await page.locator("#firm-nace").fill(who.nace);
      await page.locator("#firm-nace-0").click();
      await page.locator("form select").selectOption({ label: who.zone });
      await page.locator("form").getByRole("button", { name: "Firmamı ekle" }).click();
      await page.waitForURL(/view=post/);
      await page.locator("#material").waitFor();
    }

    /** Posts without a mouse, from the page as it opens, and tells how long that took, ms. */
    async function post(page, role, quantity) {
      const began = Date.now();
      const reach = async (what) => {
        for (let i = 0; i < 60; i++) {
          if (await page.evaluate((css) => document.activeElement?.matches(css) ?? false, what)) return;
          await page.keyboard.press("Tab");
        }
        throw new Error(`no way to ${what} by keyboard`);
      };
      await reach("input[name=role]");
      if (role === "sink") await page.keyboard.press("ArrowDown");
      await reach("#material");
      await page.keyboard.type("13 02 05", { delay: DIGIT });
      await page.locator("#material-0").waitFor();
      await page.keyboard.press("Enter");
      await reach("#quantity");
      await page.keyboard.type(String(quantity), { delay: DIGIT });
      await reach("button.main");
      await page.keyboard.press("Enter");
      await page.waitForURL(/view=matches/);
      return Date.now() - began;
    }

    try {
      const [ayse, baris] = [await person(), await person()];
      await register(ayse, GIVER);
      const took = await post(ayse, "source", 12);
      console.log(`  posted by keyboard alone in ${(took / 1000).toFixed(1)} s`);
      assert(took < MINUTE, `posting took ${took} ms`);
      await register(baris, TAKER);
      await post(baris, "sink", 30);

      // the giver sees the match, and of its other side no name
      const card = ayse.locator("[data-match]").first();
      await ayse.reload();
      await card.waitFor(); // matches follow by a job, for which the page asks again
      assert(!(await ayse.locator("body").innerText()).includes(TAKER.firm), "the taker is named before it agreed");
      await card.click();
      await ayse.getByRole("button", { name: "İlgileniyorum" }).first().click();
      await ayse.getByText("karşı tarafa isim vermeden bildirildi").waitFor();

      // the taker is told by letter and on the page, without names, and accepts
      const told = await mail.to(TAKER.mail, 2);
      assert(told.includes("ilgilendiğini bildirdi") && !told.includes(GIVER.firm) && !told.includes("Ayşe"), `the letter says ${told}`);
      await baris.goto(`${url}/?view=program&tab=inbox`);
      await baris.getByText("Bir kaynağınızla ilgilenen var.").waitFor();
      await baris.getByText("Gizli firma").first().waitFor(); // the list beside the notices is asked for by itself
      assert(!(await baris.locator("body").innerText()).includes(GIVER.firm), "the giver is named before the taker agreed");
      await baris.getByRole("button", { name: "Eşleşmeyi aç" }).first().click();
      await baris.getByRole("button", { name: "Kabul et" }).click();
      await baris.getByRole("button", { name: "Sinerjiyi aç" }).click();

      // contacts are open to both
      await baris.getByText(GIVER.firm).first().waitFor();
      await baris.getByRole("link", { name: GIVER.mail }).waitFor();
      await mail.to(GIVER.mail, 2);
      await ayse.goto(`${url}/?view=program&tab=inbox`);
      await ayse.getByRole("button", { name: "Sinerjiyi aç" }).first().click();
      await ayse.getByRole("link", { name: TAKER.mail }).waitFor();
      await ayse.getByText(TAKER.firm).first().waitFor();

      // by stages to completed; the law asks for licences on the way
      const move = async (stage, why) => {
        await ayse.getByRole("button", { name: stage, exact: true }).first().click();
        await ayse.getByLabel("Neden?").fill(why);
        await ayse.getByRole("button", { name: "Taşı", exact: true }).click();
      };
      const at = (stage) => ayse.locator("h2 + p .mark", { hasText: stage }).waitFor();
      for (const [stage, why] of [["Görüşme", "İki firma görüştü"], ["Numune", "5 litre numune gönderildi"], ["Pazarlık", "Analiz uygun"]]) {
        await move(stage, why);
        await at(stage);
      }
      await move("Uygulama", "Sözleşme imzalandı");
      await ayse.getByRole("alert").filter({ hasText: "Tehlikeli atığı alacak lisanslı firma" }).waitFor();
      ayse.noise = ayse.noise.filter((n) => !/status of 422/.test(n)); // the refusal
      await ayse.getByRole("button", { name: "Vazgeç" }).first().click();
      const permits = ayse.getByRole("form", { name: "İzin ekle" });
      for (const [kind, holder] of [["Alıcı lisansı", TAKER.firm], ["Taşıyıcı lisansı", "KURGU Lisanslı Taşıma"]]) {
        await permits.getByLabel("Tür").selectOption({ label: kind });
        await permits.getByLabel("Kimin").fill(holder);
        await permits.getByLabel("Belge no").fill("KURGU-1");
        await permits.getByLabel("Bitiş tarihi").fill("2090-12-31");
        await permits.getByRole("button", { name: "İzin ekle" }).click();
        await ayse.locator("li", { hasText: `${kind}: ${holder}` }).waitFor();
      }
      await move("Uygulama", "Sözleşme imzalandı, lisanslar tamam");
      await at("Uygulama");
      await move("Tamamlandı", "Tankerler düzenli gidiyor");
      await at("Tamamlandı");

      // what came of it, with evidence
      await ayse.getByLabel("Dosya ekle").setInputFiles({ name: "kantar fişi.pdf", mimeType: "application/pdf", buffer: PDF });
      await ayse.getByRole("link", { name: "kantar fişi.pdf" }).first().waitFor();
      await ayse.getByRole("button", { name: "Kazanım gir" }).click();
      const form = ayse.getByRole("form", { name: "Kazanım gir" });
      await form.getByLabel("Ne kazanıldı?").selectOption({ label: "Tehlikeli atık azaltımı" });
      await form.getByLabel("Dönemin toplamı").fill(String(TONNES).replace(".", ","));
      await form.getByLabel("Başlangıç").fill("2025-01-01");
      await form.getByLabel("Bitiş").fill("2025-12-31");
      await form.getByLabel("Kanıt").selectOption({ label: "kantar fişi.pdf" });
      await form.getByRole("button", { name: "Kaydet" }).click();
      await ayse.locator("[data-benefit=hazardous]").getByText("Beyan", { exact: true }).waitFor();
      const synergy = new URL(ayse.url()).searchParams.get("synergy");

      // a facilitator, who may do nothing before the second factor is there
      const link = linkIn(await exchange.run("user", "add", "--mail", CLERK.mail, "--name", CLERK.name, "--standing", "facilitator"));
      const ceren = await person();
      await ceren.goto(`${url}/?view=account&part=link&link=${link}`);
      await ceren.getByLabel("Yeni parola").fill(PASSWORD);
      await ceren.getByRole("button", { name: "Parolayı kaydet" }).click();
      await ceren.getByRole("link", { name: CLERK.name }).waitFor();
      await ceren.getByRole("button", { name: "Kurmaya başla" }).click();
      const secret = await ceren.locator("code").first().innerText();
      await ceren.getByLabel("Doğrulama kodu").fill(codeOf(secret));
      await ceren.getByRole("button", { name: "Kodu doğrula" }).click();
      await ceren.getByRole("button", { name: "Yazdım, devam et" }).click();
      await ceren.getByLabel("Aydınlatma metnini okudum.").check(); // who was invited is asked at the first login
      await ceren.getByRole("button", { name: "Kaydet ve devam et" }).click();
      await ceren.getByRole("button", { name: "Kaydet ve devam et" }).waitFor({ state: "detached" });
      await ceren.getByRole("link", { name: CLERK.name }).waitFor();
      await ceren.goto(`${url}/?view=program&synergy=${synergy}`);
      const entry = ceren.locator("[data-benefit=hazardous]");
      await entry.getByRole("button", { name: "Doğrula" }).click();
      await entry.getByText("Doğrulandı", { exact: true }).waitFor();

      // the report holds the figure
      await ceren.goto(`${url}/?view=program&tab=ledger&status=verified`);
      await ceren.locator("[data-metric=hazardous]").first().waitFor();
      const [file] = await Promise.all([ceren.waitForEvent("download"), ceren.getByRole("link", { name: "XLSX indir" }).click()]);
      const report = unzipped(readFileSync(await file.path()));
      assert(report.includes(`<v>${TONNES}</v>`) && report.includes("Tehlikeli atık azaltımı"), "the report lacks the verified figure");
      for (const page of [ayse, baris, ceren]) assert(page.noise.length === 0, page.noise.join("\n"));
    } finally {
      for (const context of contexts) await context.close();
      await exchange.close();
      mail.close();
    }
  });
}
