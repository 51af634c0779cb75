package road

// chain is a turn restriction in arcs, each of which follows the one before:
// the way in, those that lead on, and the way out.
type chain struct {
	arcs       []uint32
	only       bool // the last arc is commanded, not forbidden
	van, truck bool // whom it binds
}

// chains puts restrictions into arcs. One that does not fit the roads, or that
// commands a way that nobody can take, is left out.
func (b *Builder) chains(g *Graph, pieces []piece, index map[int64]uint32) []chain {
	t := tracer{g: g, wayOf: func(a uint32) int64 { return b.ways[pieces[g.edge[a]].way].ID }, arcs: map[int64][]uint32{}}
	for _, r := range b.restrictions {
		if len(r.ViaWays) > 0 {
			t.arcs[r.From] = nil
		}
	}
	for a := range uint32(len(g.head)) {
		if from, asked := t.arcs[t.wayOf(a)]; asked {
			t.arcs[t.wayOf(a)] = append(from, a)
		}
	}
	var out []chain
	for _, r := range b.restrictions {
		var found [][]uint32
		if via, known := index[r.ViaNode]; len(r.ViaWays) > 0 {
			found = t.overWays(r)
		} else if known {
			found = t.overNode(r, via)
		}
		for _, arcs := range found {
			out = append(out, chain{arcs, r.Only, !r.HGVOnly, !r.NotHGV})
		}
	}
	return out
}

// tracer finds the arcs of ways.
type tracer struct {
	g     *Graph
	wayOf func(a uint32) int64
	arcs  map[int64][]uint32 // of ways from which others are followed
}

// overNode returns the pairs of arcs over node via that r is about.
func (t tracer) overNode(r Restriction, via uint32) (out [][]uint32) {
	for _, from := range t.g.in[t.g.inFirst[via]:t.g.inFirst[via+1]] {
		if t.wayOf(from) != r.From {
			continue
		}
		for to := t.g.first[via]; to < t.g.first[via+1]; to++ {
			back := t.g.twin[from] == to
			if t.wayOf(to) == r.To && (r.From != r.To || back != r.Only) { // from a road into itself is a U-turn
				out = append(out, []uint32{from, to})
			}
		}
	}
	return out
}

// longest is of how many arcs a restriction over ways may be.
const longest = 64

// overWays returns the shortest runs of arcs along the ways of r.
func (t tracer) overWays(r Restriction) (out [][]uint32) {
	for _, from := range t.arcs[r.From] {
		out = append(out, t.follow(r, from)...)
	}
	return out
}

// follow goes on from arc from, along the ways over which r leads, to the way
// out.
func (t tracer) follow(r Restriction, from uint32) (out [][]uint32) {
	type state struct {
		arc  uint32
		next int // of r.ViaWays
	}
	queue, met := [][]state{{{from, 0}}}, map[state]bool{}
	for len(queue) > 0 {
		run := queue[0]
		queue = queue[1:]
		now := run[len(run)-1]
		if met[now] || len(run) > longest {
			continue
		}
		met[now] = true
		for a := t.g.first[t.g.head[now.arc]]; a < t.g.first[t.g.head[now.arc]+1]; a++ {
			way := t.wayOf(a)
			switch {
			case a == t.g.twin[now.arc]:
			case now.next == len(r.ViaWays) && way == r.To:
				var arcs []uint32
				for _, s := range run {
					arcs = append(arcs, s.arc)
				}
				out = append(out, append(arcs, a))
			case now.next < len(r.ViaWays) && way == r.ViaWays[now.next]:
				queue = append(queue, append(run[:len(run):len(run)], state{a, now.next + 1}))
			case now.next > 0 && way == r.ViaWays[now.next-1]:
				queue = append(queue, append(run[:len(run):len(run)], state{a, now.next}))
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
