package road

import (
	"cmp"
	"context"
	"math"
	"slices"

	"simbiyoz/geo"
)

// What makes another way worth a look.
const (
	mostWays    = 3    // the best among them
	mostTime    = 1.4  // of the best way's time; and of its piece that a detour replaces
	mostOverlap = 0.75 // of its length, on better ways
	leastOwn    = 0.05 // of the best way's time, on a plateau: it is the quickest way between far places
)

// Alternatives returns the best way between two places and up to two others,
// best first: no slower than 1.4 times the best, with at most 75 % of their
// length on better ones, and none with a needless detour.
//
// They are found as plateaus (Jones et al., "choice routing"): runs of arcs on
// which the quickest ways from the start and those to the end agree. A way over
// one is quickest to it, on it and from it; the longer it is for what it costs,
// the better the way.
func (n *Network) Alternatives(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) ([]geo.Alternative, error) {
	best, line, err := n.Route(ctx, vehicle, from, to)
	if err != nil {
		return nil, err
	}
	ways := []geo.Alternative{{Road: best, Line: line, Overlap: 1}}
	var there, back Spread
	g, err := n.OneToAll(ctx, vehicle, from, false, &there)
	if err != nil {
		return nil, err
	}
	other, err := n.OneToAll(ctx, vehicle, to, true, &back)
	if err != nil || other != g || g.info.Version != best.Network {
		return ways, err // the network was swapped meanwhile: its best way is an answer
	}
	v := VehicleOf(vehicle)
	c := choice{q: &Query{g: g, vehicle: v, rules: g.rules(v)}, there: &there, back: &back}
	err = g.source.guard(func() error {
		ways, err = c.more(ctx, ways)
		return err
	})
	return ways, err
}

// choice looks for ways among the quickest from a start and to an end.
type choice struct {
	q           *Query
	there, back *Spread
	taken       []way
}

// way is the arcs of a way in driving order, with what it costs.
type way struct {
	arcs []uint32
	cost cost
}

// plateau is a run of arcs that belong to the quickest ways from the start and
// to the end alike.
type plateau struct {
	arc  uint32  // its first
	cost cost    // of the way over it
	time float64 // on it, ms
}

// more appends to ways, which has the best, those over the best plateaus.
func (c *choice) more(ctx context.Context, ways []geo.Alternative) ([]geo.Alternative, error) {
	plateaus := c.plateaus()
	if len(plateaus) == 0 {
		return ways, nil
	}
	first := slices.MinFunc(plateaus, func(a, b plateau) int { return cmp.Compare(a.cost, b.cost) })
	best, ok := c.over(first)
	if !ok || seconds(uint32(best.cost>>32)) != ways[0].Road.Time {
		return ways, nil // too short to have another
	}
	c.taken = []way{best}
	slices.SortFunc(plateaus, func(a, b plateau) int {
		return cmp.Or(cmp.Compare(ms(a.cost)-a.time, ms(b.cost)-b.time), cmp.Compare(a.arc, b.arc))
	})
	for i, p := range plateaus {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(ways) == mostWays {
			break
		}
		if w, ok := c.over(p); ok && c.worth(w) {
			c.taken = append(c.taken, w)
			ways = append(ways, geo.Alternative{
				Road: c.q.road(w.cost, w.arcs, c.there.At, c.back.At), Line: c.q.draw(w.arcs, c.there.At, c.back.At),
				Overlap: geo.Share(c.shared(w, c.taken[:1]))})
		}
	}
	return ways, nil
}

// via returns what the quickest way over the whole of arc a costs.
func (c *choice) via(a uint32) cost {
	there, back := c.there.cost[a], c.back.cost[a]
	if there == unreached || back == unreached || c.q.access(a) != AccessYes ||
		c.q.g.edge[a] == c.there.At.edge || c.q.g.edge[a] == c.back.At.edge {
		return unreached
	}
	return there + back - c.q.whole(a)
}

