// Drives accounts: register, the letter's link, log in and out, a firm of one's own.
import { createServer } from "node:net";

/** A mail server for one test: it speaks SMTP and keeps the letters that it is given. */
async function mailServer(port) {
  const letters = [];
  const server = createServer((socket) => {
    let text = "";
    let data = false;
    socket.setEncoding("utf8");
    socket.write("220 localhost ESMTP\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      text += chunk;
      for (let end; (end = text.indexOf(data ? "\r\n.\r\n" : "\r\n")) >= 0; ) {
        const said = text.slice(0, end);
        text = text.slice(end + (data ? 5 : 2));
        if (data) letters.push(said.replace(/=\r\n/g, "").replace(/=3D/g, "="));
        data = !data && /^DATA/i.test(said);
        socket.write(data ? "354 go on\r\n" : /^QUIT/i.test(said) ? "221 bye\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
  return { letters, close: () => server.close() };
}

export function accountTests({ test, open, done, assert, url }) {
  test("somebody registers, follows the letter's link, brings a firm in, logs out and in again", async (browser) => {
    const mail = await mailServer(Number(process.env.SIMBIYOZ_TEST_MAIL ?? Number(new URL(url).port) + 1));
    try {
      const address = `ayse-${Date.now()}@example.org`;
      const page = await open(browser, "/");
      await page.getByRole("link", { name: "Giriş yap" }).click();
      await page.getByRole("button", { name: "Kaydol" }).click();
      await page.getByLabel("Adınız soyadınız").fill("Ayşe Kurgu");
      await page.getByLabel("E-posta").fill(address);
      await page.getByRole("button", { name: "Kaydol" }).click();
      await page.getByText("bir bağlantı gönderdik").waitFor();
      let link;
      for (let i = 0; i < 600 && !link; i++) {
        link = mail.letters.find((l) => l.includes(address))?.match(/link=([A-Z2-7]+)/)?.[1];
        await page.waitForTimeout(100);
      }
      assert(link, "no letter came");
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
