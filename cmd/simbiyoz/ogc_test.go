package main

import (
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
	"simbiyoz/geo/ogc"
)

func TestOGCFeatures(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	count := func(t *testing.T, sql string, args ...any) (n int) {
		t.Helper()
		if err := h.pool.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}

	t.Run("pages hold every feature once, whatever the order", func(t *testing.T) {
		for _, order := range []string{"", "&sortby=-rate", "&sortby=zone,-title"} {
			seen := map[float64]bool{}
			for next := "/ogc/collections/resources/items?limit=100" + order; next != ""; {
				a := ask(t, app, http.MethodGet, next, "")
				if a.status != http.StatusOK || a.body["numberMatched"] != 637.0 {
					t.Fatalf("%s: %d %.200s", next, a.status, a.text)
				}
				for _, f := range a.body["features"].([]any) {
					id := f.(map[string]any)["id"].(float64)
					if seen[id] {
						t.Fatalf("%s: %v comes twice", next, id)
					}
					seen[id] = true
				}
				next = linkOf(t, a, "next")
			}
			if len(seen) != 637 {
				t.Errorf("%q: %d of 637 are seen", order, len(seen))
			}
		}
	})

	t.Run("filters choose what SQL does", func(t *testing.T) {
		for filter, sql := range map[string]string{
			"role = 'source'":                                       "role = 'source'",
			"rate > 100 AND NOT unit IN ('kWh', 'm3')":              "rate > 100 AND unit NOT IN ('kWh', 'm3')",
			"rate BETWEEN 10 AND 500 OR form IS NULL":               "rate BETWEEN 10 AND 500 OR form IS NULL",
			"title LIKE 'Cam%'":                                     "title LIKE 'Cam%'",
			"CASEI(title) LIKE CASEI('CAM KIRIĞI%')":                "title ILIKE 'cam kırığı%'",
			"ACCENTI(CASEI(title)) LIKE ACCENTI(CASEI('%firesi%'))": "fold(title) LIKE '%firesi%'",
			"confirmed_on >= DATE('2026-06-01')":                    "confirmed_on >= '2026-06-01'",
			"S_INTERSECTS(geometry, BBOX(27, 38.3, 27.3, 38.6))":    "place && ST_MakeEnvelope(27, 38.3, 27.3, 38.6, 4326)",
			"S_DWITHIN(geometry, POINT(27.1 38.4), 20000)":          "ST_DWithin(place::geography, ST_SetSRID(ST_MakePoint(27.1, 38.4), 4326)::geography, 20000)",
			"quantity < rate":                                       "quantity < rate",
			"TRUE":                                                  "true",
		} {
			a := ask(t, app, http.MethodGet, "/ogc/collections/resources/items?limit=1&filter="+url.QueryEscape(filter), "")
			want := count(t, "SELECT count(*) FROM resource WHERE "+sql)
			if a.status != http.StatusOK || a.body["numberMatched"] != float64(want) || want == 0 {
				t.Errorf("%s: got %v, want %d: %.300s", filter, a.body["numberMatched"], want, a.text)
			}
		}
		json := `{"op":"and","args":[{"op":"=","args":[{"property":"role"},"sink"]},{"op":"s_within","args":[{"property":"geometry"},{"bbox":[27,38,28,39]}]}]}`
		a := ask(t, app, http.MethodGet, "/ogc/collections/resources/items?limit=1&filter-lang=cql2-json&filter="+url.QueryEscape(json), "")
		if want := count(t, "SELECT count(*) FROM resource WHERE role = 'sink' AND ST_Within(place, ST_MakeEnvelope(27, 38, 28, 39, 4326))"); a.body["numberMatched"] != float64(want) {
			t.Errorf("JSON: got %v, want %d", a.body["numberMatched"], want)
		}
	})

	t.Run("a property, a box and a time choose too", func(t *testing.T) {
		for query, sql := range map[string]string{
			"role=sink&unit=t":       "role = 'sink' AND unit = 't'",
			"bbox=27,38.3,27.3,38.6": "place && ST_MakeEnvelope(27, 38.3, 27.3, 38.6, 4326)",
			"bbox=38.3,27,38.6,27.3&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326": "place && ST_MakeEnvelope(27, 38.3, 27.3, 38.6, 4326)",
			"datetime=2026-01-01T00:00:00Z/..":                                           "until_on IS NULL OR until_on >= '2026-01-01'",
		} {
			a := ask(t, app, http.MethodGet, "/ogc/collections/resources/items?limit=1&"+query, "")
			if want := count(t, "SELECT count(*) FROM resource WHERE "+sql); a.body["numberMatched"] != float64(want) || want == 0 {
				t.Errorf("%s: got %v, want %d: %.300s", query, a.body["numberMatched"], want, a.text)
			}
		}
	})

	t.Run("what is wrong is a 400 that names it", func(t *testing.T) {
		for query, field := range map[string]string{
			"colour=red": "colour", "limit=0": "limit", "bbox=1,2,3": "bbox", "bbox=3,2,1,4": "bbox", "datetime=yesterday": "datetime", "crs=EPSG:1": "crs",
			"sortby=colour": "sortby", "after=xyz": "after", "filter=colour%3D1": "filter", "filter=rate%3D'x'": "filter", "filter=rate%20LIKE%20'x'": "filter",
			"filter=(": "filter", "filter-lang=sql&filter=1": "filter-lang", "rate=many": "filter", "f=xml": "f",
			"filter=title%3D'x'%3B%20DROP%20TABLE%20zone": "filter",
		} {
			a := ask(t, app, http.MethodGet, "/ogc/collections/resources/items?"+query, "")
			errs, _ := a.body["errors"].([]any)
			if a.status != http.StatusBadRequest || len(errs) == 0 || !strings.Contains(a.text, `"`+field+`"`) && !strings.Contains(a.text, `"rate"`) {
				t.Errorf("%s: %d %.300s", query, a.status, a.text)
			}
		}
		for _, path := range []string{"/ogc/collections/nothing", "/ogc/collections/nothing/items", "/ogc/collections/zones/items/999", "/ogc/collections/zones/items/x", "/ogc/x"} {
			if a := ask(t, app, http.MethodGet, path, ""); a.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, a.status)
			}
		}
	})

	t.Run("every page is there as JSON and as HTML", func(t *testing.T) {
		paths := []string{"/ogc", "/ogc/conformance", "/ogc/collections"}
		for _, c := range ogc.Collections {
			first := 1
			if of, numbered := map[string]string{"matches": "min(source_id << 27 | sink_id) FROM match", "flows": "min(id) FROM zone_flow"}[c.ID]; numbered {
				first = count(t, "SELECT "+of)
			}
			for _, p := range []string{"", "/queryables", "/items", fmt.Sprint("/items/", first)} {
				paths = append(paths, "/ogc/collections/"+c.ID+p)
			}
		}
		for _, path := range paths {
			json, html := ask(t, app, http.MethodGet, path, ""), ask(t, app, http.MethodGet, path+"?f=html", "")
			if json.status != http.StatusOK || json.body == nil || html.status != http.StatusOK || !strings.HasPrefix(html.kind, "text/html") {
				t.Errorf("%s: %d %.100s, %d %.100s", path, json.status, json.text, html.status, html.text)
			}
		}
	})

	t.Run("positions are told in the surveyors' systems, axes in their order", func(t *testing.T) {
		for _, crs := range ogc.CRSs {
			a := ask(t, app, http.MethodGet, "/ogc/collections/sites/items/1?crs="+url.QueryEscape(crs.URI), "")
			var x, y float64
			if err := h.pool.QueryRow(ctx, "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(place, $1::int) AS p FROM site WHERE id = 1) AS at", crs.Code).Scan(&x, &y); err != nil {
				t.Fatal(err)
			}
			if crs.Swapped {
				x, y = y, x
			}
			got := a.body["geometry"].(map[string]any)["coordinates"].([]any)
			if math.Abs(got[0].(float64)-x) > 0.01 || math.Abs(got[1].(float64)-y) > 0.01 {
				t.Errorf("%s: got %v, want %v %v", crs.URI, got, x, y)
			}
		}
	})

	t.Run("flows hide what too few firms stand behind, before anything is filtered by it", func(t *testing.T) { flowsHide(t, h, ctx, app) })

	t.Run("GDAL reads what the database holds", func(t *testing.T) { gdalReads(t, app, count) })

	t.Run("QGIS reads what the database holds", func(t *testing.T) { qgisReads(t, app, count) })
}

