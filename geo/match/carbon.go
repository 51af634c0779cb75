package match

import "simbiyoz/geo"

// carbon sets the year's net avoided CO₂e, avoided (disposal + virgin input)
// less the haul's, and the road distance at which that is nil. It returns what
// is avoided before the haul, nil when unknown.
func (j Judge) carbon(m *geo.Match, p *Pair, lorry *Lorry, prices Prices) *geo.KgCO2e {
	virgin := input(m, geo.MeasureVirgin, nil, "", scaled(prices.Virgin, ratio(p.Use)))
	disposal := input(m, geo.MeasureDisposalCO2e, nil, "", prices.DisposalCO2e)
	if lorry == nil || m.Haul.Mass <= 0 || virgin == nil && disposal == nil {
		note(m, geo.PartCarbon, "carbon_unknown", "")
		return nil
	}
	input(m, geo.MeasureFactor, nil, "", &lorry.Factor)
	avoided := geo.KgCO2e(or0(virgin)+or0(disposal)) * geo.KgCO2e(m.Haul.Mass)
	net := avoided - m.Haul.CO2e
	m.CO2e = &net
	if net < 0 {
		note(m, geo.PartCarbon, "haul_emits_more", "")
	}
	if perMetre := emitted(*m.Haul, lorry.Vehicle); avoided >= 0 && perMetre > 0 {
		d := geo.Metres(avoided / perMetre)
		m.CO2eBreakEven = &d
	}
	return &avoided
}

// emitted returns the kg CO₂e that h emits on each metre of its road.
func emitted(h geo.Haul, v geo.Vehicle) geo.KgCO2e {
	return geo.Carry(geo.Road{Length: 1000}, v, h.Mass, h.Terms).CO2e / 1000
}
