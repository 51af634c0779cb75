package road

import (
	"context"
	"slices"

	"simbiyoz/geo"
)

// Fast asks a hierarchy for the quickest ways. Its answers are those of
// [Query], to the millisecond and the decimetre, far sooner. It is for one
// goroutine; after its first questions it allocates nothing to measure a pair.
//
// A place's own arcs, and roads around it that are open as a last mile alone,
// are searched as Query does; the hierarchy leads from the first freely open
// arc to the last.
type Fast struct {
	q           *Query // its labels and parents: arcs near the start, then, from len(arcs) on, near the end
	h           *Hierarchy
	there, back climb
	bias        cost // see approach
	passes      Snap // see approach, if passing
	passing     bool
	ends        []target  // places that ways may come to before they enter the hierarchy
	end         [1]target // which they are of a single way
	best        []cost    // of the way to each end
	meeting     uint32    // node where the best way's halves meet, none when it is direct
	direct      [2]uint32 // else its last arc but one, and its last
	swept       []cost    // of nodes, see sweep
	picker      picker
}

// NewFast returns a query over h.
func NewFast(h *Hierarchy) *Fast {
	q := NewQuery(h.g, h.vehicle)
	q.rules.anyTurn, q.strays = !h.turns, h.stray
	f := &Fast{q: q, h: h}
	f.there, f.back = newClimbs(len(h.of))
	return f
}

// Graph returns what f asks.
func (f *Fast) Graph() *Graph { return f.h.g }

// Route returns the quickest way between two places, see [Query.Route].
func (f *Fast) Route(_ context.Context, from, to geo.Point) (geo.Road, []geo.Point, error) {
	return f.q.route(from, to, func(start, end Snap) (cost, []uint32, error) {
		c := f.search(start, end)
		if c == unreached {
			return c, nil, nil
		}
		return c, f.arcs(false), nil
	})
}

// Measure returns what the quickest way between two places on roads measures.
func (f *Fast) Measure(from, to Snap) Measure { return measure(f.search(from, to)) }

// Arcs returns the arcs of the quickest way between two places on roads, in
// driving order, the first and the last driven in part; none where no way leads.
func (f *Fast) Arcs(from, to Snap) []int {
	if f.search(from, to) == unreached {
		return nil
	}
	arcs := f.arcs(false)
	out := make([]int, len(arcs))
	for i, a := range arcs {
		out[i] = int(a)
	}
	return out
}

// search finds the quickest way between two places and returns what it costs,
// unreached where there is none.
func (f *Fast) search(start, end Snap) cost {
	f.reset()
	f.end[0], f.best = target{end, 0}, append(f.best, unreached)
	f.ends = f.end[:]
	f.approach(start, ahead)
	f.ends = nil
	if f.h.turns && f.passed(start, end) {
		f.passes, f.passing = start, true
	}
	f.approach(end, backward)
	f.best[0] = min(unreached, f.best[0]+f.bias)
	f.meet()
	if f.best[0] == unreached {
		return unreached
	}
	return f.best[0] - f.bias
}

func (f *Fast) reset() {
	f.q.reset()
	f.there.reset()
	f.back.reset()
	f.ends, f.best, f.passing, f.meeting = nil, f.best[:0], false, none
}

// better notes a way that comes to an end on arc b, after arc a, before it
// enters the hierarchy.
func (f *Fast) better(end target, c cost, a, b uint32) {
	if c < f.best[end.n] {
		f.best[end.n], f.direct = c, [2]uint32{a, b}
	}
}

// meet climbs from both ends until no meeting can be cheaper than the best.
func (f *Fast) meet() {
	mine, other, direction := &f.there, &f.back, uint32(ahead)
	for len(f.there.heap)+len(f.back.heap) > 0 {
		if len(mine.heap) == 0 || len(other.heap) > 0 && other.heap[0].cost < mine.heap[0].cost {
			mine, other, direction = other, mine, 1-direction
		}
		top, any := mine.next(f.h, direction)
		if !any {
			continue
		}
		if top.cost >= f.best[0] {
			mine.heap = mine.heap[:0] // nothing cheaper comes from this end
			continue
		}
		if c := other.cost(top.id) + top.cost; c < f.best[0] {
			f.best[0], f.meeting = c, top.id
		}
		mine.expand(f.h, direction, top, f.best[0])
	}
}

// arcs returns the arcs of the way that search found, in driving order. If
// onlyPriced, it may leave out those without toll or ferry, but for the first
// and the last.
func (f *Fast) arcs(onlyPriced bool) []uint32 {
	if f.meeting == none {
		return append(f.near(f.direct[0]), f.direct[1])
	}
	var climb []uint32 // from the meeting down to where the start entered
	v := f.meeting
	for parent := f.there.parent(v); parent&enters == 0; parent = f.there.parent(v) {
		climb = append(climb, v)
		v = parent
	}
	out := f.near(f.there.parent(v) &^ enters)
	for _, to := range slices.Backward(climb) {
		out = f.h.unpack(out, v, to, onlyPriced)
		v = to
	}
	parent := f.back.parent(v)
	for ; parent&enters == 0; parent = f.back.parent(v) {
		out = f.h.unpack(out, v, parent, onlyPriced)
		v = parent
	}
	return f.leave(out, v, parent&^enters)
}

// near returns the arcs from the start to arc a, none when a is none.
func (f *Fast) near(a uint32) []uint32 {
	var out []uint32
	for ; a != none; a = f.q.label[a].parent {
		out = append(out, a)
	}
	slices.Reverse(out)
	return out
}

// leave appends the arcs from node v, where ways to the end leave the
// hierarchy by arc a, to the end.
func (f *Fast) leave(out []uint32, v, a uint32) []uint32 {
	if f.h.turns { // the node is the arc: the way has come over it
		if len(out) == 0 || out[len(out)-1] != a {
			out = append(out, a)
		}
		a = f.q.label[f.state(a, backward)].parent
	}
	for ; a != none; a = f.q.label[f.state(a, backward)].parent {
		out = append(out, a)
	}
	return out
}
