// Drives what comes of a match: stages, the benefits ledger and its report.
import { readFileSync } from "node:fs";

const PDF = Buffer.from("%PDF-1.7\n%%EOF");

export function ledgerTests({ test, open, done, assert, asked, url }) {
  const send = async (path, body, method = "POST") => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    assert(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };

  /** A synergy of two demo firms that are in none yet, of a material that is not hazardous. */
  async function born() {
    const { matches } = await asked("matches?runnable=true&limit=200");
    const taken = (await asked("synergies")).synergies.flatMap((y) => [y.source.resource_id, y.sink.resource_id]);
    const m = matches.find((x) => !taken.includes(x.source_id) && !taken.includes(x.sink_id) && x.source.properties.hazard === "none" && x.source.properties.legal === "waste" && x.source.properties.unit === "t");
    const firm = (side) => m[side].properties.firm.id;
    const i = await send(`matches/${m.id}/interest`, { as_firm: firm("sink") });
    return (await send(`interests/${i.id}/answer`, { as_firm: firm("source"), answer: "accepted" })).synergy_id;
  }

  test("a synergy goes to completed, its benefit is verified with evidence, the report is downloaded", async (browser) => {
    const id = await born();
    const page = await open(browser, `/?view=program&synergy=${id}`, { viewport: { width: 1440, height: 900 } });
    for (const [stage, why] of [["Görüşme", "İki firma görüştü"], ["Numune", "50 kg numune gönderildi"], ["Pazarlık", "Analiz uygun"], ["Uygulama", "Sözleşme imzalandı"], ["Tamamlandı", "Kamyonlar çalışıyor"]]) {
      await page.getByRole("button", { name: stage, exact: true }).first().click();
      await page.getByLabel("Neden?").fill(why);
      await page.getByRole("button", { name: "Taşı" }).click();
      await page.locator("h2 + p .mark", { hasText: stage }).waitFor();
    }
    await page.getByLabel("Dosya ekle").setInputFiles({ name: "kantar fişi.pdf", mimeType: "application/pdf", buffer: PDF });
    await page.getByRole("link", { name: "kantar fişi.pdf" }).first().waitFor();
    await page.getByRole("button", { name: "Kazanım gir" }).click();
    const form = page.getByRole("form", { name: "Kazanım gir" });
    await form.getByLabel("Dönemin toplamı").fill("120,5");
    await form.getByLabel("Başlangıç").fill("2025-01-01");
    await form.getByLabel("Bitiş").fill("2025-12-31");
    await form.getByRole("button", { name: "Kaydet" }).click();
    const entry = page.locator("[data-benefit=landfill]");
    await entry.getByText("Beyan", { exact: true }).waitFor();
    await entry.getByRole("button", { name: "Doğrula" }).click();
    await page.getByText("Doğrulamak için kanıt dosyası gerekir.").waitFor();
    await entry.getByLabel("Kanıt ekle").selectOption({ label: "kantar fişi.pdf" });
    await entry.getByRole("link", { name: "kantar fişi.pdf" }).waitFor();
    await entry.getByRole("button", { name: "Doğrula" }).click();
    await entry.getByText("Doğrulandı", { exact: true }).waitFor();
    page.noise = page.noise.filter((n) => !/status of 422/.test(n)); // the refusal above

    await page.goto(`${url}/?view=program&tab=ledger&status=verified`);
    await page.locator("[data-metric=landfill]").first().waitFor();
    for (const [format, start] of [["PDF", "%PDF"], ["XLSX", "PK"]]) {
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: `${format} indir` }).click()]);
      assert(readFileSync(await file.path()).subarray(0, start.length).toString() === start, `no ${format}`);
    }
    done(page);
  });

  test("the first steps are shown once, walked by keyboard, and stay away when closed", async (browser) => {
    const page = await open(browser, "/");
    const tour = page.getByRole("complementary", { name: "İlk adımlar" });
    await tour.waitFor();
    await tour.getByRole("button", { name: "Sonraki" }).focus();
    await page.keyboard.press("Enter");
    await tour.getByRole("button", { name: "Kaynak ekle" }).click();
    await page.waitForURL(/view=post/);
    await tour.getByRole("button", { name: "Turu kapat" }).click();
    await tour.waitFor({ state: "detached" });
    await page.goto(url);
    await page.waitForSelector(".row");
    assert((await tour.count()) === 0, "the tour came back");
    done(page);
  });

  test("the audit trail checks, the privacy page reads, the pools say who can help", async (browser) => {
    const page = await open(browser, "/?view=audit");
    await page.getByRole("button", { name: "Zinciri denetle" }).click();
    await page.locator("[data-ok=true]").waitFor();
    await page.goto(`${url}/gizlilik`);
    await page.getByRole("heading", { name: "Aydınlatma metni" }).waitFor();
    await page.goto(`${url}/?view=program&tab=pools`);
    await page.getByLabel("Alan, kurum ya da konu ara").fill("curuf");
    await page.getByText("Cüruf ve döküm uzmanı").waitFor();
    page.noise = page.noise.filter((n) => !/status of 40[134]/.test(n)); // who is not logged in has no consents
    done(page);
  });
}
