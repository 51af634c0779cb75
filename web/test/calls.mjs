// Drives the calls of cooperation programmes: one is made, applied to and decided.

export function callTests({ test, open, done, assert, asked, url }) {
  test("a call is made, somebody applies to it, is accepted and told so", async (browser) => {
    const title = `Deneme çağrısı ${Date.now()}`;
    const keeper = await open(browser, "/?view=program&tab=calls");
    await keeper.getByRole("button", { name: "Çağrı hazırla" }).click();
    const form = keeper.getByRole("form", { name: "Çağrı hazırla" });
    await form.getByLabel("Başlık (tr)").fill(title);
    await form.getByLabel("Başlık (en)").fill("A call to try");
    await form.getByLabel("Ne bekleniyor? (tr)").fill("Ne yapacağınızı yazın.");
    await form.getByRole("button", { name: "Kaydet" }).click();
    await form.getByText("Doldurulmalı.").waitFor();
    await form.getByLabel("Ne bekleniyor? (en)").fill("Tell what you will do.");
    await form.getByLabel("Durum").selectOption("open");
    await form.getByRole("button", { name: "Kaydet" }).click();
    await keeper.getByText("Bu çağrıya henüz başvuran yok.").waitFor();
    keeper.noise = keeper.noise.filter((n) => !/status of 422/.test(n)); // what was left out on purpose
    const call = (await asked("calls")).calls.find((c) => c.title.tr === title);

    const member = await open(browser, "/?view=privacy");
    const { password } = await asked("demo/accounts");
    const answer = await member.request.post(`${url}/api/v1/session`, { data: { mail: "alan@demo.example", password } });
    assert(answer.ok(), `log in: ${answer.status()}`);
    await member.goto(`${url}/?view=calls&call=${call.id}`);
    await member.getByLabel("Özet").fill("Deneme başvurusu: 40 ton çamur, üç deney.");
    await member.getByRole("button", { name: "Başvuruyu gönder" }).click();
    await member.getByText("Başvurunuz alındı.").waitFor();

    await keeper.reload();
    const card = keeper.locator("[data-application=submitted]");
    await card.getByText("Alan Firma (kurgu)").waitFor();
    await card.getByRole("button", { name: "Kabul et" }).click();
    await card.locator("form").getByRole("button", { name: "Kabul et" }).click();
    await keeper.locator("[data-application=accepted]").waitFor();

    await member.goto(`${url}/?view=calls`);
    await member.locator(`[data-call="${call.id}"]`).getByText("Başvurdunuz: Kabul edildi").waitFor();
    await member.goto(`${url}/?view=program&tab=inbox`);
    await member.getByText("Çağrı başvurunuz: Kabul edildi.").first().waitFor();
    done(keeper);
    done(member);
  });
}
