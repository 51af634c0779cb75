// Drives a workshop: its list, the join page, entry at a table, the wall and the report.

export function workshopTests({ test, open, done, assert, asked, url }) {
  const json = async (path, method, body) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    assert(answer.ok, `${method} ${path}: ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  };

  /** A workshop with three people of demo firms at its tables. */
  async function event(title) {
    const made = await json("workshops", "POST", { title, held_on: "2026-11-25", venue: "Deneme salonu", tables: 3 });
    const firms = (await asked("firms?limit=3")).features.map((f) => f.properties.name);
    const guests = firms.map((firm, i) => ({ name: `Katılımcı ${i + 1}`, firm, table: i + 1 }));
    await json(`workshops/${made.id}/participants`, "POST", { guests });
    return made;
  }

  const logged = async (id) => (await asked(`workshops/${id}/entries?limit=1000`)).entries;
  const clear = async (id) => {
    for (const e of await logged(id)) await fetch(`${url}/api/v1/resources/${e.resource.id}`, { method: "DELETE" });
  };
  const hushed = (page) => {
    page.noise = page.noise.filter((n) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(n));
    done(page);
  };

  test("workshop: 60 resources typed by keyboard while the connection drops twice are stored, none twice", async (browser) => {
    const { id } = await event("Kopan bağlantı");
    const page = await open(browser, `/?view=workshops&workshop=${id}&part=entry`);
    const lost = [];
    await page.route("**/entries/*", async (route) => { // every tenth arrives and its answer is lost
      const again = lost.includes(route.request().url());
      if (again || lost.length * 10 > lost.sent) return route.continue();
      await route.fetch();
      lost.push(route.request().url());
      return route.abort();
    });
    lost.sent = 0;
    await page.waitForSelector("#speaker");
    await page.waitForLoadState("networkidle");
    await page.keyboard.press("F4");
    await page.keyboard.type("katılımcı 2");
    await page.locator("#speaker-list [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    for (let i = 0; i < 60; i++) {
      lost.sent = i;
      if (i === 15 || i === 40) await page.context().setOffline(true);
      if (i === 25 || i === 50) await page.context().setOffline(false);
      if (i === 30) await page.keyboard.press("F2");
      const role = i < 30 ? "source" : "sink";
      await page.keyboard.type(["cam", "mermer", "plastik"][i % 3]);
      await page.locator(`#${role}-material-list [role=option]`).first().waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.type(String(i + 1));
      await page.keyboard.press("Enter");
    }
    await page.waitForSelector("[data-waiting='0'][data-arrived='60']", { timeout: 20_000 });
    const entries = await logged(id);
    const amounts = new Set(entries.map((e) => e.resource.properties.quantity));
    assert(entries.length === 60 && amounts.size === 60, `${entries.length} stored, ${amounts.size} different`);
    assert(new Set(entries.map((e) => e.key)).size === 60, "a key stands twice");
    assert(lost.length >= 2, `only ${lost.length} answers were lost`);
    assert(entries.every((e) => e.table === 2 && e.resource.properties.provenance === "workshop"), "table or provenance");
    assert((await asked(`workshops/${id}/report`)).resources === 60, "the report counts otherwise");
    await clear(id);
    hushed(page);
  });

  test("workshop: what waits survives a reload, and the counter of possible matches tells more than none", async (browser) => {
    const { id } = await event("Yeniden yükleme");
    const page = await open(browser, `/?view=workshops&workshop=${id}&part=entry`);
    await page.waitForSelector("#speaker");
    await page.fill("#speaker", "Katılımcı 1");
    await page.locator("#speaker-list [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("mermer çamuru");
    await page.locator("#source-material-list [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator("form[aria-label^='Çıktı'] [data-partners]:not([data-partners='0'])").waitFor();
    await page.route("**/entries/*", (route) => route.abort());
    await page.keyboard.type("7,5");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-waiting='1']");
    await page.unroute("**/entries/*");
    await page.reload();
    await page.waitForSelector("[data-waiting='0'][data-arrived='1']");
    assert((await logged(id))[0].resource.properties.quantity === 7.5, "not 7.5");
    await clear(id);
    hushed(page);
  });

  test("workshop: a list is pasted, wrong lines named; a guest joins by the code; wall and report count them", async (browser) => {
    const { id, code } = await event("Katılım");
    const page = await open(browser, `/?view=workshops&workshop=${id}&part=people`);
    await page.fill("textarea", "Ayşe Deneme; Bilinmeyen Sanayi AŞ\nBora Deneme; Yeni Sanayi AŞ; 2; 23.51; kemalpasa-osb");
    await page.getByRole("button", { name: "Listeyi ekle" }).click();
    await page.getByText("1. satır · NACE sınıfı: gerekli").waitFor();
    page.noise = page.noise.filter((n) => !n.includes("422")); // the answer that is asked for
    const firm = (await asked("firms?limit=1")).features[0].properties.name;
    await page.fill("textarea", `Ayşe Deneme; ${firm}; 3`);
    await page.getByRole("button", { name: "Listeyi ekle" }).click();
    await page.getByText("1 yeni katılımcı eklendi.").waitFor();
    assert(await page.locator(".door img").evaluate((img) => img.complete && img.naturalWidth > 0), "no QR code");
    const guest = await open(browser, `/?view=join&code=${code}`, { viewport: { width: 390, height: 844 } });
    await guest.getByLabel("Ad soyad", { exact: true }).fill("Cem Deneme");
    await guest.getByLabel("Firma", { exact: true }).fill(firm.toLocaleUpperCase("tr"));
    await guest.getByRole("button", { name: "Katıl" }).click();
    await guest.getByText("Katıldınız").waitFor();
    done(guest);
    await page.goto(`${url}/?view=workshops&workshop=${id}&part=wall`);
    await page.locator("[data-figure=participants]", { hasText: "5" }).waitFor();
    await page.goto(`${url}/?view=workshops&workshop=${id}&part=report`);
    for (const format of ["PDF", "XLSX"]) {
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: `${format} indir` }).click()]);
      assert(file.suggestedFilename() === `workshop.${format.toLowerCase()}`, file.suggestedFilename());
    }
    done(page);
  });
}
