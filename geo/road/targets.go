package road

import (
	"context"
	"slices"
)

// Targets is a set of places that many ways lead to or, reverse, from, chosen
// from a hierarchy once and for all. It is immutable and shared.
type Targets struct {
	h         *Hierarchy
	direction uint32 // in which climbs from the places go
	places    []Snap
	byEdge    []target
	bias      []cost // of places, see Fast.approach
	selection selection
	of        [][2]uint32 // seeds[of[i][0]:of[i][1]] are place i's
	seeds     []seed
}

// seed is where ways from or to a place enter a hierarchy: at a node of it, or at
// the n-th of a selection.
type seed struct {
	cost   cost
	node   uint32
	priced bool // there are tolls or ferries on the way to there
}

// Targets chooses what is needed to answer soon for ways to places or, when
// reverse, from them.
func (h *Hierarchy) Targets(places []Snap, reverse bool) *Targets {
	t := &Targets{}
	h.lend(func(f *Fast) { f.aim(t, places, reverse) })
	return t
}

// spare lends targets for once: what they take is used again.
func (h *Hierarchy) spare(do func(t *Targets) error) error {
	t, _ := h.idleTargets.Get().(*Targets)
	if t == nil {
		t = &Targets{}
	}
	defer h.idleTargets.Put(t)
	return do(t)
}

// aim makes t the targets of places, in whatever memory it has.
func (f *Fast) aim(t *Targets, places []Snap, reverse bool) {
	f.gather(t, places, reverse)
	f.picker.pick(&t.selection, f.h, t.seeds, t.direction)
	for i := range t.seeds {
		t.seeds[i].node = f.picker.index[t.seeds[i].node]
	}
}

// gather makes t the targets of places without a selection, to be asked but
// once: see dip.
func (f *Fast) gather(t *Targets, places []Snap, reverse bool) {
	t.h, t.places, t.direction = f.h, places, backward
	if reverse {
		t.direction = ahead
	}
	n := len(places)
	t.byEdge = byEdge(t.byEdge, places)
	t.bias, t.of, t.seeds = slices.Grow(t.bias[:0], n)[:n], slices.Grow(t.of[:0], n)[:n], t.seeds[:0]
	clear(t.bias)
	for _, p := range t.byEdge { // near ones after each other: what they need is at hand
		begin := uint32(len(t.seeds))
		t.seeds = f.seeds(t.seeds, p.Snap, t.direction)
		t.of[p.n] = [2]uint32{begin, uint32(len(t.seeds))}
		if !reverse {
			t.bias[p.n] = f.bias
		}
	}
}

// at returns the seeds of place i.
func (t *Targets) at(i int) []seed { return t.seeds[t.of[i][0]:t.of[i][1]] }

// seeds appends where ways from or to a place enter the hierarchy.
func (f *Fast) seeds(out []seed, at Snap, direction uint32) []seed {
	if f.plain(at) {
		return f.plainSeeds(out, at, direction)
	}
	f.reset()
	f.approach(at, direction)
	climb := f.climb(direction)
	for _, v := range climb.touched {
		out = append(out, seed{climb.cost(v), v, f.pricedNear(climb.parent(v)&^enters, direction)})
	}
	return out
}

// plain reports whether all arcs at a place are closed or freely open: then ways
// enter the hierarchy there.
func (f *Fast) plain(at Snap) bool {
	for _, a := range f.h.g.arcsOf[at.edge] {
		if a != none && f.q.access(a) != AccessYes && f.q.access(a) != AccessNo {
			return false
		}
	}
	return true
}

// plainSeeds does what seeds does, of a plain place: without a search.
func (f *Fast) plainSeeds(out []seed, at Snap, direction uint32) []seed {
	q, g, back := f.q, f.h.g, direction == backward
	if back {
		f.bias = f.biasOf(at)
	}
	for _, first := range g.arcsOf[at.edge] {
		if !q.open(first) {
			continue
		}
		c := q.rest(first, at, back)
		if back {
			if c += f.bias; f.h.turns {
				c -= q.whole(first)
			}
		}
		for a := first; a < g.after(first); a++ {
			out = append(out, seed{c, f.h.at(a, direction), g.priced(first)})
		}
	}
	return out
}

func (f *Fast) climb(direction uint32) *climb {
	if direction == backward {
		return &f.back
	}
	return &f.there
}

// ToTargets fills out with what the ways from place at to each of t's measure,
// or, of reverse targets, those from each of them to it.
func (f *Fast) ToTargets(at Snap, t *Targets, out []Measure) {
	f.row(at, t)
	for i, c := range f.best {
		out[i] = measure(c)
	}
}

// row finds what the ways between a place and each of t cost: f.best.
func (f *Fast) row(at Snap, t *Targets) {
	f.rise(at, t)
	f.spill(t, 0, 1)
	f.sweep(&t.selection)
	f.collect(at, t)
}

// once does what row does, of targets without a selection.
func (f *Fast) once(at Snap, t *Targets) {
	f.rise(at, t)
	f.dip(t)
	f.collect(at, t)
}

// collect takes what a sweep found to f.best.
func (f *Fast) collect(at Snap, t *Targets) {
	for i := range f.best {
		c, _ := f.fetch(t, i)
		f.best[i] = min(f.best[i], c)
	}
	f.amend(at, t, f.best)
}

