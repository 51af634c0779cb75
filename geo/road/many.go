package road

import (
	"context"

	"simbiyoz/geo"
)

// OneToMany returns the ways from or to one place, see [Query.OneToMany].
//
// One sweep finds what they cost. Those with tolls or ferries on them, and those
// that never enter the hierarchy, are then searched one by one, to tell how
// long these are.
func (f *Fast) OneToMany(ctx context.Context, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	return f.q.oneToMany(from, to, reverse, func(at Snap, ends []Snap, take func(end int, c cost, arcs []uint32)) error {
		return f.h.spare(func(t *Targets) error { return f.oneTo(ctx, t, at, ends, reverse, take) })
	})
}

// oneTo finds the ways between a place and ends by t, see OneToMany.
func (f *Fast) oneTo(ctx context.Context, t *Targets, at Snap, ends []Snap, reverse bool, take func(end int, c cost, arcs []uint32)) error {
	var single []int
	f.gather(t, ends, reverse)
	f.rise(at, t)
	f.dip(t)
	for i, end := range ends {
		c, by := f.fetch(t, i)
		switch {
		case f.best[i] <= c && f.best[i] != unreached, end.edge == at.edge, c != unreached && (by.priced || f.pricedTo(t, by.node)):
			single = append(single, i)
		case c != unreached:
			take(i, c, nil)
		}
	}
	for _, i := range single {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		start, end := at, ends[i]
		if reverse {
			start, end = end, start
		}
		if c := f.search(start, end); c != unreached {
			take(i, c, f.arcs(true))
		}
	}
	return ctx.Err()
}

// pricedTo reports whether there are tolls or ferries on the way that the last
// dip found to node v.
func (f *Fast) pricedTo(t *Targets, v uint32) bool {
	direction := 1 - t.direction
	dear := func(near, far uint32) bool { // from the place, as it was climbed from
		if direction == backward {
			near, far = far, near
		}
		return f.h.lead(near, far)&priced != 0
	}
	for up, more := f.above(v, t.direction); more; up, more = f.above(v, t.direction) {
		if dear(up, v) {
			return true
		}
		v = up
	}
	climb := f.climb(direction)
	for parent := climb.parent(v); parent&enters == 0; parent = climb.parent(v) {
		if dear(parent, v) {
			return true
		}
		v = parent
	}
	return f.pricedNear(climb.parent(v)&^enters, direction)
}

// above returns from which node the dip came down to node v; none if the climb
// came there.
func (f *Fast) above(v, direction uint32) (uint32, bool) {
	for _, r := range f.h.rungs(v, direction) {
		if f.swept[r.to]+r.cost() == f.swept[v] {
			return r.to, true
		}
	}
	return 0, false
}

// pricedNear reports whether there are tolls or ferries on the arcs from arc a
// to the place that was approached.
func (f *Fast) pricedNear(a, direction uint32) bool {
	for ; a != none; a = f.q.label[f.state(a, direction)].parent {
		if f.h.g.priced(a) {
			return true
		}
	}
	return false
}

// priced reports whether arc a is a toll road or a ferry.
func (g *Graph) priced(a uint32) bool { return g.flags[g.edge[a]]&(flagToll|flagFerry) != 0 }
