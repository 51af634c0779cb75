package road

import "simbiyoz/geo"

const (
	// fewEdges is from how many edges on roads that hang together are a network
	// of their own, an island's, say. Fewer are most often what an extract's
	// border or a mapper cut off.
	fewEdges = 100
	// detour is how much farther than a fragment's road a network's may lie and
	// still be what is meant.
	detour geo.Metres = 300
)

// fragments tells of every edge whether it belongs to a few roads that nobody
// can leave.
func fragments(g *Graph) []bool {
	parent := make([]uint32, len(g.lon))
	for i := range parent {
		parent[i] = uint32(i)
	}
	root := func(n uint32) uint32 {
		for parent[n] != n {
			parent[n] = parent[parent[n]]
			n = parent[n]
		}
		return n
	}
	for a := range g.head {
		if l := g.limits[g.limit[a]]; min(l.Goods, l.HGV) != AccessNo {
			parent[root(g.tail[a])] = root(g.head[a])
		}
	}
	size := make([]int, len(g.lon))
	whole := make([]uint32, len(g.length))
	for e, arcs := range g.arcsOf {
		a := arcs[0]
		if a == none {
			a = arcs[1]
		}
		whole[e] = root(g.tail[a])
		size[whole[e]]++
	}
	out := make([]bool, len(whole))
	for e, r := range whole {
		out[e] = size[r] < fewEdges
	}
	return out
}
