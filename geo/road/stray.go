package road

import "sync"

// strays remembers which edges lead a kind of vehicle nowhere.
type strays struct {
	lock sync.Mutex
	of   map[string][]bool // by access
}

func newStrays() *strays { return &strays{of: map[string][]bool{}} }

// mostStrays is for how many kinds of vehicles that is kept: more than classes
// there are, and some logisticians' own.
const mostStrays = 24

// strays tells of every edge whether a vehicle of r that is there cannot come to
// the network around, or not from it: where lorries may not enter a quarter,
// its streets are no places to begin a haul, though each is open to them.
func (g *Graph) strays(r rules) []bool {
	key := make([]byte, len(r.access))
	for i, a := range r.access {
		key[i] = byte(a)
	}
	s := g.stray
	s.lock.Lock()
	defer s.lock.Unlock()
	if known, there := s.of[string(key)]; there {
		return known
	}
	if len(s.of) >= mostStrays {
		clear(s.of)
	}
	f := flow{g: g, access: r.access}
	f.main = f.largest(f.circles())
	there, back := f.spread(false), f.spread(true)
	out := make([]bool, len(g.length))
	for e, arcs := range g.arcsOf {
		out[e] = g.fragment[e] || !f.reached(arcs, there, false) || !f.reached(arcs, back, true)
	}
	s.of[string(key)] = out
	return out
}

// flow is where vehicles of one kind may drive, turns left out of account.
type flow struct {
	g      *Graph
	access []Access
	main   []bool // nodes
}

func (f *flow) of(a uint32) Access { return f.access[f.g.limit[a]] }

// circles returns of every node the number of its strongly connected component
// on freely open roads (Tarjan 1972, without recursion).
func (f *flow) circles() []uint32 {
	g, n := f.g, uint32(len(f.g.lon))
	circle, low, order := make([]uint32, n), make([]uint32, n), make([]uint32, n)
	next := append([]uint32(nil), g.first[:n]...)
	var path, open []uint32
	count, circles := uint32(0), uint32(0)
	for root := range n {
		if order[root] == 0 {
			path = append(path, root)
		}
		for len(path) > 0 {
			v := path[len(path)-1]
			if order[v] == 0 {
				count++
				order[v], low[v] = count, count
				open = append(open, v)
			}
			if a := next[v]; a < g.first[v+1] {
				next[v]++
				switch w := g.head[a]; {
				case f.of(a) != AccessYes:
				case order[w] == 0:
					path = append(path, w)
				case circle[w] == 0:
					low[v] = min(low[v], order[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1]
				low[up] = min(low[up], low[v])
			}
			if low[v] != order[v] {
				continue
			}
			circles++
			for last := uint32(none); last != v; open = open[:len(open)-1] {
				last = open[len(open)-1]
				circle[last] = circles
			}
		}
	}
	return circle
}

// largest tells of every node whether it is in the largest circle of those that
// roads join with it at all: an island has its own.
func (f *flow) largest(circle []uint32) []bool {
	part := parts(f.g)
	size := make([]int, len(circle)+1)
	for _, c := range circle {
		size[c]++
	}
	most := map[uint32]uint32{} // of parts
	for n, c := range circle {
		if m, met := most[part[n]]; !met || size[c] > size[m] {
			most[part[n]] = c
		}
	}
	out := make([]bool, len(circle))
	for n, c := range circle {
		out[n] = most[part[n]] == c
	}
	return out
}

// How far a spread has come at a node.
const (
	away    = iota
	private // by roads that are open as a last mile alone
	free
)

// spread returns how nodes are reached from the largest circles, or how these
// are reached from them: on open roads, then on those open as a last mile.
func (f *flow) spread(back bool) []uint8 {
	g := f.g
	out := make([]uint8, len(f.main))
	var queue []uint32
	reach := func(n uint32, how uint8) {
		if how > out[n] {
			out[n] = how
			queue = append(queue, n)
		}
	}
	for n, in := range f.main {
		if in {
			reach(uint32(n), free)
		}
	}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if back {
			for _, a := range g.in[g.inFirst[n]:g.inFirst[n+1]] {
				reach(g.tail[a], f.on(a, out[n]))
			}
			continue
		}
		for a := g.first[n]; a < g.first[n+1]; a++ {
			reach(g.head[a], f.on(a, out[n]))
		}
	}
	return out
}

// on returns how one has come over arc a from a node that was reached so.
func (f *flow) on(a uint32, how uint8) uint8 {
	switch access := f.of(a); {
	case access == AccessYes && how == free:
		return free
	case access == AccessYes || access == AccessNo || how == away:
		return away
	}
	return private
}

// reached reports whether one of an edge's arcs is reached.
func (f *flow) reached(arcs [2]uint32, how []uint8, back bool) bool {
	for _, a := range arcs {
		if a == none {
			continue
		}
		n := f.g.tail[a]
		if back {
			n = f.g.head[a]
		}
		if f.on(a, how[n]) != away {
			return true
		}
	}
	return false
}
