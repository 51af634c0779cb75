package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/ogc"
)

// qgis asks as QGIS's provider of OGC API – Features does: the same addresses
// in the same order, with its headers.
type qgis struct {
	app   *fiber.App
	items string // address of the collection's
	page  int    // features that it asks for at a time
}

func (q *qgis) get(t *testing.T, address, accept string) answer {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, u.RequestURI(), nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 QGIS/33415/Debian GNU/Linux 12 (bookworm)")
	r.Header.Set("Accept", accept)
	r.Header.Set("Accept-Language", "tr-TR,tr,*")
	a := told(t, q.app, r)
	if a.status != http.StatusOK || a.body == nil {
		t.Fatalf("%s: %d %s %.300s", address, a.status, a.kind, a.text)
	}
	return a
}

// link returns where the first link of a relation leads whose type is one of
// those that QGIS takes, of any where none is named.
func (q *qgis) link(t *testing.T, a answer, rel string, types ...string) string {
	t.Helper()
	for _, l := range a.body["links"].([]any) {
		l := l.(map[string]any)
		if l["rel"] == rel && (len(types) == 0 || slices.Contains(types, l["type"].(string))) {
			return l["href"].(string)
		}
	}
	return ""
}

const qgisFeatures = "application/geo+json, application/json"

// open goes from the landing page to the first ten features, as QGIS does when a
// layer is added, and returns how many it is told that there are.
func (q *qgis) open(t *testing.T, collection string) int {
	t.Helper()
	landing := q.get(t, "/ogc", "application/json")
	desc := q.link(t, landing, "service-desc", "application/vnd.oai.openapi+json;version=3.0")
	data, _, _ := strings.Cut(q.link(t, landing, "data", "application/json"), "?")
	conformance := q.link(t, landing, "conformance")
	if desc == "" || data == "" || conformance == "" {
		t.Fatalf("the landing page lacks a link: %s", landing.text)
	}
	about := q.get(t, desc, "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0, application/json")
	limit := about.body["components"].(map[string]any)["parameters"].(map[string]any)["limit"].(map[string]any)["schema"].(map[string]any)
	q.page = min(max(1000, int(limit["default"].(float64))), int(limit["maximum"].(float64)))
	all := q.get(t, data, "application/json").body["collections"].([]any)
	if !slices.ContainsFunc(all, func(c any) bool { return c.(map[string]any)["id"] == collection }) {
		t.Fatalf("%s is not listed", collection)
	}
	at := data + "/" + collection
	one := q.get(t, at, "application/json")
	if box := one.body["extent"].(map[string]any)["spatial"].(map[string]any)["bbox"].([]any); len(box) != 1 || len(box[0].([]any)) != 4 {
		t.Errorf("%s covers %v", collection, box)
	}
	classes := q.get(t, conformance, "application/json").body["conformsTo"].([]any)
	for _, class := range []string{"ogcapi-features-2/1.0/conf/crs", "cql2/1.0/conf/cql2-text", "cql2/1.0/conf/basic-cql2", "ogcapi-features-3/1.0/conf/filter", "ogcapi-features-3/1.0/conf/features-filter"} {
		if !slices.Contains(classes, any("http://www.opengis.net/spec/"+class)) {
			t.Errorf("QGIS misses %s", class)
		}
	}
	if queryables := q.get(t, at+"/queryables", "application/schema+json"); len(queryables.body["properties"].(map[string]any)) < 2 {
		t.Errorf("%s is filtered by nothing: %s", collection, queryables.text)
	}
	q.items = at + "/items"
	sample := q.get(t, q.items+"?limit=10", qgisFeatures)
	return int(sample.body["numberMatched"].(float64))
}

// load turns pages as QGIS does while it draws a layer, until there is no next.
func (q *qgis) load(t *testing.T, query string) (features int) {
	t.Helper()
	seen := map[float64]bool{}
	for next := fmt.Sprintf("%s?limit=%d%s", q.items, q.page, query); next != ""; {
		a := q.get(t, next, qgisFeatures)
		for _, f := range a.body["features"].([]any) {
			id := f.(map[string]any)["id"].(float64)
			if seen[id] {
				t.Errorf("%s: %v comes twice", next, id)
			}
			seen[id] = true
		}
		next = q.link(t, a, "next", "application/geo+json")
	}
	return len(seen)
}

// qgisReads holds what QGIS gets of every collection against the database.
func qgisReads(t *testing.T, app *fiber.App, count func(t *testing.T, sql string, args ...any) int) {
	for _, c := range ogc.Collections {
		q := &qgis{app: app}
		want := count(t, "SELECT count(*) FROM "+tableOf[c.ID])
		if told := q.open(t, c.ID); told != want || q.page != 1000 {
			t.Errorf("%s: QGIS is told of %d features, there are %d; a page has %d", c.ID, told, want, q.page)
		}
		q.page = 150 // so that it turns pages of the demo
		if got := q.load(t, ""); got != want {
			t.Errorf("%s: QGIS reads %d of %d", c.ID, got, want)
		}
	}
	q := &qgis{app: app}
	q.open(t, "resources")
	q.page = 50
	const box = "ST_MakeEnvelope(27, 38.3, 27.3, 38.6, 4326)"
	for query, sql := range map[string]string{
		"&bbox=27,38.3,27.3,38.6": "place && " + box,
		"&filter=(%22role%22%20=%20'source')&filter-lang=cql2-text&bbox=27,38.3,27.3,38.6": "role = 'source' AND place && " + box,
		// a project in TUREF / TM27: its northing comes first
		"&bbox=4240000,500000,4270000,530000&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/5253&crs=http://www.opengis.net/def/crs/EPSG/0/5253": "place_m && ST_MakeEnvelope(500000, 4240000, 530000, 4270000, 5253)",
	} {
		want := count(t, "SELECT count(*) FROM resource WHERE "+sql)
		if got := q.load(t, query); got != want || want <= q.page {
			t.Errorf("%s: QGIS reads %d of %d", query, got, want)
		}
	}
}
