package match

import "simbiyoz/geo"

// benefit sets the year's net benefit
//
//	t/yr × (avoided disposal + value replaced − treatment) − haul
//
// and the road distance at which it is nil. It stays unknown when the mass is,
// or when neither the disposal avoided nor the value replaced is known.
func (j Judge) benefit(m *geo.Match, p Pair, mass geo.Tonnes, prices Prices) {
	disposal := input(m, "disposal_try_t", p.Source.FateCost, prices.Disposal, prices.Source)
	value := input(m, "value_try_t", p.Sink.Price, scaled(prices.Value, ratio(p.Use)), prices.Source)
	treatment := input(m, "treatment_try_t", nil, prices.Treatment, prices.Source)
	if m.Haul == nil || mass <= 0 {
		note(m, geo.PartBenefit, "benefit_unknown", "")
		return
	}
	if disposal == nil && value == nil {
		note(m, geo.PartBenefit, "price_unknown", "")
		return
	}
	gross := geo.Lira(or0(disposal)+or0(value)-or0(treatment)) * geo.Lira(mass)
	net := gross - m.Haul.Cost
	expected := net * geo.Lira(m.Fit)
	m.Benefit, m.Expected = &net, &expected
	m.BreakEven = breakEven(gross, *m.Haul)
	switch {
	case net < 0:
		note(m, geo.PartBenefit, "does_not_pay", "")
	case defaults(m):
		note(m, geo.PartBenefit, "pays_by_defaults", "")
	default:
		note(m, geo.PartBenefit, "pays", "")
	}
}

// breakEven returns the road distance at which a haul like h eats up gross, at
// h's own mean speed and toll share; nil when even the dock costs more.
func breakEven(gross geo.Lira, h geo.Haul) *geo.Metres {
	v, err := geo.VehicleByCode(h.Vehicle)
	if err != nil {
		return nil
	}
	dock := geo.Lira(float64(h.Trips) * v.Dock * float64(v.PerHour))
	if gross < dock {
		return nil
	}
	perMetre := (h.Cost - dock) / geo.Lira(h.Road.Length)
	if h.Road.Length < 1 {
		perMetre = geo.Carry(geo.Road{Length: 1, Time: 1 / townSpeed}, v, h.Mass, h.Terms).Cost - dock
	}
	d := geo.Metres((gross - dock) / perMetre)
	return &d
}

// townSpeed is assumed where a haul is too short to have a speed: 30 km/h.
const townSpeed = 30 / 3.6

// input notes where a figure comes from and returns it, nil when unknown.
func input(m *geo.Match, name string, given, def *float64, source string) *float64 {
	in := geo.Input{Name: name, Origin: geo.Unknown}
	v := given
	switch {
	case given != nil:
		in.Value, in.Origin = *given, geo.Given
	case def != nil:
		v = def
		in.Value, in.Origin, in.Source = *def, geo.Default, source
	}
	m.Inputs = append(m.Inputs, in)
	return v
}

func defaults(m *geo.Match) bool {
	for _, in := range m.Inputs {
		if in.Origin == geo.Default {
			return true
		}
	}
	return false
}

// ratio returns how much virgin input a tonne replaces: the known use's, else
// one for one.
func ratio(u *geo.Use) float64 {
	if u == nil || u.Ratio <= 0 {
		return 1
	}
	return u.Ratio
}

func scaled(v *float64, by float64) *float64 {
	if v == nil {
		return nil
	}
	s := *v * by
	return &s
}

func or0(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}
