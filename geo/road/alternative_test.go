package road

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"simbiyoz/geo"
)

// lattice returns a network of n × n crossings half a kilometre apart, with
// roads of random pace between neighbours.
func lattice(t *testing.T, rnd *rand.Rand, n int) *Graph {
	t.Helper()
	b := NewBuilder()
	id := func(x, y int) int64 { return int64(y*n + x + 1) }
	ways := int64(0)
	road := func(from, to int64) {
		ways++
		way := Way{ID: ways, Nodes: []int64{from, to}, Forward: open, Backward: open}
		way.Forward.TruckSpeed = 30 + 40*rnd.Float64()
		way.Backward.TruckSpeed = way.Forward.TruckSpeed
		b.AddWay(way)
	}
	for y := range n {
		for x := range n {
			b.AddNode(id(x, y), east(float64(x)*500, float64(y)*500))
			if x > 0 {
				road(id(x-1, y), id(x, y))
			}
			if y > 0 {
				road(id(x, y-1), id(x, y))
			}
		}
	}
	return build(t, b)
}

func TestAlternativesAreWorthALook(t *testing.T) {
	t.Parallel()
	more := 0
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 17))
		g := lattice(t, rnd, 30)
		n := NewNetwork(g)
		class, err := geo.VehicleByCode("articulated")
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			from, to := east(rnd.Float64()*14_000, rnd.Float64()*4_000), east(rnd.Float64()*14_000, 10_000+rnd.Float64()*4_000)
			ways, err := n.Alternatives(t.Context(), class, from, to)
			if err != nil {
				t.Fatal(err)
			}
			best, _, err := n.Route(t.Context(), class, from, to)
			if err != nil || ways[0].Road != best || ways[0].Overlap != 1 || len(ways) > mostWays {
				t.Fatalf("seed %d: %d ways, best %+v, %+v, %v", seed, len(ways), ways[0].Road, best, err)
			}
			for _, w := range ways[1:] {
				more++
				if float64(w.Road.Time) > mostTime*float64(best.Time) || w.Road.Time < best.Time || w.Overlap > mostOverlap {
					t.Errorf("seed %d: %+v, overlap %v, beside %+v", seed, w.Road, w.Overlap, best)
				}
				long := geo.Metres(0)
				for i := 1; i < len(w.Line); i++ {
					long += geo.Crow(w.Line[i-1], w.Line[i])
				}
				if d := float64(long - w.Road.Length); d > 20 || d < -20 {
					t.Errorf("seed %d: a line of %v m for a way of %v m", seed, long, w.Road.Length)
				}
			}
			again, err := n.Alternatives(t.Context(), class, from, to)
			if err != nil || fmt.Sprint(again) != fmt.Sprint(ways) {
				t.Errorf("seed %d: asked again, %v ways, %v", seed, len(again), err)
			}
		}
	}
	if more < 20 {
		t.Errorf("only %d other ways for 20 pairs", more)
	}
}

// TestAlternativesAreDriven holds the arcs of other ways against what they are
// said to cost, on networks of one-way streets, banned turns and private roads.
func TestAlternativesAreDriven(t *testing.T) {
	t.Parallel()
	found := 0
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 19))
		g := town(t, rnd, 200)
		v := vehicle(t, "articulated")
		q := NewQuery(g, v)
		for range 10 {
			var there, back Spread
			if err := q.OneToAll(t.Context(), somewhereOn(q, rnd), false, &there); err != nil {
				t.Fatal(err)
			}
			if err := q.OneToAll(t.Context(), somewhereOn(q, rnd), true, &back); err != nil {
				t.Fatal(err)
			}
			c := choice{q: q, there: &there, back: &back}
			for _, p := range c.plateaus() {
				w, ok := c.over(p)
				if !ok {
					continue
				}
				found++
				sum := q.part(w.arcs[len(w.arcs)-1], back.At) - q.part(w.arcs[0], there.At)
				for i, a := range w.arcs[:len(w.arcs)-1] {
					turn, may := q.turn(a, w.arcs[i+1], false)
					if !may || g.head[a] != g.tail[w.arcs[i+1]] {
						t.Fatalf("seed %d: %v cannot be driven", seed, w.arcs)
					}
					sum += turn + q.whole(a)
				}
				if sum != w.cost || !slices.Contains(w.arcs, p.arc) {
					t.Fatalf("seed %d: %v costs %x, not %x", seed, w.arcs, sum, w.cost)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d ways", found)
	}
}
