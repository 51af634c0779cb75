package exchange

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// HaulRequest asks for one haul. Mass 0 asks for one full load.
type HaulRequest struct {
	From, To geo.Point
	Vehicle  geo.Vehicle // a class, with the asker's own payload, limits and prices
	Mass     geo.Tonnes
	Terms    geo.Terms
}

// Haul returns what the haul costs and the line it takes. The error names
// "from" or "to" where no road is near, see geo.ErrNoRoad.
func (x *Exchange) Haul(ctx context.Context, r HaulRequest) (geo.Haul, []geo.Point, error) {
	if err := r.validate(); err != nil {
		return geo.Haul{}, nil, err
	}
	road, line, err := x.roads.Route(ctx, r.Vehicle, r.From, r.To)
	if err != nil {
		return geo.Haul{}, nil, err
	}
	return r.carry(geo.Round{There: road, Back: road}), line, nil
}

// carry returns what r costs on a round.
func (r HaulRequest) carry(round geo.Round) geo.Haul {
	mass := r.Mass
	if mass == 0 {
		mass = r.Vehicle.Load(r.Terms.Density)
	}
	return round.Carry(r.Vehicle, mass, r.Terms)
}

func (r HaulRequest) validate() error {
	var errs geo.FieldErrors
	errs.Add("from", validPlace("from", r.From))
	errs.Add("to", validPlace("to", r.To))
	errs.Add("vehicle", r.validTerms())
	return errs.Err()
}

func validPlace(field string, at geo.Point) error {
	if !geo.ValidPoint(at) {
		return geo.Invalid(field, "range", "%v is no position", at)
	}
	return nil
}

// validPlaces names each place that is wrong as field[i].
func validPlaces(field string, places []geo.Point) error {
	var errs geo.FieldErrors
	for i, at := range places {
		one := fmt.Sprintf("%s[%d]", field, i)
		errs.Add(one, validPlace(one, at))
	}
	return errs.Err()
}

// validTerms checks all of r but its places.
func (r HaulRequest) validTerms() error {
	var errs geo.FieldErrors
	for _, n := range []struct {
		field    string
		v        float64
		min, max float64
	}{
		{"mass_t", float64(r.Mass), 0, 1e7},
		{"payload_t", float64(r.Vehicle.Payload), 0.1, 100},
		{"gross_t", float64(r.Vehicle.Gross), 0.5, 200},
		{"axle_t", float64(r.Vehicle.Axle), 0.2, 50},
		{"height_m", float64(r.Vehicle.Height), 0.5, 10},
		{"width_m", float64(r.Vehicle.Width), 0.5, 10},
		{"length_m", float64(r.Vehicle.Length), 1, 100},
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
