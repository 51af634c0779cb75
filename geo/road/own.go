package road

import (
	"context"

	"simbiyoz/geo"
)

// Own asks a graph for the quickest ways of any vehicle, one that no hierarchy
// was built for: a logistician's own. Its answers are those of [Query]; a
// single way is searched for from both ends at once. It is for one goroutine.
type Own struct {
	*Query        // from the start, and for all but single ways
	back   *Query // from the end
	best   cost
	// where the best way's halves meet: the last state from the start and the
	// first from the end; none and the only arc when it is on one alone
	left, right uint32
}

// NewOwn returns a query over g for v.
func NewOwn(g *Graph, v Vehicle) *Own { return &Own{Query: NewQuery(g, v), back: NewQuery(g, v)} }

// drive makes v the vehicle that is asked for.
func (o *Own) drive(v Vehicle, r rules) {
	for _, q := range []*Query{o.Query, o.back} {
		q.vehicle, q.rules, q.strays = v, r, nil
	}
}

// Route returns the quickest way between two places, see [Query.Route].
func (o *Own) Route(ctx context.Context, from, to geo.Point) (geo.Road, []geo.Point, error) {
	return o.route(from, to, func(start, end Snap) (cost, []uint32, error) {
		if err := o.between(ctx, start, end); err != nil || o.best == unreached {
			return unreached, nil, err
		}
		return o.best, o.way(), nil
	})
}

// between finds the quickest way between two places and leaves what it costs in
// o.best.
func (o *Own) between(ctx context.Context, start, end Snap) error {
	o.begin(start, end)
	for steps := 0; len(o.heap) > 0 && len(o.back.heap) > 0; steps++ {
		if steps%8192 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if o.heap[0].cost+o.back.heap[0].cost >= o.best {
			return nil // nothing cheaper can meet any more
		}
		if o.heap[0].cost <= o.back.heap[0].cost {
			o.step(o.Query, o.back, false)
		} else {
			o.step(o.back, o.Query, true)
		}
	}
	return nil
}

// begin enters the roads of both places.
func (o *Own) begin(start, end Snap) {
	o.Query.reset()
	o.back.reset()
	o.best, o.left, o.right = unreached, none, none
	for a := range o.g.on(start.edge) {
		if !o.open(a) {
			continue
		}
		o.relax(2*a, o.rest(a, start, false), none)
		if from, to := o.part(a, start), o.part(a, end); start.edge == end.edge && from <= to && to-from < o.best {
			o.best, o.left, o.right = to-from, none, a
		}
	}
	for b := range o.g.on(end.edge) {
		if o.open(b) {
			o.back.relax(2*b, o.part(b, end), none)
		}
	}
}

// step takes the cheapest state of one side, looks whether it meets the other,
// and goes on from it.
func (o *Own) step(mine, other *Query, backward bool) {
	top := mine.heap.pop()
	if top.cost != mine.cost(top.id) {
		return
	}
	a := top.id / 2
	mine.joining(a, backward, func(b uint32, turn cost) {
		for late := range uint32(2) {
			s := 2*b + late
			if c := top.cost + turn + other.cost(s); c < o.best && o.fit(top.id, s) {
				o.best, o.left, o.right = c, top.id, s
				if backward {
					o.left, o.right = s, top.id
				}
			}
		}
	})
	mine.expand(top.id, nil, nil, nil, backward)
}

// fit reports whether a way may lead from one side's state to the other's: one
// does not leave roads that are open to their own destinations alone, enter
// others, and leave them again.
func (o *Own) fit(s, t uint32) bool {
	if s&1+t&1 == 0 {
		return true
	}
	if s&1+t&1 == 2 {
		return false
	}
	early := s // the state that is not late: all roads so far must be private
	if s&1 == 1 {
		early = t
	}
	return o.access(early/2) != AccessYes
}

// way returns the arcs of the way that between found, in driving order.
func (o *Own) way() []uint32 {
	if o.left == none {
		return []uint32{o.right}
	}
	there := o.Query.arcs(found{state: o.Query.label[o.left].parent, arc: o.left / 2}, false)
	return append(there, o.back.arcs(found{state: o.back.label[o.right].parent, arc: o.right / 2}, true)...)
}
