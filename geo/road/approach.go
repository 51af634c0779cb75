package road

import (
	"cmp"
	"slices"
)

// target is a place, by the edge it lies on.
type target struct {
	Snap
	n uint32 // its number
}

// byEdge numbers places and puts them into a slice in order of their edges.
func byEdge(into []target, places []Snap) []target {
	keys := make([]uint64, len(places)) // which are soon in order, other than places
	for i, s := range places {
		keys[i] = uint64(s.edge)<<32 | uint64(i)
	}
	slices.Sort(keys)
	into = into[:0]
	for _, key := range keys {
		n := uint32(key)
		into = append(into, target{places[n], n})
	}
	return into
}

// on returns those of places, which are in order of their edges, that lie on
// one.
func on(places []target, edge uint32) []target {
	i, there := slices.BinarySearchFunc(places, edge, func(t target, edge uint32) int { return cmp.Compare(t.edge, edge) })
	if !there {
		return nil
	}
	n := i
	for n < len(places) && places[n].edge == edge {
		n++
	}
	return places[i:n]
}

// passed reports whether from lies beyond to on an arc that f's vehicle may
// drive: then a way from one to the other leaves that arc and comes back to it.
func (f *Fast) passed(from, to Snap) bool {
	if from.edge != to.edge {
		return false
	}
	for _, a := range f.h.g.arcsOf[from.edge] {
		if f.q.open(a) && f.q.part(a, from) > f.q.part(a, to) {
			return true
		}
	}
	return false
}

// approach enters the hierarchy from a place: by the arcs it lies on, or from
// the roads around it that are open as a last mile alone. Backward, it enters
// where ways to the place come from; costs are then f.bias too high, for a way
// to a place on an arc costs less than one to the arc's end. Ways that come to
// f.ends before they enter are the best so far.
//
// Of a place that a way from f.passes, which is on the same edge, would drive
// past, the arc is entered at its beginning.
func (f *Fast) approach(at Snap, direction uint32) {
	q, g, back := f.q, f.h.g, direction == backward
	if back {
		f.bias = f.biasOf(at)
	}
	for _, first := range g.arcsOf[at.edge] {
		if !q.open(first) {
			continue
		}
		for a, after := first, g.after(first); a < after; a++ {
			f.begin(a, at, direction)
		}
	}
	f.wander(direction)
}

// begin enters by an arc that a place lies on, see approach.
func (f *Fast) begin(a uint32, at Snap, direction uint32) {
	q, back := f.q, direction == backward
	if len(f.ends) > 0 {
		for _, end := range on(f.ends, at.edge) {
			from, to := q.part(a, at), q.part(a, end.Snap)
			if back {
				from, to = to, from
			}
			if from <= to {
				f.better(end, to-from, none, a)
			}
		}
	}
	if back && f.passing && q.part(a, f.passes) > q.part(a, at) {
		q.relax(f.state(a, direction), q.part(a, at), none)
		return
	}
	f.enter(a, q.rest(a, at, back), none, direction)
}

// biasOf returns the most that a way costs from a place to the end of an arc
// it lies on.
func (f *Fast) biasOf(at Snap) (bias cost) {
	if !f.h.turns {
		return 0
	}
	for _, a := range f.h.g.arcsOf[at.edge] {
		if f.q.open(a) && f.q.access(a) == AccessYes {
			bias = max(bias, f.q.rest(a, at, false))
		}
	}
	return bias
}

// wander follows the roads around a place until all ways have entered the
// hierarchy.
func (f *Fast) wander(direction uint32) {
	q, g, shift := f.q, f.h.g, f.state(0, direction)
	for len(q.heap) > 0 {
		top := q.heap.pop()
		if top.cost > q.cost(top.id) {
			continue
		}
		a := top.id - shift
		if direction == backward {
			for _, b := range g.in[g.inFirst[g.tail[a]]:g.inFirst[g.tail[a]+1]] {
				f.stroll(top.cost, a, b, direction)
			}
			continue
		}
		for b := g.first[g.head[a]]; b < g.first[g.head[a]+1]; b++ {
			f.stroll(top.cost, a, b, direction)
		}
	}
}

// stroll goes from arc a, which costs so much to come to the end of, on to
// arc b.
func (f *Fast) stroll(sofar cost, a, b, direction uint32) {
	q := f.q
	access := q.access(b)
	inside := q.access(a) != AccessYes // but for an arc that is passed
	if access == AccessNo || access != AccessYes && !inside {
		return
	}
	whole := q.whole(b)
	if len(f.ends) == 0 && access != AccessYes && sofar+whole >= q.cost(f.state(b, direction)) {
		return // whatever the turn costs
	}
	turn, may := q.turn(a, b, direction == backward)
	if !may {
		return
	}
	if len(f.ends) > 0 {
		for _, end := range on(f.ends, q.g.edge[b]) {
			f.better(end, sofar+turn+q.rest(b, end.Snap, direction == ahead), a, b)
		}
	}
	f.enter(b, sofar+turn+whole, a, direction)
}

// state returns the label in f.q of arc a, near the start or near the end.
func (f *Fast) state(a, direction uint32) uint32 { return a + direction*uint32(len(f.h.g.head)) }

// enter reaches the end of arc a after arc from or, backward, the beginning of
// a before it: a node of the hierarchy, or one more road around the place.
func (f *Fast) enter(a uint32, c cost, from, direction uint32) {
	q, s := f.q, f.state(a, direction)
	if v := f.h.at(a, direction); v != none {
		into := &f.there
		w := c
		if direction == backward {
			into = &f.back
			if w += f.bias; f.h.turns {
				w -= q.whole(a)
			}
		}
		if into.relax(v, w, a|enters) {
			q.label[s].parent = from
		}
	}
	if q.access(a) != AccessYes {
		q.relax(s, c, from)
	}
}
