package izmir_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
	"simbiyoz/geo/izmir"
	"simbiyoz/geo/road"
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
	seen := map[string]bool{}
	for i, z := range zs {
		if seen[z.Code] {
			t.Errorf("%s stands twice", z.Code)
		}
		seen[z.Code] = true
		b := z.Outline.Bound()
		if !province.Contains(b.Min) || !province.Contains(b.Max) {
			t.Errorf("%s lies outside the province", z.Code)
		}
		if z.Accuracy < 300 || z.Source == "" || z.Manager == "" {
			t.Errorf("%s claims more than is known", z.Code)
		}
		ring := z.Outline[0][0]
		if ring.Orientation() != orb.CCW || !ring.Closed() {
			t.Errorf("%s turns the wrong way", z.Code)
		}
		if d := planar.DistanceFrom(z.Outline, z.Gate); d > 0.01 && !planar.MultiPolygonContains(z.Outline, z.Gate) {
			t.Errorf("%s: its gate is %.3f° away", z.Code, d)
		}
		for _, other := range zs[i+1:] {
			for _, p := range other.Outline[0][0] {
				if planar.MultiPolygonContains(z.Outline, p) {
					t.Errorf("%s and %s overlap", z.Code, other.Code)
					break
				}
			}
		}
	}
}

func query(t *testing.T) *road.Query {
	t.Helper()
	g, err := izmir.Coarse(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	v, err := geo.VehicleByCode("articulated")
	if err != nil {
		t.Fatal(err)
	}
	return road.NewQuery(g, road.VehicleOf(v))
}

func TestEveryPlaceIsReached(t *testing.T) {
	t.Parallel()
	q := query(t)
	junctions, err := izmir.Junctions()
	if err != nil {
		t.Fatal(err)
	}
	var to []geo.Point
	for _, p := range junctions {
		to = append(to, p)
	}
	for _, z := range zones(t) {
		to = append(to, z.Gate)
	}
	for _, reverse := range []bool{false, true} {
		roads, errs, err := q.OneToMany(t.Context(), junctions["konak"], to, reverse)
		if err != nil {
			t.Fatal(err)
		}
		for i := range to {
			if errs[i] != nil {
				t.Errorf("%v: %v", to[i], errs[i])
			}
			if roads[i].FromSnap > 50 || roads[i].ToSnap > 50 {
				t.Errorf("%v lies %v from its road", to[i], max(roads[i].FromSnap, roads[i].ToSnap))
			}
		}
	}
}

func TestRoadsAreNoShorterThanTheCrowFlies(t *testing.T) {
	t.Parallel()
	g, err := izmir.Coarse(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range g.Arcs() {
		a := g.Arc(i)
		crow := geo.Crow(g.Node(a.From), g.Node(a.To))
		if a.Metres < crow-1 || a.Metres > 2*crow {
			t.Errorf("%v to %v: %v by road, %v straight", g.Node(a.From), g.Node(a.To), a.Metres, crow)
		}
	}
}

// published are road distances from Konak to district centres, km, as the
// province's guides and the highway administration's tables give them.
var published = map[string]float64{
	"aliaga": 60, "bergama": 107, "cesme": 85, "odemis": 113, "tire": 82, "torbali": 46, "kemalpasa": 29, "menemen": 33,
	"foca": 70, "dikili": 118, "urla": 38, "seferihisar": 46, "selcuk": 77, "bayindir": 79, "kiraz": 140, "beydag": 140,
	"kinik": 123, "karaburun": 102, "menderes": 21, "guzelbahce": 24,
}

func TestDistancesArePublishedOnes(t *testing.T) {
	t.Parallel()
	q := query(t)
	junctions, err := izmir.Junctions()
	if err != nil {
		t.Fatal(err)
	}
	var errors []float64
	for code, km := range published {
		got, _, err := q.Route(t.Context(), junctions["konak"], junctions[code])
		if err != nil {
			t.Fatal(err)
		}
		off := got.Length.Km()/km - 1
		errors = append(errors, math.Abs(off))
		t.Logf("%-12s %6.1f km, published %3.0f, %+.1f %%", code, got.Length.Km(), km, 100*off)
		if math.Abs(off) > 0.1 {
			t.Errorf("%s is off by %+.1f %%", code, 100*off)
		}
	}
	slices.Sort(errors)
	t.Logf("median error %.1f %%, largest %.1f %%", 100*errors[len(errors)/2], 100*errors[len(errors)-1])
}
