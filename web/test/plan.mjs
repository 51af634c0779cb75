// The region's plan in the browser: the best assignment, a new plant, pooled hauls.

export function planTests({ test, open, done, assert, drawn }) {
  test("the region's plan: the best assignment, where a plant pays, pooled hauls", async (browser) => {
    const page = await open(browser, "/?view=plan");
    const total = page.locator("[data-total]");
    await total.waitFor();
    const before = Number(await total.getAttribute("data-total"));
    assert(before > 0, `the assignment gains ${before}`);
    await drawn(page, "flow");

    await page.getByRole("button", { name: "Yeni tesis" }).click();
    await page.getByLabel(/Aldığı malzeme/).fill("10");
    await page.getByLabel(/Kapasite/).fill("5000");
    await page.getByRole("button", { name: "Hesapla" }).click();
    await page.waitForURL(/takes=10/);
    await page.getByText(/Birlikte en çok kazandıran/).waitFor();
    await page.getByRole("button", { name: "Bu tesisle dağıtımı gör" }).first().click();
    await page.waitForURL(/plant=/);
    await page.waitForFunction((was) => Number(document.querySelector("[data-total]")?.getAttribute("data-total")) > was, before);
    await page.reload();
    await page.getByText(/Senaryo: .* kapısında 10 alan/).waitFor();

    await page.getByRole("button", { name: "Ortak taşıma" }).click();
    const saved = page.locator("[data-saved]");
    await saved.waitFor();
    assert(Number(await saved.getAttribute("data-saved")) > 0, "pooling saves nothing");
    const haul = page.locator("button.row").first();
    await haul.click();
    assert((await haul.getAttribute("aria-pressed")) === "true", "the back-haul is not picked");
    done(page);
  });
}
