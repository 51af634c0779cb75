package road

import (
	"context"
	"math"

	"simbiyoz/geo"
)

// cost is a time in milliseconds above a length in decimetres: costs add up
// part by part and compare by time first, so that of equally quick ways the
// shortest is taken and every algorithm finds the same one.
type cost = uint64

// unreached is more than any way costs; what any way costs may be added to it.
const unreached cost = 1 << 63

func sum(ms, dm uint32) cost { return cost(ms)<<32 | cost(dm) }

// Query asks a graph for the quickest ways of one vehicle, with plain
// Dijkstra over arcs. It is for one goroutine; any number share the graph.
//
// A state is an arc, twice: once before and once after the way has entered
// roads that are open to their own destinations alone. One leaves those of
// the start and enters those of the end, and never passes through.
type Query struct {
	g       *Graph
	vehicle Vehicle
	rules   rules
	strays  []bool    // once they were asked for
	label   []reached // of states
	asked   uint32    // the search whose labels count
	touched []uint32
	heap    heap
}

// NewQuery returns a query over g for v.
func NewQuery(g *Graph, v Vehicle) *Query {
	return &Query{g: g, vehicle: v, rules: g.rules(v), label: make([]reached, 2*len(g.head)), asked: 1}
}

// NewNodeQuery returns a query over g for v that leaves turn restrictions, and
// that one does not turn back, out of account.
func NewNodeQuery(g *Graph, v Vehicle) *Query {
	q := NewQuery(g, v)
	q.rules.anyTurn = true
	return q
}

// found is a place reached: what it costs, over which state it was entered and
// on which arc it lies.
type found struct {
	cost  cost
	state uint32 // the last whole arc; none when it lies on the first
	arc   uint32
	final bool
}

// Snap returns the place on a road that q's vehicle may use nearest to p, or
// a *geo.NoRoadError of field.
func (q *Query) Snap(p geo.Point, field string) (Snap, error) {
	s, near := q.g.snap(p, q.usable, q.stray())
	if near {
		return s, nil
	}
	e := &geo.NoRoadError{Field: field, Place: p}
	if !math.IsInf(float64(s.Distance), 1) {
		e.Nearest = &s.Distance
	}
	return s, e
}

// stray returns the edges that lead q's vehicle nowhere, see Graph.strays.
func (q *Query) stray() []bool {
	if q.strays == nil {
		q.strays = q.g.strays(q.rules)
	}
	return q.strays
}

func (q *Query) usable(edge uint32) bool {
	for _, a := range q.g.arcsOf[edge] {
		if a != none && q.access(a) != AccessNo {
			return true
		}
	}
	return false
}

// open reports whether there is an arc a and q's vehicle may drive it.
func (q *Query) open(a uint32) bool { return a != none && q.access(a) != AccessNo }

func (q *Query) access(a uint32) Access { return q.rules.access[q.g.limit[a]] }

// part returns the cost from arc a's beginning to place s on it.
func (q *Query) part(a uint32, s Snap) cost {
	share := s.Share
	if !q.g.along[a] {
		share = 1 - share
	}
	return sum(uint32(math.Round(share*float64(q.rules.time[a]))), uint32(math.Round(share*float64(q.g.length[q.g.edge[a]]))))
}

func (q *Query) whole(a uint32) cost { return sum(q.rules.time[a], q.g.length[q.g.edge[a]]) }

// search finds the ways from place start to all of ends or, when backward,
// from all of ends to start. It stops once all are found, or ctx ends.
func (q *Query) search(ctx context.Context, start Snap, ends []Snap, backward bool) ([]found, error) {
	q.reset()
	out := make([]found, len(ends))
	at := map[uint32][]uint32{} // edge → ends on it
	for i, s := range ends {
		out[i] = found{cost: unreached, state: none}
		at[s.edge] = append(at[s.edge], uint32(i))
	}
	for a := range q.g.on(start.edge) {
		if q.access(a) == AccessNo {
			continue
		}
		rest := q.whole(a) - q.part(a, start)
		if backward {
			rest = q.part(a, start)
		}
		for _, i := range at[start.edge] {
			from, to := q.part(a, start), q.part(a, ends[i])
			if backward {
				from, to = to, from
			}
			if from <= to {
				q.reach(out, i, to-from, none, a)
			}
		}
		q.relax(2*a, rest, none)
	}
	left := len(ends)
	states := uint32(len(q.label))
	for steps := 0; left > 0 && len(q.heap) > 0; steps++ {
		if steps%8192 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		top := q.heap.pop()
		if top.id >= states {
			if f := &out[top.id-states]; !f.final && f.cost == top.cost {
				f.final = true
				left--
			}
			continue
		}
		if top.cost == q.cost(top.id) {
			q.expand(top.id, ends, at, out, backward)
		}
	}
	return out, nil
}

