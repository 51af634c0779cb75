package road

import "slices"

// ban returns the turns that restrictions over one node forbid vans and
// lorries.
func (b *Builder) ban(g *Graph, pieces []piece, index map[int64]uint32) turns {
	var out turns
	for _, r := range b.restrictions {
		via, known := index[r.ViaNode]
		if !known || len(r.ViaWays) > 0 {
			continue
		}
		forbidden := b.forbidden(g, pieces, r, via)
		if !r.HGVOnly {
			out.van = append(out.van, forbidden...)
		}
		if !r.NotHGV {
			out.truck = append(out.truck, forbidden...)
		}
	}
	slices.Sort(out.van)
	slices.Sort(out.truck)
	return turns{slices.Compact(out.van), slices.Compact(out.truck)}
}

// forbidden returns the pairs of arcs over node via that r is about.
func (b *Builder) forbidden(g *Graph, pieces []piece, r Restriction, via uint32) []uint64 {
	wayOf := func(a uint32) int64 { return b.ways[pieces[g.edge[a]].way].ID }
	var out []uint64
	for _, from := range g.in[g.inFirst[via]:g.inFirst[via+1]] {
		if wayOf(from) != r.From {
			continue
		}
		for to := g.first[via]; to < g.first[via+1]; to++ {
			if (wayOf(to) == r.To) != r.Only {
				out = append(out, uint64(from)<<32|uint64(to))
			}
		}
	}
	return out
}