// rise climbs from a place all the way up. Ways to t that do not enter the
// hierarchy are the best so far.
func (f *Fast) rise(at Snap, t *Targets) {
	f.reset()
	f.ends = t.byEdge
	f.best = slices.Grow(f.best, len(t.places))[:len(t.places)]
	for i := range f.best {
		f.best[i] = unreached
	}
	direction := 1 - t.direction
	f.approach(at, direction)
	climb := f.climb(direction)
	for top, any := climb.next(f.h, direction); any; top, any = climb.next(f.h, direction) {
		climb.expand(f.h, direction, top, unreached)
	}
}

// spill lays what the climb reached into lane of f.swept, which has a number of
// lanes for each node of t.
func (f *Fast) spill(t *Targets, lane, lanes int) {
	if lane == 0 {
		n := lanes * len(t.selection.node)
		f.swept = slices.Grow(f.swept[:0], n)[:n]
		for i := range f.swept {
			f.swept[i] = unreached
		}
	}
	climb := f.climb(1 - t.direction)
	for _, v := range climb.touched {
		if i, there := slices.BinarySearch(t.selection.node, v); there {
			f.swept[i*lanes+lane] = climb.cost(v)
		}
	}
}

// sweep hands costs down from the highest node of a selection to the lowest.
func (f *Fast) sweep(s *selection) {
	swept, rungs := f.swept, s.rung
	for i := range swept {
		best := swept[i]
		for _, r := range rungs[s.first[i]:s.first[i+1]] {
			best = min(best, swept[r.to]+r.cost())
		}
		swept[i] = best
	}
}

// dip is sweep over those nodes of the hierarchy itself that t's seeds need.
func (f *Fast) dip(t *Targets) {
	h, p, climb := f.h, &f.picker, f.climb(1-t.direction)
	p.close(h, t.seeds, t.direction)
	f.swept = slices.Grow(f.swept[:0], len(h.of))[:len(h.of)]
	slices.Sort(climb.touched)
	swept, met := f.swept, climb.touched
	p.each(func(v uint32) {
		best := unreached
		for ; len(met) > 0 && met[0] <= v; met = met[1:] {
			if met[0] == v {
				best = climb.cost(v)
			}
		}
		for _, r := range h.rungs(v, t.direction) {
			best = min(best, swept[r.to]+r.cost())
		}
		swept[v] = best
	})
}

// fetch returns what the sweep found for place i of t, and by which seed.
func (f *Fast) fetch(t *Targets, i int) (best cost, by seed) {
	best = unreached
	for _, s := range t.at(i) {
		if c := f.swept[s.node] + s.cost; c < best {
			best, by = c, s
		}
	}
	if best == unreached {
		return unreached, by
	}
	return best - t.bias[i] - f.biasTo(t), by
}

// biasTo returns by how much ways from t to the place last climbed from are too
// dear.
func (f *Fast) biasTo(t *Targets) cost {
	if t.direction == ahead {
		return f.bias
	}
	return 0
}

// amend finds those ways of a row anew that come back to the arc on which they
// begin.
func (f *Fast) amend(at Snap, t *Targets, row []cost) {
	if !f.h.turns {
		return
	}
	for _, other := range on(t.byEdge, at.edge) {
		start, end := at, other.Snap
		if t.direction == ahead {
			start, end = end, start
		}
		if f.passed(start, end) {
			best := f.best
			f.best = nil
			row[other.n] = f.search(start, end)
			f.best = best
		}
	}
}

// lanes is how many climbs a sweep hands down at once.
const lanes = 8

// rows finds what the ways between each of some places, lanes at most, and each
// of t cost.
func (f *Fast) rows(at []Snap, t *Targets, row func(i int) []cost) {
	biases := [lanes]cost{}
	for i, p := range at {
		f.rise(p, t)
		f.spill(t, i, lanes)
		biases[i] = f.biasTo(t)
		copy(row(i), f.best)
	}
	f.sweepLanes(&t.selection)
	for i := range at {
		out := row(i)
		for j := range out {
			best := unreached
			for _, s := range t.at(j) {
				best = min(best, f.swept[lanes*int(s.node)+i]+s.cost)
			}
			if best < unreached {
				out[j] = min(out[j], best-t.bias[j]-biases[i])
			}
		}
	}
	for i, p := range at {
		f.amend(p, t, row(i))
	}
}

// sweepLanes is sweep for as many climbs at once as there are lanes.
func (f *Fast) sweepLanes(s *selection) {
	for i := range s.node {
		best := (*[lanes]cost)(f.swept[lanes*i:])
		for _, r := range s.rung[s.first[i]:s.first[i+1]] {
			from, c := (*[lanes]cost)(f.swept[lanes*int(r.to):]), r.cost()
			for k := range best {
				best[k] = min(best[k], from[k]+c)
			}
		}
	}
}

// Rows fills into with what the ways from each of some places to each of t
// measure, or, of reverse targets, those from each of t to them, on all cores.
func (t *Targets) Rows(ctx context.Context, at []Snap, into *Table) error {
	into.begin(len(at), len(t.places))
	return each(ctx, t.h, (len(at)+lanes-1)/lanes, func(f *Fast, i int) {
		block := at[i*lanes : min(len(at), (i+1)*lanes)]
		if len(block) == 1 {
			f.row(block[0], t)
			copy(into.row(i*lanes), f.best)
			return
		}
		f.rows(block, t, func(k int) []cost { return into.row(i*lanes + k) })
	})
}
