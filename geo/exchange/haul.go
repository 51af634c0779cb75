package exchange

import (
	"context"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// HaulRequest asks for one haul. Mass 0 asks for one full load.
type HaulRequest struct {
	From, To geo.Point
	Vehicle  geo.Vehicle // a class, with the asker's own payload and prices
	Mass     geo.Tonnes
	Terms    geo.Terms
}

// Haul returns what the haul costs and the line it takes. The error names
// "from" or "to" where no road is near, see geo.ErrNoRoad.
func (x *Exchange) Haul(ctx context.Context, r HaulRequest) (geo.Haul, []geo.Point, error) {
	if err := r.validate(); err != nil {
		return geo.Haul{}, nil, err
	}
	road, line, err := x.roads.Route(ctx, r.Vehicle.Code, r.From, r.To)
	if err != nil {
		return geo.Haul{}, nil, err
	}
	mass := r.Mass
	if mass == 0 {
		mass = r.Vehicle.Load(r.Terms.Density)
	}
	return geo.Carry(road, r.Vehicle, mass, r.Terms), line, nil
}

func (r HaulRequest) validate() error {
	var errs geo.FieldErrors
	for _, p := range []struct {
		field string
		at    geo.Point
	}{{"from", r.From}, {"to", r.To}} {
		if !geo.ValidPoint(p.at) {
			errs.Add(p.field, geo.Invalid(p.field, "range", "%v is no position", p.at))
		}
	}
	for _, n := range []struct {
		field    string
		v        float64
		min, max float64
	}{
		{"mass_t", float64(r.Mass), 0, 1e7},
		{"payload_t", float64(r.Vehicle.Payload), 0.1, 100},
		{"per_km_try", float64(r.Vehicle.PerKm), 0, 1e5},
		{"per_hour_try", float64(r.Vehicle.PerHour), 0, 1e6},
		{"empty", float64(r.Terms.Empty), 0, 1},
		{"toll_km_try", float64(r.Terms.TollKm), 0, 1e5},
		{"density_kg_m3", r.Terms.Density, 0, 25_000},
	} {
		if !(n.v >= n.min && n.v <= n.max) {
			errs.Add(n.field, geo.Invalid(n.field, "range", "%v is not from %v to %v", n.v, n.min, n.max))
		}
	}
	return errs.Err()
}

// RoadLines returns the roads inside bound that a map of that zoom draws.
func (x *Exchange) RoadLines(ctx context.Context, bound orb.Bound, zoom int) ([]geo.RoadLine, error) {
	return x.roads.Lines(ctx, bound, zoom)
}

// Network returns the road network that answers now.
func (x *Exchange) Network() geo.Network { return x.roads.Network() }
