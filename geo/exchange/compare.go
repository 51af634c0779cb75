package exchange

import (
	"context"
	"errors"

	"simbiyoz/geo"
)

// VehicleHaul is a haul by one class of vehicles.
type VehicleHaul struct {
	Vehicle geo.Vehicle
	Haul    *geo.Haul // nil: no road for it
}

// CompareVehicles returns what r costs by each of vehicles, over its stops
// where it has any. Where no class has a road the error is the first one's.
func (x *Exchange) CompareVehicles(ctx context.Context, r TourRequest, vehicles []geo.Vehicle) ([]VehicleHaul, error) {
	out := make([]VehicleHaul, len(vehicles))
	var first error
	roads := false
	for i, v := range vehicles {
		r.Vehicle, out[i].Vehicle = v, v
		h, err := x.over(ctx, r)
		if err != nil && !errors.Is(err, geo.ErrNoRoad) {
			return nil, err
		}
		if err == nil {
			out[i].Haul, roads = &h, true
		} else if first == nil {
			first = err
		}
	}
	if !roads {
		return nil, first
	}
	return out, nil
}

// over is Tour, or Haul where there are no stops.
func (x *Exchange) over(ctx context.Context, r TourRequest) (geo.Haul, error) {
	if len(r.Stops) == 0 {
		h, _, err := x.Haul(ctx, r.HaulRequest)
		return h, err
	}
	t, err := x.Tour(ctx, r)
	return t.Haul, err
}
