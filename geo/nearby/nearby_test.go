package nearby_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/nearby"
)

// invented returns entries of few firms, materials and sectors, many of them
// equally large and at the same places.
func invented(seed uint64, n int) []nearby.Entry {
	rnd := rand.New(rand.NewPCG(seed, 1))
	out := make([]nearby.Entry, n)
	for i := range out {
		e := nearby.Entry{ID: int64(i + 1), Firm: int64(rnd.IntN(20)), Role: geo.Source, Material: fmt.Sprint("m", rnd.IntN(4)), NACE: fmt.Sprint("n", rnd.IntN(3)),
			Category: geo.CategoryMaterial, Unit: geo.UnitTonne, Rate: float64(rnd.IntN(9)), X: float64(rnd.IntN(12)), Y: float64(rnd.IntN(12)), Hidden: rnd.IntN(9) == 0}
		if rnd.IntN(2) == 0 {
			e.Role = geo.Sink
		}
		if rnd.IntN(5) == 0 {
			e.Category, e.Unit = geo.CategoryEnergy, geo.UnitKWh
		}
		if rnd.IntN(4) == 0 {
			e.Rate = math.NaN()
		}
		out[i] = e
	}
	return out
}

// plain answers q as the store's statement reads.
func plain(entries []nearby.Entry, q nearby.Query) []int64 {
	away := func(e nearby.Entry) float64 { return math.Sqrt((e.X-q.Of.X)*(e.X-q.Of.X) + (e.Y-q.Of.Y)*(e.Y-q.Of.Y)) }
	nearest := func(es []nearby.Entry) []nearby.Entry {
		slices.SortFunc(es, func(a, b nearby.Entry) int { return cmp.Or(cmp.Compare(away(a), away(b)), cmp.Compare(a.ID, b.ID)) })
		return es[:min(q.Each, len(es))]
	}
	var out []int64
	take := func(is func(nearby.Entry) bool) {
		var near, large []nearby.Entry
		for _, e := range entries {
			if is(e) && e.Firm != q.Of.Firm && !e.Hidden {
				near = append(near, e)
				if e.Unit == q.Of.Unit && !math.IsNaN(e.Rate) {
					large = append(large, e)
				}
			}
		}
		slices.SortFunc(large, func(a, b nearby.Entry) int { return cmp.Or(cmp.Compare(b.Rate, a.Rate), cmp.Compare(b.ID, a.ID)) })
		for _, e := range append(nearest(near), nearest(large[:min(10*q.Each, len(large))])...) {
			out = append(out, e.ID)
		}
	}
	for _, c := range q.Codes {
		take(func(e nearby.Entry) bool { return e.Role == q.Of.Role.Opposite() && e.Material == c })
	}
	for _, c := range q.Classes {
		take(func(e nearby.Entry) bool {
			return q.Of.Role == geo.Source && e.Role == geo.Sink && e.NACE == c && e.Category == q.Of.Category
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestPartners(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		entries := invented(seed, 400)
		x := nearby.New(slices.Clone(entries))
		for _, e := range entries {
			q := nearby.Query{Of: e, Codes: []string{"m0", "m2", "none"}, Classes: []string{"n1"}, Each: 3}
			if got, want := x.Partners(q), plain(entries, q); !slices.Equal(got, want) {
				t.Fatalf("seed %d, partners of %+v:\n%v, want\n%v", seed, e, got, want)
			}
		}
	}
}

func TestEntry(t *testing.T) {
	t.Parallel()
	x := nearby.New([]nearby.Entry{{ID: 7, Material: "m"}})
	if e, there := x.Entry(7); !there || e.Material != "m" || x.Len() != 1 {
		t.Errorf("got %+v, %v", e, there)
	}
	if _, there := x.Entry(8); there {
		t.Error("nobody posted 8")
	}
}
