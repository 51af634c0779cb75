package road

import (
	"math"
	"math/rand/v2"
	"testing"

	"simbiyoz/geo"
)

// TestNearestIsNearestOfAll holds the grid's answer against every edge's, for
// places on roads, between them, and beyond the network.
func TestNearestIsNearestOfAll(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 29))
		g := town(t, rnd, 20+40*int(seed))
		some := func(edge uint32) bool { return edge%3 > 0 }
		for i := range 300 {
			p := geo.Point{26.8 + 0.6*rnd.Float64(), 37.8 + 0.6*rnd.Float64()}
			if i%2 == 0 {
				p = g.Node(rnd.IntN(g.Nodes()))
			}
			want := Snap{Distance: geo.Metres(math.Inf(1))}
			for e := range uint32(len(g.length)) {
				if some(e) {
					g.nearer(p, e, &want)
				}
			}
			got, near := g.nearest(p, some)
			if got.Distance != want.Distance || near != (want.Distance <= Reach) {
				t.Errorf("seed %d, %v: got %+v, %v, want %+v", seed, p, got, near, want)
			}
		}
	}
}
