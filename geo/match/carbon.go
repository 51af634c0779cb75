package match

import "simbiyoz/geo"

// carbon sets the year's net avoided CO₂e, avoided (disposal + virgin input)
// less the haul's, and the road distance at which that is nil.
func carbon(m *geo.Match, p Pair, mass geo.Tonnes, prices Prices) {
	virgin := input(m, "virgin_kgco2e_t", nil, scaled(prices.Virgin, ratio(p.Use)), prices.Source)
	disposal := input(m, "disposal_kgco2e_t", nil, prices.DisposalCO2e, prices.Source)
	if m.Haul == nil || mass <= 0 || virgin == nil && disposal == nil {
		note(m, geo.PartCarbon, "carbon_unknown", "")
		return
	}
	avoided := geo.KgCO2e(or0(virgin)+or0(disposal)) * geo.KgCO2e(mass)
	net := avoided - m.Haul.CO2e
	m.CO2e = &net
	if net < 0 {
		note(m, geo.PartCarbon, "haul_emits_more", "")
	}
	if avoided < 0 {
		return
	}
	perMetre := m.Haul.CO2e / geo.KgCO2e(max(m.Haul.Road.Length, 1))
	if perMetre > 0 {
		d := geo.Metres(avoided / perMetre)
		m.CO2eBreakEven = &d
	}
}
