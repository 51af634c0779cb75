package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
)

// answer is what a request got.
type answer struct {
	status  int
	kind    string
	body    map[string]any
	text    string
	cookies []*http.Cookie
	retry   string // when to ask again, in seconds
}

func ask(t testing.TB, app *fiber.App, method, path, body string) answer {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return told(t, app, r)
}

// told returns what a request got.
func told(t testing.TB, app *fiber.App, r *http.Request) answer {
	t.Helper()
	res, err := app.Test(r, 60_000)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: res.StatusCode, kind: res.Header.Get("Content-Type"), text: string(text), cookies: res.Cookies(), retry: res.Header.Get("Retry-After")}
	if strings.HasPrefix(a.text, "{") {
		if err := json.Unmarshal(text, &a.body); err != nil {
			t.Fatalf("%s %s: %v", r.Method, r.URL, err)
		}
	}
	return a
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})

	t.Run("every path that reads answers", func(t *testing.T) {
		for _, path := range []string{"/healthz", "/readyz", "/api/v1/meta", "/api/v1/zones", "/api/v1/zones/1", "/api/v1/firms", "/api/v1/firms/1",
			"/api/v1/facets", "/api/v1/resources?limit=3", "/api/v1/resources/1", "/api/v1/resources/1/matches", "/api/v1/matches?limit=3",
			"/api/v1/haul?from=27.05,38.48&to=zone:tire-osb&mass_t=20", "/api/v1/vehicles", "/api/v1/materials?q=mermer", "/api/v1/materials/100202",
			"/api/v1/nace?q=cam", "/api/v1/uses?material=100202", "/api/v1/uses?from_nace=C2410", "/api/v1/uses?material=u%C3%A7ucu+k%C3%BCl", "/api/v1/search?q=izmir", "/api/v1/roads", "/api/v1/openapi.json", "/api/v1/openapi.yaml"} {
			if a := ask(t, app, http.MethodGet, path, ""); a.status != http.StatusOK {
				t.Errorf("%s: %d %s", path, a.status, a.text)
			}
		}
	})

	t.Run("bad input is named by its field", func(t *testing.T) {
		tests := map[string]struct {
			method, path, body string
			status             int
			fields             []string
		}{
			"no number":            {"GET", "/api/v1/resources?limit=many", "", 422, []string{"limit"}},
			"two at once":          {"GET", "/api/v1/resources?limit=0&month=13", "", 422, []string{"limit", "month"}},
			"a place off Earth":    {"GET", "/api/v1/haul?from=200,95&to=27,38", "", 422, []string{"from"}},
			"a radius alone":       {"GET", "/api/v1/resources?radius_m=100", "", 422, []string{"near"}},
			"an unknown vehicle":   {"GET", "/api/v1/haul?from=27,38&to=27.1,38.1&vehicle=camel", "", 422, []string{"vehicle"}},
			"no road":              {"GET", "/api/v1/haul?from=27.05,38.48&to=25.2,36.1", "", 422, []string{"to"}},
			"an unknown zone":      {"GET", "/api/v1/haul?from=zone:nowhere&to=27,38", "", 422, []string{"from"}},
			"a stale page":         {"GET", "/api/v1/resources?after=xyz", "", 422, []string{"after"}},
			"no such resource":     {"GET", "/api/v1/resources/999999", "", 404, nil},
			"no such match":        {"GET", "/api/v1/matches/1-1", "", 404, nil},
			"uses of nothing":      {"GET", "/api/v1/uses", "", 422, []string{"material"}},
			"uses of no code":      {"GET", "/api/v1/uses?material=999999", "", 404, nil},
			"uses of a bad giver":  {"GET", "/api/v1/uses?material=100202&from_nace=99.99", "", 422, []string{"from_nace"}},
			"no such path":         {"GET", "/api/v1/nothing", "", 404, nil},
			"no JSON":              {"POST", "/api/v1/resources", "{", 422, []string{"body"}},
			"a field nobody knows": {"POST", "/api/v1/resources", `{"colour":"red"}`, 422, []string{"body"}},
			"an empty posting":     {"POST", "/api/v1/resources", `{}`, 422, []string{"material", "role", "title"}},
			"an unknown material":  {"POST", "/api/v1/resources", `{"role":"source","title":"x","material":"999999","firm_id":1,"site_id":1}`, 422, []string{"material"}},
			"an unknown firm":      {"POST", "/api/v1/resources", `{"role":"source","title":"x","material":"100202","firm_id":99999,"site_id":1}`, 422, []string{"site_id"}},
			"a quantity below 0":   {"POST", "/api/v1/resources", `{"role":"source","title":"x","material":"100202","quantity":-1,"firm_id":1,"site_id":1}`, 422, []string{"quantity"}},
			"deleting what is not": {"DELETE", "/api/v1/resources/999999", "", 404, nil},
		}
		for name, c := range tests {
			t.Run(name, func(t *testing.T) {
				a := ask(t, app, c.method, c.path, c.body)
				if a.status != c.status || a.kind != "application/problem+json" {
					t.Fatalf("%d %s: %s", a.status, a.kind, a.text)
				}
				var fields []string
				errs, _ := a.body["errors"].([]any)
				for _, e := range errs {
					fields = append(fields, e.(map[string]any)["field"].(string))
				}
				slices.Sort(fields)
				if !slices.Equal(fields, c.fields) {
					t.Errorf("fields %v, want %v: %s", fields, c.fields, a.text)
				}
			})
		}
	})

	t.Run("pages hold everything once", func(t *testing.T) {
		seen, path := map[float64]bool{}, "/api/v1/resources?limit=100"
		for path != "" {
			a := ask(t, app, http.MethodGet, path, "")
			for _, f := range a.body["features"].([]any) {
				id := f.(map[string]any)["id"].(float64)
				if seen[id] {
					t.Errorf("%v stands twice", id)
				}
				seen[id] = true
			}
			path, _ = a.body["next"].(string)
		}
		if len(seen) != 637 {
			t.Errorf("%d resources", len(seen))
		}
	})

	t.Run("a posting is changed and taken back", func(t *testing.T) {
		const first = `{"role":"source","title":"Deneme","material":"10 02 02","quantity":5,"unit":"t","interval":"month","firm_id":1,"site_id":1}`
		a := ask(t, app, http.MethodPost, "/api/v1/resources", first)
		if a.status != http.StatusCreated || a.body["properties"].(map[string]any)["material"] != "100202" {
			t.Fatalf("%d %s", a.status, a.text)
		}
		path := fmt.Sprintf("/api/v1/resources/%.0f", a.body["id"])
		a = ask(t, app, http.MethodPut, path, strings.Replace(first, "Deneme", "Başka", 1))
		if a.status != http.StatusOK || a.body["properties"].(map[string]any)["title"] != "Başka" {
			t.Errorf("%d %s", a.status, a.text)
		}
		if a := ask(t, app, http.MethodDelete, path, ""); a.status != http.StatusNoContent {
			t.Errorf("%d %s", a.status, a.text)
		}
		if a := ask(t, app, http.MethodGet, path, ""); a.status != http.StatusNotFound {
			t.Errorf("%d %s", a.status, a.text)
		}
	})

	t.Run("who may not write is told so", func(t *testing.T) {
		for name, cfg := range map[string]api.Config{"closed": {}, "with a token": {Token: "0123456789abcdef"}} {
			cfg.Log = slog.New(slog.DiscardHandler)
			if a := ask(t, api.New(h.x, cfg), http.MethodDelete, "/api/v1/resources/1", ""); a.status != http.StatusForbidden && a.status != http.StatusUnauthorized {
				t.Errorf("%s: %d", name, a.status)
			}
		}
	})
}

// BenchmarkResourceMatches asks for the matches of 200 demo resources over
// HTTP and tells the median and the 99th percentile.
func BenchmarkResourceMatches(b *testing.B) {
	h, _ := demoHouse(b)
	app := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	var took []time.Duration
	for b.Loop() {
		for id := range 200 {
			start := time.Now()
			if a := ask(b, app, http.MethodGet, fmt.Sprintf("/api/v1/resources/%d/matches", id+1), ""); a.status != http.StatusOK {
				b.Fatal(a.text)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "p99-ms")
}
