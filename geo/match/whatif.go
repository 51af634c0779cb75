package match

import "simbiyoz/geo"

// Scenario changes what hauls and CO₂e cost; nil figures stay as the price
// book has them. Freight and Payload are those of the articulated lorry of
// 40 t: those of the other classes follow in proportion.
type Scenario struct {
	Freight *float64 // TRY/km
	Diesel  *float64 // TRY/l
	Payload *float64 // t
	Empty   *float64 // of the way back that is driven empty, in [0, 1]
	Toll    *float64 // TRY a km of toll road
	Carbon  *float64 // TRY a tonne of CO₂e avoided
	Vehicle string   // the one class that carries what needs no tanker and no ADR; empty: the cheapest
}

// measureOf is the class that a scenario's figures are of.
const measureOf = "articulated"

// Validate reports every figure of s that is out of range as FieldErrors.
func (s Scenario) Validate() error {
	var errs geo.FieldErrors
	for _, f := range []struct {
		field    string
		v        *float64
		min, max float64
	}{
		{"freight_try_km", s.Freight, 0, 10_000}, {"fuel_try_l", s.Diesel, 0, 10_000}, {"payload_t", s.Payload, 0.1, 100},
		{"empty", s.Empty, 0, 1}, {"toll_km_try", s.Toll, 0, 10_000}, {"carbon_try_t", s.Carbon, 0, 1e6},
	} {
		if f.v != nil && !(*f.v >= f.min && *f.v <= f.max) {
			errs.Add(f.field, geo.Invalid(f.field, "range", "%v is not from %v to %v", *f.v, f.min, f.max))
		}
	}
	if s.Vehicle != "" {
		_, err := geo.VehicleByCode(s.Vehicle)
		errs.Add("vehicle", err)
	}
	return errs.Err()
}

// Under returns the judge that j is under s. diesel is the price, TRY/l, at
// which j's lorries are fuelled.
func (j Judge) Under(s Scenario, diesel geo.Lira) Judge {
	freight, payload := 1.0, 1.0
	for _, l := range j.Fleet {
		if l.Code == measureOf {
			freight, payload = or(s.Freight, float64(l.PerKm))/float64(l.PerKm), or(s.Payload, float64(l.Payload))/float64(l.Payload)
		}
	}
	fleet := make([]Lorry, 0, len(j.Fleet))
	for _, l := range j.Fleet {
		if ordinary := !l.Hazmat && l.Code != "tanker"; s.Vehicle != "" && ordinary && l.Code != s.Vehicle {
			continue
		}
		l.Payload *= geo.Tonnes(payload)
		l.PerKm = max(0, l.PerKm*geo.Lira(freight)+(geo.Lira(or(s.Diesel, float64(diesel)))-diesel)*geo.Lira(l.Fuel)/100)
		l.Km.Range = geo.AsFreight(float64(l.PerKm))
		fleet = append(fleet, l)
	}
	j.Fleet = fleet
	j.Terms.Empty = geo.Share(or(s.Empty, float64(j.Terms.Empty)))
	j.Terms.TollKm = geo.Lira(or(s.Toll, float64(j.Terms.TollKm)))
	j.Toll.Range = j.Toll.Scaled(float64(j.Terms.TollKm) / max(j.Toll.Likely, 1e-9))
	j.Carbon = geo.Lira(or(s.Carbon, float64(j.Carbon)))
	return j
}

func or(v *float64, def float64) float64 {
	if v == nil {
		return def
	}
	return *v
}
