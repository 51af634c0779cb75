package road

import (
	"sync"
	"sync/atomic"
)

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
	stray   []bool   // of the graph's edges: they lead the vehicle nowhere, see Graph.strays
	node    []uint32 // of arcs, or of the graph's nodes; none where it is no node
	of      []uint32 // of nodes, which are in order of rank: their arc, or the graph's node

	// Edges are kept with their lower end: those that leave node n, then those
	// that enter it, lie between first[2n], first[2n+1] and first[2n+2].
	first []uint32
	rung  []rung
	over  []uint32

	ready func() error // reads the arrays, of a hierarchy in a file
	idle  sync.Pool    // of Fasts

	idleTargets sync.Pool

	fringes [2]atomic.Pointer[fringe] // by direction, once asked for
}

// Stored returns the hierarchies that came with g in a file. A damaged one is an
// ErrFile.
func (g *Graph) Stored() ([]*Hierarchy, error) {
	for _, h := range g.stored {
		if err := h.isReady(); err != nil {
			return nil, err
		}
	}
	return g.stored, nil
}

// Hierarchy returns the one that came with g in a file for what v may drive and
// how fast, with turn restrictions or without; else nil. A damaged one is an
// ErrFile.
func (g *Graph) Hierarchy(v Vehicle, turns bool) (*Hierarchy, error) {
	key := g.rules(v).key(v)
	for _, h := range g.stored {
		if h.turns == turns && h.key() == key {
			return h, h.isReady()
		}
	}
	return nil, nil
}

func (h *Hierarchy) key() string { return h.g.rules(h.vehicle).key(h.vehicle) }

// isReady reads the arrays of a hierarchy in a file the first time it is called.
func (h *Hierarchy) isReady() error {
	if h.ready == nil {
		return nil
	}
	return h.ready()
}

// Vehicle returns for whom h is; others that may drive the same roads at the same
// pace can use it too.
func (h *Hierarchy) Vehicle() Vehicle { return h.vehicle }

// Turns reports whether h minds turn restrictions.
func (h *Hierarchy) Turns() bool { return h.turns }

// Bytes returns what h takes in a file and in memory.
func (h *Hierarchy) Bytes() int { return bytesOf(h.arrays()) }

// arrays are what a file holds of h.
func (h *Hierarchy) arrays() []array {
	return []array{inFile("node", &h.node), inFile("of", &h.of), inFile("first", &h.first), inFile("rung", &h.rung), inFile("over", &h.over), inFile("stray", &h.stray)}
}

// bounds hold h's arrays against each other and its graph's.
func (h *Hierarchy) bounds() (b bounds) {
	n, arcs, size := len(h.of), len(h.g.head), len(h.g.lon)
	if h.turns {
		size = arcs
	}
	b.sizes([2]int{len(h.node), size}, [2]int{len(h.first), 2*n + 1}, [2]int{len(h.over), len(h.rung)}, [2]int{len(h.stray), len(h.g.length)})
	if !h.turns {
		b.sizes([2]int{n, size}) // and none of them is none
	}
	b.rising(h.first, len(h.rung), 0)
	if err := b.hold(); err != nil {
		return b
	}
	b.truth(h.stray)
	b.below(h.node, n, h.turns)
	b.below(h.of, size, false)
	if h.turns {
		b = append(b, h.fits)
	}
	const stripes = 8
	for i := range stripes {
		b = append(b, func() bool { return h.rises(n*i/stripes, n*(i+1)/stripes, arcs) })
	}
	return b
}

// fits reports whether h's nodes are the arcs that are freely open.
func (h *Hierarchy) fits() bool {
	access := h.g.rules(h.vehicle).access
	for a, v := range h.node {
		if (v == none) == (access[h.g.limit[a]] == AccessYes) {
			return false
		}
	}
	return true
}

// rises reports whether the edges of some nodes lead up, over lower nodes or
// single arcs.
func (h *Hierarchy) rises(from, to, arcs int) bool {
	for v := from; v < to; v++ {
		for e := h.first[2*v]; e < h.first[2*v+2]; e++ {
			over := h.over[e]
			mid := int(over & number)
			if int(h.rung[e].to) >= v || over&single != 0 && mid >= arcs || over&single == 0 && (mid <= v || mid >= len(h.of)) {
				return false
			}
		}
	}
	return true
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

// lead returns what the edge from one node to another leads over, see single;
// none where there is no such edge, which no whole hierarchy says of itself.
func (h *Hierarchy) lead(from, to uint32) uint32 {
	low, high, direction := from, to, uint32(ahead)
	if from < to {
		low, high, direction = to, from, backward
	}
	for e := h.first[2*low+direction]; e < h.first[2*low+direction+1]; e++ {
		if h.rung[e].to == high {
			return h.over[e]
		}
	}
	return none
}

// unpack appends the arcs that the edge from one node to another stands for; of
// those without toll or ferry none, if only priced ones are wanted.
func (h *Hierarchy) unpack(out []uint32, from, to uint32, onlyPriced bool) []uint32 {
	over := h.lead(from, to)
	switch {
	case onlyPriced && over&priced == 0, over == none:
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
