package nearby

import (
	"cmp"
	"slices"
)

// plant orders members as a k-d tree: the middle one parts the others by the
// axis of its depth, x on even ones, and each half is such a tree.
func (x *Index) plant(members []int32, depth int) {
	if len(members) < 2 {
		return
	}
	slices.SortFunc(members, func(a, b int32) int {
		return cmp.Or(cmp.Compare(x.along(a, depth), x.along(b, depth)), cmp.Compare(x.entries[a].ID, x.entries[b].ID))
	})
	mid := len(members) / 2
	x.plant(members[:mid], depth+1)
	x.plant(members[mid+1:], depth+1)
}

func (x *Index) along(m int32, depth int) float64 {
	if depth%2 == 0 {
		return x.entries[m].X
	}
	return x.entries[m].Y
}

// walk offers the entries of a tree to best, but for those that lie too far off
// for certain.
func (x *Index) walk(tree []int32, depth int, of *Entry, best *nearest) {
	if len(tree) == 0 {
		return
	}
	mid := len(tree) / 2
	e := &x.entries[tree[mid]]
	if e.Firm != of.Firm {
		best.offer(e.ID, away(of, e))
	}
	gap := of.X - e.X
	if depth%2 == 1 {
		gap = of.Y - e.Y
	}
	this, other := tree[:mid], tree[mid+1:]
	if gap > 0 {
		this, other = other, this
	}
	x.walk(this, depth+1, of, best)
	if best.wants(max(gap, -gap)) {
		x.walk(other, depth+1, of, best)
	}
}

// nearest are the nearest of what was offered, in order; of those equally near
// the first posted.
type nearest struct {
	most  int
	found []spot
}

type spot struct {
	id   int64
	away float64
}

func (s spot) compare(o spot) int {
	return cmp.Or(cmp.Compare(s.away, o.away), cmp.Compare(s.id, o.id))
}

// wants reports whether something at least so far away may be among the nearest.
func (n *nearest) wants(away float64) bool {
	return len(n.found) < n.most || away <= n.found[len(n.found)-1].away
}

func (n *nearest) offer(id int64, away float64) {
	if !n.wants(away) {
		return
	}
	s := spot{id, away}
	at, _ := slices.BinarySearchFunc(n.found, s, spot.compare)
	if at >= n.most {
		return
	}
	if len(n.found) == n.most {
		n.found = n.found[:n.most-1]
	}
	n.found = slices.Insert(n.found, at, s)
}

func (n *nearest) ids(out []int64) []int64 {
	for _, s := range n.found {
		out = append(out, s.id)
	}
	return out
}
