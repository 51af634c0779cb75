package road

import (
	"context"
	"slices"

	"simbiyoz/geo"
)

// Spread is what the quickest ways from one place to every arc of a graph
// measure or, reverse, those from every arc to it. The zero value is ready to
// be filled; one that is filled again keeps its memory.
type Spread struct {
	At      Snap // the place
	Reverse bool
	cost    []cost // of arcs
}

// Arc returns what the way from the place to the end of arc i measures, of a
// reverse spread the one from the arc's beginning to the place. The arc is in
// it whole, unless the place lies on it.
func (s *Spread) Arc(i int) Measure { return measure(s.cost[i]) }

// begin readies s for the n arcs of a graph.
func (s *Spread) begin(n int, at Snap, reverse bool) {
	s.At, s.Reverse = at, reverse
	s.cost = slices.Grow(s.cost[:0], n)[:n]
	for i := range s.cost {
		s.cost[i] = unreached
	}
}

// OneToAll fills into with the ways from place at or, when reverse, to it. A
// place without a road is a *geo.NoRoadError.
func (q *Query) OneToAll(ctx context.Context, at geo.Point, reverse bool, into *Spread) error {
	place, err := q.Snap(at, side(reverse))
	if err != nil {
		return err
	}
	q.reset()
	into.begin(len(q.g.head), place, reverse)
	for a := range q.g.on(place.edge) {
		if q.open(a) {
			q.relax(2*a, q.rest(a, place, reverse), none)
		}
	}
	for steps := 0; len(q.heap) > 0; steps++ {
		if steps%8192 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if top := q.heap.pop(); top.cost == q.cost(top.id) {
			into.cost[top.id/2] = min(into.cost[top.id/2], top.cost)
			q.expand(top.id, nil, nil, nil, reverse)
		}
	}
	return nil
}

// Graph returns what q asks.
func (q *Query) Graph() *Graph { return q.g }

// side names the end of a way that its one place is.
func side(reverse bool) string {
	if reverse {
		return "to"
	}
	return "from"
}

// rest returns the cost from place s to the end of arc a or, when reverse, from
// the arc's beginning to s.
func (q *Query) rest(a uint32, s Snap, reverse bool) cost {
	if reverse {
		return q.part(a, s)
	}
	return q.whole(a) - q.part(a, s)
}

// OneToAll fills into as [Query.OneToAll] does, in one sweep down the
// hierarchy (PHAST, Delling et al. 2011).
func (f *Fast) OneToAll(ctx context.Context, at geo.Point, reverse bool, into *Spread) error {
	place, err := f.q.Snap(at, side(reverse))
	if err != nil {
		return err
	}
	into.begin(len(f.h.g.head), place, reverse)
	direction := uint32(ahead)
	if reverse {
		direction = backward
	}
	f.flood(place, direction)
	if err := ctx.Err(); err != nil {
		return err
	}
	f.pour(into, direction)
	f.lastMile(into, direction)
	return nil
}

// flood climbs from a place and hands what that costs down to every node, in
// order of rank: f.swept.
func (f *Fast) flood(at Snap, direction uint32) {
	f.reset()
	f.approach(at, direction)
	climb := f.climb(direction)
	for top, any := climb.next(f.h, direction); any; top, any = climb.next(f.h, direction) {
		climb.expand(f.h, direction, top, unreached)
	}
	f.swept = slices.Grow(f.swept[:0], len(f.h.of))[:len(f.h.of)]
	swept := f.swept
	for v := range swept {
		best := climb.cost(uint32(v))
		for _, r := range f.h.rungs(uint32(v), 1-direction) {
			best = min(best, swept[r.to]+r.cost())
		}
		swept[v] = best
	}
}

// pour takes what nodes cost over to the arcs that are freely open.
func (f *Fast) pour(s *Spread, direction uint32) {
	q := f.q
	for a := range uint32(len(s.cost)) {
		if q.access(a) != AccessYes {
			continue
		}
		v := a
		if !f.h.turns {
			v = f.tip(a, 1-direction)
		}
		c := f.swept[f.h.node[v]]
		if c >= unreached {
			continue
		}
		if direction == backward {
			c -= f.bias
		}
		if direction == backward || !f.h.turns {
			c += q.whole(a)
		}
		s.cost[a] = c
	}
	for a := range f.h.g.on(s.At.edge) {
		if q.open(a) {
			s.cost[a] = min(s.cost[a], q.rest(a, s.At, s.Reverse))
		}
	}
}

// tip returns the node at the end of arc a or, backward, at its beginning.
func (f *Fast) tip(a, direction uint32) uint32 {
	if direction == backward {
		return f.h.g.tail[a]
	}
	return f.h.g.head[a]
}

// lastMile carries a spread on to the arcs that are open as a last mile alone,
// which the hierarchy leaves out.
func (f *Fast) lastMile(s *Spread, direction uint32) {
	q, shift := f.q, f.state(0, direction)
	for _, state := range q.touched { // around the place itself
		a := state - shift
		s.cost[a] = min(s.cost[a], q.label[state].cost)
	}
	r := f.h.fringe(q, direction)
	for i := range len(r.group) - 1 {
		r.spread(i, s.cost, &q.heap)
	}
}
