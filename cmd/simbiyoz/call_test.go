package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/programme"
	"simbiyoz/geo/smtp/smtptest"
)

// calling is a house with an expert and a member of a firm in it, and who keeps
// its calls.
type calling struct {
	t      *testing.T
	h      *house
	ctx    context.Context
	mail   *smtptest.Server
	keeper *browser
	member *browser
	expert *browser
	nobody *browser
}

func newCalling(t *testing.T) calling {
	t.Helper()
	h, ctx, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	c := calling{t: t, h: h, ctx: ctx, mail: mail, nobody: newBrowser(t, app), keeper: newBrowser(t, apiOf(h, api.Config{OpenDoor: true}))}
	c.member = newcomer(t, app, mail, "uye@example.org")
	a, _, err := h.x.AddUser(ctx, account.Account{Mail: "uzman@example.org", Name: "Kurgu Uzman", Language: "tr", Standing: geo.Expert})
	check(t, err)
	_, token := letterTo(t, mail, a.Mail, 1)
	c.expert = newBrowser(t, app)
	c.expert.must(200, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q}`, goodPassword))
	return c
}

// call writes a call that opens and closes so many days from today.
func (c calling) call(state programme.CallState, opens, closes int) string {
	day := func(n int) string { return time.Now().AddDate(0, 0, n).Format(time.DateOnly) }
	return fmt.Sprintf(`{"kind":"support","title":{"tr":"Destek %%100","en":"Support 100%%"},"asks":{"tr":"Özet","en":"Summary"},"budget_try":1000,"limit_try":null,"opens_on":%q,"closes_on":%q,"state":%q}`,
		day(opens), day(closes), state)
}

// refused asks for what is wrong in a field.
func (c calling) refused(b *browser, field, path, body string) {
	c.t.Helper()
	if a := b.must(422, "POST", path, body); !strings.Contains(a.text, fmt.Sprintf(`"field":%q`, field)) {
		c.t.Errorf("%s %s: %s, want %s named", path, body, a.text, field)
	}
}

// aBid is what people apply with.
const aBid = `{"summary":"Numunesi uygun çıkan sinerjinin ilk sevkiyatı","contact":"0232 000 00 00","partners":"Kurgu Lab"}`

// TestCalls goes from a call's draft over applications to decisions, which who
// applied is told, and holds what is refused by which field.
func TestCalls(t *testing.T) {
	t.Parallel()
	c := newCalling(t)
	c.refused(c.keeper, "closes_on", "/api/v1/calls", c.call("open", 3, 2))
	c.refused(c.keeper, "limit_try", "/api/v1/calls", strings.Replace(c.call("open", 0, 9), `"limit_try":null`, `"limit_try":1001`, 1))
	made := c.keeper.must(201, "POST", "/api/v1/calls", c.call("draft", 0, 9))
	path := fmt.Sprintf("/api/v1/calls/%v", made.body["id"])
	c.nobody.must(404, "GET", path, "")
	if a := c.member.must(200, "GET", "/api/v1/calls", ""); len(a.body["calls"].([]any)) != 0 {
		t.Errorf("a draft is told: %s", a.text)
	}
	c.member.must(404, "POST", path+"/applications", aBid)
	c.keeper.must(200, "PUT", path, c.call("open", 0, 9))
	if a := c.nobody.must(200, "GET", path, ""); a.body["phase"] != "open" || a.body["applications"] != nil {
		t.Errorf("a visitor sees %s", a.text)
	}

	c.nobody.must(403, "POST", path+"/applications", aBid)
	c.refused(c.member, "firm", path+"/applications", aBid)
	c.member.must(201, "POST", "/api/v1/me/firm", `{"name":"KURGU Cam","nace":"23.13","zone":1}`)
	for field, body := range map[string]string{"summary": `{"contact":"x"}`, "contact": `{"summary":"x"}`, "experts": `{"summary":"x","contact":"x","experts":[99]}`,
		"firms": `{"summary":"x","contact":"x","firms":[99]}`, "synergy_id": `{"summary":"x","contact":"x","synergy_id":99}`,
		"resource_id": `{"summary":"x","contact":"x","resource_id":99}`} {
		c.refused(c.member, field, path+"/applications", body)
	}
	for field, body := range map[string]string{"closes_on": c.call("open", -9, -2), "opens_on": c.call("open", 2, 9), "call": c.call("closed", 0, 9)} {
		other := c.keeper.must(201, "POST", "/api/v1/calls", body)
		c.refused(c.member, field, fmt.Sprintf("/api/v1/calls/%v/applications", other.body["id"]), aBid)
		c.keeper.must(204, "DELETE", fmt.Sprintf("/api/v1/calls/%v", other.body["id"]), "")
	}
	c.decide(path)
}

// decide goes on with two applications to the call at path.
func (c calling) decide(path string) {
	t := c.t
	t.Helper()
	mine := c.member.must(201, "POST", path+"/applications", aBid)
	theirs := c.expert.must(201, "POST", path+"/applications", aBid)
	c.member.must(409, "POST", path+"/applications", aBid)
	c.keeper.must(409, "DELETE", path, "")
	one := func(a answer) string { return fmt.Sprintf("/api/v1/applications/%v", a.body["id"]) }
	c.member.must(404, "GET", one(theirs), "")
	c.member.must(404, "POST", one(theirs)+"/withdrawal", "")
	c.member.must(403, "POST", one(mine)+"/decision", `{"to":"accepted"}`)
	count := func(b *browser, address string) int {
		return len(b.must(200, "GET", address, "").body["applications"].([]any))
	}
	if own, all := count(c.member, "/api/v1/applications"), count(c.keeper, "/api/v1/applications"); own != 1 || all != 2 {
		t.Errorf("a member reads %d applications, who decides %d", own, all)
	}
	if a := c.keeper.must(200, "GET", one(mine), ""); a.body["name"] != "Ayşe Yılmaz" || a.body["firm"].(map[string]any)["name"] != "KURGU Cam" {
		t.Errorf("who decides reads %s", a.text)
	}

	c.refused(c.keeper, "reason", one(theirs)+"/decision", `{"to":"declined"}`)
	c.keeper.must(204, "POST", one(theirs)+"/decision", `{"to":"declined","reason":"%100 dolu"}`)
	c.keeper.must(204, "POST", one(mine)+"/decision", `{"to":"accepted"}`)
	if text, _ := letterTo(t, c.mail, "uzman@example.org", 2); !strings.Contains(text, "Destek %100") || !strings.Contains(text, "Gerekçe: %100 dolu") {
		t.Errorf("letter %q", text)
	}
	for who, b := range map[string]*browser{"accepted": c.member, "declined": c.expert} {
		a := b.must(200, "GET", "/api/v1/notices", "")
		told := a.body["notices"].([]any)
		if len(told) != 1 || told[0].(map[string]any)["detail"] != who || told[0].(map[string]any)["call_id"] == nil {
			t.Errorf("who was %s is told %s", who, a.text)
		}
		b.must(204, "POST", "/api/v1/notices/seen", fmt.Sprintf(`{"upto":%v}`, told[0].(map[string]any)["id"]))
		if a := b.must(200, "GET", "/api/v1/notices", ""); a.body["unseen"] != 0.0 {
			t.Errorf("seen, and told again: %s", a.text)
		}
	}
	c.expert.must(409, "POST", one(theirs)+"/withdrawal", "")
	c.member.must(204, "POST", one(mine)+"/withdrawal", "")
	if a := c.keeper.must(200, "GET", "/api/v1/notices", ""); !strings.Contains(a.text, `"detail":"withdrawn"`) {
		t.Errorf("who decides is told %s", a.text)
	}
	c.member.must(201, "POST", path+"/applications", aBid)
	c.forget(one(theirs))
}

// forget holds that applications are in the export of who applied, and name
// nobody once the account, or the time for it, is over.
func (c calling) forget(path string) {
	t := c.t
	t.Helper()
	if a := c.expert.must(200, "GET", "/api/v1/privacy/data?format=json", ""); !strings.Contains(a.text, "0232 000 00 00") || !strings.Contains(a.text, "%100 dolu") {
		t.Errorf("one's data lack the application: %.300s", a.text)
	}
	c.expert.must(204, "DELETE", "/api/v1/privacy/account", `{"mail":"uzman@example.org"}`)
	a := c.keeper.must(200, "GET", path, "")
	if a.body["name"] != nil || a.body["summary"] != "" || a.body["contact"] != "" || a.body["state"] != "declined" || strings.Contains(a.text, "dolu") {
		t.Errorf("of who is gone there is %s", a.text)
	}
	if _, err := c.h.pool.Exec(c.ctx, `UPDATE application SET moved_at = now() - interval '2 hours' WHERE state = 'withdrawn'`); err != nil {
		t.Fatal(err)
	}
	check(t, c.h.x.Retain(c.ctx, programme.Retention{Names: time.Hour}))
	var kept, told int
	check(t, c.h.pool.QueryRow(c.ctx, `SELECT count(*) FILTER (WHERE contact <> '') FROM application`).Scan(&kept))
	check(t, c.h.pool.QueryRow(c.ctx, `SELECT count(*) FROM audit WHERE noun = 'application' AND (new::text || coalesce(old::text, '')) LIKE '%0232%'`).Scan(&told))
	if kept != 1 || told != 0 {
		t.Errorf("%d contacts are kept, %d rows of the audit trail tell one", kept, told)
	}
}
