package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/pquerna/otp/totp"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/postgis/postgistest"
	"simbiyoz/geo/programme"
	"simbiyoz/geo/smtp/smtptest"
)

// browser keeps cookies as a browser does, and sends back the token that
// belongs to them.
type browser struct {
	t       testing.TB
	app     *fiber.App
	cookies map[string]string
	header  map[string]string
}

func newBrowser(t testing.TB, app *fiber.App) *browser {
	return &browser{t, app, map[string]string{}, map[string]string{}}
}

func (b *browser) ask(method, path, body string) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
		if strings.HasSuffix(name, "simbiyoz_csrf") {
			r.Header.Set("X-CSRF-Token", value)
		}
	}
	for name, value := range b.header {
		r.Header.Set(name, value)
	}
	a := told(b.t, b.app, r)
	for _, c := range a.cookies {
		if b.cookies[c.Name] = c.Value; c.Value == "" {
			delete(b.cookies, c.Name)
		}
	}
	return a
}

// must asks and fails unless the answer has a status.
func (b *browser) must(status int, method, path, body string) answer {
	b.t.Helper()
	a := b.ask(method, path, body)
	if a.status != status {
		b.t.Fatalf("%s %s: %d, want %d: %.400s", method, path, a.status, status, a.text)
	}
	return a
}

func (b *browser) login(mail, password string) {
	b.t.Helper()
	b.must(200, "POST", "/api/v1/session", fmt.Sprintf(`{"mail":%q,"password":%q}`, mail, password))
}

var linkIn = regexp.MustCompile(`http\S+link=([A-Z2-7]+)`)

// letterTo waits for the n-th letter to a mail and returns its link's token.
func letterTo(t testing.TB, s *smtptest.Server, mail string, n int) (text, token string) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var found []string
		for _, l := range s.Letters() {
			if l.To[0] == mail {
				found = append(found, l.Text)
			}
		}
		if len(found) >= n {
			if m := linkIn.FindStringSubmatch(found[n-1]); m != nil {
				token = m[1]
			}
			return found[n-1], token
		}
	}
	t.Fatalf("%s was sent no letter %d", mail, n)
	return "", ""
}

// accountHouse returns a house whose door asks for accounts, and its mail
// server.
func accountHouse(t testing.TB) (*house, context.Context, *smtptest.Server) {
	t.Helper()
	mail := smtptest.New(t)
	cfg := testConfig(postgistest.New(t).Config().ConnString())
	cfg.smtp, cfg.from, cfg.public = mail.Address, "simbiyoz <no-reply@example.org>", "http://example.com"
	h, ctx := newHouse(t, cfg)
	return h, ctx, mail
}

func apiOf(h *house, cfg api.Config) *fiber.App {
	cfg.Log = slog.New(slog.DiscardHandler)
	if cfg.Limit == 0 {
		cfg.Limit = 100_000
	}
	return api.New(h.x, cfg)
}

// hasRead is what a newcomer says of the privacy notice.
const hasRead = `"consents":[{"kind":"notice","version":1,"given":true}]`

const goodPassword = "üzüm cibresi 40 ton"

