package road

import "sync"

// Hierarchy is a contraction hierarchy (Geisberger et al. 2008) for one kind of
// vehicle. Its nodes are the arcs that are freely open to it and its edges lead
// from the end of one arc to the end of the next that it may turn into; or, where
// turn restrictions are left out of account, nodes are the graph's and edges its
// freely open arcs. Every edge leads up or down in rank, and stands for one arc
// or for two edges over a node of lower rank.
//
// It is immutable and shared; a [Fast] of each goroutine asks it.
type Hierarchy struct {
	g       *Graph
	vehicle Vehicle
	turns   bool     // nodes are arcs
	node    []uint32 // of arcs, or of the graph's nodes; none where it is no node
	of      []uint32 // of nodes, which are in order of rank: their arc, or the graph's node

	// Edges are kept with their lower end: those that leave node n, then those
	// that enter it, lie between first[2n], first[2n+1] and first[2n+2].
	first []uint32
	rung  []rung
	over  []uint32

	idle sync.Pool // of Fasts
}

// rung is an edge as its lower end sees it.
type rung struct {
	dm, ms uint32
	to     uint32 // the higher end, whose number is lower
}

func (r rung) cost() cost { return sum(r.ms, r.dm) }

// What an edge leads over: the node that it makes a shortcut past or, with the
// bit single, the one arc it stands for.
const (
	single = 1 << 31
	priced = 1 << 30 // there are tolls or ferries on it
	number = priced - 1
)

// mostNodes is how many nodes over has room for.
const mostNodes = number

// Nodes returns how many nodes h has.
func (h *Hierarchy) Nodes() int { return len(h.of) }

// Edges returns how many edges h has, shortcuts included.
func (h *Hierarchy) Edges() int { return len(h.rung) }

// Shortcuts returns how many of them stand for two others.
func (h *Hierarchy) Shortcuts() int {
	n := 0
	for _, over := range h.over {
		if over&single == 0 {
			n++
		}
	}
	return n
}

// rungs returns the edges between node v and higher ones: in direction ahead
// those that leave it, backward those that enter it.
func (h *Hierarchy) rungs(v, direction uint32) []rung {
	return h.rung[h.first[2*v+direction]:h.first[2*v+direction+1]]
}

// lead returns what the edge from one node to another leads over, see single.
func (h *Hierarchy) lead(from, to uint32) uint32 {
	low, high, direction := from, to, uint32(ahead)
	if from < to {
		low, high, direction = to, from, backward
	}
	e := h.first[2*low+direction]
	for h.rung[e].to != high {
		e++
	}
	return h.over[e]
}

// unpack appends the arcs that the edge from one node to another stands for; of
// those without toll or ferry none, if only priced ones are wanted.
func (h *Hierarchy) unpack(out []uint32, from, to uint32, onlyPriced bool) []uint32 {
	over := h.lead(from, to)
	switch {
	case onlyPriced && over&priced == 0:
		return out
	case over&single != 0:
		return append(out, over&number)
	}
	over &= number
	return h.unpack(h.unpack(out, from, over, onlyPriced), over, to, onlyPriced)
}

// at returns the node that a way comes to at the end of arc a or, backward,
// that it leaves by a; none where it has none.
func (h *Hierarchy) at(a, direction uint32) uint32 {
	switch {
	case h.turns:
		return h.node[a]
	case direction == backward:
		return h.node[h.g.tail[a]]
	}
	return h.node[h.g.head[a]]
}

// lend has an idle query over h do something.
func (h *Hierarchy) lend(do func(f *Fast)) {
	f, _ := h.idle.Get().(*Fast)
	if f == nil {
		f = NewFast(h)
	}
	defer h.idle.Put(f)
	do(f)
}
