package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/osm"
)

// TestHaulsOverHTTP asks for what a logistician asks beyond one way.
func TestHaulsOverHTTP(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	const stops = "/api/v1/haul?from=27.05,38.48&to=27.42,38.43&mass_t=20&stop=zone:tire-osb&stop=zone:ataturk-osb"

	t.Run("stops in the best order take no longer", func(t *testing.T) {
		given, best := props(t, ask(t, app, "GET", stops, "")), props(t, ask(t, app, "GET", stops+"&order=best", ""))
		if given["gap"] != nil || best["gap"] != 0.0 || best["time_s"].(float64) > given["time_s"].(float64) || fmt.Sprint(best["visit"]) != "[1 0]" {
			t.Errorf("given %v, best %v", given, best)
		}
		sum := 0.0
		for _, l := range best["legs"].([]any) {
			sum += l.(map[string]any)["length_m"].(float64)
			if end := l.(map[string]any)["end"].([]any); len(end) != 2 || end[0].(float64) < 26 || end[1].(float64) > 40 {
				t.Errorf("a leg ends at %v", end)
			}
		}
		if d := sum - best["length_m"].(float64); d > 1e-6 || d < -1e-6 {
			t.Errorf("legs of %v m make %v", sum, best["length_m"])
		}
	})

	t.Run("a way to where it begins is a line all the same", func(t *testing.T) {
		a := ask(t, app, "GET", "/api/v1/haul?from=27.05,38.48&to=27.05,38.48&mass_t=20", "")
		if line := a.body["geometry"].(map[string]any)["coordinates"].([]any); len(line) != 2 {
			t.Errorf("got %s", a.text)
		}
	})

	t.Run("other ways", func(t *testing.T) {
		a := ask(t, app, "GET", "/api/v1/haul/alternatives?from=27.05,38.48&to=27.42,38.43", "")
		ways := a.body["features"].([]any)
		if len(ways) < 2 || ways[0].(map[string]any)["properties"].(map[string]any)["overlap"] != 1.0 {
			t.Errorf("got %s", a.text)
		}
	})

	t.Run("bands", func(t *testing.T) { bandsAreValid(t, h, "/api/v1/isochrones?from=27.05,38.48&bands=10,20,40", 30) })

	t.Run("what lies inside bands is listed as it is counted, hidden where it is hidden", func(t *testing.T) {
		const bands = "?from=27.05,38.48&bands=10,20,40"
		counted := ask(t, app, "GET", "/api/v1/isochrones"+bands, "").body["features"].([]any)[2].(map[string]any)["properties"].(map[string]any)["inside"].(map[string]any)
		listed := ask(t, app, "GET", "/api/v1/isochrones/resources"+bands+"&limit=3", "").body
		if listed["numberMatched"] != counted["sources"].(float64)+counted["sinks"].(float64) || len(listed["features"].([]any)) != 3 {
			t.Errorf("%v are counted, listed are %v", counted, listed["numberMatched"])
		}
		req := httptest.NewRequest("GET", "/api/v1/isochrones/resources"+bands+"&format=csv&limit=20000", nil)
		req.Header.Set("X-View-As", "visitor")
		res, err := app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		if err != nil || strings.Count(string(text), "\n") < 20 || strings.Contains(string(text), "kurgu") || strings.Contains(string(text), ";false\n") {
			t.Errorf("a visitor's list, %v: %.500s", err, text)
		}
	})

	t.Run("hauls are files as well", func(t *testing.T) {
		for path, want := range map[string]string{
			stops + "&format=csv": "\n1;", stops + "&format=geojson": `"LineString"`, "/api/v1/haul?from=27.05,38.48&to=27.42,38.43&format=csv": "\ntotal;27.05,38.48;27.42,38.43;articulated;",
			"/api/v1/haul/alternatives?from=27.05,38.48&to=27.42,38.43&format=csv": "\n2;27.05,38.48;", "/api/v1/haul/vehicles?from=27.05,38.48&to=27.42,38.43&mass_t=60&format=csv": "\nrigid18;",
		} {
			if a := ask(t, app, "GET", path, ""); a.status != 200 || !strings.Contains(a.text, want) {
				t.Errorf("%s: %d %.300s", path, a.status, a.text)
			}
		}
		all := ask(t, app, "GET", "/api/v1/haul/vehicles?from=27.05,38.48&to=27.42,38.43&mass_t=60", "").body["vehicles"].([]any)
		if len(all) != len(geo.Vehicles) || all[0].(map[string]any)["haul"].(map[string]any)["trips"].(float64) < all[4].(map[string]any)["haul"].(map[string]any)["trips"].(float64) {
			t.Errorf("by every vehicle: %v", all)
		}
	})

	t.Run("what is wrong is named", func(t *testing.T) {
		tests := map[string]struct{ method, path, body, want string }{
			"an order":       {"GET", stops + "&order=worst", "", `"order"`},
			"a stop":         {"GET", stops + "&stop=27", "", `"stop[2]"`},
			"a stop at sea":  {"GET", stops + "&stop=25.2,36.1", "", `"stop[2]"`},
			"bands":          {"GET", "/api/v1/isochrones?from=27.05,38.48&bands=20,10", "", `"bands"`},
			"no bands":       {"GET", "/api/v1/isochrones?from=27.05,38.48", "", `"bands"`},
			"too high":       {"GET", stops + "&height_m=11", "", `"height_m"`},
			"no such field":  {"POST", "/api/v1/hauls/matrix", `{"from":[{"place":"27,38"}],"colour":1}`, `"colour"`},
			"a row's place":  {"POST", "/api/v1/hauls/matrix", `{"from":[{"place":"27,38"},{"place":"zone:none"}]}`, `"from[1].place"`},
			"no places":      {"POST", "/api/v1/hauls/matrix", `{}`, `"from"`},
			"a list of mass": {"POST", "/api/v1/hauls/matrix", `{"from":[{"place":"27,38"}],"mass_t":[1]}`, `"mass_t"`},
			"a format":       {"POST", "/api/v1/hauls/matrix?format=pdf", `{"from":[{"place":"27,38"}]}`, `"format"`},
		}
		for name, c := range tests {
			if a := ask(t, app, c.method, c.path, c.body); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text, c.want) {
				t.Errorf("%s: %d %s", name, a.status, a.text)
			}
		}
	})

	t.Run("a table as JSON, CSV and XLSX", func(t *testing.T) {
		const body = `{"vehicle":"van","mass_t":1,"from":[{"name":"A","place":"27.05,38.48"},{"name":"B","place":"zone:tire-osb"},{"name":"sea","place":"25.2,36.1"}]}`
		a := ask(t, app, "POST", "/api/v1/hauls/matrix", body)
		one := props(t, ask(t, app, "GET", "/api/v1/haul?from=27.05,38.48&to=zone:tire-osb&vehicle=van&mass_t=1", ""))
		row := a.body["cost_try"].([]any)[0].([]any)
		if d := row[1].(float64) - one["cost_try"].(float64); d > 0.01 || d < -0.01 || row[2] != nil {
			t.Errorf("row %v, one haul %v", row, one)
		}
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(strings.ReplaceAll(ask(t, app, "POST", "/api/v1/hauls/matrix?format=csv", body).text, ";", ","), "\ufeff"))).ReadAll()
		if err != nil || len(lines) != 10 || lines[2][1] != "B" || lines[3][2] != "" {
			t.Errorf("got %v, %v", lines, err)
		}
		if a := ask(t, app, "POST", "/api/v1/hauls/matrix?format=xlsx", body); a.status != 200 || !strings.HasPrefix(a.text, "PK") {
			t.Errorf("got %d %.100s", a.status, a.text)
		}
	})

	t.Run("two tables of a form", func(t *testing.T) {
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		write(t, w, "from", "from.csv", "name;lon;lat\nA;27,05;38,48\n")
		write(t, w, "to", "to.csv", "name;lon;lat\nB;27,42;38,43\nC;x;38,4\n")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/api/v1/hauls/matrix", &form)
		r.Header.Set("Content-Type", w.FormDataContentType())
		res, err := app.Test(r, 20_000)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != 422 || !strings.Contains(string(text), `"row":3,"field":"to.lon"`) {
			t.Errorf("%d %s, %v", res.StatusCode, text, err)
		}
	})

	t.Run("bands of a real network", func(t *testing.T) {
		file := filepath.Join("..", "..", "..", "shared", "data", "osm", "malta.osm.pbf")
		if _, err := os.Stat(file); err != nil {
			t.Skip("no extract here")
		}
		b := road.NewBuilder()
		if _, err := osm.ReadFile(t.Context(), file, b, nil); err != nil {
			t.Fatal(err)
		}
		g, err := b.Build(t.Context(), road.BuildOptions{Name: "malta", Version: "malta"})
		if err != nil {
			t.Fatal(err)
		}
		h.roads.Swap(g) // no test after this one asks for a place in İzmir
		bandsAreValid(t, h, "/api/v1/isochrones?from=14.45,35.89&bands=4,8,16&by=distance&reverse=true&tolerance_m=20", 0)
	})
}

