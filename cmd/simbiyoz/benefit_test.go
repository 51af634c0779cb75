package main

import (
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/xuri/excelize/v2"

	"simbiyoz/api"
)

// caller returns the API of h behind an open door, and how to ask it.
func caller(t *testing.T, h *house) (*fiber.App, func(method, path, body string) answer) {
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	return app, func(method, path, body string) answer { return ask(t, app, method, "/api/v1/"+path, body) }
}

// bearSynergy makes a synergy of the demo's first match over HTTP and returns
// it as the API tells it.
func bearSynergy(t *testing.T, ask func(method, path, body string) answer) map[string]any {
	t.Helper()
	m := good(t, ask(http.MethodGet, "matches?runnable=true&limit=1", ""))["matches"].([]any)[0].(map[string]any)
	firm := func(side string) string {
		return fmt.Sprint(m[side].(map[string]any)["properties"].(map[string]any)["firm"].(map[string]any)["id"])
	}
	i := good(t, ask(http.MethodPost, "matches/"+m["id"].(string)+"/interest", `{"as_firm":`+firm("sink")+`}`))
	born := good(t, ask(http.MethodPost, fmt.Sprintf("interests/%v/answer", i["id"]), `{"as_firm":`+firm("source")+`,"answer":"accepted"}`))
	return good(t, ask(http.MethodGet, fmt.Sprintf("synergies/%v", born["synergy_id"]), ""))
}

// TestLedger goes from a claim to a verified benefit, a report and a flow that
// is evidenced: one tonne is counted once, and nothing is verified by who
// claimed it or without evidence.
func TestLedger(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	app, call := caller(t, h)
	y := bearSynergy(t, call)
	path := fmt.Sprintf("synergies/%v/benefits", y["id"])
	source := fmt.Sprint(y["source"].(map[string]any)["firm_id"])
	claim := `{"metric":"landfill","value":120,"from":"2025-01-01","until":"2025-12-31","attribution":0.5,"as_firm":` + source + `}`
	b := good(t, call(http.MethodPost, path, claim))
	if b["status"] != "claimed" || b["counted"] != 60.0 || b["side"] != "both" || b["unit"] != "t" {
		t.Errorf("claimed as %v", b)
	}
	sink := fmt.Sprint(y["sink"].(map[string]any)["firm_id"])
	if a := call(http.MethodPost, path, strings.Replace(claim, source+"}", sink+"}", 1)); a.status != 422 || !strings.Contains(a.text, "twice") {
		t.Errorf("the other partner's same tonne: %d %s", a.status, a.text)
	}
	money := `{"metric":"cost_savings","value":9000,"unit":"TRY","from":"2025-01-01","until":"2025-06-30","as_firm":`
	good(t, call(http.MethodPost, path, money+source+`}`))
	good(t, call(http.MethodPost, path, money+sink+`}`)) // each has its own
	if a := call(http.MethodPost, path, `{"metric":"co2e","value":1,"from":"2099-01-01","until":"2099-06-30"}`); a.status != 422 {
		t.Errorf("the future: %d %s", a.status, a.text)
	}

	one := fmt.Sprintf("%s/%v", path, b["id"])
	if a := call(http.MethodPatch, one, `{"status":"verified"}`); a.status != 422 || !strings.Contains(a.text, `"evidence"`) {
		t.Errorf("verified without evidence: %d %s", a.status, a.text)
	}
	file := good(t, upload(t, app, fmt.Sprintf("/api/v1/synergies/%v/files", y["id"]), "kantar.pdf", "%PDF-1.7\n%%EOF"))
	if a := call(http.MethodPatch, one, `{"status":"verified","evidence":[999999]}`); a.status != 422 {
		t.Errorf("evidence that is not there: %d %s", a.status, a.text)
	}
	b = good(t, call(http.MethodPatch, one, fmt.Sprintf(`{"status":"verified","evidence":[%v]}`, file["id"])))
	if b["status"] != "verified" || b["verified"] == nil || len(b["evidence"].([]any)) != 1 {
		t.Errorf("verified as %v", b)
	}
	l := good(t, call(http.MethodGet, "benefits?from=2025-01-01&until=2025-06-30", ""))
	totals := l["totals"].([]any)
	if len(totals) != 2 || totals[0].(map[string]any)["claimed"] != 18000.0 || math.Abs(totals[1].(map[string]any)["verified"].(float64)-60*181/365.0) > 1e-9 {
		t.Errorf("half a year's totals %v", totals)
	}
	if l["predicted"].(map[string]any)["synergies"] != 1.0 {
		t.Errorf("predicted %v", l["predicted"])
	}
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	flows := good(t, call(http.MethodGet, "flows?kind=evidenced&level=region", ""))["features"].([]any)
	if len(flows) != 1 || flows[0].(map[string]any)["properties"].(map[string]any)["quantity"] != 120.0 {
		t.Errorf("evidenced flows %v", flows)
	}
	for _, lang := range []string{"tr", "en"} {
		if r := ask(t, app, http.MethodGet, "/api/v1/benefits?format=pdf&lang="+lang, ""); !strings.HasPrefix(r.text, "%PDF") {
			t.Errorf("%s: no PDF", lang)
		}
	}
	if a := call(http.MethodPatch, one, `{"status":"withdrawn","why":"tartım yanlış"}`); a.status != 200 || a.body["status"] != "withdrawn" {
		t.Errorf("withdrawn: %d %s", a.status, a.text)
	}
	good(t, call(http.MethodPost, path, strings.Replace(claim, "120", "100", 1))) // entered anew
}

