package match

import "simbiyoz/geo"

// benefit sets the year's net benefit
//
//	t/yr × (avoided disposal + value replaced − treatment) − haul
//
// plus the avoided CO₂e where j gives it a price, and the road distance at
// which it is nil. It stays unknown when the mass is, or when neither the
// disposal avoided nor the value replaced is known.
func (j Judge) benefit(m *geo.Match, p *Pair, lorry *Lorry, prices Prices, avoided *geo.KgCO2e) {
	disposal := input(m, geo.MeasureDisposal, p.Source.FateCost, "source", prices.Disposal)
	value := input(m, geo.MeasureValue, p.Sink.Price, "sink", scaled(prices.Value, ratio(p.Use)))
	treatment := input(m, geo.MeasureTreatment, nil, "", prices.Treatment)
	if lorry == nil || m.Haul.Mass <= 0 {
		note(m, geo.PartBenefit, "benefit_unknown", "")
		return
	}
	input(m, geo.MeasurePerKm, nil, "", &lorry.Km)
	input(m, geo.MeasurePerHour, nil, "", &lorry.Hour)
	if m.Haul.Road.Toll > 0 {
		input(m, geo.MeasureToll, nil, "", &j.Toll)
	}
	if disposal == nil && value == nil {
		note(m, geo.PartBenefit, "price_unknown", "")
		return
	}
	gross := geo.Lira(or0(disposal)+or0(value)-or0(treatment)) * geo.Lira(m.Haul.Mass)
	net, perMetre := gross-m.Haul.Cost, geo.Lira(0)
	if avoided != nil {
		kilo := j.Carbon / 1000
		gross += kilo * geo.Lira(*avoided)
		net += kilo * geo.Lira(*m.CO2e)
		perMetre = kilo * geo.Lira(emitted(*m.Haul, lorry.Vehicle))
	}
	expected := net * geo.Lira(m.Fit)
	m.Benefit, m.Expected = &net, &expected
	m.BreakEven = breakEven(gross, perMetre, *m.Haul, lorry.Vehicle)
	switch {
	case net < 0:
		note(m, geo.PartBenefit, "does_not_pay", "")
	case disposalOrValueAssumed(m):
		note(m, geo.PartBenefit, "pays_by_defaults", "")
	default:
		note(m, geo.PartBenefit, "pays", "")
	}
}

// breakEven returns the road distance at which a haul like h, which costs
// perMetre more than its lorry asks, eats up gross, at h's own mean speed and
// toll share; nil when even the dock costs more.
func breakEven(gross, perMetre geo.Lira, h geo.Haul, v geo.Vehicle) *geo.Metres {
	dock := geo.Lira(float64(h.Trips) * v.Dock * float64(v.PerHour))
	if gross < dock {
		return nil
	}
	if h.Road.Length < 1 {
		perMetre += geo.Carry(geo.Road{Length: 1, Time: 1 / townSpeed}, v, h.Mass, h.Terms).Cost - dock
	} else {
		perMetre += (h.Cost - dock) / geo.Lira(h.Road.Length)
	}
	d := geo.Metres((gross - dock) / perMetre)
	return &d
}

// townSpeed is assumed where a haul is too short to have a speed: 30 km/h.
const townSpeed = 30 / 3.6

// input notes a figure and where it comes from, and returns it, nil when
// unknown: what the firm of a side gave, else the default.
func input(m *geo.Match, name geo.Measure, given *float64, side string, def *Figure) *float64 {
	in := geo.Input{Name: string(name), Origin: geo.Unknown}
	defer func() { m.Inputs = append(m.Inputs, in) }()
	switch {
	case given != nil:
		r := geo.AsGiven(*given)
		in.Value, in.Low, in.High, in.Origin, in.Of = *given, r.Low, r.High, geo.Given, side
	case def != nil:
		in.Value, in.Low, in.High, in.Origin = def.Likely, def.Low, def.High, geo.Default
		in.Of, in.Source, in.Month = def.Of, def.Source, def.Month
	default:
		return nil
	}
	return &in.Value
}

func disposalOrValueAssumed(m *geo.Match) bool {
	for _, in := range m.Inputs {
		if in.Origin == geo.Default && (in.Name == string(geo.MeasureDisposal) || in.Name == string(geo.MeasureValue)) {
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

func scaled(f *Figure, by float64) *Figure {
	if f == nil {
		return nil
	}
	s := *f
	s.Range = f.Range.Scaled(by)
	return &s
}

func or0(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}
