package flow

import "math"

// tree is a spanning tree over nodes. An edge is known by its lower end; it
// points up from a source and down to a sink, for sources only ever send and
// sinks only ever take, the root stands on either side.
type tree struct{ node []node }

type node struct {
	flow   Kg    // on the edge to parent
	parent int32 // none of the root
	edge   int32 // to parent: an index of Solver.edges, or slack
	child  int32 // first of its children, or none
	next   int32 // sibling, or none
	before int32 // sibling, or none of the first
	depth  int32
	sends  bool // is a source
}

const (
	root  int32 = 0
	none  int32 = -1
	slack int32 = -1 // the edge of what stays where it is, or is not to be had
)

func newTree() tree {
	return tree{[]node{{parent: none, edge: slack, child: none, next: none, before: none}}}
}

// grow adds a node that keeps, or lacks, all of its amount.
func (t *tree) grow(amount Kg, sends bool) int32 {
	v := int32(len(t.node))
	t.node = append(t.node, node{flow: amount, edge: slack, child: none, depth: 1, sends: sends})
	t.hang(v, root)
	return v
}

// hang makes v a child of parent.
func (t *tree) hang(v, parent int32) {
	n, p := &t.node[v], &t.node[parent]
	n.parent, n.next, n.before = parent, p.child, none
	if p.child != none {
		t.node[p.child].before = v
	}
	p.child = v
}

// unhang takes v, with what is below it, from its parent.
func (t *tree) unhang(v int32) {
	n := &t.node[v]
	if n.before == none {
		t.node[n.parent].child = n.next
	} else {
		t.node[n.before].next = n.next
	}
	if n.next != none {
		t.node[n.next].before = n.before
	}
}

// below calls do for v (the root left out) and all that is below it, parents
// first.
func (t *tree) below(v int32, do func(int32)) {
	top := v
	for {
		if v != root {
			do(v)
		}
		if t.node[v].child != none {
			v = t.node[v].child
			continue
		}
		for v != top && t.node[v].next == none {
			v = t.node[v].parent
		}
		if v == top {
			return
		}
		v = t.node[v].next
	}
}

// join returns where the ways up from a and b meet.
func (t *tree) join(a, b int32) int32 {
	for a != b {
		if t.node[a].depth >= t.node[b].depth {
			a = t.node[a].parent
		} else {
			b = t.node[b].parent
		}
	}
	return a
}

// isBelow reports whether v is top or below it.
func (t *tree) isBelow(v, top int32) bool {
	for t.node[v].depth > t.node[top].depth {
		v = t.node[v].parent
	}
	return v == top
}

// leaving returns how much an edge between two nodes can send round the cycle
// that it closes, and the lower end of the edge that runs empty then: of
// several the last one round from the join, which keeps the tree strongly
// feasible.
func (t *tree) leaving(from, to, join int32) (most Kg, out int32) {
	most, out = math.MaxInt64, none
	for v := from; v != join; v = t.node[v].parent {
		if n := &t.node[v]; n.sends && n.flow < most {
			most, out = n.flow, v
		}
	}
	for v := to; v != join; v = t.node[v].parent {
		if n := &t.node[v]; !n.sends && n.flow <= most {
			most, out = n.flow, v
		}
	}
	return most, out
}

// send moves amount round the cycle of an edge between two nodes.
func (t *tree) send(from, to, join int32, amount Kg) {
	if amount == 0 {
		return
	}
	for v := from; v != join; v = t.node[v].parent {
		if t.node[v].sends {
			t.node[v].flow -= amount
		} else {
			t.node[v].flow += amount
		}
	}
	for v := to; v != join; v = t.node[v].parent {
		if t.node[v].sends {
			t.node[v].flow += amount
		} else {
			t.node[v].flow -= amount
		}
	}
}

// rehang turns the way from low up to out round, so that out's edge to its
// parent is gone and low hangs from high by an edge that carries flow.
func (t *tree) rehang(low, high, out, edge int32, flow Kg) {
	for v, parent := low, high; ; {
		n := &t.node[v]
		up := n.parent
		t.unhang(v)
		n.edge, edge = edge, n.edge
		n.flow, flow = flow, n.flow
		t.hang(v, parent)
		if v == out {
			return
		}
		v, parent = up, v
	}
}