// expand relaxes the arcs that follow state s, or precede it when backward.
func (q *Query) expand(s uint32, ends []Snap, at map[uint32][]uint32, out []found, backward bool) {
	g, a, late := q.g, s/2, s&1
	next := g.first[g.head[a]]
	last := g.first[g.head[a]+1]
	if backward {
		next, last = g.inFirst[g.tail[a]], g.inFirst[g.tail[a]+1]
	}
	private, sofar := q.access(a) != AccessYes, q.cost(s)
	for ; next < last; next++ {
		b := next
		if backward {
			b = g.in[next]
		}
		access := q.access(b)
		if access == AccessNo {
			continue
		}
		turn, may := q.turn(a, b, backward)
		if !may {
			continue
		}
		phase := late
		switch {
		case access == AccessYes && late == 1:
			continue // one does not come out of the end's private roads again
		case access != AccessYes && !private:
			phase = 1
		}
		for _, i := range at[g.edge[b]] {
			rest := q.part(b, ends[i])
			if backward {
				rest = q.whole(b) - rest
			}
			q.reach(out, i, sofar+turn+rest, s, b)
		}
		q.relax(2*b+phase, sofar+turn+q.whole(b), s)
	}
}

// turn returns what it costs to go from arc a into arc b or, backward, from b
// into a, and whether one may.
func (q *Query) turn(a, b uint32, backward bool) (cost, bool) {
	if backward {
		a, b = b, a
	}
	if q.rules.anyTurn {
		return 0, true
	}
	if !q.g.mayTurn(q.rules.banned, a, b) {
		return 0, false
	}
	return sum(q.g.turnTime(q.rules.turn, a, b), 0), true
}

// joining calls do for the arcs from which one may go on to arc a or, when not
// before, to which from a, with what the turn costs.
func (q *Query) joining(a uint32, before bool, do func(b uint32, turn cost)) {
	g := q.g
	if before {
		for _, b := range g.in[g.inFirst[g.tail[a]]:g.inFirst[g.tail[a]+1]] {
			if !q.open(b) {
				continue
			}
			if turn, may := q.turn(b, a, false); may {
				do(b, turn)
			}
		}
		return
	}
	for b := g.first[g.head[a]]; b < g.first[g.head[a]+1]; b++ {
		if !q.open(b) {
			continue
		}
		if turn, may := q.turn(a, b, false); may {
			do(b, turn)
		}
	}
}

func (q *Query) relax(state uint32, c cost, parent uint32) {
	at := &q.label[state]
	if at.search != q.asked {
		q.touched = append(q.touched, state)
	} else if c >= at.cost {
		return
	}
	*at = reached{c, parent, q.asked}
	q.heap.push(entry{c, state})
}

func (q *Query) reach(out []found, i uint32, c cost, state, arc uint32) {
	if c < out[i].cost {
		out[i] = found{cost: c, state: state, arc: arc}
		q.heap.push(entry{c, uint32(len(q.label)) + i})
	}
}

// cost returns what it costs to come to a state.
func (q *Query) cost(state uint32) cost {
	if at := &q.label[state]; at.search == q.asked {
		return at.cost
	}
	return unreached
}

func (q *Query) reset() {
	if q.asked++; q.asked == 0 {
		clear(q.label)
		q.asked = 1
	}
	q.touched, q.heap = q.touched[:0], q.heap[:0]
}

// arcs returns the arcs of a way in driving order, first and last in part.
func (q *Query) arcs(f found, backward bool) []uint32 {
	out := []uint32{f.arc}
	for s := f.state; s != none; s = q.label[s].parent {
		out = append(out, s/2)
	}
	if !backward {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}
