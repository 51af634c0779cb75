package izmir_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/izmir"
)

func places(t *testing.T, read func() ([]izmir.Place, error)) []izmir.Place {
	t.Helper()
	ps, err := read()
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

// spots returns where districts, junctions and the gates of zones
// ("zone:CODE") lie.
func spots(t *testing.T) map[string]geo.Point {
	t.Helper()
	out := map[string]geo.Point{}
	for _, p := range append(places(t, izmir.Districts), places(t, izmir.Junctions)...) {
		if _, twice := out[p.Code]; twice {
			t.Errorf("%s stands twice", p.Code)
		}
		out[p.Code] = p.Point
	}
	for _, z := range zones(t) {
		out["zone:"+z.Code] = z.Gate
	}
	return out
}

func TestDistricts(t *testing.T) {
	t.Parallel()
	ds := places(t, izmir.Districts)
	if len(ds) != 30 {
		t.Errorf("%d districts, not 30", len(ds))
	}
	for _, d := range ds {
		if !province.Contains(d.Point) || d.Point != thousandths(d.Point) || d.Accuracy < 300 {
			t.Errorf("%s at %v to %v m", d.Name, d.Point, d.Accuracy)
		}
	}
}

// A geocoder's points, of which some are doubtful, lie near ours by and large.
func TestDistrictsLieWhereAGeocoderPutsThem(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(shared(t), "izmir", "izmir_districts_points.geojson"))
	if err != nil {
		t.Skip("no shared data: ", err)
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string]geo.Point{}
	for _, f := range all.Features {
		name, _, _ := strings.Cut(f.Properties.MustString("district"), " /")
		theirs[name] = f.Point()
	}
	var off []geo.Metres
	for _, d := range places(t, izmir.Districts) {
		p, ok := theirs[d.Name]
		if !ok {
			t.Errorf("%s is no district there", d.Name)
			continue
		}
		off = append(off, geo.Crow(p, d.Point))
	}
	slices.Sort(off)
	t.Logf("median %.0f m, largest %.0f m", off[len(off)/2], off[len(off)-1])
	if off[len(off)/2] > 1_500 || off[len(off)-1] > 13_000 {
		t.Error("too far")
	}
}

// shared returns the folder of real data for tests, which may be absent.
func shared(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("SIMBIYOZ_SHARED"); dir != "" {
		return dir
	}
	return filepath.Join(root(t), "..", "shared", "data")
}

// root returns the module's folder.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above")
		}
		dir = filepath.Dir(dir)
	}
}
