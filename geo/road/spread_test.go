package road

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestOneToAllEqualsDijkstra(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		for name, kind := range kinds {
			t.Run(fmt.Sprint(name, " seed ", seed), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 11))
				g := town(t, rnd, 30+20*int(seed))
				h, q := kind.of(t, g)
				f := NewFast(h)
				var want, got Spread
				for i := range 20 {
					at, reverse := somewhereOn(q, rnd), i%2 == 1
					if err := q.OneToAll(t.Context(), at, reverse, &want); err != nil {
						t.Fatal(err)
					}
					if err := f.OneToAll(t.Context(), at, reverse, &got); err != nil {
						t.Fatal(err)
					}
					for a := range g.Arcs() {
						if got.Arc(a) != want.Arc(a) {
							t.Fatalf("%v, reverse %v, arc %d: got %+v, want %+v", at, reverse, a, got.Arc(a), want.Arc(a))
						}
					}
				}
			})
		}
	}
}
