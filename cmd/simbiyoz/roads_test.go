package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"simbiyoz/geo/sheet"
)

// command runs a verb that needs no database.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	dir := t.TempDir()
	env := func(name string) string {
		return map[string]string{"SIMBIYOZ_DATA": dir, "SIMBIYOZ_LOG": "error"}[name]
	}
	err := run(t.Context(), args, env, &out, io.Discard)
	return out.String(), err
}

// TestRoadsRouteFiles: ways go into files, and every class is compared.
func TestRoadsRouteFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, want := range map[string]string{"way.geojson": `"LineString"`, "way.csv": "way;vehicle;length_m;"} {
		file := filepath.Join(dir, name)
		if _, err := command(t, "roads", "route", "--mass", "60", "--out", file, "27.05,38.48", "27.42,38.43"); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %.200s, %v", name, text, err)
		}
	}
	out, err := command(t, "roads", "route", "--mass", "60", "--compare", "27.05,38.48", "27.42,38.43")
	if err != nil || strings.Count(out, "\n") < 6 || !strings.Contains(out, "articulated") {
		t.Errorf("every class: %s, %v", out, err)
	}
}

func TestRoadsRoute(t *testing.T) {
	t.Parallel()
	out, err := command(t, "roads", "route", "--json", "27.05,38.48", "27.42,38.43")
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Length  float64 `json:"length_m"`
		Time    float64 `json:"time_s"`
		Vehicle string
		Network struct {
			Version string
			Coarse  bool
		}
		Geometry struct {
			Type        string
			Coordinates [][2]float64
		}
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Length < 35_000 || answer.Length > 60_000 || answer.Time < 1800 || answer.Vehicle != "articulated" || !answer.Network.Coarse ||
		answer.Network.Version == "" || answer.Geometry.Type != "LineString" || len(answer.Geometry.Coordinates) < 3 {
		t.Errorf("got %s", out)
	}
}

func TestRoadsNameWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"no road near":        {[]string{"roads", "route", "27.05,38.48", "-77.3,25.05"}, "to: the nearest road to -77.3"},
		"no position":         {[]string{"roads", "route", "27.05", "27,38"}, "from: "},
		"no vehicle":          {[]string{"roads", "route", "--vehicle", "camel", "27.05,38.48", "27,38"}, "vehicle: "},
		"no network":          {[]string{"roads", "info", "roads_test.go"}, "no whole road network"},
		"no extract":          {[]string{"roads", "build", "--osm", "roads_test.go", "--out", "x.roads"}, "is no OpenStreetMap extract"},
		"a stop":              {[]string{"roads", "route", "--via", "27", "27.05,38.48", "27,38"}, "via[0]: "},
		"ways over stops":     {[]string{"roads", "route", "--alternatives", "--via", "27,38", "27.05,38.48", "27,38"}, "alternatives: "},
		"too high":            {[]string{"roads", "route", "--height", "99", "27.05,38.48", "27,38"}, "height_m: "},
		"bands that sink":     {[]string{"roads", "isochrone", "--bands", "30,15", "27.05,38.48"}, "bands: "},
		"no vehicle to write": {[]string{"roads", "export", "--pgrouting", "x.sql", "--vehicle", "camel", "roads_test.go"}, "vehicle: "},
		"no network to write": {[]string{"roads", "export", "--pgrouting", "x.sql", "roads_test.go"}, "no whole road network"},
		"no table of places":  {[]string{"roads", "matrix", "roads_test.go"}, "roads_test.go"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if out, err := command(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, %v, want %q", out, err, c.want)
			}
		})
	}
}

func TestRoadsMatrix(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "places.csv")
	if err := os.WriteFile(file, []byte("name;lon;lat\nÇiğli;27,05;38,48\nKemalpaşa;27,42;38,43\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "roads", "matrix", file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 5 || lines[0] != "from,to,length_m,time_s" || lines[1] != "Çiğli,Çiğli,0,0" || !strings.HasPrefix(lines[2], "Çiğli,Kemalpaşa,4") {
		t.Errorf("got %s", out)
	}
}

func TestRoadsRouteOverStops(t *testing.T) {
	t.Parallel()
	out, err := command(t, "roads", "route", "--json", "--best", "--via", "27.7,38.08", "--via", "27.1,38.42", "27.05,38.48", "27.42,38.43")
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Length float64 `json:"length_m"`
		Visit  []int
		Gap    *float64
		Legs   []struct {
			Length float64 `json:"length_m"`
		}
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Visit) != 2 || answer.Visit[0] != 1 || answer.Gap == nil || *answer.Gap != 0 || len(answer.Legs) != 3 || answer.Length < 150_000 {
		t.Errorf("got %+v", answer)
	}
}

func TestRoadsAlternatives(t *testing.T) {
	t.Parallel()
	out, err := command(t, "roads", "route", "--alternatives", "27.05,38.48", "27.42,38.43")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); err != nil || len(lines) < 2 || !strings.HasPrefix(lines[0], "100 % ") {
		t.Errorf("got %s, %v", out, err)
	}
}

func TestRoadsIsochrone(t *testing.T) {
	t.Parallel()
	out, err := command(t, "roads", "isochrone", "--by", "distance", "--bands", "10,20", "--reverse", "27.05,38.48")
	if err != nil {
		t.Fatal(err)
	}
	bands, err := geojson.UnmarshalFeatureCollection([]byte(out))
	if err != nil {
		t.Fatal(err)
	}
	if len(bands.Features) != 2 || bands.Features[1].Properties["upto_m"] != 20_000.0 ||
		!planar.MultiPolygonContains(bands.Features[0].Geometry.(orb.MultiPolygon), orb.Point{27.05, 38.48}) {
		t.Errorf("got %.300s", out)
	}
}

func TestRoadsMatrixToAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "places.csv"), filepath.Join(dir, "hauls.xlsx")
	if err := os.WriteFile(in, []byte("name;lon;lat\nÇiğli;27,05;38,48\nKemalpaşa;27,42;38,43\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, "roads", "matrix", "--costs", "--mass", "50", "--out", out, in); err != nil {
		t.Fatal(err)
	}
	rows, err := sheet.ReadFile(out)
	if err != nil || len(rows) != 4 || rows[1].Cells["to"] != "Kemalpaşa" || rows[1].Cells["cost_try_t"] == "" {
		t.Errorf("got %v, %v", rows, err)
	}
	if _, err := command(t, "roads", "matrix", "--out", filepath.Join(dir, "x.geojson"), in); err == nil {
		t.Error("a matrix as GeoJSON")
	}
}
