package osm_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// TestReachAgreesWithTheWays draws bands around places of real networks and
// holds 500 random points against them: one whose snapped place is reached in
// time lies inside, any other one outside. Points come from all over the widest
// band's box, and count where a road lies within what a band draws beside one.
func TestReachAgreesWithTheWays(t *testing.T) {
	t.Parallel()
	for name, minutes := range map[string]float64{"heidelberg": 20, "china-east": 60, "bahamas": 20, "malta": 25} {
		for _, ask := range []geo.ReachRequest{{By: geo.ByTime, Upto: []float64{20 * minutes, 40 * minutes, 60 * minutes}},
			{By: geo.ByDistance, Upto: []float64{200 * minutes, 400 * minutes, 600 * minutes}, Reverse: true}} {
			t.Run(name+" by "+string(ask.By), func(t *testing.T) {
				t.Parallel()
				g := load(t, name)
				n := road.NewNetwork(g)
				var err error
				if ask.Vehicle, err = geo.VehicleByCode("rigid18"); err != nil {
					t.Fatal(err)
				}
				ask.Tolerance = 50
				ask.From = onRoads(g, road.NewQuery(g, road.VehicleOf(ask.Vehicle)), 1)[0]
				start := time.Now()
				bands, err := n.Reach(t.Context(), ask)
				if err != nil {
					t.Fatal(err)
				}
				took := time.Since(start)
				share := agreement(t, g, ask, bands)
				t.Logf("%.4f of the answers about 500 points agree, drawn in %v", share, took)
				if share < 0.99 {
					t.Errorf("only %.4f agree", share)
				}
			})
		}
	}
}

// agreement returns which share of the answers of bands about 500 random points
// is what their ways say.
func agreement(t *testing.T, g *road.Graph, ask geo.ReachRequest, bands []geo.Band) float64 {
	t.Helper()
	rnd := rand.New(rand.NewPCG(500, 7))
	box := bands[len(bands)-1].Outline.Bound()
	q := road.NewQuery(g, road.VehicleOf(ask.Vehicle))
	var points []geo.Point
	for len(points) < 500 {
		p := geo.Point{box.Min[0] + rnd.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rnd.Float64()*(box.Max[1]-box.Min[1])}
		if s, err := q.Snap(p, "to"); err == nil && s.Distance <= 450 {
			points = append(points, p)
		}
	}
	roads, errs, err := q.OneToMany(t.Context(), ask.From, points, ask.Reverse)
	if err != nil {
		t.Fatal(err)
	}
	agree, inside := 0, 0
	for i, p := range points {
		measure := float64(roads[i].Time)
		if ask.By == geo.ByDistance {
			measure = float64(roads[i].Length)
		}
		for _, b := range bands {
			in := planar.MultiPolygonContains(b.Outline, p)
			if in {
				inside++
			}
			if in == (errs[i] == nil && measure <= b.Upto) {
				agree++
			}
		}
	}
	all := len(points) * len(bands)
	if inside < all/20 || inside > all*19/20 {
		t.Errorf("%d of %d lie inside: too few of one side to tell", inside, all)
	}
	return float64(agree) / float64(all)
}
