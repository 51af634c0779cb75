package road

import (
	"cmp"
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
	ends        []target
	best        []cost    // of the way to each end
	meeting     uint32    // node where the best way's halves meet, none when it is direct
	direct      [2]uint32 // else its last arc but one, and its last
	all         []cost    // of nodes, see sweep
}

// target is an end, by the edge it lies on.
type target struct {
	Snap
	n uint32 // its number
}

// NewFast returns a query over h.
func NewFast(h *Hierarchy) *Fast {
	return &Fast{q: NewQuery(h.g, h.vehicle), h: h, there: newClimb(len(h.arc)), back: newClimb(len(h.arc))}
}

// Route returns the quickest way between two places, see [Query.Route].
func (f *Fast) Route(_ context.Context, from, to geo.Point) (geo.Road, []geo.Point, error) {
	return f.q.route(from, to, func(start, end Snap) (cost, []uint32, error) {
		c := f.search(start, end)
		if c == unreached {
			return c, nil, nil
		}
		return c, f.arcs(), nil
	})
}

// OneToMany returns the ways from or to one place, see [Query.OneToMany].
func (f *Fast) OneToMany(ctx context.Context, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	return f.q.oneToMany(from, to, reverse, func(start Snap, ends []Snap, take func(end int, c cost, arcs []uint32)) error {
		for i, end := range ends {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			first, last := start, end
			if reverse {
				first, last = last, first
			}
			if c := f.search(first, last); c != unreached {
				take(i, c, f.arcs())
			}
		}
		return nil
	})
}

// search finds the quickest way between two places and returns what it costs,
// unreached where there is none.
func (f *Fast) search(start, end Snap) cost {
	f.there.reset()
	f.back.reset()
	f.q.reset()
	f.ends, f.best, f.meeting = append(f.ends[:0], target{end, 0}), append(f.best[:0], unreached), none
	f.leave(start)
	f.arrive(end)
	f.meet()
	return f.best[0]
}

// leave enters the hierarchy from start: by the arc it lies on, or from the
// private roads around it. Ways that end before it gets there are the best so
// far.
func (f *Fast) leave(start Snap) {
	q, g := f.q, f.h.g
	for _, a := range g.arcsOf[start.edge] {
		if a == none || q.access(a) == AccessNo {
			continue
		}
		for _, end := range f.endsOn(start.edge) {
			if from, to := q.part(a, start), q.part(a, end.Snap); from <= to {
				f.better(end, to-from, none, a)
			}
		}
		f.enter(a, q.whole(a)-q.part(a, start), none)
	}
	for len(q.heap) > 0 {
		top := q.heap.pop()
		if top.cost > q.label[top.id] {
			continue
		}
		for b := g.first[g.head[top.id]]; b < g.first[g.head[top.id]+1]; b++ {
			if q.access(b) == AccessNo || !g.mayTurn(q.rules.banned, top.id, b) {
				continue
			}
			for _, end := range f.endsOn(g.edge[b]) {
				f.better(end, top.cost+q.part(b, end.Snap), top.id, b)
			}
			f.enter(b, top.cost+q.whole(b), top.id)
		}
	}
}

// endsOn returns the ends that lie on an edge; ends are in order of it.
func (f *Fast) endsOn(edge uint32) []target {
	i, there := slices.BinarySearchFunc(f.ends, edge, func(t target, edge uint32) int { return cmp.Compare(t.edge, edge) })
	if !there {
		return nil
	}
	n := i
	for n < len(f.ends) && f.ends[n].edge == edge {
		n++
	}
	return f.ends[i:n]
}

// better notes a way that ends on arc b, after arc a, near the start.
func (f *Fast) better(end target, c cost, a, b uint32) {
	if c < f.best[end.n] {
		f.best[end.n], f.direct = c, [2]uint32{a, b}
	}
}

