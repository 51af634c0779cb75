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

func measure(c cost) Measure {
	if c == unreached {
		return Measure{}
	}
	return Measure{metres(uint32(c)), seconds(uint32(c >> 32)), true}
}

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
	for _, a := range q.g.arcsOf[place.edge] {
		if a != none && q.access(a) != AccessNo {
			q.relax(2*a, q.rest(a, place, reverse), none)
		}
	}
	for steps := 0; len(q.heap) > 0; steps++ {
		if steps%8192 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if top := q.heap.pop(); top.cost == q.label[top.id] {
			into.cost[top.id/2] = min(into.cost[top.id/2], top.cost)
			q.expand(top.id, nil, nil, nil, reverse)
		}
	}
	return nil
}

// Graph returns what q asks.
func (q *Query) Graph() *Graph { return q.g }

// Graph returns what f asks.
func (f *Fast) Graph() *Graph { return f.h.g }

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
	f.sweep(place, reverse)
	if err := ctx.Err(); err != nil {
		return err
	}
	q, h := f.q, f.h
	for v, c := range f.all {
		if c != unreached && reverse {
			c += q.whole(h.arc[v])
		}
		into.cost[h.arc[v]] = c
	}
	if reverse {
		for _, a := range h.g.arcsOf[place.edge] {
			if a != none && q.access(a) != AccessNo {
				into.cost[a] = min(into.cost[a], q.part(a, place))
			}
		}
	}
	f.lastMile(into)
	return nil
}

// sweep climbs from a place and hands what that costs down to every node, in
// order of rank: f.all is what the end of every arc costs.
func (f *Fast) sweep(at Snap, reverse bool) {
	f.q.reset()
	f.ends = f.ends[:0]
	climb, up, down := &f.there, &f.h.up, &f.h.down
	if reverse {
		climb, up, down = &f.back, down, up
	}
	climb.reset()
	if reverse {
		f.arrive(at)
	} else {
		f.leave(at)
	}
	for len(climb.heap) > 0 {
		if top := climb.heap.pop(); top.cost == climb.label[top.id] {
			climb.expand(up, top)
		}
	}
	f.all = append(f.all[:0], climb.label...)
	for v := range f.all {
		best := f.all[v]
		for e := down.first[v]; e < down.first[v+1]; e++ {
			if c := f.all[down.to[e]]; c != unreached {
				best = min(best, c+down.cost[e])
			}
		}
		f.all[v] = best
	}
}

// lastMile carries a spread on to the arcs that are open as a last mile alone,
// which the hierarchy leaves out.
func (f *Fast) lastMile(s *Spread) {
	q, n := f.q, uint32(0)
	if s.Reverse {
		n = uint32(len(s.cost)) // see Fast.q
	}
	for b := range uint32(len(s.cost)) {
		if !f.lastMileOnly(b) {
			continue
		}
		f.beside(b, !s.Reverse, func(a uint32) {
			if c := s.cost[a]; q.access(a) == AccessYes && c != unreached {
				q.relax(n+b, c+q.whole(b), none)
			}
		})
	}
	for len(q.heap) > 0 {
		top := q.heap.pop()
		if top.cost != q.label[top.id] {
			continue
		}
		f.beside(top.id-n, s.Reverse, func(b uint32) {
			if f.lastMileOnly(b) {
				q.relax(n+b, top.cost+q.whole(b), top.id)
			}
		})
	}
	for _, state := range q.touched {
		s.cost[state-n] = min(s.cost[state-n], q.label[state])
	}
}

func (f *Fast) lastMileOnly(a uint32) bool {
	access := f.q.access(a)
	return access != AccessYes && access != AccessNo
}

// beside calls do for the arcs that may follow arc a or, when before, that it
// may follow.
func (f *Fast) beside(a uint32, before bool, do func(b uint32)) {
	g := f.h.g
	if before {
		for _, b := range g.in[g.inFirst[g.tail[a]]:g.inFirst[g.tail[a]+1]] {
			if g.mayTurn(f.q.rules.banned, b, a) {
				do(b)
			}
		}
		return
	}
	for b := g.first[g.head[a]]; b < g.first[g.head[a]+1]; b++ {
		if g.mayTurn(f.q.rules.banned, a, b) {
			do(b)
		}
	}
}