func write(t *testing.T, w *multipart.Writer, field, name, text string) {
	t.Helper()
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func props(t *testing.T, a answer) map[string]any {
	t.Helper()
	p, ok := a.body["properties"].(map[string]any)
	if a.status != http.StatusOK || !ok {
		t.Fatalf("%d %s", a.status, a.text)
	}
	return p
}

// bandsAreValid asks for bands and has PostGIS judge them: each valid, each
// inside the next, and what is counted inside as a plain count has it.
func bandsAreValid(t *testing.T, h *house, path string, leastFirms int) {
	t.Helper()
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	a := ask(t, app, "GET", path, "")
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.text)
	}
	smaller := ""
	for _, f := range a.body["features"].([]any) {
		outline, err := json.Marshal(f.(map[string]any)["geometry"])
		if err != nil {
			t.Fatal(err)
		}
		if smaller == "" {
			smaller = string(outline)
		}
		var valid, nested, handed bool
		var sources int
		err = h.pool.QueryRow(t.Context(), `
			SELECT ST_IsValid(b), ST_CoveredBy(s, b), ST_Equals(b, ST_ForcePolygonCCW(b)) AND ST_IsPolygonCCW(b),
			       (SELECT count(*) FROM resource WHERE role = 'source' AND ST_Intersects(place, b))
			FROM (SELECT ST_GeomFromGeoJSON($1) AS b, ST_GeomFromGeoJSON($2) AS s) AS x`, string(outline), smaller).Scan(&valid, &nested, &handed, &sources)
		if err != nil {
			t.Fatal(err)
		}
		p := f.(map[string]any)["properties"].(map[string]any)
		if inside := p["inside"].(map[string]any); !valid || !nested || !handed || inside["sources"] != float64(sources) {
			t.Errorf("valid %v, nested %v, right-handed %v, %d sources: %v", valid, nested, handed, sources, p)
		}
		smaller = string(outline)
	}
	widest := a.body["features"].([]any)[2].(map[string]any)["properties"].(map[string]any)
	if n := widest["inside"].(map[string]any)["firms"].(float64); int(n) < leastFirms {
		t.Errorf("%v firms are in the widest band", n)
	}
}
