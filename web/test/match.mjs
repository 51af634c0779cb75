// Prices that people enter, and how roads differ from straight lines, in the browser.

/** What no firm of the demo has, so that no match is valued anew while others look. */
const IDLE = "050117";

export function matchTests({ test, flat, open, done, assert, asked, drawn }) {
  flat("prices: a figure is entered, stands in the history, and what is wrong is named", async (browser) => {
    const page = await open(browser, `/?view=book&of=${IDLE}`);
    const value = page.getByRole("group", { name: /^Yerine geçtiği hammaddenin değeri/ });
    await value.waitFor();
    await value.getByLabel("Olası").fill("1234,5");
    await value.getByLabel("En az").fill("2000");
    await value.getByLabel("En çok").fill("3000");
    await page.getByRole("button", { name: "Fiyatları kaydet" }).click();
    await page.getByText("aralık dışında").waitFor();
    assert((await asked(`prices?of=${IDLE}`)).history.length === 0, "a wrong price was stored");
    await value.getByLabel("En az").fill("1000");
    await page.getByLabel("Kaynak", { exact: true }).fill("piyasa araştırması");
    await page.getByRole("button", { name: "Fiyatları kaydet" }).click();
    await page.getByText("1 yeni fiyat kaydedildi.").waitFor();
    await page.getByText(/1\.000 – 1\.235 – 3\.000/).waitFor();
    await page.getByText("piyasa araştırması").first().waitFor();
    await value.getByText("ajansın").waitFor();
    await page.reload();
    await value.waitFor();
    assert((await value.getByLabel("Olası").inputValue()) === "1235", "the figure is gone");
    page.noise = page.noise.filter((line) => !line.includes("422")); // the browser tells of what was refused
    done(page);
  });

  test("roads against straight lines: the ratio, what it changes, and the greatest detours", async (browser) => {
    const page = await open(browser, "/?view=haul");
    await page.getByRole("button", { name: "Kuş uçuşu" }).click();
    const median = page.locator("[data-median]");
    await median.waitFor();
    const told = await asked("circuity");
    assert(Number(await median.getAttribute("data-median")) === told.ratio_median && told.ratio_median > 1.2, "another ratio than the server's");
    assert(Number(await page.locator("[data-order]").getAttribute("data-order")) > 0, "the road changes no list");
    await drawn(page, "others");
    await page.locator("label select").selectOption({ label: "Tire OSB" });
    await page.waitForURL(/zone=/);
    await page.waitForFunction(() => [...document.querySelectorAll("tbody button")].every((b) => b.textContent.includes("Tire")));
    await page.locator("tbody button").first().click();
    await page.waitForURL(/from=zone/);
    await page.locator(".result, [data-km], .big").first().waitFor();
    done(page);
  });
}
