package road

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
)

// avenue returns a network of one road of 20 km along a parallel, at 50 km/h
// for lorries, with a stretch in the middle that leads westward alone.
func avenue(t *testing.T, coarse bool) *Graph {
	t.Helper()
	b := NewBuilder()
	step := 10_000 / degree / math.Cos(38*math.Pi/180)
	for i := range int64(3) {
		b.AddNode(i+1, geo.Point{27 + float64(i)*step, 38})
	}
	b.AddWay(Way{ID: 1, Nodes: []int64{1, 2}, Forward: open, Backward: open})
	b.AddWay(Way{ID: 2, Nodes: []int64{2, 3}, Forward: Side{}, Backward: open})
	g, err := b.Build(t.Context(), BuildOptions{Name: "test", Version: "v1", Coarse: coarse})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// east returns the point so many metres east and north of the avenue's west
// end.
func east(x, y float64) geo.Point {
	return geo.Point{27 + x/degree/math.Cos(38*math.Pi/180), 38 + y/degree}
}

func TestReachCutsRoadsAtTheLimit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		coarse  bool
		ask     geo.ReachRequest
		in, out []geo.Point
	}{
		"3 km from the middle": {ask: geo.ReachRequest{By: geo.ByDistance, Upto: []float64{3000}},
			in:  []geo.Point{east(2100, 0), east(7900, 0), east(5000, 450)},
			out: []geo.Point{east(1900, 0), east(8100, 0), east(5000, 550)}},
		"6 minutes are 5 km": {ask: geo.ReachRequest{By: geo.ByTime, Upto: []float64{360}},
			in:  []geo.Point{east(100, 0), east(9900, 0)},
			out: []geo.Point{east(10_600, 0), east(5000, 550)}},
		"towards it, also from the one-way road": {ask: geo.ReachRequest{By: geo.ByDistance, Upto: []float64{7000}, Reverse: true},
			in:  []geo.Point{east(100, 0), east(11_900, 0)},
			out: []geo.Point{east(12_100, 0)}},
		"a coarse network is walked to": {coarse: true,
			ask: geo.ReachRequest{By: geo.ByDistance, Upto: []float64{3000}, Walk: geo.Walk{Detour: 1.5, Speed: 5}},
			in:  []geo.Point{east(2100, 0), east(5000, 1900), east(6000, 1300), east(5000, -1900)},
			out: []geo.Point{east(1900, 0), east(5000, 2100), east(6000, 1400)}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.ask.From, c.ask.Tolerance = east(5000, 0), 50
			c.ask.Vehicle, _ = geo.VehicleByCode("articulated")
			bands, err := NewNetwork(avenue(t, c.coarse)).Reach(t.Context(), c.ask)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range c.in {
				if !planar.MultiPolygonContains(bands[0].Outline, p) {
					t.Errorf("%v is not in %v", p, bands[0].Outline)
				}
			}
			for _, p := range c.out {
				if planar.MultiPolygonContains(bands[0].Outline, p) {
					t.Errorf("%v is in", p)
				}
			}
			if got, want := bands[0].Area, geo.Area(bands[0].Outline); got != want || got < 5e5 {
				t.Errorf("%v m², want %v", got, want)
			}
		})
	}
}

// TestProfilesHaveEveryPlacesCost holds what profiles say of random places,
// those on the start's own edge among them, against ways to them.
func TestProfilesHaveEveryPlacesCost(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 13))
		g := town(t, rnd, 100)
		q := NewQuery(g, vehicle(t, "articulated"))
		for i := range 20 {
			at, reverse := somewhereOn(q, rnd), i%2 == 1
			var s Spread
			if err := q.OneToAll(t.Context(), at, reverse, &s); err != nil {
				t.Fatal(err)
			}
			for range 50 {
				end := somewhere(q, rnd)
				if rnd.IntN(5) == 0 {
					end.edge = s.At.edge
				}
				want, err := q.search(t.Context(), s.At, []Snap{end}, reverse)
				if err != nil {
					t.Fatal(err)
				}
				time, length, ok := q.profile(nil, &s, end.edge).at(end.Share)
				if ok != (want[0].cost != unreached) {
					t.Fatalf("seed %d: %+v: reached %v, want %x", seed, end, ok, want[0].cost)
				}
				if ok && (math.Abs(float64(time)*1000-ms(want[0].cost)) > 2 || math.Abs(float64(length)*10-dm(want[0].cost)) > 2) {
					t.Fatalf("seed %d: %+v: %v s, %v m, want %x", seed, end, time, length, want[0].cost)
				}
			}
		}
	}
}
