package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"

	"simbiyoz/api"
	"simbiyoz/geo/oidc"
)

// providerUsers have accounts at the provider; the second's mail it has not
// verified.
const providerUsers = `{
"u1": {"ID":"u1","Username":"elif","Password":"verysecure","FirstName":"Elif","LastName":"Kurgu","Email":"elif@example.org","EmailVerified":true,"PreferredLanguage":"tr"},
"u2": {"ID":"u2","Username":"sahte","Password":"verysecure","FirstName":"Sahte","LastName":"Kurgu","Email":"known@example.org","EmailVerified":false,"PreferredLanguage":"tr"}}`

// provider runs an OpenID provider (the one of zitadel/oidc, over HTTP) that
// knows us by our address.
func provider(t *testing.T, ours string) (issuer string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "users.json")
	if err := os.WriteFile(file, []byte(providerUsers), 0o600); err != nil {
		t.Fatal(err)
	}
	users, err := storage.StoreFromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	storage.RegisterClients(storage.WebClient("simbiyoz", "geheim", ours+"/api/v1/oidc/callback"))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	issuer = fmt.Sprintf("http://localhost:%d/", l.Addr().(*net.TCPAddr).Port)
	server := httptest.NewUnstartedServer(exampleop.SetupServer(issuer, storage.NewStorage(users), nil, false, op.WithAllowInsecure()))
	server.Listener.Close()
	server.Listener = l
	server.Start()
	t.Cleanup(server.Close)
	return issuer
}

// TestLoginElsewhere goes through a real provider as a browser does: over its
// login page and back.
func TestLoginElsewhere(t *testing.T) {
	t.Parallel()
	h, ctx, mail := accountHouse(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ours := "http://" + l.Addr().String()
	issuer := provider(t, ours)
	h.x.UseProvider(oidc.New(oidc.Config{Issuer: issuer, Client: "simbiyoz", Secret: "geheim", Name: "OSB Kimlik", Return: ours + "/api/v1/oidc/callback"}))
	app := apiOf(h, api.Config{Public: ours})
	go app.Listener(l)
	t.Cleanup(func() { app.Shutdown() })
	newcomer(t, app, mail, "known@example.org")

	// login returns the browser and the address at which it ends.
	login := func(user string, twist func(*url.URL)) (*http.Client, *http.Response) {
		t.Helper()
		jar, _ := cookiejar.New(nil)
		b := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if twist != nil && strings.HasSuffix(r.URL.Path, "/callback") && r.URL.Host == l.Addr().String() {
				twist(r.URL)
			}
			return nil
		}}
		page, err := b.Get(ours + "/api/v1/oidc")
		if err != nil {
			t.Fatal(err)
		}
		page.Body.Close()
		at := page.Request.URL
		if at.Query().Get("authRequestID") == "" {
			t.Fatalf("the way to the provider ends at %s with %d", at, page.StatusCode)
		}
		end, err := b.PostForm(at.Scheme+"://"+at.Host+"/login/username", url.Values{"id": {at.Query().Get("authRequestID")}, "username": {user}, "password": {"verysecure"}})
		if err != nil {
			t.Fatal(err)
		}
		end.Body.Close()
		return b, end
	}
	me := func(b *http.Client) string {
		t.Helper()
		r, err := b.Get(ours + "/api/v1/me")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		var text strings.Builder
		buf := make([]byte, 1<<16)
		for {
			n, err := r.Body.Read(buf)
			text.Write(buf[:n])
			if err != nil {
				return text.String()
			}
		}
	}

	for range 2 { // made the first time, the same the second
		b, end := login("elif", nil)
		if end.Request.URL.Path != "/" || !strings.Contains(me(b), `"mail":"elif@example.org"`) {
			t.Fatalf("ends at %s as %s", end.Request.URL, me(b))
		}
	}
	var accounts int
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM account WHERE mail = 'elif@example.org' AND subject = 'u1' AND verified_at IS NOT NULL`).Scan(&accounts); err != nil || accounts != 1 {
		t.Errorf("%d accounts, %v", accounts, err)
	}
	if b, end := login("sahte", nil); !strings.Contains(end.Request.URL.RawQuery, "refused") || strings.Contains(me(b), "known@example.org") {
		t.Errorf("a mail that is not verified opens %s", me(b))
	}
	for name, twist := range map[string]func(*url.URL){
		"another state": func(u *url.URL) { u.RawQuery = strings.Replace(u.RawQuery, "state=", "state=X", 1) },
		"another code":  func(u *url.URL) { u.RawQuery = strings.Replace(u.RawQuery, "code=", "code=X", 1) },
	} {
		if b, end := login("elif", twist); strings.Contains(me(b), "elif@example.org") {
			t.Errorf("%s lets in at %s", name, end.Request.URL)
		}
	}
	// whoever has a second factor comes in only with one
	if _, err := h.pool.Exec(ctx, `UPDATE account SET totp_secret = 'JBSWY3DPEHPK3PXP', totp_at = now() WHERE mail = 'elif@example.org'`); err != nil {
		t.Fatal(err)
	}
	if b, _ := login("elif", nil); strings.Contains(me(b), "elif@example.org") {
		t.Error("the second factor is gone around")
	}
	if _, err := h.pool.Exec(ctx, `UPDATE account SET totp_at = NULL, locked_at = now() WHERE mail = 'elif@example.org'`); err != nil {
		t.Fatal(err)
	}
	if b, _ := login("elif", nil); strings.Contains(me(b), "elif@example.org") {
		t.Error("a locked account comes in")
	}
}
