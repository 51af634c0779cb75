package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
)

// TestFromMatchToTruck goes the whole way over HTTP: interest, acceptance by
// the other side, the synergy through its stages, its log and its files.
func TestFromMatchToTruck(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	get := func(path string) map[string]any { return good(t, ask(t, app, http.MethodGet, "/api/v1/"+path, "")) }
	post := func(path, body string) answer { return ask(t, app, http.MethodPost, "/api/v1/"+path, body) }

	m := get("matches?runnable=true&limit=1")["matches"].([]any)[0].(map[string]any)
	pair := "matches/" + m["id"].(string) + "/interest"
	firm := func(side string) string {
		return fmt.Sprint(m[side].(map[string]any)["properties"].(map[string]any)["firm"].(map[string]any)["id"])
	}
	if a := post(pair, `{}`); a.status != 422 || !strings.Contains(a.text, "as_firm") {
		t.Errorf("for nobody: %d %s", a.status, a.text)
	}
	good(t, post(pair, `{"as_firm":`+firm("sink")+`,"note":"haftada iki kamyon"}`))
	inbox := get("interests?as_firm=" + firm("source"))["interests"].([]any)[0].(map[string]any)
	if inbox["sink"].(map[string]any)["firm"] != nil || inbox["source"].(map[string]any)["title"] == nil {
		t.Errorf("the side that was asked sees %v", inbox)
	}
	answer := fmt.Sprintf("interests/%v/answer", inbox["id"])
	if a := post(answer, `{"as_firm":`+firm("sink")+`,"answer":"accepted"}`); a.status != 422 {
		t.Errorf("who asked accepts: %d %s", a.status, a.text)
	}
	if a := post(answer, `{"as_firm":`+firm("source")+`,"answer":"declined"}`); a.status != 422 || !strings.Contains(a.text, "reason") {
		t.Errorf("declined for no reason: %d %s", a.status, a.text)
	}
	born := good(t, post(answer, `{"as_firm":`+firm("source")+`,"answer":"accepted"}`))
	path := fmt.Sprintf("synergies/%v", born["synergy_id"])
	y := get(path)
	if y["stage"] != "idea" || y["sink"].(map[string]any)["firm"] == nil || y["sink"].(map[string]any)["place"] == nil {
		t.Errorf("born as %v", y)
	}

	if a := post(path+"/stage", `{"to":"completed","why":"hemen"}`); a.status != 422 {
		t.Errorf("from idea to completed: %d %s", a.status, a.text)
	}
	y = good(t, post(path+"/stage", `{"to":"discussion","why":"iki taraf görüştü"}`))
	if y["stage"] != "discussion" {
		t.Errorf("moved to %v", y["stage"])
	}
	good(t, ask(t, app, http.MethodPatch, "/api/v1/"+path, `{"owner":"Ayşe","next_action":"numune iste","next_on":"2026-01-05","readiness":{"legal":"underway"}}`))
	if a := post(path+"/log", `{"text":"telefonla arandı"}`); a.status != http.StatusNoContent {
		t.Errorf("note: %d %s", a.status, a.text)
	}
	late := get("synergies?overdue=true")["synergies"].([]any)
	if log := get(path + "/log")["log"].([]any); len(log) != 4 || len(late) != 1 {
		t.Errorf("log %v, overdue %v", log, late)
	}
	sendFiles(t, app, "/api/v1/"+path+"/files")
}

func sendFiles(t *testing.T, app *fiber.App, path string) {
	t.Helper()
	if a := upload(t, app, path, "teklif.pdf", "<html><script>alert(1)</script></html>"); a.status != 422 || !strings.Contains(a.text, "text/html") {
		t.Errorf("a page that is called PDF: %d %s", a.status, a.text)
	}
	if a := upload(t, app, path, "büyük.pdf", "%PDF-1.7\n"+strings.Repeat("x", 5<<20)); a.status != 422 {
		t.Errorf("too large a file: %d %s", a.status, a.text)
	}
	kept := good(t, upload(t, app, path, "analiz şeması.pdf", "%PDF-1.7\n%%EOF"))
	r, err := app.Test(httptest.NewRequest(http.MethodGet, fmt.Sprintf("%s/%v", path, kept["id"]), nil), 20_000)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	head := r.Header
	if r.StatusCode != 200 || head.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(head.Get("Content-Disposition"), "attachment;") || head.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", r.StatusCode, head)
	}
}

func upload(t *testing.T, app *fiber.App, path, name, content string) answer {
	t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(content))
	form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &buf)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return told(t, app, r)
}

func good(t *testing.T, a answer) map[string]any {
	t.Helper()
	if a.status >= 300 {
		t.Fatalf("%d %s", a.status, a.text)
	}
	return a.body
}
