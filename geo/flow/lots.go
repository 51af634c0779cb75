package flow

import (
	"cmp"
	"context"
	"math"
	"slices"

	"simbiyoz/geo"
)

// Conditions are what makes an edge worth opening or not, by edge.
type Conditions struct {
	Least []Kg       // least that an edge carries a year if it carries anything
	Setup []geo.Lira // what it costs a year that the edge is used at all
}

// Lots is an assignment in lots with what it is known to miss.
type Lots struct {
	Flow  []Kg
	Total geo.Lira // gains less setups
	Bound geo.Lira // no assignment in lots gains more
}

// Gap returns by which share of the bound l may miss the best.
func (l Lots) Gap() geo.Share {
	if l.Bound <= 0 {
		return 0
	}
	return geo.Share((l.Bound - l.Total) / l.Bound)
}

// slopes is how often the setups are spread anew.
const slopes = 20

// SolveLots assigns in lots. To choose which edges to open is hard (it holds
// fixed-charge transport problems), so the answer is good, not proved best:
// setups are spread over what an edge carried the last time (dynamic slope
// scaling, Kim and Pardalos 1999), edges that carry less than their least are
// closed, each round's open edges are settled exactly but for those that do not
// earn their setup, and the best of all rounds is kept. The bound spreads each
// setup over the most that its edge could carry.
func SolveLots(ctx context.Context, p Problem, c Conditions) (Lots, error) {
	if len(c.Least) != len(p.Edges) || len(c.Setup) != len(p.Edges) {
		return Lots{}, geo.Invalid("conditions", "size", "%d leasts and %d setups for %d edges", len(c.Least), len(c.Setup), len(p.Edges))
	}
	l := lots{p: p, c: c, slope: p}
	l.slope.Edges = slices.Clone(p.Edges)
	for i := range p.Edges {
		l.spread(i, p.most(i))
	}
	first, err := Solve(ctx, l.slope)
	if err != nil {
		return Lots{}, err
	}
	l.best = Lots{Flow: make([]Kg, len(p.Edges)), Bound: l.slope.Total(first.Flow)}
	for a := first; ; {
		if err := l.settle(ctx, a.Flow); err != nil {
			return Lots{}, err
		}
		if !l.tilt(a.Flow) || l.rounds == slopes {
			return l.best, nil
		}
		if a, err = Solve(ctx, l.slope); err != nil {
			return Lots{}, err
		}
	}
}

// lots is a problem in lots being solved.
type lots struct {
	p      Problem
	c      Conditions
	slope  Problem // with setups spread over what edges carry
	best   Lots
	rounds int
}

// spread lets edge i gain what is left when its setup is borne by amount, and
// never less than that; one that cannot carry its least gains nothing.
func (l *lots) spread(i int, amount Kg) {
	e := &l.slope.Edges[i]
	if amount <= 0 || l.p.most(i) < l.c.Least[i] {
		e.Gain = 0
		return
	}
	share := math.Floor(float64(l.c.Setup[i]) * kurusKg / float64(amount))
	e.Gain = max(0, l.p.Edges[i].Gain-Kurus(min(share, float64(mostKurus))))
}

// settle finds the best flow over the edges that flow opens, each with its
// least reserved, closes those that do not earn their setup, and again until
// all do. It keeps the flow that gains most of all.
func (l *lots) settle(ctx context.Context, flow []Kg) error {
	flow = slices.Clone(flow)
	for {
		open, q := l.reserve(flow)
		a, err := Solve(ctx, q)
		if err != nil {
			return err
		}
		clear(flow)
		total, poor := geo.Lira(0), false
		for k, i := range open {
			carried := l.c.Least[i] + a.Flow[k]
			gain := l.earns(i, carried)
			if carried == 0 || gain <= 0 {
				poor = poor || carried > 0
				continue
			}
			flow[i] = carried
			total += gain
		}
		if total > l.best.Total {
			l.best.Flow, l.best.Total = slices.Clone(flow), total
		}
		if !poor {
			return nil
		}
	}
}

// earns returns what edge i gains less its setup.
func (l *lots) earns(i int, carried Kg) geo.Lira {
	return geo.Lira(float64(carried)*float64(l.p.Edges[i].Gain)/kurusKg) - l.c.Setup[i]
}

// reserve returns the edges that flow opens and what is left to assign over
// them, once each has its least: the one that earns most comes first, one for
// which too little is left stays closed.
func (l *lots) reserve(flow []Kg) (open []int, left Problem) {
	for i, f := range flow {
		if f > 0 {
			open = append(open, i)
		}
	}
	slices.SortStableFunc(open, func(a, b int) int { return cmp.Compare(l.earns(b, flow[b]), l.earns(a, flow[a])) })
	left = Problem{Supply: slices.Clone(l.p.Supply), Demand: slices.Clone(l.p.Demand)}
	open = slices.DeleteFunc(open, func(i int) bool {
		e, least := l.p.Edges[i], l.c.Least[i]
		if left.Supply[e.Source] < least || left.Demand[e.Sink] < least || l.p.most(i) < least {
			return true
		}
		left.Supply[e.Source] -= least
		left.Demand[e.Sink] -= least
		left.Edges = append(left.Edges, e)
		if l.p.Most != nil {
			left.Most = append(left.Most, l.p.Most[i]-least)
		}
		return false
	})
	return open, left
}

// tilt spreads the setups over flow, closes edges that carry less than their
// least, and reports whether anything changed.
func (l *lots) tilt(flow []Kg) bool {
	l.rounds++
	changed := false
	for i, f := range flow {
		if f == 0 {
			continue
		}
		was := l.slope.Edges[i].Gain
		if f < l.c.Least[i] {
			l.slope.Edges[i].Gain = 0
		} else {
			l.spread(i, f)
		}
		changed = changed || l.slope.Edges[i].Gain != was
	}
	return changed
}
