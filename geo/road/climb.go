package road

// Directions in a hierarchy: along the ways and against them.
const (
	ahead = iota
	backward
)

// climb is a search up a hierarchy from one end.
type climb struct {
	at      []reached // nodes
	touched []uint32
	heap    heap
}

// reached is what it costs to reach a node and which node led there, or, with
// the bit enters, which arc did so from outside.
type reached struct {
	cost   cost
	parent uint32
}

const enters = 1 << 31

func newClimb(n int) climb {
	c := climb{at: make([]reached, n)}
	for i := range c.at {
		c.at[i].cost = unreached
	}
	return c
}

func (c *climb) reset() {
	for _, v := range c.touched {
		c.at[v].cost = unreached
	}
	c.touched, c.heap = c.touched[:0], c.heap[:0]
}

// relax reaches node v and reports whether that is cheaper than before.
func (c *climb) relax(v uint32, w cost, parent uint32) bool {
	at := &c.at[v]
	if w >= at.cost {
		return false
	}
	if at.cost == unreached {
		c.touched = append(c.touched, v)
	}
	at.cost, at.parent = w, parent
	c.heap.push(entry{w, v})
	return true
}

// next returns the cheapest node whose edges are still to be climbed. Of those
// that a way over a higher node reaches sooner no quickest way climbs: they are
// passed over.
func (c *climb) next(h *Hierarchy, direction uint32) (top entry, any bool) {
	for len(c.heap) > 0 {
		top = c.heap.pop()
		if top.cost == c.at[top.id].cost && !c.stalled(h, direction, top) {
			return top, true
		}
	}
	return entry{}, false
}

func (c *climb) stalled(h *Hierarchy, direction uint32, top entry) bool {
	for _, r := range h.rungs(top.id, 1-direction) {
		if c.at[r.to].cost+r.cost() < top.cost {
			return true
		}
	}
	return false
}

func (c *climb) expand(h *Hierarchy, direction uint32, top entry) {
	for _, r := range h.rungs(top.id, direction) {
		c.relax(r.to, top.cost+r.cost(), top.id)
	}
}
