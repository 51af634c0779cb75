// Drives accounts: register, the letter's link, log in and out, a firm of one's own.
import { linkIn, mailServer } from "./mail.mjs";

export function accountTests({ test, open, done, assert, url }) {
  test("somebody registers, follows the letter's link, brings a firm in, logs out and in again", async (browser) => {
    const mail = await mailServer(Number(process.env.SIMBIYOZ_TEST_MAIL ?? Number(new URL(url).port) + 1));
    try {
      const address = `ayse-${Date.now()}@example.org`;
      const page = await open(browser, "/");
      await page.getByRole("link", { name: "Giriş yap" }).click();
      await page.getByRole("button", { name: "Kaydol" }).click();
      await page.getByLabel("Adınız soyadınız").fill("Ayşe Kurgu");
      await page.getByLabel("E-posta", { exact: true }).fill(address);
      await page.getByLabel("Aydınlatma metnini okudum.").check();
      await page.getByRole("button", { name: "Kaydol" }).click();
      await page.getByText("bir bağlantı gönderdik").waitFor();
      const link = linkIn(await mail.to(address));
      await page.goto(`${url}/?view=account&part=link&link=${link}`);
      await page.getByLabel("Yeni parola").fill("kısa");
      await page.getByRole("button", { name: "Parolayı kaydet" }).click();
      await page.getByText("en az 10 karakter olmalı").waitFor();
      page.noise = page.noise.filter((n) => !n.includes("422")); // what was refused on purpose
      await page.getByLabel("Yeni parola").fill("üzüm cibresi 40 ton");
      await page.getByRole("button", { name: "Parolayı kaydet" }).click();
      await page.getByRole("link", { name: "Ayşe Kurgu" }).waitFor();
      assert(!page.url().includes("link="), "the link stays in the address");

      await page.getByRole("button", { name: "Firmamı ekle" }).first().click();
      await page.getByLabel("Firmanın adı").fill("KURGU Cam Ltd.");
      await page.locator("#firm-nace").fill("cam");
      await page.locator("#firm-nace-0").click();
      await page.locator("form select").selectOption({ index: 1 });
      await page.locator("form").getByRole("button", { name: "Firmamı ekle" }).click();
      await page.locator("#material").waitFor(); // straight on to the first resource, for the own firm alone
      assert((await page.locator("#firm").count()) === 0, "a member is asked for the firm");

      await page.getByRole("link", { name: "Ayşe Kurgu" }).click();
      await page.getByRole("button", { name: "Oturumlarım" }).click();
      await page.getByText("bu oturum").waitFor();
      await page.getByRole("button", { name: "Bilgilerim" }).click();
      await page.getByRole("button", { name: "Çıkış yap" }).click();
      await page.getByRole("link", { name: "Giriş yap" }).click();
      await page.getByLabel("E-posta").fill(address);
      await page.getByLabel("Parola", { exact: true }).fill("üzüm cibresi 40 ton");
      await page.locator("form").getByRole("button", { name: "Giriş yap" }).click();
      await page.getByRole("link", { name: "Ayşe Kurgu" }).waitFor();
      await page.getByText("Firma yöneticisi").waitFor();
      await page.getByRole("button", { name: "Çıkış yap" }).click();
      await page.getByRole("link", { name: "Giriş yap" }).waitFor();
      done(page);
    } finally {
      mail.close();
    }
  });
}
