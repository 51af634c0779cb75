package exchange

import (
	"context"
	"iter"
	"slices"

	"simbiyoz/geo"
)

// Circuity is how roads compare with straight lines, and what that changes.
type Circuity struct {
	Network geo.Network
	Pairs   []PairCircuity // of places, in the order given; those that no road joins are left out
	Low     float64        // the tenth part of the ratios lies below
	Median  float64
	High    float64 // the tenth part lies above
	Lists   Lists
}

// PairCircuity is one way: road ÷ straight line.
type PairCircuity struct {
	From, To   string
	Crow, Road geo.Metres
	Ratio      float64
}

// Lists says in how many top tens the road changes the list, against straight
// lines that are all lengthened by the median ratio.
type Lists struct {
	Of      int // lists of two or more
	First   int // another comes first
	Order   int // the ten are in another order, or are others
	Members int // others are among the ten, of lists that are longer
	Longer  int // lists of more than ten
}

// topTen is how many partners people look at.
const topTen = 10

// shortest is how far apart places must be to have a ratio.
const shortest geo.Metres = 500

// Circuity measures the ways between the gates of all zones, and ranks the
// stored matches of every source that is hauled by road and as the crow flies.
func (x *Exchange) Circuity(ctx context.Context) (Circuity, error) {
	zones, err := x.store.Zones(ctx)
	if err != nil {
		return Circuity{}, err
	}
	names, gates := make([]string, len(zones)), make([]geo.Point, len(zones))
	for i, z := range zones {
		names[i], gates[i] = z.Code, z.Gate
	}
	c, err := CircuityOn(ctx, x.roads, names, gates)
	if err != nil {
		return c, err
	}
	c.Lists = Lists{}
	for source, sink := int64(0), int64(0); ; {
		pairs, err := x.store.MatchesOf(ctx, nil, source, sink, mostListed)
		if err != nil || len(pairs) == 0 {
			return c, err
		}
		last := pairs[len(pairs)-1]
		whole := pairs
		if len(pairs) == mostListed { // the last source's may go on: it is read again
			whole = slices.DeleteFunc(slices.Clone(pairs), func(p geo.MatchPair) bool { return p.SourceID == last.SourceID })
			last = whole[len(whole)-1]
		}
		x.compare(&c, whole)
		source, sink = last.SourceID, last.SinkID
	}
}

// mostListed is how many matches are compared at once; a source has at most a
// few hundred.
const mostListed = 5000

// compare adds the lists of pairs, which stand by source, to c.
func (x *Exchange) compare(c *Circuity, pairs []geo.MatchPair) {
	judge := x.book.Load().judge()
	judge.Prices = remembered(judge.Prices)
	for of := range bySource(pairs) {
		var road, crow []geo.Match
		for _, p := range of {
			if p.Haul == nil || p.Sunk() {
				continue
			}
			road = append(road, judge.Reprice(p, x.Use(p.UseID)))
			flown := *p.Haul
			flown.Road = straight(flown.Road, geo.Crow(p.Source.Site.Place, p.Sink.Site.Place), c.Median)
			p.Haul = &flown
			crow = append(crow, judge.Reprice(p, x.Use(p.UseID)))
		}
		c.Lists.add(ranking(road), ranking(crow))
	}
}

// straight returns r as one takes it who knows the straight line and how much
// longer roads are in general.
func straight(r geo.Road, crow geo.Metres, ratio float64) geo.Road {
	length := crow * geo.Metres(ratio)
	speed := 50 / 3.6 // of what has none
	if r.Time > 0 && r.Length > 0 {
		speed = float64(r.Length) / float64(r.Time)
	}
	r.Length, r.Time, r.Toll, r.Ferry = length, geo.Seconds(float64(length)/speed), 0, 0
	return r
}

// ranking returns the sinks of ms, best first.
func ranking(ms []geo.Match) []int64 {
	slices.SortFunc(ms, geo.Match.Compare)
	out := make([]int64, len(ms))
	for i, m := range ms {
		out[i] = m.SinkID
	}
	return out
}

// add compares one list by road with the same as the crow flies.
func (l *Lists) add(road, crow []int64) {
	if len(road) < 2 {
		return
	}
	l.Of++
	n := min(len(road), topTen)
	if road[0] != crow[0] {
		l.First++
	}
	if !slices.Equal(road[:n], crow[:n]) {
		l.Order++
	}
	if len(road) > topTen {
		l.Longer++
		if slices.ContainsFunc(road[:n], func(id int64) bool { return !slices.Contains(crow[:n], id) }) {
			l.Members++
		}
	}
}

// bySource yields pairs, which stand by source, source by source.
func bySource(pairs []geo.MatchPair) iter.Seq[[]geo.MatchPair] {
	return func(yield func([]geo.MatchPair) bool) {
		for start := 0; start < len(pairs); {
			end := start + 1
			for end < len(pairs) && pairs[end].SourceID == pairs[start].SourceID {
				end++
			}
			if !yield(pairs[start:end]) {
				return
			}
			start = end
		}
	}
}
