package road

// climb is a search up a hierarchy from one end.
type climb struct {
	label   []cost
	parent  []uint32 // node that led here; none where the climb began
	touched []uint32
	heap    heap
}

func newClimb(n int) climb {
	c := climb{label: make([]cost, n), parent: make([]uint32, n)}
	for i := range c.label {
		c.label[i] = unreached
	}
	return c
}

func (c *climb) reset() {
	for _, v := range c.touched {
		c.label[v] = unreached
	}
	c.touched, c.heap = c.touched[:0], c.heap[:0]
}

// relax reaches node v and reports whether that is cheaper than before.
func (c *climb) relax(v uint32, w cost, parent uint32) bool {
	if w >= c.label[v] {
		return false
	}
	if c.label[v] == unreached {
		c.touched = append(c.touched, v)
	}
	c.label[v], c.parent[v] = w, parent
	c.heap.push(entry{w, v})
	return true
}

func (c *climb) expand(up *ladder, top entry) {
	for e := up.first[top.id]; e < up.first[top.id+1]; e++ {
		c.relax(up.to[e], top.cost+up.cost[e], top.id)
	}
}

// stalled reports whether a way over a higher node reaches top's sooner: then
// no quickest way climbs from it.
func (c *climb) stalled(down *ladder, top entry) bool {
	for e := down.first[top.id]; e < down.first[top.id+1]; e++ {
		if l := c.label[down.to[e]]; l != unreached && l+down.cost[e] < top.cost {
			return true
		}
	}
	return false
}
