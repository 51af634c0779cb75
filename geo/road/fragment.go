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
	part := parts(g)
	size := make([]int, len(g.lon))
	whole := make([]uint32, len(g.length))
	for e, arcs := range g.arcsOf {
		a := arcs[0]
		if a == none {
			a = arcs[1]
		}
		whole[e] = part[g.tail[a]]
		size[whole[e]]++
	}
	out := make([]bool, len(whole))
	for e, r := range whole {
		out[e] = size[r] < fewEdges
	}
	return out
}

// parts returns of every node one that stands for all those that roads join
// with it, whichever way they may be driven.
func parts(g *Graph) []uint32 {
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
	for n := range parent {
		parent[n] = root(uint32(n))
	}
	return parent
}

// connected returns the share of g's nodes in its largest part.
func connected(g *Graph) geo.Share {
	size, most := make([]int, len(g.lon)), 0
	for _, p := range parts(g) {
		size[p]++
		most = max(most, size[p])
	}
	return geo.Share(float64(most) / float64(len(g.lon)))
}
