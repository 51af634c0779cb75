package road

import "math"

// Hierarchy is a contraction hierarchy (Geisberger et al. 2008) over the turns
// that one kind of vehicle may take: its nodes are the arcs that are freely
// open to it, its edges lead from the end of one arc to the end of the next.
// Each node has a rank; edges lead up in rank, forward or backward, and stand
// for a turn or for two edges over a node of lower rank.
//
// It is immutable and shared; a [Fast] of each goroutine asks it.
type Hierarchy struct {
	g       *Graph
	vehicle Vehicle
	node    []uint32 // of arcs: their node, none where not freely open
	arc     []uint32 // of nodes, which are in order of rank, highest first
	up      ladder   // out of a node
	down    ladder   // into a node, backward
}

// ladder is the edges of every node that lead up from it.
type ladder struct {
	first []uint32 // edges first[n]:first[n+1] are node n's
	to    []uint32
	cost  []cost
	over  []uint32 // node that a shortcut leads over; none for a turn
}

// Nodes returns how many nodes h has.
func (h *Hierarchy) Nodes() int { return len(h.arc) }

// Edges returns how many edges h has, shortcuts included.
func (h *Hierarchy) Edges() int { return len(h.up.to) + len(h.down.to) }

// Shortcuts returns how many of them stand for two others.
func (h *Hierarchy) Shortcuts() int {
	n := 0
	for _, l := range []*ladder{&h.up, &h.down} {
		for _, over := range l.over {
			if over != none {
				n++
			}
		}
	}
	return n
}

// find returns what the edge of from to to costs and which node it leads over.
func (l *ladder) find(from, to uint32) (c cost, over uint32) {
	c, over = unreached, none
	for e := l.first[from]; e < l.first[from+1]; e++ {
		if l.to[e] == to && l.cost[e] < c {
			c, over = l.cost[e], l.over[e]
		}
	}
	return c, over
}

// unpack appends the nodes that the edge from one node to another stands for,
// the first left out.
func (h *Hierarchy) unpack(out []uint32, from, to uint32) []uint32 {
	var over uint32
	if to < from { // it leads up: a lower number is a higher rank
		_, over = h.up.find(from, to)
	} else {
		_, over = h.down.find(to, from)
	}
	if over == none {
		return append(out, to)
	}
	return h.unpack(h.unpack(out, from, over), over, to)
}

// pack lays contracted nodes out by rank.
func pack(g *Graph, v Vehicle, arcs []uint32, rank []uint32, up, down [][]link) *Hierarchy {
	n := uint32(len(arcs))
	h := &Hierarchy{g: g, vehicle: v, node: make([]uint32, len(g.head)), arc: make([]uint32, n)}
	for i := range h.node {
		h.node[i] = none
	}
	place := make([]uint32, n)
	for i, k := range rank {
		place[i] = n - 1 - k
		h.arc[place[i]] = arcs[i]
		h.node[arcs[i]] = place[i]
	}
	h.up, h.down = lay(place, up), lay(place, down)
	return h
}

func lay(place []uint32, links [][]link) ladder {
	n := len(place)
	l := ladder{first: make([]uint32, n+1)}
	for v, of := range links {
		l.first[place[v]+1] = uint32(len(of))
	}
	for i := range n {
		l.first[i+1] += l.first[i]
	}
	total := l.first[n]
	l.to, l.cost, l.over = make([]uint32, total), make([]cost, total), make([]uint32, total)
	for v, of := range links {
		e := l.first[place[v]]
		for _, k := range of {
			l.to[e], l.cost[e], l.over[e] = place[k.to], k.cost, none
			if k.over != none {
				l.over[e] = place[k.over]
			}
			e++
		}
	}
	return l
}

// link is an edge while nodes are contracted.
type link struct {
	to   uint32
	over uint32
	cost cost
}

// mostNodes leaves a bit of an arc's number for a mark, see last.
const mostNodes = math.MaxInt32