// newcomer registers a mail and follows the letter's link.
func newcomer(t testing.TB, app *fiber.App, mail *smtptest.Server, address string) *browser {
	t.Helper()
	b := newBrowser(t, app)
	b.must(202, "POST", "/api/v1/accounts", fmt.Sprintf(`{"mail":%q,"name":"Ayşe Yılmaz","language":"tr",`+hasRead+`}`, address))
	_, token := letterTo(t, mail, address, 1)
	b.must(200, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q}`, goodPassword))
	return b
}

// TestRegister: from the form through a real mail server to a session, a firm
// and back out.
func TestRegister(t *testing.T) {
	t.Parallel()
	h, _, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	b := newBrowser(t, app)
	b.must(202, "POST", "/api/v1/accounts", `{"mail":"ayse@example.org","name":"Ayşe Yılmaz","language":"tr",`+hasRead+`}`)
	text, token := letterTo(t, mail, "ayse@example.org", 1)
	if !strings.Contains(text, "Sayın Ayşe Yılmaz") || token == "" {
		t.Fatalf("letter %q", text)
	}
	if a := b.must(200, "GET", "/api/v1/links/"+token, ""); a.body["purpose"] != "verify" || a.body["mail"] != "ayse@example.org" {
		t.Errorf("link %s", a.text)
	}
	for name, password := range map[string]string{"short": "kısa", "common": "Galatasaray1905!", "of the name": "ayseyilmaz1", "one letter": "aaaaaaaaaaaa"} {
		a := b.must(422, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q,"name":"ayse yilmaz"}`, password))
		if !strings.Contains(a.text, `"field":"password"`) {
			t.Errorf("%s: %s", name, a.text)
		}
	}
	b.must(200, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q}`, goodPassword))
	b.must(404, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q}`, goodPassword)) // it counts once
	me := b.must(200, "GET", "/api/v1/me", "")
	if me.body["standing"] != "member" || me.body["may"].(map[string]any)["found_firm"] != "mine" {
		t.Errorf("me %s", me.text)
	}
	b.must(403, "POST", "/api/v1/resources", `{"role":"source","title":"x","material":"100202","firm_id":1,"site_id":1}`)
	firm := b.must(201, "POST", "/api/v1/me/firm", `{"name":"KURGU Cam","nace":"23.13","zone":1}`).body["id"]
	b.must(409, "PUT", "/api/v1/me/second", `{"code":"000000"}`)
	b.must(403, "POST", "/api/v1/me/firm", `{"name":"KURGU Cam 2","nace":"23.13","zone":1}`) // has one now
	b.must(201, "POST", "/api/v1/resources", fmt.Sprintf(`{"role":"source","title":"Cüruf","material":"100202","firm_id":%v,"site_id":1}`, firm))
	b.must(204, "DELETE", "/api/v1/session", "")
	if a := b.must(200, "GET", "/api/v1/me", ""); a.body["account"] != nil || a.body["standing"] != "visitor" {
		t.Errorf("after logging out: %s", a.text)
	}

	t.Run("an invited colleague joins the firm", func(t *testing.T) {
		b.login("ayse@example.org", goodPassword)
		path := fmt.Sprintf("/api/v1/firms/%v/members", firm)
		b.must(202, "POST", path, `{"mail":"mehmet@example.org"}`)
		_, token := letterTo(t, mail, "mehmet@example.org", 1)
		if a := b.must(200, "GET", path, ""); len(a.body["members"].([]any)) != 1 || len(a.body["invited"].([]any)) != 1 {
			t.Errorf("members %s", a.text)
		}
		m := newBrowser(t, app)
		m.must(200, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"name":"Mehmet","password":%q}`, goodPassword))
		m.must(403, "GET", path, "") // a member does not look after members
		found := b.must(200, "GET", path, "").body["members"].([]any)
		if len(found) != 2 {
			t.Fatalf("members %v", found)
		}
		user := found[1].(map[string]any)["id"]
		b.must(204, "PATCH", fmt.Sprintf("%s/%v", path, user), `{"standing":"firm_admin"}`)
		m.must(200, "GET", path, "")
		b.must(422, "DELETE", fmt.Sprintf("%s/%v", path, found[0].(map[string]any)["id"]), "") // oneself
		b.must(204, "DELETE", fmt.Sprintf("%s/%v", path, user), "")
		m.must(403, "GET", path, "")
	})
}

// TestDoorsTellNothing: who has an account is not told by what the doors
// answer, nor by a lock.
func TestDoorsTellNothing(t *testing.T) {
	t.Parallel()
	h, ctx, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	newcomer(t, app, mail, "known@example.org")
	same := func(what, path, body string) {
		t.Helper()
		b := newBrowser(t, app)
		known := b.ask("POST", path, strings.ReplaceAll(body, "MAIL", "known@example.org"))
		other := b.ask("POST", path, strings.ReplaceAll(body, "MAIL", "nobody@example.org"))
		if known.status != other.status || known.text != other.text || len(known.cookies) != len(other.cookies) {
			t.Errorf("%s: %d %s, but %d %s", what, known.status, known.text, other.status, other.text)
		}
	}
	same("register", "/api/v1/accounts", `{"mail":"MAIL","name":"X","language":"en",`+hasRead+`}`)
	if text, _ := letterTo(t, mail, "known@example.org", 2); !strings.Contains(text, "already") && !strings.Contains(text, "zaten") {
		t.Errorf("who has an account was sent %q", text)
	}
	same("forgot", "/api/v1/links", `{"mail":"MAIL"}`)
	for range 6 {
		same("log in", "/api/v1/session", `{"mail":"MAIL","password":"not the password"}`)
	}
	if a := newBrowser(t, app).ask("POST", "/api/v1/session", `{"mail":"known@example.org","password":"`+goodPassword+`"}`); a.status != 429 || a.retry == "" {
		t.Errorf("the right password while shut: %d %q", a.status, a.retry)
	}
	var wait float64
	err := h.pool.QueryRow(ctx, `SELECT extract(epoch FROM max(shut_until) - now()) FROM login_failure`).Scan(&wait)
	if err != nil || wait < 10 || wait > 31 {
		t.Errorf("shut for %.0f s, %v", wait, err)
	}
	if _, err := h.pool.Exec(ctx, `UPDATE login_failure SET shut_until = now() - interval '1 second'`); err != nil {
		t.Fatal(err)
	}
	newBrowser(t, app).login("known@example.org", goodPassword)
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM login_failure WHERE mail = $1`, account.MailDigest("KNOWN@example.org")).Scan(&wait); err != nil || wait != 0 {
		t.Errorf("%v failures are left, %v", wait, err)
	}
	if account.Matches("", "") || account.Matches(account.Hash("a"), "b") || !account.Matches(account.Hash("Şifrem"), "Şifrem") {
		t.Error("hashes do not tell passwords apart")
	}

	t.Run("too many requests from one address", func(t *testing.T) {
		b := newBrowser(t, apiOf(h, api.Config{Limit: 3}))
		for range 3 {
			b.must(401, "POST", "/api/v1/session", `{"mail":"a@example.org","password":"not the password"}`)
		}
		if a := b.must(429, "POST", "/api/v1/session", `{"mail":"b@example.org","password":"not the password"}`); a.retry == "" {
			t.Error("it is not said when to try again")
		}
	})
}

