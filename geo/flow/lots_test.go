package flow

import (
	"math"
	"math/rand/v2"
	"testing"

	"simbiyoz/geo"
)

func TestLotsKeepTheirConditions(t *testing.T) {
	t.Parallel()
	worst, missed := geo.Share(0), geo.Share(0)
	for seed := range uint64(100) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		p := scattered(rnd, 3, 3, 2)
		if seed%2 == 0 {
			p = bounded(rnd, p)
		}
		c := Conditions{}
		for range p.Edges {
			c.Least, c.Setup = append(c.Least, Kg(rnd.IntN(20))), append(c.Setup, geo.Lira(rnd.IntN(300))/1e5)
		}
		l, err := SolveLots(t.Context(), p, c)
		if err != nil {
			t.Fatal(err)
		}
		left := [2][]Kg{append([]Kg(nil), p.Supply...), append([]Kg(nil), p.Demand...)}
		total := geo.Lira(0)
		for i, f := range l.Flow {
			if f == 0 {
				continue
			}
			if f < c.Least[i] || f > p.most(i) {
				t.Errorf("seed %d: edge %d carries %d kg, its least is %d", seed, i, f, c.Least[i])
			}
			left[0][p.Edges[i].Source] -= f
			left[1][p.Edges[i].Sink] -= f
			total += geo.Lira(float64(f)*float64(p.Edges[i].Gain)/kurusKg) - c.Setup[i]
		}
		for i := range 3 {
			if left[0][i] < 0 || left[1][i] < 0 {
				t.Errorf("seed %d: more flows than there is: %v", seed, left)
			}
		}
		best := bestLots(t, p, c)
		if math.Abs(float64(total-l.Total)) > 1e-9 || l.Total > best+1e-9 || best > l.Bound+1e-9 {
			t.Errorf("seed %d: total %v (says %v), best %v, bound %v", seed, total, l.Total, best, l.Bound)
		}
		if best > 0 {
			miss := geo.Share((best - l.Total) / best)
			worst, missed = max(worst, miss), missed+miss/100
		}
	}
	t.Logf("%.1f %% below the best, %.1f %% at most", 100*missed, 100*worst)
}

// bestLots opens every set of edges in turn. Within one, edges carry their
// least and the rest is solved: exact, as what is left is a problem again.
func bestLots(t *testing.T, p Problem, c Conditions) geo.Lira {
	t.Helper()
	best := geo.Lira(0)
	for set := range 1 << len(p.Edges) {
		q := Problem{Supply: append([]Kg(nil), p.Supply...), Demand: append([]Kg(nil), p.Demand...)}
		total, fits := geo.Lira(0), true
		for i, e := range p.Edges {
			if set>>i&1 == 0 {
				continue
			}
			q.Supply[e.Source] -= c.Least[i]
			q.Demand[e.Sink] -= c.Least[i]
			fits = fits && q.Supply[e.Source] >= 0 && q.Demand[e.Sink] >= 0
			q.Edges = append(q.Edges, e)
			if p.Most != nil {
				q.Most = append(q.Most, p.Most[i]-c.Least[i])
				fits = fits && p.Most[i] >= c.Least[i]
			}
			total += geo.Lira(float64(c.Least[i])*float64(e.Gain)/kurusKg) - c.Setup[i]
		}
		if !fits {
			continue
		}
		a, err := Solve(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		best = max(best, total+q.Total(a.Flow))
	}
	return best
}

func TestSiteEqualsTryingAll(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		p := scattered(rnd, 12, 6, 3)
		s, err := NewSolver(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Solve(t.Context()); err != nil {
			t.Fatal(err)
		}
		var candidates []Candidate
		for range 5 {
			c := Candidate{Capacity: Kg(20 + rnd.IntN(80))}
			for i := range p.Supply {
				c.Edges = append(c.Edges, Edge{Source: int32(i), Gain: Kurus(rnd.IntN(150))})
			}
			candidates = append(candidates, c)
		}
		gains := func(which ...int) geo.Lira { // from nothing, not from s
			q := Problem{Supply: p.Supply, Demand: append([]Kg(nil), p.Demand...), Edges: append([]Edge(nil), p.Edges...)}
			for _, c := range which {
				for _, e := range candidates[c].Edges {
					q.Edges = append(q.Edges, Edge{e.Source, int32(len(q.Demand)), e.Gain})
				}
				q.Demand = append(q.Demand, candidates[c].Capacity)
			}
			a, err := Solve(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			return q.Total(a.Flow) - s.Total()
		}
		ranked, err := s.Rank(t.Context(), candidates)
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range ranked {
			if math.Abs(float64(w.Gain-gains(w.Candidate))) > 1e-9 || i > 0 && w.Gain > ranked[i-1].Gain {
				t.Errorf("seed %d: rank %d is %+v, worth %v", seed, i, w, gains(w.Candidate))
			}
		}
		two, gain, err := s.Site(t.Context(), candidates, 2)
		if err != nil {
			t.Fatal(err)
		}
		best := geo.Lira(0)
		for a := range candidates {
			for b := range a {
				best = max(best, gains(a, b))
			}
		}
		if math.Abs(float64(gain-gains(two...))) > 1e-9 || gain < 0.9*best {
			t.Errorf("seed %d: %v gain %v, the best two %v", seed, two, gain, best)
		}
	}
}
