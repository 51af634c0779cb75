package road

import "slices"

// crown is how many of the highest nodes lie in order of rank. Below them,
// nodes that a climb meets one after the other lie near each other.
const crown = 4096

// layOut makes a hierarchy of contracted nodes.
func (c *contraction) layOut(g *Graph, v Vehicle, turns bool) *Hierarchy {
	h := &Hierarchy{g: g, vehicle: v, turns: turns, stray: g.strays(g.rules(v))}
	order := c.order()
	place := make([]uint32, len(order)) // of nodes as they were contracted
	h.of = make([]uint32, len(order))
	h.node = slices.Repeat([]uint32{none}, c.size)
	for i, v := range order {
		place[v] = uint32(i)
		h.of[i] = c.of[v]
		h.node[c.of[v]] = uint32(i)
	}
	h.first = make([]uint32, 1, 2*len(order)+1)
	for _, v := range order {
		for _, links := range [][]link{c.out[v], c.in[v]} {
			for _, l := range links {
				h.rung = append(h.rung, rung{uint32(l.cost), uint32(l.cost >> 32), place[l.to]})
				over := l.over
				if over&single == 0 {
					over = place[over&number] | over&priced
				}
				h.over = append(h.over, over)
			}
			h.first = append(h.first, uint32(len(h.rung)))
		}
	}
	return h
}

// order returns the nodes so that what an edge leads up to comes first.
func (c *contraction) order() []uint32 {
	n := len(c.rank)
	order := make([]uint32, 0, n)
	placed := make([]bool, n)
	var place func(v uint32)
	place = func(v uint32) {
		if placed[v] {
			return
		}
		placed[v] = true
		for _, links := range [][]link{c.out[v], c.in[v]} {
			for _, l := range links {
				place(l.to)
			}
		}
		order = append(order, v)
	}
	highest := make([]uint32, n)
	for v, r := range c.rank {
		highest[n-1-int(r)] = uint32(v)
	}
	for _, v := range highest[:min(n, crown)] {
		place(v)
	}
	for v := range uint32(n) { // as the graph has them: near each other on the map
		place(v)
	}
	return order
}
