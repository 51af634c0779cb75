package exchange

import (
	"context"
	"fmt"
	"math"

	"github.com/maypok86/otter/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// What others are shown of a match is judged by the same judge, of what they
// are shown of both postings and of the road between their spots: so it tells
// nothing that could not be worked out from there.

// spotRoad names the way of a class of vehicles between two spots.
type spotRoad struct {
	network, vehicle string
	from, to         int64
}

// mostSpotRoads is how many ways between spots are remembered.
const mostSpotRoads = 200_000

func newSpotRoads() *otter.Cache[spotRoad, *geo.Road] {
	return otter.Must(&otter.Options[spotRoad, *geo.Road]{MaximumSize: mostSpotRoads})
}

// showAll notes in every match of found what others are shown of it.
func (x *Exchange) showAll(ctx context.Context, of geo.Posting, candidates []geo.Candidate, found *geo.Finding) error {
	partners := make(map[int64]*geo.Posting, len(candidates))
	for i := range candidates {
		partners[candidates[i].Posting.ID] = &candidates[i].Posting
	}
	judge := x.book.Load().judge()
	judge.Prices = remembered(judge.Prices)
	mine := supposed(of)
	var waiting []opened // for their roads
	for _, list := range [][]geo.Match{found.Best, found.Kept} {
		for i := range list {
			m := &list[i]
			other := partners[m.SourceID+m.SinkID-of.ID]
			if of.Spot.ID == 0 || other.Spot.ID == 0 {
				continue // nobody sees it
			}
			pair := x.pair(mine, supposed(*other))
			if o, ok := judge.Open(pair); ok {
				waiting = append(waiting, opened{o, m, pair.Source, other.Spot})
			}
		}
	}
	roads, err := x.roadsOfSpots(ctx, of, waiting)
	for i, w := range waiting {
		if err == nil {
			w.match.Shown = rounded(w.Close(roads[i]), of.Spot.Error+w.spot.Error)
		}
	}
	return err
}

// opened is what others are shown of a match, but for the road.
type opened struct {
	*match.Open
	match  *geo.Match
	source geo.Posting
	spot   geo.Spot // of the partner
}

// roadsOfSpots returns the road between of's spot and that of every one of
// waiting, in the direction of the haul; nil where none connects them or none is
// needed. Each is asked for once.
func (x *Exchange) roadsOfSpots(ctx context.Context, of geo.Posting, waiting []opened) ([]*geo.Road, error) {
	out := make([]*geo.Road, len(waiting))
	network := x.roads.Network().Version
	missing := map[spotRoad]geo.Spot{}
	keys := make([]spotRoad, len(waiting))
	for i, w := range waiting {
		if !w.source.Category.Hauled() {
			continue
		}
		keys[i] = spotRoad{network, match.VehicleFor(w.source.Item).Code, of.Spot.ID, w.spot.ID}
		if of.Role == geo.Sink {
			keys[i].from, keys[i].to = keys[i].to, keys[i].from
		}
		road, known := x.memory.spots.GetIfPresent(keys[i])
		switch {
		case w.spot.ID == of.Spot.ID:
			out[i] = around(of.Spot)
		case known:
			out[i] = road
		default:
			missing[keys[i]] = w.spot
		}
	}
	measured, err := x.measureSpots(ctx, of, missing)
	for i, key := range keys {
		if road, is := measured[key]; is {
			out[i] = road
		}
	}
	return out, err
}

// measureSpots returns the ways from of's spot, or to it where of is a sink, and
// remembers those that were measured on the network that they are keyed by.
func (x *Exchange) measureSpots(ctx context.Context, of geo.Posting, missing map[spotRoad]geo.Spot) (map[spotRoad]*geo.Road, error) {
	by := map[string][]spotRoad{}
	for key := range missing {
		by[key.vehicle] = append(by[key.vehicle], key)
	}
	out := make(map[spotRoad]*geo.Road, len(missing))
	for code, keys := range by {
		vehicle, err := geo.VehicleByCode(code)
		if err != nil {
			return nil, err
		}
		places := make([]geo.Point, len(keys))
		for i, key := range keys {
			places[i] = missing[key].Place
		}
		roads, errs, err := x.roads.OneToMany(ctx, vehicle, of.Spot.Place, places, of.Role == geo.Sink)
		if err != nil {
			return nil, fmt.Errorf("roads between spots of %d: %w", of.ID, err)
		}
		for i, key := range keys {
			var road *geo.Road
			if errs[i] == nil {
				one := roads[i]
				one.Length = 100 * geo.Metres(math.Round(float64(one.Length)/100))
				road = &one
			}
			if out[key] = road; road == nil || !road.Estimate && road.Network == key.network {
				x.memory.spots.Set(key, road)
			}
		}
	}
	return out, nil
}

// around is the way between two places of one spot: as long as a site may be
// off, at a zone's pace.
func around(s geo.Spot) *geo.Road {
	return &geo.Road{Length: s.Error, Time: geo.Seconds(float64(s.Error) / access.Speed), Coarse: true}
}

// supposed returns what others are shown of p with the middle of its band for
// the quantity.
func supposed(p geo.Posting) geo.Posting {
	out := p.Shown()
	if p.Band != nil {
		middle := p.Band.Middle()
		out.Quantity = &middle
	}
	return out
}

// repriceShown values anew what others are shown of a stored match.
func (x *Exchange) repriceShown(judge match.Judge, p geo.MatchPair) *geo.Match {
	if p.Shown == nil {
		return nil
	}
	m := judge.Reprice(geo.MatchPair{Match: *p.Shown, Source: supposed(p.Source), Sink: supposed(p.Sink)}, x.Use(p.UseID))
	return rounded(m, p.Shown.Error)
}

// rounded leaves two digits of m's figures, for they rest on bands, and notes
// how far its road may be off.
func rounded(m geo.Match, err geo.Metres) *geo.Match {
	m.Error = err
	m.Benefit, m.Expected, m.CO2e = round(m.Benefit), round(m.Expected), round(m.CO2e)
	m.BreakEven, m.CO2eBreakEven = round(m.BreakEven), round(m.CO2eBreakEven)
	for _, s := range []**geo.Span{&m.BenefitRange, &m.CO2eRange} {
		if *s != nil {
			*s = &geo.Span{Low: twoDigits((*s).Low), High: twoDigits((*s).High)}
		}
	}
	return &m
}

func round[T ~float64](v *T) *T {
	if v == nil {
		return nil
	}
	r := T(twoDigits(float64(*v)))
	return &r
}

// twoDigits rounds v to two significant digits.
func twoDigits(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	unit := math.Pow10(int(math.Floor(math.Log10(math.Abs(v)))) - 1)
	return math.Round(v/unit) * unit
}
