package road

import (
	"context"
	"fmt"
	"slices"
)

// Limits on the search for a way round a node. Wider ones build six times as
// slowly for one per cent fewer edges.
const (
	glance = 30  // nodes settled to guess what contracting a node costs
	look   = 100 // nodes settled before a shortcut is made
)

// Contract builds the hierarchy of g for v, with every turn restriction. It
// tells progress, if that is not nil, how many nodes of how many are done, and
// ends early with ctx's error.
func Contract(ctx context.Context, g *Graph, v Vehicle, progress func(done, total int)) (*Hierarchy, error) {
	return contract(ctx, g, v, true, progress)
}

// ContractNodes builds the hierarchy that leaves turn restrictions out of
// account, see [NewNodeQuery]. It has half the size.
func ContractNodes(ctx context.Context, g *Graph, v Vehicle, progress func(done, total int)) (*Hierarchy, error) {
	return contract(ctx, g, v, false, progress)
}

func contract(ctx context.Context, g *Graph, v Vehicle, turns bool, progress func(done, total int)) (*Hierarchy, error) {
	if len(g.head) > mostNodes {
		return nil, fmt.Errorf("%d arcs are more than a hierarchy holds", len(g.head))
	}
	c := ofNodes(g, g.rules(v))
	if turns {
		c = ofTurns(g, g.rules(v))
	}
	if err := c.run(ctx, progress); err != nil {
		return nil, err
	}
	return c.layOut(g, v, turns), nil
}

// run contracts node after node, the least important first.
func (c *contraction) run(ctx context.Context, progress func(done, total int)) error {
	n := len(c.of)
	for i := range uint32(n) {
		c.queue.push(entry{c.priority(i), i})
	}
	for done := 0; len(c.queue) > 0; {
		top := c.queue.pop()
		// neighbours that went since have changed what it costs: look again
		if now := c.priority(top.id); len(c.queue) > 0 && now > c.queue[0].cost {
			c.queue.push(entry{now, top.id})
			continue
		}
		c.contract(top.id)
		c.rank[top.id] = uint32(done)
		if done++; done%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(done, n)
			}
		}
	}
	return nil
}

// contraction is a graph that loses node after node.
type contraction struct {
	of      []uint32 // of nodes: their arc, or the graph's node
	size    int      // how many of those there are
	out, in [][]link // edges; those of a contracted node lead up
	rank    []uint32
	depth   []uint32 // of the shortcuts over a node
	queue   heap
	witness witness
	found   []shortcut
}

// link is an edge while nodes are contracted.
type link struct {
	to   uint32
	over uint32 // see single
	arcs uint32 // for how many it stands
	cost cost
}

// shortcut is an edge that takes a node's place.
type shortcut struct {
	from, to uint32
	priced   uint32 // the bit, if one of its halves has it
	arcs     uint32
	cost     cost
}

func newContraction(of []uint32, size int) *contraction {
	n := len(of)
	return &contraction{of: of, size: size, out: make([][]link, n), in: make([][]link, n),
		rank: make([]uint32, n), depth: make([]uint32, n), witness: newWitness(n)}
}

// ofTurns makes nodes of the arcs that are freely open.
func ofTurns(g *Graph, r rules) *contraction {
	node := slices.Repeat([]uint32{none}, len(g.head))
	var arcs []uint32
	for a := range uint32(len(node)) {
		if r.access[g.limit[a]] == AccessYes {
			node[a] = uint32(len(arcs))
			arcs = append(arcs, a)
		}
	}
	c := newContraction(arcs, len(g.head))
	for v, a := range arcs {
		for b := g.first[g.head[a]]; b < g.first[g.head[a]+1]; b++ {
			if node[b] != none && node[b] != uint32(v) && g.mayTurn(r.banned, a, b) {
				l := r.link(g, b)
				l.cost += sum(g.turnTime(r.turn, a, b), 0)
				c.join(uint32(v), node[b], l)
			}
		}
	}
	return c
}

// ofNodes takes the graph's own nodes, and the arcs that are freely open as
// edges.
func ofNodes(g *Graph, r rules) *contraction {
	nodes := make([]uint32, len(g.lon))
	for i := range nodes {
		nodes[i] = uint32(i)
	}
	c := newContraction(nodes, len(nodes))
	for a := range uint32(len(g.head)) {
		if r.access[g.limit[a]] == AccessYes && g.tail[a] != g.head[a] {
			c.join(g.tail[a], g.head[a], r.link(g, a))
		}
	}
	return c
}