// TestSessions: cookies, forged writes, a planted session, reset and expiry.
func TestSessions(t *testing.T) {
	t.Parallel()
	h, ctx, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	b := newcomer(t, app, mail, "deniz@example.org")

	t.Run("cookies are closed to scripts and other sites", func(t *testing.T) {
		for public, prefix := range map[string]string{"http://example.com": "", "https://example.com": "__Host-"} {
			one := newBrowser(t, apiOf(h, api.Config{Public: public}))
			a := one.must(200, "POST", "/api/v1/session", `{"mail":"deniz@example.org","password":"`+goodPassword+`"}`)
			if len(a.cookies) != 2 {
				t.Fatalf("%d cookies", len(a.cookies))
			}
			for _, c := range a.cookies {
				secret := c.Name == prefix+"simbiyoz_session"
				if !strings.HasPrefix(c.Name, prefix) || c.HttpOnly != secret || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != (prefix != "") {
					t.Errorf("%s: %+v", public, c)
				}
			}
		}
	})

	t.Run("forged writes are refused", func(t *testing.T) {
		for name, header := range map[string][2]string{"without the token": {"X-CSRF-Token", ""}, "with another token": {"X-CSRF-Token", "AAAA"},
			"from another site": {"Sec-Fetch-Site", "cross-site"}, "from a subdomain": {"Sec-Fetch-Site", "same-site"}, "from another origin": {"Origin", "https://evil.example"}} {
			b.header = map[string]string{header[0]: header[1]}
			if a := b.ask("PATCH", "/api/v1/me", `{"name":"Forged","language":"tr"}`); a.status != 403 {
				t.Errorf("%s: %d", name, a.status)
			}
		}
		b.header = map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://example.com"}
		b.must(200, "PATCH", "/api/v1/me", `{"name":"Deniz","language":"tr"}`)
		b.header = map[string]string{}
		for _, path := range []string{"/api/v1/session", "/api/v1/accounts", "/api/v1/links"} {
			one := newBrowser(t, app)
			one.header["Sec-Fetch-Site"] = "cross-site"
			one.must(403, "POST", path, `{"mail":"deniz@example.org"}`)
		}
	})

	t.Run("a planted session is not taken over", func(t *testing.T) {
		one := newBrowser(t, app)
		one.cookies["simbiyoz_session"] = "PLANTED"
		one.login("deniz@example.org", goodPassword)
		first := one.cookies["simbiyoz_session"]
		if first == "PLANTED" || first == "" {
			t.Fatalf("session %q", first)
		}
		one.login("deniz@example.org", goodPassword)
		if one.cookies["simbiyoz_session"] == first {
			t.Error("logging in again keeps the session")
		}
		one.cookies = map[string]string{"simbiyoz_session": first}
		if a := one.ask("GET", "/api/v1/me", ""); a.body["account"] != nil {
			t.Error("the session before still counts")
		}
	})

	t.Run("a reset ends all sessions", func(t *testing.T) {
		other := newBrowser(t, app)
		other.login("deniz@example.org", goodPassword)
		other.must(202, "POST", "/api/v1/links", `{"mail":"Deniz@Example.org"}`)
		_, token := letterTo(t, mail, "deniz@example.org", 2)
		fresh := newBrowser(t, app)
		fresh.must(200, "POST", "/api/v1/links/"+token, `{"password":"another long one"}`)
		for _, one := range []*browser{b, other} {
			if a := one.ask("GET", "/api/v1/me", ""); a.body["account"] != nil {
				t.Error("a session outlives the reset")
			}
		}
		fresh.must(401, "POST", "/api/v1/session", `{"mail":"deniz@example.org","password":"`+goodPassword+`"}`)
		b = fresh
	})

	t.Run("sessions are listed and ended, by their own alone", func(t *testing.T) {
		other := newBrowser(t, app)
		other.login("deniz@example.org", "another long one")
		list := b.must(200, "GET", "/api/v1/me/sessions", "").body["sessions"].([]any)
		stranger := newcomer(t, app, mail, "stranger@example.org")
		for _, e := range list {
			if m := e.(map[string]any); !m["current"].(bool) {
				path := fmt.Sprintf("/api/v1/me/sessions/%v", m["id"])
				stranger.must(404, "DELETE", path, "")
				b.must(204, "DELETE", path, "")
			}
		}
		if a := other.ask("GET", "/api/v1/me", ""); a.body["account"] != nil {
			t.Error("the ended session still counts")
		}
		b.must(422, "PUT", "/api/v1/me/password", `{"old":"wrong","password":"yet another one"}`)
		b.must(204, "PUT", "/api/v1/me/password", `{"old":"another long one","password":"yet another one"}`)
		b.must(200, "GET", "/api/v1/me/sessions", "")
	})

	t.Run("sessions grow old", func(t *testing.T) {
		if _, err := h.pool.Exec(ctx, `UPDATE session SET seen_at = now() - interval '8 days'`); err != nil {
			t.Fatal(err)
		}
		if a := b.ask("GET", "/api/v1/me", ""); a.body["account"] != nil {
			t.Error("a session counts after eight days unused")
		}
	})
}

