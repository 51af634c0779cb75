package exchange

import (
	"context"

	"simbiyoz/geo"
)

// Between a place and a coarse network lie roads that it does not have, such
// as a zone's own. They are taken for the straight line by the usual detour,
// driven at a zone's pace: assumptions, and as coarse as the rest.
var access = geo.Walk{Detour: 1.3, Speed: 20 / 3.6}

// doors answers from door to door: it adds the way to a coarse network's roads
// and from them, so that neighbours in one zone are not 0 km apart. A real
// network has those roads itself.
type doors struct{ Roads }

func (d doors) Route(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	road, line, err := d.Roads.Route(ctx, vehicle, from, to)
	if err != nil || !road.Coarse || from == to {
		return road, line, err
	}
	return toDoors(road), lineToDoors(from, line, to), nil
}

func (d doors) OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	roads, errs, err := d.Roads.OneToMany(ctx, vehicle, from, to, reverse)
	allToDoors(from, to, roads, errs)
	return roads, errs, err
}

func allToDoors(from geo.Point, to []geo.Point, roads []geo.Road, errs []error) {
	for i, r := range roads {
		if errs[i] == nil && r.Coarse && from != to[i] {
			roads[i] = toDoors(r)
		}
	}
}

func toDoors(r geo.Road) geo.Road {
	length, time := access.Measure(r.FromSnap + r.ToSnap)
	r.Length += length
	r.Time += time
	return r
}

func lineToDoors(from geo.Point, line []geo.Point, to geo.Point) []geo.Point {
	return append(append([]geo.Point{from}, line...), to)
}

// as returns roads as what they may be able to do beside, looking behind
// whatever wraps them, and whether they are able to.
func as[T any](roads Roads) (able T, is bool) {
	for roads != nil {
		if able, is = roads.(T); is {
			return able, true
		}
		wrapped, wraps := roads.(interface{ Unwrap() Roads })
		if !wraps {
			break
		}
		roads = wrapped.Unwrap()
	}
	return able, false
}
