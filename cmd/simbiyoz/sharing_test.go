package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// TestSharing: the owner of a resource says who may see it, names firms by what
// may be known of them, and everybody else is told nothing, the list included.
func TestSharing(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	app := apiOf(h, api.Config{})
	firms := threeFirms(t, h, ctx)
	of := func(i int) *browser { return memberOf(t, h, app, firms[i].Firm.ID) }
	owner, named, rival, visitor := of(0), of(1), of(2), newBrowser(t, app)
	ids := []int64{firms[0].Firm.ID, firms[1].Firm.ID, firms[2].Firm.ID}

	found := owner.must(200, "GET", "/api/v1/sharing/firms?q="+strings.ReplaceAll(firms[1].Sites[0].Spot.NameTR, " ", "%20"), "")
	if !strings.Contains(found.text, fmt.Sprintf(`"id":%d,"name":null,"nace":%q`, ids[1], firms[1].Firm.NACE)) || strings.Contains(found.text, firms[1].Firm.Name) {
		t.Errorf("a firm is found by where it is as %s", found.text)
	}

	resource := fmt.Sprintf(`{"role":"source","title":"Gizli cüruf","material":"100202","quantity":7,"visibility":"named","named":[%d],"firm_id":%d,"site_id":%d}`,
		ids[1], ids[0], firms[0].Sites[0].ID)
	owner.must(422, "POST", "/api/v1/resources", strings.Replace(resource, fmt.Sprintf("[%d]", ids[1]), "[]", 1))
	if a := owner.must(422, "POST", "/api/v1/resources", strings.Replace(resource, fmt.Sprintf("[%d]", ids[1]), "[99999999]", 1)); !strings.Contains(a.text, `"field":"named"`) {
		t.Errorf("who is not there may be named: %s", a.text)
	}
	path := "/api/v1/resources/" + fmt.Sprint(int64(owner.must(201, "POST", "/api/v1/resources", resource).body["id"].(float64)))
	sees := func(when string, want ...*browser) {
		t.Helper()
		for name, b := range map[string]*browser{"the owner": owner, "the named firm": named, "a rival": rival, "a visitor": visitor} {
			status := b.ask("GET", path, "").status
			if may := slices.Contains(want, b); may != (status == 200) || status != 200 && status != 404 {
				t.Errorf("%s: %s is answered %d", when, name, status)
			}
		}
	}
	share := func(b *browser, status int, body string) answer {
		t.Helper()
		return b.must(status, "PUT", path+"/sharing", body)
	}

	sees("named", owner, named)
	if a := named.must(200, "GET", path, ""); !strings.Contains(a.text, `"hidden":true`) || strings.Contains(a.text, `"named":`) {
		t.Errorf("the named firm is told %s", a.text)
	}
	if a := owner.must(200, "GET", path+"/sharing", ""); !strings.Contains(a.text, fmt.Sprintf(`"firms":[{"id":%d,"name":null`, ids[1])) {
		t.Errorf("the owner is told %s", a.text)
	}
	named.must(403, "GET", path+"/sharing", "")
	rival.must(404, "GET", path+"/sharing", "")
	share(named, 403, `{"visibility":"public"}`)
	share(rival, 404, `{"visibility":"public"}`)
	share(owner, 422, `{"visibility":"everybody"}`)
	share(owner, 422, `{"visibility":"named","named":[]}`)
	share(owner, 200, `{"visibility":"registered"}`)
	sees("registered", owner, named, rival)
	share(owner, 200, `{"visibility":"facilitator"}`)
	sees("facilitator", owner)
	if a := share(owner, 200, `{"visibility":"named"}`); !strings.Contains(a.text, fmt.Sprintf(`"id":%d`, ids[1])) {
		t.Errorf("who was named is forgotten: %s", a.text)
	}
	share(owner, 200, fmt.Sprintf(`{"visibility":"named","named":[%d]}`, ids[2]))
	sees("another named", owner, rival)
	owner.header["If-Match"] = "*"
	owner.must(200, "PATCH", strings.Replace(path, "/api/v1/resources", "/ogc/collections/resources/items", 1), `{"type":"Feature","properties":{"visibility":"public"}}`)
	sees("public", owner, named, rival, visitor)

	var noted int
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM audit WHERE noun = 'resource_named' AND actor LIKE 'user:%'`).Scan(&noted); err != nil || noted != 3 {
		t.Errorf("%d changes of who is named are in the audit trail, %v", noted, err)
	}
	sharedByTable(t, h, ctx, firms)
}

// sharedByTable: a table names firms by their refs, and an export tells them.
func sharedByTable(t *testing.T, h *house, ctx context.Context, firms []geo.FirmEntry) {
	t.Helper()
	app := apiOf(h, api.Config{OpenDoor: true})
	const at = "/ogc/collections/resources/items"
	table := func(named string) string {
		return "ref,firm_ref,role,title,material,quantity,visibility,named\n" + fmt.Sprintf("share-1,%s,source,Cüruf,100202,5,named,%s\n", firms[0].Firm.Ref, named)
	}
	both := firms[1].Firm.Ref + " | " + firms[2].Firm.Ref
	if status, text := post(t, app, at, csvType, table("nobody")); status != 400 || !strings.Contains(text, `"row":2,"field":"named","code":"unknown"`) {
		t.Errorf("a table that names nobody: %d %s", status, text)
	}
	for _, names := range []string{both, "", both} {
		if status, text := post(t, app, at, csvType, table(names)); status != 200 {
			t.Errorf("a table that names %q: %d %s", names, status, text)
		}
	}
	_, rows := h.x.ResourceTable(ctx, geo.ResourceFilter{FirmID: firms[0].Firm.ID})
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		if row[0] == "share-1" && !slices.Contains(row, any(strings.ReplaceAll(both, " ", ""))) {
			t.Errorf("exported is %v", row)
		}
	}
}

// threeFirms returns firms of the demo that post for everybody.
func threeFirms(t *testing.T, h *house, ctx context.Context) []geo.FirmEntry {
	t.Helper()
	page, err := h.x.Firms(ctx, 0, "", geo.Page{Limit: 3})
	if err != nil || len(page.Firms) != 3 {
		t.Fatalf("%d firms, %v", len(page.Firms), err)
	}
	return page.Firms
}

// memberOf logs a new member of a firm in.
func memberOf(t *testing.T, h *house, app *fiber.App, firm int64) *browser {
	t.Helper()
	ctx := geo.WithViewer(t.Context(), geo.System)
	a, _, err := h.x.AddUser(ctx, account.Account{Mail: fmt.Sprintf("member-%d@example.org", firm), Name: "Kurgu", Language: "tr", Standing: geo.Member, FirmID: firm})
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, app)
	(&scene{h: h}).enter(t, b, asker{viewer: a.Viewer(true)})
	return b
}
