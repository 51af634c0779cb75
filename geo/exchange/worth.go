package exchange

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// Worth is how far a resource is worth carrying.
type Worth struct {
	Of      geo.Posting
	Best    *geo.MatchPair   // whose terms it rests on; nil: no match of it pays at any distance
	Upto    geo.Metres       // road distance at which Best's net benefit is nil, mostReach if that is farther
	Outline orb.MultiPolygon // what lies within Upto by road
	Border  []geo.Point      // on roads, where that benefit is nil; none beyond mostReach
	Inside  []geo.MatchPair  // matches of it whose road is no longer than Upto, best first
}

// WorthCarrying returns how far resource id is worth carrying under a
// scenario: up to the road distance at which its best match's net benefit is
// nil. That distance keeps the best match's mass, prices and lorry, and its
// road's mean speed and toll share; only the length changes. It is drawn from
// the resource's site along roads, towards it where the resource is a sink.
func (x *Exchange) WorthCarrying(ctx context.Context, id int64, s Scenario) (Worth, error) {
	of, err := x.store.Posting(ctx, id)
	if err != nil {
		return Worth{}, fmt.Errorf("posting %d: %w", id, err)
	}
	w := Worth{Of: of}
	found, err := x.WhatIf(ctx, geo.MatchFilter{ResourceID: id}, s)
	if err != nil {
		return w, err
	}
	for _, m := range found {
		if w.Best == nil && !m.Sunk() && m.BreakEven != nil && *m.BreakEven > 0 {
			w.Best, w.Upto = &m.MatchPair, min(*m.BreakEven, mostReach)
		}
	}
	if w.Best == nil {
		return w, nil
	}
	for _, m := range found {
		if m.Haul != nil && m.Haul.Road.Length <= w.Upto {
			w.Inside = append(w.Inside, m.MatchPair)
		}
	}
	bands, err := x.Reach(ctx, geo.ReachRequest{From: of.Site.Place, Vehicle: match.VehicleFor(of.Item), By: geo.ByDistance,
		Upto: []float64{float64(w.Upto)}, Reverse: of.Role == geo.Sink, Border: w.Upto == *w.Best.BreakEven})
	if err != nil {
		return w, fmt.Errorf("line of break-even of %d: %w", id, err)
	}
	w.Outline, w.Border = bands[0].Outline, bands[0].Border
	return w, nil
}
