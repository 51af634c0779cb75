// Package nearby finds the partners that may suit a posting among all that are
// posted, in memory: of every material and sector that relates to it the
// nearest, and of the largest the nearest. It answers exactly as the store's
// query for candidates does, for searches that look for the partners of many.
package nearby

import (
	"cmp"
	"math"
	"slices"

	"simbiyoz/geo"
)

// Entry is a posting as far as the search looks at it.
type Entry struct {
	ID       int64
	Firm     int64
	Role     geo.Role
	Material string
	NACE     string // class of its firm
	Category geo.Category
	Unit     geo.Unit
	Rate     float64 // a year, in Unit; NaN: unknown
	X, Y     float64 // place in metres
	Hidden   bool    // it is no partner to others: over, or not for them to see
}

// Compare puts entries of one place, and there of one role and material, next
// to each other.
func (e Entry) Compare(o Entry) int {
	return cmp.Or(cmp.Compare(e.X, o.X), cmp.Compare(e.Y, o.Y), cmp.Compare(e.Role, o.Role), cmp.Compare(e.Material, o.Material), cmp.Compare(e.ID, o.ID))
}

// Query asks for partners of one posting.
type Query struct {
	Of      Entry
	Codes   []string // materials that a partner may have
	Classes []string // sectors of sinks that may use a source's material
	Each    int      // nearest of every code and class, and as many of the largest
}

// Index finds partners. It is immutable, and safe for concurrent use.
type Index struct {
	entries []Entry
	byID    map[int64]int32
	of      map[key]*group
}

// key is what partners are looked for by: a role with a material, or sinks of a
// sector with a category.
type key struct {
	role     geo.Role
	code     string // of the material, or of the sector
	category geo.Category
	sector   bool
}

// group are the entries of a key.
type group struct {
	tree  []int32              // a k-d tree of places, see [plant]
	large map[geo.Unit][]int32 // largest first, the later posted of equals
}

// largest is how many times Each of the largest the nearest are taken of.
const largest = 10

// New returns the index of entries, which it keeps.
func New(entries []Entry) *Index {
	x := &Index{entries: entries, byID: make(map[int64]int32, len(entries)), of: map[key]*group{}}
	members := map[key][]int32{}
	for i, e := range entries {
		x.byID[e.ID] = int32(i)
		if e.Hidden {
			continue
		}
		code := key{role: e.Role, code: e.Material}
		members[code] = append(members[code], int32(i))
		if e.Role == geo.Sink {
			sector := key{role: e.Role, code: e.NACE, category: e.Category, sector: true}
			members[sector] = append(members[sector], int32(i))
		}
	}
	for k, m := range members {
		x.of[k] = x.group(m)
	}
	return x
}

func (x *Index) group(members []int32) *group {
	g := &group{tree: members, large: map[geo.Unit][]int32{}}
	for _, m := range members {
		if e := &x.entries[m]; !math.IsNaN(e.Rate) {
			g.large[e.Unit] = append(g.large[e.Unit], m)
		}
	}
	for _, l := range g.large {
		slices.SortFunc(l, func(a, b int32) int {
			return cmp.Or(cmp.Compare(x.entries[b].Rate, x.entries[a].Rate), cmp.Compare(x.entries[b].ID, x.entries[a].ID))
		})
	}
	x.plant(g.tree, 0)
	return g
}

// Entry returns the entry of a posting, and whether there is one.
func (x *Index) Entry(id int64) (Entry, bool) {
	i, there := x.byID[id]
	if !there {
		return Entry{}, false
	}
	return x.entries[i], true
}

// Len returns how many postings x knows.
func (x *Index) Len() int { return len(x.entries) }

// Partners returns the ids of q's partners in order, none twice.
func (x *Index) Partners(q Query) []int64 {
	var out []int64
	take := func(k key) {
		if g := x.of[k]; g != nil {
			out = x.near(out, g, q)
			out = x.large(out, g, q)
		}
	}
	for _, c := range q.Codes {
		take(key{role: q.Of.Role.Opposite(), code: c})
	}
	if q.Of.Role == geo.Source {
		for _, c := range q.Classes {
			take(key{role: geo.Sink, code: c, category: q.Of.Category, sector: true})
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// near appends the nearest of g.
func (x *Index) near(out []int64, g *group, q Query) []int64 {
	best := nearest{most: q.Each}
	x.walk(g.tree, 0, &q.Of, &best)
	return best.ids(out)
}

// large appends, of the largest of g, the nearest.
func (x *Index) large(out []int64, g *group, q Query) []int64 {
	best, left := nearest{most: q.Each}, largest*q.Each
	for _, m := range g.large[q.Of.Unit] {
		e := &x.entries[m]
		if e.Firm == q.Of.Firm {
			continue
		}
		if left == 0 {
			break
		}
		left--
		best.offer(e.ID, away(&q.Of, e))
	}
	return best.ids(out)
}

// away returns how far two entries are apart, metres. Products are rounded one
// by one, as the store's are.
func away(a, b *Entry) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}