// link returns the edge that stands for arc a alone.
func (r rules) link(g *Graph, a uint32) link {
	e := g.edge[a]
	l := link{over: a | single, arcs: 1, cost: sum(r.time[a], g.length[e])}
	if g.priced(a) {
		l.over |= priced
	}
	return l
}

// join adds an edge, or betters the one that is there.
func (c *contraction) join(from, to uint32, l link) {
	l.to = to
	better(&c.out[from], l)
	l.to = from
	better(&c.in[to], l)
}

func better(links *[]link, l link) {
	for i, k := range *links {
		if k.to == l.to {
			if l.cost < k.cost {
				(*links)[i] = l
			}
			return
		}
	}
	*links = append(*links, l)
}

// priority guesses how important v is: how deep shortcuts would nest over it, so
// that the graph thins evenly, how many edges are made for each that goes, and
// how many arcs they stand for. RoutingKit weighs it so; climbs then meet a
// third fewer nodes than if edges made less edges gone are counted.
func (c *contraction) priority(v uint32) cost {
	var made, gone, makes, goes uint64
	for _, s := range c.shortcuts(v, glance) {
		made, makes = made+1, makes+uint64(s.arcs)
	}
	for _, links := range [][]link{c.out[v], c.in[v]} {
		for _, l := range links {
			gone, goes = gone+1, goes+uint64(l.arcs)
		}
	}
	const unit = 1000
	return unit*cost(c.depth[v]) + unit*made/max(1, gone) + unit*makes/max(1, goes)
}

// shortcuts returns the edges that must take v's place. It settles at most
// limit nodes a search to find ways round it.
func (c *contraction) shortcuts(v uint32, limit int) []shortcut {
	c.found = c.found[:0]
	farthest := cost(0)
	for _, o := range c.out[v] {
		farthest = max(farthest, o.cost)
	}
	for _, i := range c.in[v] {
		c.witness.search(c, i.to, v, i.cost+farthest, limit)
		for _, o := range c.out[v] {
			if over := i.cost + o.cost; o.to != i.to && c.witness.cost(o.to) > over {
				c.found = append(c.found, shortcut{i.to, o.to, (i.over | o.over) & priced, i.arcs + o.arcs, over})
			}
		}
	}
	return c.found
}

// contract takes v out of the graph; its edges stay with it and lead up.
func (c *contraction) contract(v uint32) {
	for _, s := range c.shortcuts(v, look) {
		c.join(s.from, s.to, link{over: v | s.priced, arcs: s.arcs, cost: s.cost})
	}
	for _, o := range c.out[v] {
		leave(&c.in[o.to], v)
		c.depth[o.to] = max(c.depth[o.to], c.depth[v]+1)
	}
	for _, i := range c.in[v] {
		leave(&c.out[i.to], v)
		c.depth[i.to] = max(c.depth[i.to], c.depth[v]+1)
	}
}

func leave(links *[]link, v uint32) {
	l := *links
	for i := range l {
		if l[i].to == v {
			l[i] = l[len(l)-1]
			*links = l[:len(l)-1]
			return
		}
	}
}

// witness looks for ways round a node.
type witness struct {
	label []cost
	stamp []uint32 // search in which label was set
	now   uint32
	heap  heap
}

func newWitness(n int) witness { return witness{label: make([]cost, n), stamp: make([]uint32, n)} }

func (w *witness) cost(v uint32) cost {
	if w.stamp[v] == w.now {
		return w.label[v]
	}
	return unreached
}

// search runs from a node round another, to no more than farthest.
func (w *witness) search(c *contraction, from, round uint32, farthest cost, limit int) {
	w.now++
	w.heap = w.heap[:0]
	w.label[from], w.stamp[from] = 0, w.now
	w.heap.push(entry{0, from})
	for settled := 0; len(w.heap) > 0 && settled < limit; settled++ {
		top := w.heap.pop()
		if top.cost > w.label[top.id] {
			continue
		}
		if top.cost > farthest {
			return
		}
		for _, o := range c.out[top.id] {
			if o.to == round {
				continue
			}
			if next := top.cost + o.cost; next < w.cost(o.to) {
				w.label[o.to], w.stamp[o.to] = next, w.now
				w.heap.push(entry{next, o.to})
			}
		}
	}
}
