package main

import (
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// TestFlows: the demo's flows move no resource beyond what it has, add up to
// their totals, and are told in full to facilitators alone.
func TestFlows(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	var over, moves int
	err := h.pool.QueryRow(ctx, `
SELECT count(*) FILTER (WHERE m.moved > r.rate * (1 + 1e-9)), count(*) FROM resource AS r
JOIN (SELECT id, sum(quantity) AS moved FROM move CROSS JOIN LATERAL (VALUES (source_id), (sink_id)) AS ends (id) GROUP BY id) AS m ON m.id = r.id`).Scan(&over, &moves)
	if err != nil || over > 0 || moves < 100 {
		t.Fatalf("%d of %d resources move more than they have, %v", over, moves, err)
	}

	f := geo.FlowFilter{Kind: geo.Potential, Level: geo.ByZone}
	all, run, err := h.x.Flows(ctx, f)
	if err != nil || run.Matches < 500 {
		t.Fatalf("%+v, %v", run, err)
	}
	parts, sums := map[string]float64{}, map[string]float64{}
	for _, one := range all {
		key := fmt.Sprint(one.From, " ", one.Unit)
		switch {
		case one.Within() || one.From == geo.AnyEnd:
		case one.To == geo.AnyEnd:
			sums[key] = one.Quantity[0]
		default:
			parts[key] += one.Quantity[0]
		}
	}
	for key, want := range sums {
		if got := parts[key]; math.Abs(got-want) > 1e-6*want {
			t.Errorf("out of %s: parts are %v, the total is %v", key, got, want)
		}
	}

	seen, _, err := h.x.Flows(geo.WithViewer(ctx, geo.Viewer{Standing: geo.Visitor}), f)
	if err != nil || len(seen) != len(all) {
		t.Fatalf("%d of %d flows, %v", len(seen), len(all), err)
	}
	hidden := map[string]int{}
	for _, one := range seen {
		if !one.Withheld && one.Firms[0] < geo.LeastFirms {
			t.Errorf("%+v is told of %v firms", one.FlowKey, one.Firms[0])
		}
		if !one.Within() && one.To != geo.AnyEnd && one.Withheld {
			hidden[fmt.Sprint(one.From, one.Unit)]++
		}
	}
	if len(hidden) == 0 {
		t.Error("nothing is withheld")
	}

	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	for path, status := range map[string]int{
		"/api/v1/flows": 200, "/api/v1/flows?level=district&period=7": 200, "/api/v1/flows?kind=agreed": 200, "/api/v1/zones/1/flows": 200,
		"/api/v1/flows?kind=sure": 422, "/api/v1/flows?period=13": 422, "/api/v1/flows?format=pdf": 422, "/api/v1/flows?format=geojson&group=0203": 200,
		"/api/v1/flows?shape=matrix&format=csv": 422, "/api/v1/flows?shape=matrix&format=xlsx": 200, "/api/v1/flows?shape=round": 422, "/api/v1/flows?unit=kg": 422, "/api/v1/zones/999999/flows": 404,
		"/api/v1/zones/flows?unit=MWh&limit=5": 200, "/api/v1/zones/6/flows?format=pdf": 422, "/api/v1/zones/6/flows?format=csv&part=all": 422, "/api/v1/zones/6/flows?unit=kg": 422,
	} {
		if a := ask(t, app, http.MethodGet, path, ""); a.status != status {
			t.Errorf("%s: %d %.200s", path, a.status, a.text)
		}
	}
	zone := ask(t, app, http.MethodGet, "/api/v1/zones/6/flows?unit=t&limit=3", "").body
	if len(zone["materials"].([]any)) != 3 || zone["cut"] != true || zone["scale"].(map[string]any)["t"] == nil {
		t.Errorf("three of zone 6: %.300v", zone)
	}
	matrix := ask(t, app, http.MethodGet, "/api/v1/flows?level=district&format=csv&unit=t&shape=matrix", "").text
	if !strings.HasPrefix(matrix, "\ufefft;Aliağa;") || !strings.Contains(matrix, "\nTire;") || strings.Contains(matrix, "*") {
		t.Errorf("matrix: %.300s", matrix)
	}
	grouped := ask(t, app, http.MethodGet, "/api/v1/zones/6/flows?unit=t&group=0203", "").body
	for code, group := range grouped["groups"].(map[string]any) {
		if group != "0203" || !strings.HasPrefix(code, "0203") {
			t.Errorf("%s is of group %v", code, group)
		}
	}
	if len(grouped["materials"].([]any)) < 2 || len(grouped["flows"].([]any)) > 0 || len(grouped["balances"].([]any)) == 0 {
		t.Errorf("a group: %.300v", grouped)
	}
	coverage := zone["coverage"].(map[string]any)
	var resources, medium float64
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM resource WHERE zone_id = 6`).Scan(&resources); err != nil || coverage["resources"] != resources {
		t.Errorf("coverage: %v of %v resources, %v", coverage, resources, err)
	}
	for _, f := range ask(t, app, http.MethodGet, "/api/v1/resources?zone=6&limit=200", "").body["features"].([]any) {
		if f.(map[string]any)["properties"].(map[string]any)["grade"] == "C" {
			medium++
		}
	}
	if coverage["grades"].(map[string]any)["C"] != medium {
		t.Errorf("%v are graded C, want %v", coverage["grades"], medium)
	}
	file := ask(t, app, http.MethodGet, "/api/v1/zones/6/flows?format=csv&unit=t&lang=tr", "").text
	if !strings.HasPrefix(file, "\ufefftür;dönem;") || !strings.Contains(file, "\nolası;yıl boyunca;Bağyurdu OSB;Tire OSB;material.gypsum_phospho;") || !strings.Contains(file, ";5264,4;t;") {
		t.Errorf("file: %.600s", file)
	}
	for format, begin := range map[string]string{"pdf": "%PDF-", "xlsx": "PK"} {
		for _, path := range []string{"/api/v1/zones/6/report?lang=tr&format=", "/api/v1/zones/6/report?lang=en&period=7&format=", "/api/v1/zones/report?format="} {
			if a := ask(t, app, http.MethodGet, path+format, ""); a.status != 200 || !strings.HasPrefix(a.text, begin) || len(a.text) < 8000 {
				t.Errorf("%s%s: %d, %d bytes, %.60q", path, format, a.status, len(a.text), a.text)
			}
		}
	}
	for path, status := range map[string]int{"/api/v1/zones/6/report?format=doc": 422, "/api/v1/zones/6/report?period=13": 422, "/api/v1/zones/999999/report": 404} {
		if a := ask(t, app, http.MethodGet, path, ""); a.status != status {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := ask(t, app, http.MethodGet, "/api/v1/flows?kind=evidenced", ""); len(a.body["features"].([]any)) != 0 || a.body["computed_at"] == nil {
		t.Errorf("evidenced: %.200s", a.text)
	}
}
