package road

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Reach returns the bands that r asks for: of every point, the nearest place on
// a road tells how long the way to it is, so that a point is inside where a
// haul to it is short enough. A place counts up to 500 m beside a real
// network's roads, and up to [Reach] beside a coarse one's, by r.Walk. It is a
// *geo.NoRoadError where no road is near r.From.
func (n *Network) Reach(ctx context.Context, r geo.ReachRequest) ([]geo.Band, error) {
	var s Spread
	g, err := n.OneToAll(ctx, r.Vehicle, r.From, r.Reverse, &s)
	if err != nil {
		return nil, err
	}
	v := VehicleOf(r.Vehicle)
	var bands []geo.Band
	err = g.source.guard(func() error {
		bands, err = (&Query{g: g, vehicle: v, rules: g.rules(v)}).bands(ctx, &s, r)
		return err
	})
	return bands, err
}

// bands draws the bands of a spread.
func (q *Query) bands(ctx context.Context, s *Spread, r geo.ReachRequest) ([]geo.Band, error) {
	wide := roadside
	if q.g.info.Coarse {
		wide = Reach
	} else {
		r.Walk = geo.Walk{}
	}
	length, time := r.Walk.Measure(s.At.Distance) // to the first road
	lost := float64(time)
	if r.By == geo.ByDistance {
		lost = float64(length)
	}
	f, err := q.field(ctx, s, r, wide, lost)
	if err != nil {
		return nil, err
	}
	value := make([]float32, len(f.spots))
	bands := make([]geo.Band, len(r.Upto))
	for i, upto := range r.Upto {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		outline := f.over(value, r.By, r.Walk, upto-lost).Within(0, smallest)
		bands[i] = geo.Band{Upto: upto, Outline: outline, Area: geo.Area(outline)}
		if r.Border {
			if bands[i].Border, err = q.border(ctx, s, r.By, upto-lost); err != nil {
				return nil, err
			}
		}
	}
	return bands, nil
}

// smallest is the area of the smallest island or hole that is drawn, in cells.
const smallest = 2

// field returns the field of the roads around those that r's widest band has.
func (q *Query) field(ctx context.Context, s *Spread, r geo.ReachRequest, wide geo.Metres, lost float64) (*field, error) {
	bound := q.g.boundOf(s.At.edge)
	limit := r.Upto[len(r.Upto)-1] - lost
	for e := range uint32(len(q.g.length)) {
		if q.nearest(s, e, r.By) <= limit {
			bound = bound.Union(q.g.boundOf(e))
		}
	}
	f, stray := newField(bound, r.Tolerance, wide), q.stray() // from which snapping turns away
	var p profile
	for e := range uint32(len(q.g.length)) {
		if e%8192 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !q.usable(e) || stray[e] && !stray[s.At.edge] || !q.g.boundOf(e).Intersects(f.bound) {
			continue
		}
		p = q.profile(p[:0], s, e)
		f.stamp(q.g.line(e), p)
	}
	f.spread()
	return f, nil
}

// nearest returns what the way to the nearer end of edge e measures, in
// seconds or metres; infinite where none leads there.
func (q *Query) nearest(s *Spread, e uint32, by geo.By) float64 {
	best := math.Inf(1)
	for a := range q.g.on(e) {
		if s.cost[a] == unreached {
			continue
		}
		begin := q.before(s, a)
		if by == geo.ByDistance {
			best = min(best, dm(begin)/10)
		} else {
			best = min(best, ms(begin)/1000)
		}
	}
	return best
}

// boundOf returns the box around edge e's line.
func (g *Graph) boundOf(e uint32) orb.Bound {
	line := g.line(e)
	west, south, east, north := line[0], line[1], line[0], line[1]
	for i := 2; i < len(line); i += 2 {
		west, east = min(west, line[i]), max(east, line[i])
		south, north = min(south, line[i+1]), max(north, line[i+1])
	}
	return orb.Bound{Min: point(west, south), Max: point(east, north)}
}
