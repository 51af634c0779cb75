package izmir_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
	"simbiyoz/geo/izmir"
	"simbiyoz/geo/road"
)

func coarse(t *testing.T) *road.Graph {
	t.Helper()
	g, err := izmir.Coarse(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func query(t *testing.T) *road.Query {
	t.Helper()
	v, err := geo.VehicleByCode("articulated")
	if err != nil {
		t.Fatal(err)
	}
	return road.NewQuery(coarse(t), road.VehicleOf(v))
}

func TestCoarseSaysThatItIs(t *testing.T) {
	t.Parallel()
	info := coarse(t).Info()
	if !info.Coarse || info.Version == "" || info.Version != coarse(t).Info().Version || !strings.Contains(info.Name, "kaba ağ") {
		t.Errorf("%+v", info)
	}
}

func TestEveryPlaceReachesEveryOther(t *testing.T) {
	t.Parallel()
	var names []string
	var at []geo.Point
	for name, p := range spots(t) {
		names, at = append(names, name), append(at, p)
	}
	roads, errs, err := query(t).ManyToMany(t.Context(), at, at)
	if err != nil {
		t.Fatal(err)
	}
	for i := range at {
		for j := range at {
			r := roads[i][j]
			if errs[i][j] != nil {
				t.Errorf("%s to %s: %v", names[i], names[j], errs[i][j])
			} else if r.FromSnap > 20 || r.ToSnap > 20 {
				t.Errorf("%s or %s lies off its road: %v, %v", names[i], names[j], r.FromSnap, r.ToSnap)
			} else if crow := geo.Crow(at[i], at[j]); r.Length < crow-1 || !r.Coarse {
				t.Errorf("%s to %s: %v by road, %v straight, coarse %v", names[i], names[j], r.Length, crow, r.Coarse)
			}
		}
	}
}

func TestRoadsAreNoShorterThanTheCrowFlies(t *testing.T) {
	t.Parallel()
	g := coarse(t)
	for i := range g.Arcs() {
		a := g.Arc(i)
		if crow := geo.Crow(g.Node(a.From), g.Node(a.To)); a.Metres < crow || a.Metres > 1.9*crow {
			t.Errorf("%v to %v: %v by road, %v straight", g.Node(a.From), g.Node(a.To), a.Metres, crow)
		}
	}
}

func TestWhereTollIsTaken(t *testing.T) {
	t.Parallel()
	q, at := query(t), spots(t)
	tests := map[string]struct {
		from, to string
		toll     bool
	}{
		"the ring road is free":            {"ring-balcova", "ring-koyundere", false},
		"O-32 to Güzelbahçe is free":       {"ring-balcova", "o32-seferihisar", false},
		"O-32 to Çeşme charges":            {"o32-seferihisar", "cesme", true},
		"O-31 to the airport is free":      {"ring-aydin", "o31-havalimani", false},
		"O-31 beyond charges":              {"o31-torbali", "o31-germencik", true},
		"O-33 beyond Menemen charges":      {"o33-menemen", "o33-candarli", true},
		"O-5 charges":                      {"ring-karasuluk", "o5-kemalpasa", true},
		"D-550 from Menemen to Foça's way": {"menemen", "foca-ayrimi", false},
	}
	for name, tt := range tests {
		r, _, err := q.Route(t.Context(), at[tt.from], at[tt.to])
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if (r.Toll > 0) != tt.toll {
			t.Errorf("%s: %v of %v m at toll", name, r.Toll, r.Length)
		}
	}
}

// None of the roads and zones crosses the sea of the coast that the map shows.
func TestRoadsAndZonesLieOnLand(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root(t), "web", "src", "map", "data", "coast.json"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	var land orb.MultiPolygon
	for _, f := range all.Features {
		if f.Properties.MustString("kind") == "land" {
			land = f.Geometry.(orb.MultiPolygon)
		}
	}
	roads, err := road.NewNetwork(coarse(t)).Lines(t.Context(), land.Bound(), 20)
	if err != nil || len(roads) < 200 {
		t.Fatalf("%d roads, %v", len(roads), err)
	}
	for _, r := range roads {
		for _, p := range every(r.Line, 0.002) {
			if !planar.MultiPolygonContains(land, p) {
				t.Errorf("the road from %v to %v is at sea at %v", r.Line[0], r.Line[len(r.Line)-1], p)
			}
		}
	}
	for _, z := range zones(t) {
		for _, p := range every(orb.LineString(z.Outline[0][0]), 0.001) {
			if !planar.MultiPolygonContains(land, p) {
				t.Errorf("%s is at sea at %v", z.Code, p)
			}
		}
	}
}

// every returns points along line, at most step degrees apart.
func every(line []geo.Point, step float64) []geo.Point {
	var out []geo.Point
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		n := math.Ceil(planar.Distance(a, b) / step)
		for k := range int(n) {
			s := float64(k) / n
			out = append(out, geo.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])})
		}
	}
	return out
}

