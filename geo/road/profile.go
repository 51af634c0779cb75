package road

import "simbiyoz/geo"

// profile is what the way from a spread's place to any point of one edge
// measures: the quickest of some straight lines over the edge's share.
type profile []slope

// slope is a cost that grows along an edge, or against it.
type slope struct {
	ms, dm     float64 // where it begins
	msPer      float64 // over the whole edge
	dmPer      float64
	along      bool
	begin, end float64 // shares of the edge between which it holds
}

// at returns what the quickest way to a share of the edge takes, in seconds
// and metres; ok is false where none leads there.
func (p profile) at(share float64) (time geo.Seconds, length geo.Metres, ok bool) {
	var ms, dm float64
	for _, s := range p {
		if share < s.begin || share > s.end {
			continue
		}
		done := share
		if !s.along {
			done = 1 - share
		}
		t, d := s.ms+done*s.msPer, s.dm+done*s.dmPer
		if !ok || t < ms || t == ms && d < dm {
			ms, dm, ok = t, d, true
		}
	}
	return geo.Seconds(ms / 1000), geo.Metres(dm / 10), ok
}

// profile returns edge e's, appended to into.
func (q *Query) profile(into profile, s *Spread, e uint32) profile {
	for a := range q.g.on(e) {
		if q.access(a) == AccessNo {
			continue
		}
		along := q.g.along[a] != s.Reverse // towards the place, cost grows against the arc
		if begin := q.before(s, a); begin != unreached {
			into = append(into, q.slope(a, along, ms(begin), dm(begin)))
		}
		if e == s.At.edge {
			into = append(into, q.direct(s, a, along))
		}
	}
	return into
}

func (q *Query) slope(a uint32, along bool, ms0, dm0 float64) slope {
	whole := q.whole(a)
	return slope{ms: ms0, dm: dm0, msPer: ms(whole), dmPer: dm(whole), along: along, end: 1}
}

// direct is the slope from the place to points of its own arc a, or from them.
func (q *Query) direct(s *Spread, a uint32, along bool) slope {
	share := s.At.Share
	if !along {
		share = 1 - share
	}
	whole := q.whole(a)
	d := q.slope(a, along, -share*ms(whole), -share*dm(whole))
	if along {
		d.begin = s.At.Share
	} else {
		d.end = s.At.Share
	}
	return d
}

// before returns what the way to the beginning of arc a costs or, of a reverse
// spread, the way from its end.
func (q *Query) before(s *Spread, a uint32) cost {
	if q.g.edge[a] != s.At.edge {
		if s.cost[a] == unreached {
			return unreached
		}
		return s.cost[a] - q.whole(a)
	}
	best := uint64(unreached) // the spread has the way that begins on it
	q.joining(a, !s.Reverse, func(b uint32, turn cost) {
		lets := q.access(a) != AccessYes || q.access(b) == AccessYes // nobody comes back out of private roads
		if c := s.cost[b]; lets && c != unreached {
			best = min(best, c+turn)
		}
	})
	return best
}

func ms(c cost) float64 { return float64(c >> 32) }
func dm(c cost) float64 { return float64(uint32(c)) }
