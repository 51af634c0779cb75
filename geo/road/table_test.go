package road

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Tables by buckets, by sweeps of one lane and of many, and from either side
// hold what single queries say.
func TestTablesEqualSingleQueries(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		for name, kind := range kinds {
			t.Run(fmt.Sprint(name, " seed ", seed), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 13))
				g := town(t, rnd, 20+20*int(seed))
				h, q := kind.of(t, g)
				places := make([]Snap, 40)
				for i := range places {
					places[i] = somewhere(q, rnd)
				}
				for i := range 5 { // some lie on one road
					places[39-i].edge = places[i].edge
				}
				from, to := places[:21], places[15:] // some are both
				var buckets, sweeps, reverse, single Table
				if err := h.Buckets(t.Context(), from, to, &buckets); err != nil {
					t.Fatal(err)
				}
				if err := h.Targets(to, false).Rows(t.Context(), from, &sweeps); err != nil {
					t.Fatal(err)
				}
				if err := h.Targets(from, true).Rows(t.Context(), to, &reverse); err != nil {
					t.Fatal(err)
				}
				if err := h.Targets(to, false).Rows(t.Context(), from[:1], &single); err != nil {
					t.Fatal(err)
				}
				var wide, narrow Table
				if err := h.Table(t.Context(), from[:1], to, &wide); err != nil {
					t.Fatal(err)
				}
				if err := h.Table(t.Context(), from, to[:1], &narrow); err != nil {
					t.Fatal(err)
				}
				var tall Table
				if err := h.Table(t.Context(), from, to[:2], &tall); err != nil {
					t.Fatal(err)
				}
				for i, start := range from {
					if tall.At(i, 1) != buckets.At(i, 1) {
						t.Errorf("%+v to %+v: in a tall table %+v, want %+v", start, to[1], tall.At(i, 1), buckets.At(i, 1))
					}
					if narrow.At(i, 0) != buckets.At(i, 0) {
						t.Errorf("%+v to %+v: in a narrow table %+v, want %+v", start, to[0], narrow.At(i, 0), buckets.At(i, 0))
					}
					want, err := q.search(t.Context(), start, to, false)
					if err != nil {
						t.Fatal(err)
					}
					for j, w := range want {
						if b, s, r := buckets.row(i)[j], sweeps.row(i)[j], reverse.row(j)[i]; b != w.cost || s != w.cost || r != w.cost {
							t.Errorf("%+v to %+v: by buckets %x, by sweeps %x, reverse %x, want %x", start, to[j], b, s, r, w.cost)
						}
						if i == 0 && (single.row(0)[j] != w.cost || wide.row(0)[j] != w.cost) {
							t.Errorf("%+v to %+v: by one sweep %x, once %x, want %x", start, to[j], single.row(0)[j], wide.row(0)[j], w.cost)
						}
					}
				}
			})
		}
	}
}