// linkOf returns where a link of an answer leads, without the host.
func linkOf(t *testing.T, a answer, rel string) string {
	t.Helper()
	for _, l := range a.body["links"].([]any) {
		if l := l.(map[string]any); l["rel"] == rel {
			_, path, _ := strings.Cut(l["href"].(string), "/ogc")
			return "/ogc" + path
		}
	}
	return ""
}

// gdalReads has GDAL's own driver list and copy every collection over HTTP.
func gdalReads(t *testing.T, app *fiber.App, count func(t *testing.T, sql string, args ...any) int) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		t.Fatal("GDAL is not installed: make install-test")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = app.Listener(listener) }() // ends with the test's process
	t.Cleanup(func() { _ = app.Shutdown() })
	address, file := "OAPIF:http://"+listener.Addr().String()+"/ogc", filepath.Join(t.TempDir(), "all.gpkg")
	run := func(name string, args ...string) string {
		out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
		if err != nil || strings.Contains(string(out), "ERROR") {
			t.Fatalf("%s %v: %v %s", name, args, err, out)
		}
		return string(out)
	}
	run("ogr2ogr", "-f", "GPKG", file, address, "-oo", "PAGE_SIZE=300")
	for _, c := range ogc.Collections {
		want := count(t, "SELECT count(*) FROM "+tableOf[c.ID])
		if told := featureCount(t, run("ogrinfo", "-so", address, c.ID)); told != want {
			t.Errorf("%s: ogrinfo counts %d of %d", c.ID, told, want)
		}
		if copied := featureCount(t, run("ogrinfo", "-so", file, c.ID)); copied != want {
			t.Errorf("%s: ogr2ogr copied %d of %d", c.ID, copied, want)
		}
	}
	sources := featureCount(t, run("ogrinfo", "-so", "-where", "role = 'source'", "-spat", "27", "38", "27.5", "38.7", address, "resources"))
	if want := count(t, "SELECT count(*) FROM resource WHERE role = 'source' AND place && ST_MakeEnvelope(27, 38, 27.5, 38.7, 4326)"); sources != want {
		t.Errorf("ogrinfo filters %d sources, there are %d", sources, want)
	}
}

// tableOf says where the rows of a collection are.
var tableOf = map[string]string{"zones": "zone", "firms": "firm", "sites": "site", "resources": "resource", "matches": "match",
	"flows": "flow WHERE level = 'zone' AND material <> '' AND origin <> '*' AND destination <> '*'"}

var counted = regexp.MustCompile(`Feature Count: (\d+)`)

func featureCount(t *testing.T, text string) (n int) {
	t.Helper()
	found := counted.FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no count in %.300s", text)
	}
	if _, err := fmt.Sscan(found[1], &n); err != nil {
		t.Fatal(err)
	}
	return n
}
