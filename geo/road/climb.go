package road

// Directions in a hierarchy: along the ways and against them.
const (
	ahead = iota
	backward
)

// climb is a search up a hierarchy from one end.
type climb struct {
	at      [][2]reached // of nodes, the climb from the start and that from the end
	side    uint32       // which of the two it is
	search  uint32       // its number
	touched []uint32     // nodes
	heap    heap
}

// reached is what it costs to reach a node and which node led there, or, with
// the bit enters, which arc did so from outside. It is of one search: what
// another has left does not count. So nothing need be cleared, and memory that
// was never used is ready.
type reached struct {
	cost   cost
	parent uint32
	search uint32
}

const enters = 1 << 31

// newClimbs returns the climbs from both ends over n nodes.
func newClimbs(n int) (there, back climb) {
	at := make([][2]reached, n)
	return climb{at: at, side: ahead, search: 1}, climb{at: at, side: backward, search: 1}
}

func (c *climb) reset() {
	if c.search++; c.search == 0 {
		for v := range c.at {
			c.at[v][c.side] = reached{}
		}
		c.search = 1
	}
	c.touched, c.heap = c.touched[:0], c.heap[:0]
}

// cost returns what it costs to reach node v.
func (c *climb) cost(v uint32) cost {
	if at := &c.at[v][c.side]; at.search == c.search {
		return at.cost
	}
	return unreached
}

// parent returns what led to node v, which was reached.
func (c *climb) parent(v uint32) uint32 { return c.at[v][c.side].parent }

// relax reaches node v and reports whether that is cheaper than before.
func (c *climb) relax(v uint32, w cost, parent uint32) bool {
	at := &c.at[v][c.side]
	if at.search != c.search {
		c.touched = append(c.touched, v)
	} else if w >= at.cost {
		return false
	}
	*at = reached{w, parent, c.search}
	c.heap.push(entry{w, v})
	return true
}

// next returns the cheapest node whose edges are still to be climbed. Of those
// that a way over a higher node reaches sooner no quickest way climbs: they are
// passed over.
func (c *climb) next(h *Hierarchy, direction uint32) (top entry, any bool) {
	for len(c.heap) > 0 {
		top = c.heap.pop()
		if top.cost == c.cost(top.id) && !c.stalled(h, direction, top) {
			return top, true
		}
	}
	return entry{}, false
}

func (c *climb) stalled(h *Hierarchy, direction uint32, top entry) bool {
	for _, r := range h.rungs(top.id, 1-direction) {
		if at := &c.at[r.to][c.side]; at.search == c.search && at.cost+r.cost() < top.cost {
			return true
		}
	}
	return false
}

// expand climbs on from a node, where that costs less than most.
func (c *climb) expand(h *Hierarchy, direction uint32, top entry, most cost) {
	for _, r := range h.rungs(top.id, direction) {
		if w := top.cost + r.cost(); w < most {
			c.relax(r.to, w, top.id)
		}
	}
}
