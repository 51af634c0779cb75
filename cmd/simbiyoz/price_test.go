package main

import (
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"testing"
	"time"

	"simbiyoz/api"
)

// TestPricesOverHTTP: what the agency enters is told as its own with its
// history, and hauls and vehicles cost that from then on.
func TestPricesOverHTTP(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	const way = "/api/v1/haul?from=27.05,38.48&to=zone:tire-osb&mass_t=50&empty=0"
	before := part(t, ask(t, app, http.MethodGet, way, ""), "properties")
	if got, want := lines(t, before)["distance_try"].(float64), 2*40*before["length_m"].(float64)/1000; math.Abs(got-want) > 0.01 {
		t.Errorf("two trips of 40 TRY/km cost %.2f TRY, want %.2f", got, want)
	}
	month := time.Now().Format("2006-01")
	put := func(of, measure string, likely float64) answer {
		return ask(t, app, http.MethodPut, "/api/v1/prices",
			fmt.Sprintf(`{"prices":[{"of":%q,"measure":%q,"likely":%v,"month":%q,"source":"carrier's offer"}]}`, of, measure, likely, month))
	}
	for range 2 { // the same again is nothing new
		if a := put("articulated", "per_km_try", 55); a.status != http.StatusOK {
			t.Fatal(a.text)
		}
	}
	list := ask(t, app, http.MethodGet, "/api/v1/prices?of=articulated", "").body
	if n := len(list["history"].([]any)); n != 1 {
		t.Errorf("%d rows of history, want 1", n)
	}
	figure := list["figures"].([]any)[0].(map[string]any)
	if figure["measure"] != "per_km_try" || figure["likely"] != 55.0 || figure["own"] != true || figure["source"] != "carrier's offer" || figure["month"] != month {
		t.Errorf("%v", figure)
	}
	if low, high := figure["low"].(float64), figure["high"].(float64); !(low < 55 && 55 < high) {
		t.Errorf("a figure without a range is from %v to %v", low, high)
	}
	after := part(t, ask(t, app, http.MethodGet, way, ""), "properties")
	if got, want := lines(t, after)["distance_try"].(float64), lines(t, before)["distance_try"].(float64)*55/40; math.Abs(got-want) > 0.01 {
		t.Errorf("at 55 TRY/km the haul costs %.2f TRY, want %.2f", got, want)
	}
	own := part(t, ask(t, app, http.MethodGet, way+"&per_km_try=40", ""), "properties")
	if lines(t, own)["distance_try"] != lines(t, before)["distance_try"] {
		t.Error("the asker's own cost does not count")
	}
	// diesel moves every class by its litres: 32 l / 100 km × 10 TRY more
	if a := put("road", "fuel_try_l", 70); a.status != http.StatusOK {
		t.Fatal(a.text)
	}
	for _, v := range ask(t, app, http.MethodGet, "/api/v1/vehicles", "").body["vehicles"].([]any) {
		v := v.(map[string]any)
		want := map[string]float64{"articulated": 55 + 3.2, "van": 14 + 1}[v["code"].(string)]
		if got := v["per_km_try"].(float64); want > 0 && math.Abs(got-want) > 1e-9 || v["assumed"] != false {
			t.Errorf("%v costs %v TRY/km, want %v", v["code"], got, want)
		}
	}
}

// TestBadPricesChangeNothing names what is wrong, and takes no row of a list
// in which one is.
func TestBadPricesChangeNothing(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	const good = `{"of":"van","measure":"per_km_try","likely":20,"month":"2026-10","source":"x"}`
	tests := map[string]struct{ row, field string }{
		"no figure":        {`{"of":"van","measure":"per_km_try","month":"2026-10","source":"x"}`, "likely"},
		"nothing to it":    {`{"of":"van","measure":"per_km_try","likely":0,"month":"2026-10","source":"x"}`, "low"},
		"no such thing":    {`{"of":"camel","measure":"per_km_try","likely":1,"month":"2026-10","source":"x"}`, "of"},
		"another's":        {`{"of":"100202","measure":"per_km_try","likely":1,"month":"2026-10","source":"x"}`, "measure"},
		"no month":         {`{"of":"van","measure":"per_km_try","likely":1,"month":"October","source":"x"}`, "month"},
		"no source":        {`{"of":"van","measure":"per_km_try","likely":1,"month":"2026-10","source":""}`, "source"},
		"low above likely": {`{"of":"van","measure":"per_km_try","low":3,"likely":2,"high":4,"month":"2026-10","source":"x"}`, "likely"},
	}
	for name, c := range tests {
		a := ask(t, app, http.MethodPut, "/api/v1/prices", `{"prices":[`+good+`,`+c.row+`]}`)
		errs, _ := a.body["errors"].([]any)
		if a.status != http.StatusUnprocessableEntity || len(errs) != 1 || errs[0].(map[string]any)["field"] != "prices[1]."+c.field {
			t.Errorf("%s: %d %s", name, a.status, a.text)
		}
	}
	if n := len(ask(t, app, http.MethodGet, "/api/v1/prices", "").body["history"].([]any)); n != 0 {
		t.Errorf("%d rows were taken", n)
	}
	for path, status := range map[string]int{"/api/v1/prices?of=camel": 404, "/api/v1/prices?month=soon": 422, "/api/v1/prices?of=100202&month=2026-10": 200} {
		if a := ask(t, app, http.MethodGet, path, ""); a.status != status {
			t.Errorf("%s: %d %s", path, a.status, a.text)
		}
	}
	shut := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	if a := ask(t, shut, http.MethodPut, "/api/v1/prices", `{"prices":[`+good+`]}`); a.status != 401 && a.status != 403 {
		t.Errorf("without a token: %d", a.status)
	}
}

func part(t *testing.T, a answer, name string) map[string]any {
	t.Helper()
	p, ok := a.body[name].(map[string]any)
	if !ok {
		t.Fatalf("%d %s", a.status, a.text)
	}
	return p
}

func lines(t *testing.T, haul map[string]any) map[string]any {
	t.Helper()
	return haul["lines"].(map[string]any)
}