// enter reaches the end of arc a, after arc from: a node of the hierarchy, or
// one more private road.
func (f *Fast) enter(a uint32, c cost, from uint32) {
	v := f.h.node[a]
	if v == none {
		f.q.relax(a, c, from)
	} else if f.there.relax(v, c, none) {
		f.q.parent[a] = from
	}
}

// arrive enters the hierarchy backward from end.
func (f *Fast) arrive(end Snap) {
	q, n := f.q, uint32(len(f.h.g.head))
	for _, b := range f.h.g.arcsOf[end.edge] {
		if b != none && q.access(b) != AccessNo {
			f.before(b, q.part(b, end), b|last)
		}
	}
	for len(q.heap) > 0 {
		top := q.heap.pop()
		if top.cost == q.label[top.id] {
			f.before(top.id-n, top.cost, top.id-n)
		}
	}
}

// last marks the arc that the end lies on where it is the way's last: a way may
// drive it whole before.
const last = 1 << 31

// before reaches the arcs that lead into b, from whose beginning to the end it
// costs c, and notes as what b follows them.
func (f *Fast) before(b uint32, c cost, as uint32) {
	q, g, n := f.q, f.h.g, uint32(len(f.h.g.head))
	for i := g.inFirst[g.tail[b]]; i < g.inFirst[g.tail[b]+1]; i++ {
		a := g.in[i]
		if q.access(a) == AccessNo || !g.mayTurn(q.rules.banned, a, b) {
			continue
		}
		if v := f.h.node[a]; v != none {
			if f.back.relax(v, c, none) {
				q.parent[n+a] = as
			}
		} else if q.access(b) != AccessYes { // a private road leads on to private ones alone
			q.relax(n+a, c+q.whole(a), as)
		}
	}
}

// meet climbs from both ends until no meeting can be cheaper than the best.
func (f *Fast) meet() {
	for len(f.there.heap)+len(f.back.heap) > 0 {
		mine, other, up, down := &f.there, &f.back, &f.h.up, &f.h.down
		if len(f.there.heap) == 0 || len(f.back.heap) > 0 && f.back.heap[0].cost < f.there.heap[0].cost {
			mine, other, up, down = other, mine, down, up
		}
		top := mine.heap.pop()
		if top.cost >= f.best[0] {
			mine.heap = mine.heap[:0] // nothing cheaper comes from this end
			continue
		}
		if top.cost > mine.label[top.id] || mine.stalled(down, top) {
			continue
		}
		if c := other.label[top.id]; c != unreached && c+top.cost < f.best[0] {
			f.best[0], f.meeting = c+top.cost, top.id
		}
		mine.expand(up, top)
	}
}

// arcs returns the arcs of the way that search found, in driving order.
func (f *Fast) arcs() []uint32 {
	if f.meeting == none {
		return append(f.near(f.direct[0]), f.direct[1])
	}
	var climb []uint32 // from the meeting down to where the start entered
	for v := f.meeting; v != none; v = f.there.parent[v] {
		climb = append(climb, v)
	}
	entry := climb[len(climb)-1]
	nodes := []uint32{entry}
	for i := len(climb) - 1; i > 0; i-- {
		nodes = f.h.unpack(nodes, climb[i], climb[i-1])
	}
	exit := f.meeting
	for v := f.back.parent[exit]; v != none; exit, v = v, f.back.parent[v] {
		nodes = f.h.unpack(nodes, exit, v)
	}
	out := f.near(f.q.parent[f.h.arc[entry]])
	for _, v := range nodes {
		out = append(out, f.h.arc[v])
	}
	n := uint32(len(f.h.g.head))
	b := f.q.parent[n+f.h.arc[exit]]
	for ; b&last == 0; b = f.q.parent[n+b] {
		out = append(out, b)
	}
	return append(out, b&^last)
}

// near returns the arcs from the start to arc a, none when a is none.
func (f *Fast) near(a uint32) []uint32 {
	var out []uint32
	for ; a != none; a = f.q.parent[a] {
		out = append([]uint32{a}, out...)
	}
	return out
}
