package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/smtp"
	"simbiyoz/geo/smtp/smtptest"
)

// TestAlerts follows a new match into the letter that tells of it, by a real
// mail server, and ends the letters by the link in it.
func TestAlerts(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	server := smtptest.New(t)
	sender, err := smtp.New(server.Address, "simbiyoz <no-reply@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	base := listen(t, h)
	h.x.UseMail(sender, base)

	alert := geo.Alert{Name: "Cüruf", Mail: "ayse@example.org", Language: "tr", Group: "1002", Every: geo.EachDay}
	if _, err := h.x.SaveAlert(ctx, alert); err != nil {
		t.Fatal(err)
	}
	tell := func(want int) {
		t.Helper()
		if err := h.x.TellAlerts(ctx); err != nil {
			t.Fatal(err)
		}
		if got := server.Letters(); len(got) != want {
			t.Fatalf("%d letters, not %d: %+v", len(got), want, got)
		}
	}
	tell(0) // what was there before is not new

	post := func() {
		t.Helper()
		posted, err := h.x.PostResource(ctx, copyOfPosting(t, h, "100202"))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := h.x.FindMatches(ctx, posted.Resource.ID); err != nil || n == 0 {
			t.Fatalf("%d matches, %v", n, err)
		}
	}
	post()
	server.Refuse(true)
	if err := h.x.TellAlerts(ctx); err == nil {
		t.Error("a refused letter is no error")
	}
	server.Refuse(false)
	tell(1) // what could not be told is told the next time
	letter := server.Letters()[0]
	if !strings.Contains(letter.Subject(), "yeni eşleşme") || !strings.Contains(letter.Text, "match=") || !strings.Contains(letter.Text, "TL") {
		t.Errorf("letter %q\n%s", letter.Subject(), letter.Text)
	}
	post()
	tell(1) // not more often than once a day
	if _, err := h.pool.Exec(ctx, `UPDATE alert SET sent_at = sent_at - interval '25 hours'`); err != nil {
		t.Fatal(err)
	}
	tell(2)

	mine, err := h.x.Alerts(ctx)
	if err != nil || len(mine) != 1 || mine[0].Unseen == 0 || mine[0].Sent.IsZero() {
		t.Fatalf("%+v, %v", mine, err)
	}
	found, err := h.x.AlertFound(ctx, mine[0].ID, 100)
	if err != nil || len(found) != mine[0].Unseen {
		t.Errorf("%d found of %d unseen, %v", len(found), mine[0].Unseen, err)
	}
	stop := strings.Trim(letter.Header.Get("List-Unsubscribe"), "<>")
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if status := request(t, method, stop); status != http.StatusOK {
			t.Errorf("%s %s: %d", method, stop, status)
		}
		mine, err := h.x.Alerts(ctx)
		if err != nil || mine[0].Paused != (method == http.MethodPost) {
			t.Errorf("after %s: %+v, %v", method, mine, err)
		}
	}
	if status := request(t, http.MethodPost, base+"/unsubscribe/nobody"); status != http.StatusNotFound {
		t.Errorf("an unknown token: %d", status)
	}
}

// TestAlertEyes: a letter tells what its receiver may see now. Of a resource that
// its owner keeps for facilitators a member of that firm is told, another firm's
// is not, and nobody whose account is locked.
func TestAlertEyes(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	server := smtptest.New(t)
	sender, err := smtp.New(server.Address, "simbiyoz <no-reply@example.org>")
	check(t, err)
	h.x.UseMail(sender, "http://example.com")
	r := copyOfPosting(t, h, "100202")
	r.Visibility = geo.VisibleFacilitator
	var stranger int64
	check(t, h.pool.QueryRow(ctx, `SELECT max(id) FROM firm WHERE id <> $1`, r.FirmID).Scan(&stranger))
	for mail, firm := range map[string]int64{"own@example.org": r.FirmID, "locked@example.org": r.FirmID, "other@example.org": stranger} {
		a, _, err := h.x.AddUser(ctx, account.Account{Mail: mail, Name: "Kurgu", Language: "tr", Standing: geo.Member, FirmID: firm})
		check(t, err)
		_, err = h.x.SaveAlert(geo.WithViewer(ctx, a.Viewer(true)), geo.Alert{Name: "Cüruf", Mail: mail, Language: "tr", Group: "1002", Every: geo.EachHour})
		check(t, err)
		_, err = h.pool.Exec(ctx, `UPDATE account SET verified_at = now(), locked_at = CASE WHEN mail LIKE 'locked%' THEN now() END WHERE id = $1`, a.ID)
		check(t, err)
	}
	posted, err := h.x.PostResource(ctx, r)
	check(t, err)
	_, err = h.x.FindMatches(ctx, posted.Resource.ID)
	check(t, err)
	check(t, h.x.TellAlerts(ctx))
	var told []string
	for _, l := range server.Letters() {
		if strings.Contains(l.Text, "match=") {
			told = append(told, l.To...)
		}
	}
	if fmt.Sprint(told) != "[own@example.org]" {
		t.Errorf("%v are told", told)
	}
}

// copyOfPosting returns the first demo source of a material as a new posting.
func copyOfPosting(t *testing.T, h *house, material string) geo.Resource {
	t.Helper()
	page, err := h.x.Postings(t.Context(), geo.ResourceFilter{Role: geo.Source, Material: material}, geo.Page{Limit: 1})
	if err != nil || len(page.Postings) == 0 {
		t.Fatalf("no source of %s: %v", material, err)
	}
	r := page.Postings[0].Resource
	r.ID, r.Ref = 0, ""
	return r
}

func request(t *testing.T, method, address string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}