// plateaus returns the plateaus of ways that are quick enough, in order of
// their first arcs.
func (c *choice) plateaus() []plateau {
	least := uint64(unreached)
	arcs := uint32(len(c.q.g.head))
	for a := range arcs {
		least = min(least, c.via(a))
	}
	if least == unreached {
		return nil
	}
	var out []plateau
	for a := range arcs {
		p := plateau{arc: a, cost: c.via(a)}
		if p.cost == unreached || ms(p.cost) > mostTime*ms(least) || c.continues(a) {
			continue
		}
		for b := a; b != none; b = c.next(b) {
			p.time += ms(c.q.whole(b))
		}
		if p.time >= leastOwn*ms(least) {
			out = append(out, p)
		}
	}
	return out
}

// continues reports whether arc a's plateau begins before it.
func (c *choice) continues(a uint32) bool {
	before := c.before(a)
	return before != none && c.next(before) == a
}

// next returns the arc after a on its plateau, none where it ends.
func (c *choice) next(a uint32) uint32 {
	b := c.after(a)
	if b == none || c.via(b) != c.via(a) || c.before(b) != a {
		return none
	}
	return b
}

// before returns the arc before a on the quickest way from the start.
func (c *choice) before(a uint32) uint32 {
	return c.beside(a, c.there, true)
}

// after returns the arc after a on the quickest way to the end.
func (c *choice) after(a uint32) uint32 {
	return c.beside(a, c.back, false)
}

// beside returns the first arc by which the spread came to a.
func (c *choice) beside(a uint32, s *Spread, before bool) uint32 {
	came := uint32(none)
	c.q.joining(a, before, func(b uint32, turn cost) {
		if came == none && s.cost[b] != unreached && s.cost[b]+turn+c.q.whole(a) == s.cost[a] {
			came = b
		}
	})
	return came
}

// over returns the way over a plateau; ok is false where it goes in circles.
func (c *choice) over(p plateau) (w way, ok bool) {
	w.cost = p.cost
	for a := p.arc; a != none; a = c.before(a) {
		w.arcs = append(w.arcs, a)
	}
	slices.Reverse(w.arcs)
	for a := c.after(p.arc); a != none; a = c.after(a) {
		w.arcs = append(w.arcs, a)
	}
	seen := map[uint32]bool{}
	for _, a := range w.arcs {
		if n := c.q.g.head[a]; seen[n] {
			return w, false
		}
		seen[c.q.g.head[a]] = true
	}
	g := c.q.g
	return w, g.edge[w.arcs[0]] == c.there.At.edge && g.edge[w.arcs[len(w.arcs)-1]] == c.back.At.edge
}

// worth reports whether w differs enough from better ways, and replaces no
// piece of the best by one that is much slower.
func (c *choice) worth(w way) bool {
	if c.shared(w, c.taken) > mostOverlap {
		return false
	}
	place := map[uint32]float64{} // time at which the best way comes by a node
	at := 0.0
	for i, a := range c.taken[0].arcs {
		at += c.took(c.taken[0], i)
		place[c.q.g.head[a]] = at
	}
	left, leftBest, now := math.Inf(1), 0.0, 0.0
	for i, a := range w.arcs {
		now += c.took(w, i)
		on, known := place[c.q.g.head[a]]
		if !known {
			continue
		}
		if now-left > mostTime*(on-leftBest)+1 {
			return false
		}
		left, leftBest = now, on
	}
	return true
}

// took returns how long the i-th arc of w takes, with the turn into it, ms.
func (c *choice) took(w way, i int) float64 {
	t := c.q.whole(w.arcs[i])
	if i > 0 {
		turn, _ := c.q.turn(w.arcs[i-1], w.arcs[i], false)
		t += turn
	}
	return ms(t)
}

// shared returns which share of w's length lies on others.
func (c *choice) shared(w way, others []way) float64 {
	on := map[uint32]bool{}
	for _, o := range others {
		for _, a := range o.arcs {
			on[c.q.g.edge[a]] = true
		}
	}
	both, whole := 0.0, 0.0
	for _, a := range w.arcs {
		e := c.q.g.edge[a]
		whole += float64(c.q.g.length[e])
		if on[e] {
			both += float64(c.q.g.length[e])
		}
	}
	return both / max(whole, 1)
}
