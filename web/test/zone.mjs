// Drives the zone's screen: one selection for all parts, files, the picture on paper, a phone.
import { readFileSync } from "node:fs";

export function zoneTests({ test, open, done, assert, asked, drawn, probe, idle, url }) {
  const TIRE = "tire-osb";

  /** A zone's flows, once they have been computed. */
  async function flowsOf(zone) {
    for (let i = 0; i < 180; i++) {
      const flows = await asked(zone ? `zones/${zone}/flows?unit=t` : "zones/flows?unit=t");
      if (flows.computed_at && flows.materials.length) return flows;
      await new Promise((next) => setTimeout(next, 1000));
    }
    throw new Error("flows were not computed within three minutes");
  }

  async function zone() {
    const found = (await asked("zones")).features.find((f) => f.properties.code === TIRE);
    const flows = await flowsOf(found.id);
    const rows = flows.materials.map((m) => m.properties).filter((f) => f.from !== "*" && f.to !== "*" && f.unit === "t");
    return { id: found.id, flows, rows };
  }

  const number = (text) => Number(text.replace(/[^\d,]/g, "").replace(",", "."));

  test("zone: tiles, map, Sankey, bars and misses tell what moves", async (browser) => {
    const { id, flows } = await zone();
    const page = await open(browser, `/?view=zone&zone=${id}`);
    await page.waitForSelector("[data-tile=in] .big");
    const total = flows.flows.map((f) => f.properties).find((f) => f.from === "*" && f.to === TIRE && f.unit === "t").quantity;
    const shown = number(await page.locator("[data-tile=in] .big").innerText());
    assert(Math.abs(shown - total) < 1, `${shown} t on screen, ${total} t from the server`);
    await page.getByText(/\d+ firmadan \d+'\S+ veri girdi/).waitFor();
    for (const layer of ["flow", "flow-head", "hub", "hub-loop"]) await drawn(page, layer);
    assert((await probe(page, "bubbles")).drawn === 0, "what is posted is drawn over flows");
    for (const part of ["zone-sankey", "zone-partners", "zone-bars", "zone-misses", "zone-export"]) await page.waitForSelector(`#${part}`);
    assert((await page.locator("[aria-labelledby=zone-misses] tbody tr").count()) > 3, "no misses");
    await page.getByRole("link", { name: "Keşfet" }).click();
    await page.waitForSelector(".row");
    await drawn(page, "bubbles");
    done(page);
  });

  test("zone: what is picked in one part is followed by all, by keyboard as well, and is in the link", async (browser) => {
    const { id, rows } = await zone();
    const page = await open(browser, `/?view=zone&zone=${id}`);
    await page.waitForSelector("[data-tile=in] .big");
    const material = rows.filter((f) => f.to === TIRE && f.from !== TIRE)[0].material;
    const of = rows.filter((f) => f.material === material);
    await page.locator(`[id="node-material-${material}"]`).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`material=${material}`));
    const into = of.filter((f) => f.to === TIRE && f.from !== TIRE).reduce((sum, f) => sum + f.quantity, 0);
    const picked = Number(await page.locator("[data-tile=in] [data-picked]").getAttribute("data-picked"));
    assert(Math.abs(picked - into) < 1e-6 * into, `${picked} t picked, ${into} t from the server`);
    await idle(page);
    const lines = of.filter((f) => f.from !== f.to && f.from && f.to).length;
    assert((await probe(page, "flow-head")).drawn === lines, `not ${lines} arrows`);
    assert((await page.locator("[aria-labelledby=zone-partners] tbody tr").count()) <= lines, "partners of other materials");
    await page.locator("[aria-labelledby=zone-bars] button.picked").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("[data-picked]").first().waitFor({ state: "detached" });

    await page.locator("[aria-labelledby=zone-partners] .name").first().click();
    await page.waitForURL(/partner=/);
    const partner = new URL(page.url()).searchParams.get("partner");
    const from = rows.filter((f) => f.from === partner && f.to === TIRE).reduce((sum, f) => sum + f.quantity, 0);
    const both = Number(await page.locator("[data-tile=in] [data-picked]").getAttribute("data-picked"));
    assert(Math.abs(both - from) < 1e-6 * from, `${both} t from the partner, ${from} t from the server`);
    await page.reload();
    await page.waitForSelector("[data-tile=in] [data-picked]");

    const links = await page.locator("[aria-labelledby=zone-export] a").evaluateAll((all) => all.map((a) => a.href));
    const csv = await (await fetch(links.find((l) => l.includes("format=csv") && !l.includes("balances")))).text();
    const partners = rows.filter((f) => f.from === partner || f.to === partner).length;
    assert(csv.startsWith("tür;") && csv.trim().split("\n").length === 1 + partners, `not ${partners} rows:\n${csv}`);
    done(page);
  });

  test("zone: the map goes into a picture and onto paper", async (browser) => {
    const { id } = await zone();
    const page = await open(browser, `/?view=zone&zone=${id}`);
    await page.waitForSelector("[data-tile=in] .big");
    await drawn(page, "flow");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Harita PNG" }).click()]);
    assert(readFileSync(await file.path()).length > 20_000, "the picture is blank");
    await page.evaluate(() => (window.print = () => (window.printed = true)));
    await page.getByRole("button", { name: "Yazdır" }).click();
    await page.waitForFunction(() => window.printed);
    await page.emulateMedia({ media: "print" });
    const box = await page.locator("img.printed").boundingBox();
    assert(box.width > 300 && box.height > 200, `the picture is ${box.width} × ${box.height} on paper`);
    assert(!(await page.locator("header").isVisible()), "the menu is printed");
    done(page);
  });

  test("zone: all zones on a phone, units apart, nothing scrolls sideways", async (browser) => {
    await flowsOf(0);
    const page = await open(browser, "/?view=zone&top=10", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.waitForSelector("[data-tile=between] .big");
    await drawn(page, "flow");
    assert((await probe(page, "flow-head")).drawn <= 10, "more than ten are drawn");
    assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.querySelector("#panel").scrollWidth <= innerWidth), "the page scrolls sideways");
    await page.getByRole("button", { name: "MWh" }).tap();
    await page.waitForFunction(() => document.querySelector("[data-tile=within] .big")?.textContent?.includes("MWh"));
    assert(!/\d t\b/.test(await page.locator("[aria-labelledby=zone-bars]").innerText()), "tonnes stand on the axis of MWh");
    await page.getByRole("button", { name: "Anlaşılan" }).tap();
    await page.waitForURL(/kind=agreed/);
    done(page);
  });
}
