package exchange

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/maypok86/otter/v2"

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
	Of      int  // lists of two or more
	Part    bool // of a part of the sources alone, spread evenly
	First   int  // another comes first
	Order   int  // the ten are in another order, or are others
	Members int  // others are among the ten, of lists that are longer
	Longer  int  // lists of more than ten
}

// Bin counts the ratios from From up to To; the last has no To.
type Bin struct {
	From, To float64
	Ways     int
}

// Ratios are counted in tenths from 1 to 3; the first bin has those below as
// well, the last all above.
const (
	binsFrom = 1.0
	binWidth = 0.1
	bins     = 21
)

// Histogram counts the ratios of c's pairs.
func (c Circuity) Histogram() []Bin {
	out := make([]Bin, bins)
	for i := range out {
		out[i].From, out[i].To = binsFrom+float64(i)*binWidth, binsFrom+float64(i+1)*binWidth
	}
	out[bins-1].To = math.Inf(1)
	for _, p := range c.Pairs {
		out[min(bins-1, max(0, int((p.Ratio-binsFrom)/binWidth)))].Ways++
	}
	return out
}

// Of returns the pairs that begin or end at a place (empty: all), the greatest
// ratios first.
func (c Circuity) Of(place string) []PairCircuity {
	out := slices.DeleteFunc(slices.Clone(c.Pairs), func(p PairCircuity) bool { return place != "" && p.From != place && p.To != place })
	slices.SortStableFunc(out, func(a, b PairCircuity) int { return cmp.Compare(b.Ratio, a.Ratio) })
	return out
}

// topTen is how many partners people look at.
const topTen = 10

// shortest is how far apart places must be to have a ratio.
const shortest geo.Metres = 500

// Circuity measures the ways between the gates of all zones, and ranks the
// stored matches of every source that is hauled by road and as the crow flies.
func (x *Exchange) Circuity(ctx context.Context) (Circuity, error) {
	return x.circuity(ctx, math.MaxInt, asIs)
}

// asIs returns p as it is.
func asIs(p geo.MatchPair) (geo.MatchPair, bool) { return p, true }

// What screens ask for again and again is measured once in a while, and not on
// more matches than can be read while somebody waits.
const (
	mostCompared    = 10_000 // matches
	circuityKeptFor = time.Minute
)

func newCircuities() *otter.Cache[string, Circuity] {
	return otter.Must(&otter.Options[string, Circuity]{MaximumSize: 4, ExpiryCalculator: otter.ExpiryWriting[string, Circuity](circuityKeptFor)})
}

// RecentCircuity is Circuity as of a minute ago at most, on some 10,000 matches
// of sources spread evenly where there are more. To all who do not run the
// programme it tells what it comes to on what visitors are shown: counts of true
// lists would tell of what is hidden in them.
func (x *Exchange) RecentCircuity(ctx context.Context) (Circuity, error) {
	key, see := shown, asShown
	if geo.ViewerOf(ctx).Eyes().All() {
		key, see = exact, asIs
	}
	return x.memory.circuities.Get(ctx, key+x.roads.Network().Version, otter.LoaderFunc[string, Circuity](func(ctx context.Context, _ string) (Circuity, error) {
		return x.circuity(ctx, mostCompared, see)
	}))
}

// asShown returns p as visitors are shown it, and whether they are.
func asShown(p geo.MatchPair) (geo.MatchPair, bool) {
	if p.Shown == nil || p.Source.Visibility != geo.VisiblePublic || p.Sink.Visibility != geo.VisiblePublic {
		return p, false
	}
	return geo.MatchPair{Match: *p.Shown, Source: p.Source.Shown(), Sink: p.Sink.Shown()}, true
}

// circuity is Circuity on about so many matches, as far as see shows them.
func (x *Exchange) circuity(ctx context.Context, most int, see func(geo.MatchPair) (geo.MatchPair, bool)) (Circuity, error) {
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
	n, err := x.store.Counts(ctx)
	if err != nil {
		return c, err
	}
	c.Lists = Lists{Part: n.Matches > most}
	skip, limit := 0.0, mostListed // sources that are passed over for each that is read
	if c.Lists.Part {
		skip, limit = float64(n.Matches)/float64(most)-1, min(mostListed, max(1, most/20))
	}
	for source, sink := int64(0), int64(0); ; {
		pairs, err := x.store.MatchesOf(ctx, nil, source, sink, limit)
		if err != nil || len(pairs) == 0 {
			return c, err
		}
		last := pairs[len(pairs)-1]
		whole := pairs
		switch {
		case len(pairs) < limit:
		case pairs[0].SourceID == last.SourceID: // many: the rest is left out
			last.SinkID = math.MaxInt64
		default: // the last source's may go on: it is read again
			whole = slices.DeleteFunc(slices.Clone(pairs), func(p geo.MatchPair) bool { return p.SourceID == last.SourceID })
			last = whole[len(whole)-1]
		}
		x.compare(&c, whole, see)
		over := int64(skip * float64(last.SourceID-whole[0].SourceID+1))
		if source, sink = last.SourceID, last.SinkID; over > 0 {
			source, sink = source+over, math.MaxInt64
		}
	}
}

// mostListed is how many matches are compared at once.
const mostListed = 5000

// compare adds the lists of pairs, which stand by source, to c as see shows them.
func (x *Exchange) compare(c *Circuity, pairs []geo.MatchPair, see func(geo.MatchPair) (geo.MatchPair, bool)) {
	judge := x.book.Load().judge()
	judge.Prices = remembered(judge.Prices)
	for of := range bySource(pairs) {
		var road, crow []geo.Match
		for _, p := range of {
			p, there := see(p)
			if !there || p.Haul == nil || p.Sunk() {
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
