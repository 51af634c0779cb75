package flow

import (
	"cmp"
	"context"
	"slices"

	"simbiyoz/geo"
)

// Candidate is a place where a new sink could stand: its edges from sources,
// whose Sink is ignored, gain what a tonne is worth there less its haul.
type Candidate struct {
	Capacity Kg
	Edges    []Edge
}

// Worth is what a new sink at a candidate's place would add, a year.
type Worth struct {
	Candidate int
	Gain      geo.Lira // above the region's best without it
	Mass      Kg       // that it would take
}

// Rank tells of every candidate what the region would gain by it alone, the
// best first. s must be solved; it stays as it is.
func (s *Solver) Rank(ctx context.Context, candidates []Candidate) ([]Worth, error) {
	out := make([]Worth, len(candidates))
	base := s.Total()
	for i, c := range candidates {
		with, sink, err := s.with(ctx, c)
		if err != nil {
			return nil, err
		}
		out[i] = Worth{i, with.Total() - base, with.taken(sink)}
	}
	slices.SortStableFunc(out, func(a, b Worth) int { return cmp.Compare(b.Gain, a.Gain) })
	return out, nil
}

// with returns a solved copy of s that has a candidate's sink.
func (s *Solver) with(ctx context.Context, c Candidate) (*Solver, int, error) {
	with := s.Clone()
	sink, err := with.AddSink(c.Capacity, slices.Clone(c.Edges))
	if err != nil {
		return nil, 0, err
	}
	return with, sink, with.Solve(ctx)
}

// taken returns what a sink takes in all.
func (s *Solver) taken(sink int) Kg {
	total := Kg(0)
	v := s.sink[sink]
	for i := range s.tree.node {
		n := &s.tree.node[i]
		if n.edge != slack && s.edges[n.edge].to == v {
			total += n.flow
		}
	}
	return total
}

// Site chooses n of candidates that together add most: the best beside those
// chosen, one after the other, then exchanged one by one for as long as that
// gains (Teitz and Bart 1968, the usual heuristic for p-medians). It returns
// them in order of choice with what all of them gain. s must be solved.
func (s *Solver) Site(ctx context.Context, candidates []Candidate, n int) ([]int, geo.Lira, error) {
	var chosen []int
	best := geo.Lira(0)
	for len(chosen) < min(n, len(candidates)) {
		next, gain, err := s.improve(ctx, candidates, append(slices.Clone(chosen), -1), len(chosen))
		if err != nil || next < 0 || gain <= best {
			return chosen, best, err
		}
		chosen, best = append(chosen, next), gain
	}
	for i := 0; i < len(chosen); i++ {
		next, gain, err := s.improve(ctx, candidates, slices.Clone(chosen), i)
		if err != nil {
			return nil, 0, err
		}
		if next >= 0 && gain > best+0.01 {
			chosen[i], best = next, gain
			i = -1 // another exchange may pay now
		}
	}
	return chosen, best, nil
}

// improve returns the candidate that is best in chosen's place i, -1 where all
// are chosen already.
func (s *Solver) improve(ctx context.Context, candidates []Candidate, chosen []int, i int) (int, geo.Lira, error) {
	best, most := -1, geo.Lira(-1)
	others := s.Clone()
	for k, c := range chosen {
		if k == i || c < 0 {
			continue
		}
		if _, err := others.AddSink(candidates[c].Capacity, slices.Clone(candidates[c].Edges)); err != nil {
			return 0, 0, err
		}
	}
	for c := range candidates {
		if slices.Contains(chosen, c) {
			continue
		}
		with, _, err := others.with(ctx, candidates[c])
		if err != nil {
			return 0, 0, err
		}
		if gain := with.Total() - s.Total(); gain > most {
			best, most = c, gain
		}
	}
	return best, most, nil
}
