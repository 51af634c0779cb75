package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// reply is what a write got.
type reply struct {
	status int
	header http.Header
	text   string
}

func send(t testing.TB, app *fiber.App, method, path, body string, header ...string) reply {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/geo+json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := app.Test(r, 60_000)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(text)}
}

func (r reply) want(t testing.TB, what string, status int, text string) {
	t.Helper()
	if r.status != status || !strings.Contains(r.text, text) {
		t.Fatalf("%s: %d %s, want %d %s", what, r.status, r.text, status, text)
	}
}

func (r reply) properties(t testing.TB) map[string]any {
	t.Helper()
	var f struct{ Properties map[string]any }
	if err := json.Unmarshal([]byte(r.text), &f); err != nil {
		t.Fatalf("%v: %s", err, r.text)
	}
	return f.Properties
}

// TestFeatureWrites is of conformance classes create-replace-delete, update,
// optimistic-locking-etags and features of Part 4.
func TestFeatureWrites(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	_, sites, err := h.x.Firm(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	const items = "/ogc/collections/resources/items"
	at := func(p geo.Point) string {
		return fmt.Sprintf(`{"type":"Point","coordinates":[%.7f,%.7f]}`, p[0], p[1])
	}
	feature := func(title, geometry string) string {
		return fmt.Sprintf(`{"type":"Feature","geometry":%s,"properties":{"role":"source","title":%q,"material":"100202","quantity":5,"firm_id":1}}`, geometry, title)
	}
	var path, tag string

	t.Run("create", func(t *testing.T) {
		got := send(t, app, "POST", items, feature("Bir", at(sites[0].Place)))
		got.want(t, "create", 201, `"title":"Bir"`)
		_, path, _ = strings.Cut(got.header.Get("Location"), "example.com")
		tag = got.header.Get("ETag")
		again := send(t, app, "GET", path, "")
		again.want(t, "read", 200, `"quantity":5`)
		if again.header.Get("ETag") != tag || tag == "" {
			t.Errorf("tags %s and %s", tag, again.header.Get("ETag"))
		}
		send(t, app, "GET", path, "", "If-None-Match", tag).want(t, "known", 304, "")
	})

	t.Run("what is wrong is named", func(t *testing.T) {
		for body, field := range map[string]string{
			feature("x", `{"type":"Point","coordinates":[0,0]}`):                         "geometry",
			feature("x", `{"type":"Polygon","coordinates":[]}`):                          "geometry",
			strings.Replace(feature("x", "null"), `"quantity":5`, `"quantity":"x"`, 1):   "quantity",
			strings.Replace(feature("x", "null"), `"quantity":5`, `"quantity":-5`, 1):    "quantity",
			strings.Replace(feature("x", "null"), `"quantity"`, `"colour"`, 1):           "colour",
			strings.Replace(feature("x", "null"), `,"firm_id":1`, "", 1):                 "firm_id",
			strings.Replace(feature("x", "null"), `"firm_id":1`, `"firm_id":9999999`, 1): "firm_id",
			`{"type":"Nothing"}`: "type", `{`: "body",
		} {
			send(t, app, "POST", items, body).want(t, body, 400, `"field":"`+field+`"`)
		}
		send(t, app, "POST", items, feature("x", `{"type":"Point","coordinates":[0,0]}`), "Content-Crs", "<http://www.opengis.net/def/crs/EPSG/0/1>").want(t, "crs", 400, `"field":"Content-Crs"`)
		send(t, app, "PUT", items+"/99999999", feature("x", "null"), "If-Match", "*").want(t, "none", 404, "")
		send(t, app, "PUT", path, feature("x", "null"), "If-Match", tag, "Content-Type", "text/plain").want(t, "media", 415, "")
	})

	t.Run("a change names what it is made of", func(t *testing.T) {
		send(t, app, "PUT", path, feature("İki", "null")).want(t, "without If-Match", 428, "")
		send(t, app, "PUT", path, feature("İki", "null"), "If-Match", `"0123"`).want(t, "another tag", 412, "")
		got := send(t, app, "PUT", path, feature("İki", "null"), "If-Match", tag)
		got.want(t, "replace", 200, `"title":"İki"`)
		if got.header.Get("ETag") == tag {
			t.Error("the tag is as it was")
		}
		send(t, app, "PATCH", path, `{"properties":{"quantity":7}}`, "If-Match", tag).want(t, "the old tag", 412, "")
		tag = got.header.Get("ETag")
		got = send(t, app, "PATCH", path, `{"properties":{"quantity":7}}`, "If-Match", tag, "Content-Type", "application/merge-patch+json")
		got.want(t, "update", 200, `"title":"İki"`)
		if p := got.properties(t); p["quantity"] != 7.0 || p["role"] != "source" {
			t.Errorf("%v", p)
		}
		tag = got.header.Get("ETag")
		// a replacement forgets what it does not name
		got = send(t, app, "PUT", path, strings.Replace(feature("Üç", "null"), `"quantity":5,`, "", 1), "If-Match", tag)
		if p := got.properties(t); got.status != 200 || p["quantity"] != nil || p["firm_id"] != 1.0 {
			t.Errorf("%d %v", got.status, p)
		}
		tag = got.header.Get("ETag")
	})

	t.Run("of many who change at once one wins", func(t *testing.T) {
		var all sync.WaitGroup
		statuses := make([]int, 8)
		for i := range statuses {
			all.Go(func() {
				statuses[i] = send(t, app, "PATCH", path, fmt.Sprintf(`{"properties":{"quantity":%d}}`, 100+i), "If-Match", tag).status
			})
		}
		all.Wait()
		won := 0
		for _, s := range statuses {
			if s == 200 {
				won++
			} else if s != 412 {
				t.Errorf("%d", s)
			}
		}
		if won != 1 {
			t.Errorf("%d of %v won", won, statuses)
		}
		tag = send(t, app, "GET", path, "").header.Get("ETag")
	})

	t.Run("in every reference system, whatever the order of its axes", func(t *testing.T) {
		for _, crs := range []string{"EPSG/0/4326", "EPSG/0/3857", "EPSG/0/5253", "EPSG/0/23035"} {
			uri := "http://www.opengis.net/def/crs/" + crs
			read := send(t, app, "GET", path+"?crs="+uri, "")
			var f struct{ Geometry json.RawMessage }
			if err := json.Unmarshal([]byte(read.text), &f); err != nil {
				t.Fatal(err)
			}
			// the tag of another representation names the same feature
			got := send(t, app, "PATCH", path, fmt.Sprintf(`{"geometry":%s,"properties":{"title":%q}}`, f.Geometry, crs), "If-Match", read.header.Get("ETag"), "Content-Crs", "<"+uri+">")
			got.want(t, crs, 200, `"title":"`+crs)
			if !strings.Contains(got.text, fmt.Sprintf("%.5f", sites[0].Place[0])[:5]) {
				t.Errorf("%s: it moved: %s", crs, got.text)
			}
			tag = got.header.Get("ETag")
		}
	})

	t.Run("a key is done once", func(t *testing.T) {
		body := feature("Dört", at(sites[0].Place))
		first := send(t, app, "POST", items, body, "Idempotency-Key", "k-1")
		first.want(t, "first", 201, "Dört")
		second := send(t, app, "POST", items, body, "Idempotency-Key", "k-1")
		if second.status != 201 || second.text != first.text || second.header.Get("Location") != first.header.Get("Location") || second.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%d %s", second.status, second.text)
		}
		send(t, app, "POST", items, feature("Beş", "null"), "Idempotency-Key", "k-1").want(t, "another", 422, `"field":"Idempotency-Key"`)
		var n int
		if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM resource WHERE title = 'Dört'`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d are stored, %v", n, err)
		}
		// what failed may be tried anew
		wrong := strings.Replace(body, `"role":"source"`, `"role":"none"`, 1)
		send(t, app, "POST", items, wrong, "Idempotency-Key", "k-2").want(t, "wrong", 400, "")
		send(t, app, "POST", items, body, "Idempotency-Key", "k-2").want(t, "right", 201, "")
		// a crash after the change: it is not done again
		if _, err := h.pool.Exec(ctx, `UPDATE once SET status = NULL, at = now() - interval '1 hour' WHERE key = 'k-1'`); err != nil {
			t.Fatal(err)
		}
		send(t, app, "POST", items, body, "Idempotency-Key", "k-1").want(t, "lost", 409, "")
	})

	t.Run("delete", func(t *testing.T) {
		send(t, app, "DELETE", path, "").want(t, "without If-Match", 428, "")
		send(t, app, "DELETE", path, "", "If-Match", `"0"`).want(t, "another", 412, "")
		send(t, app, "DELETE", path, "", "If-Match", tag).want(t, "delete", 204, "")
		send(t, app, "GET", path, "").want(t, "gone", 404, "")
	})

	t.Run("firms", func(t *testing.T) {
		const firms = "/ogc/collections/firms/items"
		const body = `{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[27.1,38.4],[27.2,38.4]]},"properties":{"ref":"w-1","name":"Yeni","nace":"23.51"}}`
		got := send(t, app, "POST", firms, body)
		got.want(t, "create", 201, `"sites":2`)
		send(t, app, "POST", firms, body).want(t, "again", 409, "")
		send(t, app, "POST", firms, strings.Replace(body, "23.51", "x", 1)).want(t, "class", 400, `"field":"nace"`)
		_, path, _ := strings.Cut(got.header.Get("Location"), "example.com")
		got = send(t, app, "PATCH", path, `{"properties":{"name":"Yepyeni"}}`, "If-Match", got.header.Get("ETag"))
		got.want(t, "update", 200, `"name":"Yepyeni","nace":"23.51"`)
		send(t, app, "DELETE", path, "", "If-Match", "*").want(t, "delete", 405, "")
	})

	t.Run("what may be done is told", func(t *testing.T) {
		for path, allow := range map[string]string{
			items: "GET, HEAD, OPTIONS, POST", items + "/1": "GET, HEAD, OPTIONS, PUT, PATCH, DELETE",
			"/ogc/collections/firms/items/1": "GET, HEAD, OPTIONS, PUT, PATCH", "/ogc/collections/zones/items": "GET, HEAD, OPTIONS",
		} {
			if got := send(t, app, "OPTIONS", path, ""); got.status != 204 || got.header.Get("Allow") != allow {
				t.Errorf("%s: %d %s", path, got.status, got.header.Get("Allow"))
			}
		}
		if got := send(t, app, "POST", "/ogc/collections/zones/items", "{}"); got.status != 405 || got.header.Get("Allow") == "" {
			t.Errorf("%d", got.status)
		}
	})

	t.Run("who may not write is told so", func(t *testing.T) {
		closed := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
		send(t, closed, "POST", items, feature("x", "null")).want(t, "create", 403, "")
		send(t, closed, "DELETE", items+"/1", "", "If-Match", "*").want(t, "delete", 403, "")
	})
}