// TestSecondFactor: an admin can do nothing but enrol, then everything; codes
// count once; a recovery code stands in for the phone.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	h, ctx, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	if _, _, err := h.x.AddUser(ctx, account.Account{Mail: "admin@example.org", Name: "Yönetici", Language: "tr", Standing: geo.Admin}); err != nil {
		t.Fatal(err)
	}
	_, token := letterTo(t, mail, "admin@example.org", 1)
	b := newBrowser(t, app)
	b.must(200, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q}`, goodPassword))
	if a := b.must(200, "GET", "/api/v1/me", ""); a.body["enrol"] != true || a.body["standing"] != "visitor" {
		t.Fatalf("before enrolling: %s", a.text)
	}
	b.must(403, "GET", "/api/v1/users", "")
	b.must(403, "GET", "/api/v1/workshops", "")
	b.must(403, "POST", "/api/v1/me/keys", `{"name":"x","scopes":[],"expires_at":"2027-01-01T00:00:00Z"}`)

	begun := b.must(200, "POST", "/api/v1/me/second", "")
	secret := begun.body["secret"].(string)
	if !strings.HasPrefix(begun.body["address"].(string), "otpauth://totp/simbiyoz:admin@example.org?") || !strings.HasPrefix(begun.body["qr_svg"].(string), "<svg") {
		t.Errorf("second factor %s", begun.text)
	}
	b.must(422, "PUT", "/api/v1/me/second", `{"code":"000000"}`)
	code := func(at time.Time) string {
		c, err := totp.GenerateCode(secret, at)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	before := b.cookies["simbiyoz_session"]
	now := code(time.Now())
	recovery := b.must(200, "PUT", "/api/v1/me/second", `{"code":"`+now+`"}`).body["recovery_codes"].([]any)
	if len(recovery) != 10 || b.cookies["simbiyoz_session"] == before {
		t.Errorf("%d recovery codes, session changed: %v", len(recovery), b.cookies["simbiyoz_session"] != before)
	}
	b.must(200, "GET", "/api/v1/users", "")
	b.must(422, "DELETE", "/api/v1/me/second", `{"code":"`+code(time.Now().Add(30*time.Second))+`"}`) // an admin keeps it

	login := func(status int, code string) {
		t.Helper()
		newBrowser(t, app).must(status, "POST", "/api/v1/session", fmt.Sprintf(`{"mail":"admin@example.org","password":%q,"code":%q}`, goodPassword, code))
	}
	login(422, "")
	login(422, now) // it was given
	login(422, "123456")
	login(200, code(time.Now().Add(30*time.Second)))
	login(422, code(time.Now().Add(30*time.Second)))
	login(200, strings.ToLower(recovery[0].(string)))
	login(422, recovery[0].(string))
	closed := func() bool {
		var kept string
		if err := h.pool.QueryRow(ctx, `SELECT totp_secret FROM account WHERE mail = 'admin@example.org'`).Scan(&kept); err != nil {
			t.Fatal(err)
		}
		return strings.HasPrefix(kept, "v1:") && !strings.Contains(kept, secret)
	}
	if !closed() {
		t.Error("the secret of the second factor is stored as it is")
	}
	if _, err := h.pool.Exec(ctx, `UPDATE account SET totp_secret = $1, totp_step = 0 WHERE mail = 'admin@example.org'`, secret); err != nil { // as once
		t.Fatal(err)
	}
	login(200, code(time.Now()))
	if !closed() {
		t.Error("a secret that was stored as it is stays so when it is used")
	}
	var shown int
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM audit WHERE new::text LIKE '%' || $1 || '%' OR old::text LIKE '%' || $1 || '%' OR new::text LIKE '%argon2%' OR new::text LIKE '%example.org%'`, secret).Scan(&shown); err != nil || shown != 0 {
		t.Errorf("%d rows of the audit trail hold a secret, %v", shown, err)
	}

	t.Run("users are seen and set by admins", func(t *testing.T) {
		newcomer(t, app, mail, "uzman@example.org")
		user := b.must(200, "GET", "/api/v1/users?q=uzman", "").body["users"].([]any)[0].(map[string]any)["id"]
		path := fmt.Sprintf("/api/v1/users/%v", user)
		b.must(422, "PATCH", path, `{"standing":"zone_manager"}`)
		if a := b.must(200, "PATCH", path, `{"standing":"zone_manager","zone":1}`); a.body["zone"] == nil {
			t.Errorf("zone manager %s", a.text)
		}
		b.must(200, "PATCH", path, `{"standing":"expert","locked":true}`)
		newBrowser(t, app).must(401, "POST", "/api/v1/session", fmt.Sprintf(`{"mail":"uzman@example.org","password":%q}`, goodPassword))
		b.must(200, "PATCH", path, `{"locked":false}`)
		newBrowser(t, app).login("uzman@example.org", goodPassword)
		me := b.must(200, "GET", "/api/v1/me", "").body["account"].(map[string]any)["id"]
		b.must(422, "PATCH", fmt.Sprintf("/api/v1/users/%v", me), `{"standing":"expert"}`)
	})
}

