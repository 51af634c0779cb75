package izmir_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
	"simbiyoz/geo/izmir"
)

var province = orb.Bound{Min: orb.Point{26, 37.7}, Max: orb.Point{28.6, 39.5}}

func zones(t *testing.T) []geo.Zone {
	t.Helper()
	zs, err := izmir.Zones()
	if err != nil {
		t.Fatal(err)
	}
	return zs
}

func TestZones(t *testing.T) {
	t.Parallel()
	zs := zones(t)
	if len(zs) < 24 {
		t.Errorf("only %d zones", len(zs))
	}
	districts := map[string]bool{}
	for _, d := range places(t, izmir.Districts) {
		districts[d.Name] = true
	}
	seen, kinds := map[string]bool{}, map[geo.ZoneKind]int{}
	for _, z := range zs {
		if seen[z.Code] {
			t.Errorf("%s stands twice", z.Code)
		}
		seen[z.Code] = true
		kinds[z.Kind]++
		if !districts[z.District] {
			t.Errorf("%s lies in %q, which is no district", z.Code, z.District)
		}
		if z.Accuracy < 500 || z.Source == "" || z.Manager == "" || z.NameEN == "" {
			t.Errorf("%s claims more than is known, or says too little: %+v", z.Code, z)
		}
	}
	for _, k := range geo.ZoneKinds {
		if kinds[k] == 0 {
			t.Errorf("no zone is a %s", k)
		}
	}
}

func TestZonesAreSimpleOutlines(t *testing.T) {
	t.Parallel()
	for _, z := range zones(t) {
		if len(z.Outline) != 1 || len(z.Outline[0]) != 1 {
			t.Errorf("%s is not one ring", z.Code)
			continue
		}
		ring := z.Outline[0][0]
		if b := ring.Bound(); !province.Contains(b.Min) || !province.Contains(b.Max) {
			t.Errorf("%s lies outside the province", z.Code)
		}
		if ring.Orientation() != orb.CCW || !ring.Closed() || len(ring) < 6 || len(ring) > 13 {
			t.Errorf("%s: %d corners, turning %v, closed %v", z.Code, len(ring)-1, ring.Orientation(), ring.Closed())
		}
		for i := range len(ring) - 1 {
			if ring[i] != thousandths(ring[i]) {
				t.Errorf("%s: %v is finer than anyone knows", z.Code, ring[i])
			}
			for j := i + 2; j < len(ring)-1; j++ {
				if (i != 0 || j != len(ring)-2) && cross(ring[i], ring[i+1], ring[j], ring[j+1]) {
					t.Errorf("%s crosses itself at %v and %v", z.Code, ring[i], ring[j])
				}
			}
		}
		if off := offOutline(z); off > 1_000 {
			t.Errorf("%s: its gate lies %.0f m away", z.Code, off)
		}
	}
}

func TestZonesDoNotOverlap(t *testing.T) {
	t.Parallel()
	zs := zones(t)
	for i, a := range zs {
		for _, b := range zs[i+1:] {
			if overlap(a.Outline[0][0], b.Outline[0][0]) {
				t.Errorf("%s and %s overlap", a.Code, b.Code)
			}
		}
	}
}

// The areas that are known are drawn to within 30 %.
func TestZonesHaveAboutTheirArea(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("zones.geojson")
	if err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, f := range all.Features {
		told, ok := f.Properties["area_ha"].(float64)
		if !ok {
			continue
		}
		known++
		if drawn := orbgeo.Area(f.Geometry) / 10_000; math.Abs(drawn/told-1) > 0.3 {
			t.Errorf("%v is drawn with %.0f ha, and has %.0f", f.Properties["code"], drawn, told)
		}
	}
	if known < 10 {
		t.Errorf("the area of only %d zones is told", known)
	}
}

func TestReadZonesNamesTheWrongOne(t *testing.T) {
	t.Parallel()
	all := geojson.NewFeatureCollection()
	if err := json.Unmarshal([]byte(`{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"code":"a","name":"A","kind":"osb"},"geometry":{"type":"Polygon","coordinates":[[[27,38],[27.02,38],[27,38.02],[27,38]]]}},
		{"type":"Feature","properties":{"code":"b","name":"B","kind":"osb"},"geometry":{"type":"Point","coordinates":[27,38]}}]}`), all); err != nil {
		t.Fatal(err)
	}
	zs, err := izmir.ReadZones(all)
	errs, ok := err.(geo.FieldErrors)
	if !ok || len(errs) != 1 || errs[0].Row != 2 || errs[0].Field != "geometry" {
		t.Errorf("got %v", err)
	}
	if want := (geo.Point{27.01, 38.01}); planar.Distance(zs[0].Gate, want) > 1e-9 {
		t.Errorf("gate %v, want the middle %v", zs[0].Gate, want)
	}
}

func thousandths(p geo.Point) geo.Point {
	return geo.Point{math.Round(p[0]*1000) / 1000, math.Round(p[1]*1000) / 1000}
}

// offOutline returns how many metres z's gate lies outside its outline.
func offOutline(z geo.Zone) float64 {
	if planar.MultiPolygonContains(z.Outline, z.Gate) {
		return 0
	}
	const degree = 111_195 // metres of latitude; longitude is less, so this errs on the strict side
	return planar.DistanceFrom(orb.LineString(z.Outline[0][0]), z.Gate) * degree
}

// cross reports whether segments ab and cd meet.
func cross(a, b, c, d geo.Point) bool {
	return turn(a, b, c)*turn(a, b, d) <= 0 && turn(c, d, a)*turn(c, d, b) <= 0
}

// turn is above 0 when a, b, c turn left, below when right, 0 in a line.
func turn(a, b, c geo.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

func overlap(a, b orb.Ring) bool {
	for i := range len(a) - 1 {
		for j := range len(b) - 1 {
			if cross(a[i], a[i+1], b[j], b[j+1]) {
				return true
			}
		}
	}
	return planar.RingContains(a, b[0]) || planar.RingContains(b, a[0])
}
