package atlas

import (
	"slices"

	"github.com/paulmach/orb"

	"simbiyoz/geo/tile"
)

// Box counts the resources in b, its edges included, and returns the ids of
// the first limit of those above after, in rising order. It reports false where
// it cannot tell: before a is loaded, or where one lies within a metre of an
// edge, for it knows cells and not positions.
func (a *Atlas) Box(b orb.Bound, after int64, limit int) (ids []int64, n int, sure bool) {
	s := a.sheet.Load()
	if s == nil {
		return nil, 0, false
	}
	first := least{most: limit}
	for place, amid := range s.resources.In(tile.GridOf(b)) {
		if !amid {
			return nil, 0, false
		}
		if n++; place.ID > after {
			first.add(place.ID)
		}
	}
	return first.sorted(), n, true
}

// least keeps the most least of many ids.
type least struct {
	most int
	ids  []int64
	last int64 // of the most that were kept so far; 0: there were fewer
}

func (l *least) add(id int64) {
	if l.last != 0 && id >= l.last {
		return
	}
	if l.ids = append(l.ids, id); len(l.ids) >= 2*l.most {
		l.last = l.sorted()[l.most-1]
	}
}

func (l *least) sorted() []int64 {
	slices.Sort(l.ids)
	l.ids = l.ids[:min(l.most, len(l.ids))]
	return l.ids
}