// published are road distances, km, as the highway administration's tables and
// the districts' own guides round them. The roads that roads.csv calls
// "published" were set so that some of these come out: the comparison shows
// how far off the network is, it does not prove it. A way here is the quickest
// for a lorry, which by motorway is not always the road that was published
// (Aydın, Soma).
var published = map[string][]struct {
	from, to string
	km       float64
}{
	"İzmir to its districts": {
		{"konak", "aliaga", 60}, {"konak", "bergama", 107}, {"konak", "cesme", 85}, {"konak", "odemis", 113}, {"konak", "tire", 82},
		{"konak", "torbali", 46}, {"konak", "kemalpasa", 29}, {"konak", "menemen", 33}, {"konak", "foca", 70}, {"konak", "dikili", 118},
		{"konak", "urla", 38}, {"konak", "seferihisar", 48}, {"konak", "selcuk", 77}, {"konak", "bayindir", 79}, {"konak", "kiraz", 144},
		{"konak", "beydag", 142}, {"konak", "kinik", 123}, {"konak", "karaburun", 103}, {"konak", "menderes", 21}, {"konak", "guzelbahce", 24},
	},
	"Bayındır to the others": {
		{"bayindir", "tire", 19}, {"bayindir", "torbali", 32}, {"bayindir", "odemis", 35}, {"bayindir", "selcuk", 59}, {"bayindir", "kemalpasa", 68},
		{"bayindir", "kiraz", 64}, {"bayindir", "seferihisar", 119}, {"bayindir", "urla", 109}, {"bayindir", "cesme", 151},
		{"bayindir", "karaburun", 177}, {"bayindir", "karsiyaka", 90}, {"bayindir", "menemen", 109}, {"bayindir", "foca", 145},
		{"bayindir", "bergama", 181}, {"bayindir", "dikili", 186}, {"bayindir", "kinik", 200},
	},
	"beyond the province": {
		{"konak", "manisa", 36}, {"konak", "turgutlu", 54}, {"konak", "aydin", 126}, {"konak", "ayvalik", 156}, {"selcuk", "kusadasi", 20},
		{"konak", "akhisar", 90}, {"konak", "salihli", 95}, {"konak", "kusadasi", 98}, {"konak", "soma", 130},
	},
}

func TestDistancesAreThePublishedOnes(t *testing.T) {
	t.Parallel()
	q, at := query(t), spots(t)
	var all []float64
	for group, pairs := range published {
		var errors []float64
		for _, p := range pairs {
			got, _, err := q.Route(t.Context(), at[p.from], at[p.to])
			if err != nil {
				t.Fatal(err)
			}
			off := got.Length.Km()/p.km - 1
			errors = append(errors, math.Abs(off))
			t.Logf("%-10s %-12s %6.1f km, published %3.0f, %+5.1f %%", p.from, p.to, got.Length.Km(), p.km, 100*off)
			if math.Abs(off) > 0.12 {
				t.Errorf("%s to %s is off by %+.1f %%", p.from, p.to, 100*off)
			}
		}
		all = append(all, errors...)
		report(t, group, errors)
	}
	if median := report(t, "all", all); median > 0.05 {
		t.Errorf("median error %.1f %%", 100*median)
	}
}

// report logs how large errors are and returns their median.
func report(t *testing.T, group string, errors []float64) float64 {
	t.Helper()
	slices.Sort(errors)
	median := errors[len(errors)/2]
	t.Logf("%s: %d pairs, median error %.1f %%, largest %.1f %%", group, len(errors), 100*median, 100*errors[len(errors)-1])
	return median
}
