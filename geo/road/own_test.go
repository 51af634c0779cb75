package road

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestOwnEqualsQuery(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		for _, own := range []Vehicle{{WeightKg: 12_000, HeightCm: 345, LengthCm: 900}, {WeightKg: 3500, HeightCm: 360}, vehicle(t, "hazmat")} {
			t.Run(fmt.Sprint("seed ", seed, own.WeightKg, " kg"), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 21))
				g := town(t, rnd, 30+15*int(seed))
				q, o, reached := NewQuery(g, own), NewOwn(g, vehicle(t, "van")), 0
				o.drive(own, g.rules(own))
				for range 200 {
					start, end := somewhere(q, rnd), somewhere(q, rnd)
					if rnd.IntN(10) == 0 {
						end.edge = start.edge
					}
					want, err := q.search(t.Context(), start, []Snap{end}, false)
					if err != nil {
						t.Fatal(err)
					}
					if err := o.between(t.Context(), start, end); err != nil || o.best != want[0].cost {
						t.Fatalf("%+v to %+v: got %x, %v, want %x", start, end, o.best, err, want[0].cost)
					}
					if o.best != unreached {
						reached++
						drivable(t, q, o.way(), start, end, o.best)
					}
				}
				if reached < 40 {
					t.Errorf("only %d of 200 pairs are joined", reached)
				}
			})
		}
	}
}