// TestKeys: an API key goes as far as its scopes and its maker do, until it
// expires, is deleted, or its maker is locked.
func TestKeys(t *testing.T) {
	t.Parallel()
	h, ctx, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	b := newcomer(t, app, mail, "makine@example.org")
	firm := b.must(201, "POST", "/api/v1/me/firm", `{"name":"KURGU Makine","nace":"28.11","zone":1}`).body["id"]
	b.must(422, "POST", "/api/v1/me/keys", `{"name":"ERP","scopes":["fly"],"expires_at":"2001-01-01T00:00:00Z"}`)
	make := func(scopes string) (*browser, any) {
		soon := time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)
		a := b.must(201, "POST", "/api/v1/me/keys", fmt.Sprintf(`{"name":"ERP","scopes":[%s],"expires_at":%q}`, scopes, soon))
		key := newBrowser(t, app)
		key.header["Authorization"] = "Bearer " + a.body["key"].(string)
		return key, a.body["id"]
	}
	resource := fmt.Sprintf(`{"role":"source","title":"Talaş","material":"120101","firm_id":%v,"site_id":1}`, firm)
	none, _ := make("")
	none.must(403, "POST", "/api/v1/resources", resource)
	none.must(200, "GET", "/api/v1/zones", "")
	post, id := make(`"post"`)
	post.must(201, "POST", "/api/v1/resources", resource)
	post.must(403, "GET", "/api/v1/synergies", "")
	post.must(403, "GET", "/api/v1/me/keys", "") // no key makes keys
	if a := b.must(200, "GET", "/api/v1/me/keys", ""); strings.Contains(a.text, post.header["Authorization"][7:]) || a.body["keys"].([]any)[0].(map[string]any)["used_at"] == nil {
		t.Errorf("keys %s", a.text)
	}
	b.must(204, "DELETE", fmt.Sprintf("/api/v1/me/keys/%v", id), "")
	post.must(401, "POST", "/api/v1/resources", resource)
	old, _ := make(`"post"`)
	if _, err := h.pool.Exec(ctx, `UPDATE api_key SET expires_at = now()`); err != nil {
		t.Fatal(err)
	}
	old.must(401, "GET", "/api/v1/zones", "")
	locked, _ := make(`"post"`)
	if _, err := h.pool.Exec(ctx, `UPDATE account SET locked_at = now()`); err != nil {
		t.Fatal(err)
	}
	locked.must(401, "GET", "/api/v1/zones", "")
	b.must(403, "GET", "/api/v1/me/keys", "")
}