// nisp is the programme's own table and İzmir's, as the agency presented them
// in 2022: a year and five years.
const nisp = `ref;programme;metric;value;unit;per_year;from;until;status;source
nisp-1;nisp;cost_savings;780000000;EUR;156000000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-2;nisp;additional_sales;880000000;EUR;176000000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-3;nisp;landfill;35000000;t;7000000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-4;nisp;co2e;30000000;t;6000000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-5;nisp;virgin;40000000;t;10000000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-6;nisp;hazardous;1800000;t;400000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-7;nisp;water;48000000;m3;10000000;2005-04-01;2010-03-31;checked;TCGV, 2014
nisp-8;nisp;jobs;53000;person;9000;2005-04-01;2010-03-31;checked;TCGV, 2014
izmir-1;izmir;firms;109;count;;2021-01-01;2022-12-27;checked;İZKA, 27.12.2022
izmir-2;izmir;participants;226;person;;2021-01-01;2022-12-27;checked;İZKA, 27.12.2022
izmir-3;izmir;resources;637;count;;2021-01-01;2022-12-27;checked;İZKA, 27.12.2022
izmir-4;izmir;potential_synergies;685;count;;2021-01-01;2022-12-27;checked;İZKA, 27.12.2022
`

// TestLedgerTellsTheAgencysTables: NISP's and İzmir's tables are imported as
// histories, twice without effect, and come out as they went in.
func TestLedgerTellsTheAgencysTables(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	file := filepath.Join(t.TempDir(), "ledger.csv")
	if err := os.WriteFile(file, []byte(nisp), 0o600); err != nil {
		t.Fatal(err)
	}
	imported := importCmd{What: "benefits", File: file}
	if _, err := imported.save(ctx, h.x); err == nil || !strings.Contains(err.Error(), "row 2: programme") {
		t.Errorf("of a programme that is not there: %v", err)
	}
	made := good(t, ask(t, app, http.MethodPost, "/api/v1/programmes", `{"code":"nisp","name":{"tr":"İngiltere NISP","en":"NISP, United Kingdom"},"from":"2005-04-01","until":"2013-12-31"}`))
	first, err := imported.save(ctx, h.x)
	again, err2 := imported.save(ctx, h.x)
	if err != nil || err2 != nil || first.Inserted != 12 || again.Unchanged != 12 {
		t.Fatalf("imported %+v, %v; again %+v, %v", first, err, again, err2)
	}
	l := good(t, ask(t, app, http.MethodGet, fmt.Sprintf("/api/v1/benefits?programme=%v", made["id"]), ""))
	want := [][3]any{{"cost_savings", 156e6, 780e6}, {"additional_sales", 176e6, 880e6}, {"landfill", 7e6, 35e6}, {"co2e", 6e6, 30e6},
		{"virgin", 10e6, 40e6}, {"hazardous", 0.4e6, 1.8e6}, {"water", 10e6, 48e6}, {"jobs", 9e3, 53e3}}
	for i, row := range l["totals"].([]any) {
		total := row.(map[string]any)
		if got := [3]any{total["metric"], total["per_year"], total["sum"]}; got != want[i] {
			t.Errorf("row %d is %v, want %v", i, got, want[i])
		}
	}
	book, err := excelize.OpenReader(strings.NewReader(ask(t, app, http.MethodGet, fmt.Sprintf("/api/v1/benefits?format=xlsx&lang=tr&programme=%v", made["id"]), "").text))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{"A2": "İngiltere NISP", "A5": "İşletmelerdeki tasarruf", "C5": "156000000", "D5": "780000000", "B6": "€", "A12": "İş imkânları", "D12": "53000"} {
		if got, err := book.GetCellValue("Toplamlar", cell); err != nil || got != want {
			t.Errorf("%s holds %q (%v), want %q", cell, got, err, want)
		}
	}
	izmir := good(t, ask(t, app, http.MethodGet, "/api/v1/benefits?metric=potential_synergies", ""))["totals"].([]any)
	if izmir[0].(map[string]any)["sum"] != 685.0 {
		t.Errorf("İzmir's synergies %v", izmir)
	}
}