// TestConsent: who registers says so that the notice was read, which is kept
// with its version and the time; a newer version is asked about.
func TestConsent(t *testing.T) {
	t.Parallel()
	h, ctx, mail := accountHouse(t)
	app := apiOf(h, api.Config{})
	b := newBrowser(t, app)
	register := func(consents string) string {
		return `{"mail":"ayse@example.org","name":"Ayşe","language":"tr","consents":[` + consents + `]}`
	}
	for consents, want := range map[string]string{
		``: `"field":"notice","code":"required"`, `{"kind":"notice","version":1,"given":false}`: `"field":"notice","code":"required"`,
		`{"kind":"notice","version":7,"given":true}`: `"field":"notice","code":"stale"`, `{"kind":"other","version":1,"given":true}`: `"field":"other","code":"stale"`,
	} {
		if a := b.must(422, "POST", "/api/v1/accounts", register(consents)); !strings.Contains(a.text, want) {
			t.Errorf("%q: %s", consents, a.text)
		}
	}
	b.must(202, "POST", "/api/v1/accounts", register(`{"kind":"notice","version":1,"given":true},{"kind":"mail","version":1,"given":true},{"kind":"research","version":1,"given":false}`))
	_, token := letterTo(t, mail, "ayse@example.org", 1)
	b.must(200, "POST", "/api/v1/links/"+token, fmt.Sprintf(`{"password":%q}`, goodPassword))
	asks := func(want string) {
		t.Helper()
		if a := b.must(200, "GET", "/api/v1/me", ""); !strings.Contains(a.text, `"asks":`+want) {
			t.Errorf("asked is %s, want %s", a.text, want)
		}
	}
	asks(`[]`)
	kept := b.must(200, "GET", "/api/v1/privacy/consents", "").text
	for _, want := range []string{`"kind":"notice","version":1,"given":true,"at":"20`, `"kind":"mail","version":1,"given":true`, `"kind":"research","version":1,"given":false`} {
		if !strings.Contains(kept, want) {
			t.Errorf("kept is %s, want %s", kept, want)
		}
	}
	for kind, want := range map[programme.ConsentKind]int{"notice": 1, "mail": 1, "research": 0} {
		version, asked, err := h.x.AddConsentText(ctx, programme.ConsentText{Kind: kind, TextTR: "yeni", TextEN: "new"})
		if err != nil || version != 2 || asked != want {
			t.Errorf("%s: version %d, asked of %d people, %v", kind, version, asked, err)
		}
	}
	if a := b.must(200, "GET", "/api/v1/privacy/texts?history=true", ""); len(a.body["texts"].([]any)) != 6 {
		t.Errorf("versions are %s", a.text)
	}
	asks(`["notice","mail"]`) // what was refused is not asked about again
	b.must(204, "PUT", "/api/v1/privacy/consents/notice", `{"version":2,"given":true}`)
	b.must(204, "PUT", "/api/v1/privacy/consents/mail", `{"version":2,"given":false}`)
	asks(`[]`)
}

// TestViewAsCookie: who runs the programme looks through lesser eyes by a cookie
// and changes nothing then; nobody sees more by it.
func TestViewAsCookie(t *testing.T) {
	t.Parallel()
	h, _, mail := accountHouse(t)
	keeper := newBrowser(t, apiOf(h, api.Config{OpenDoor: true}))
	member := newcomer(t, apiOf(h, api.Config{}), mail, "ayse@example.org")
	is := func(b *browser, cookie, want string) {
		t.Helper()
		b.cookies["simbiyoz_view_as"] = cookie
		if a := b.must(200, "GET", "/api/v1/me", ""); !strings.Contains(a.text, want) {
			t.Errorf("with %q: %.200s, want %s", cookie, a.text, want)
		}
	}
	is(keeper, "visitor", `"standing":"visitor"`)
	is(keeper, "visitor", `"through":true`)
	keeper.must(403, "POST", "/api/v1/programmes", `{}`)
	keeper.must(403, "GET", "/api/v1/audit", "")
	is(keeper, "everybody", `"standing":"admin"`)
	is(member, "admin", `"standing":"member"`)
	is(member, "admin", `"through":false`)
}
