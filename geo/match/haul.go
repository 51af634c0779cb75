package match

import "simbiyoz/geo"

// PipeReach is how far heat, steam and water are carried by pipe: beyond it
// losses and trenches eat the gain (EU BREF Energy Efficiency names steam up
// to a few km; Kalundborg's lines are 0.5 to 5 km).
const PipeReach geo.Metres = 5_000

// VehicleFor returns the class that routes are asked for: the strictest that
// may have to carry r, so that every smaller one can use the same road.
func VehicleFor(item geo.Material) geo.Vehicle {
	code := "articulated"
	if item.Hazardous() {
		code = "hazmat"
	}
	v, _ := geo.VehicleByCode(code) // both are there
	return v
}

// haul sets the year's carrying of mass and the decay with distance. It returns
// the lorry that carries, nil when nothing goes by road.
func (j Judge) haul(m *geo.Match, p *Pair, mass geo.Tonnes, prices Prices) *Lorry {
	switch {
	case piped(p.Source.Category):
		pipe(m, p)
		return nil
	case !p.Source.Category.Hauled():
		note(m, geo.PartHaul, "no_haul", string(p.Source.Category))
		return nil
	case p.Road == nil:
		block(m, geo.PartHaul, "no_road", "")
		m.Decay = 0
		return nil
	}
	m.Decay = decay(p.Road.Length, prices.HalfDistance)
	terms := j.Terms
	terms.Density = density(p.Source.Resource, prices)
	lorry, h := j.cheapest(p, mass, terms)
	if lorry == nil {
		block(m, geo.PartHaul, "dock_too_small", "")
		return nil
	}
	m.Haul = &h
	switch {
	case p.Road.Estimate:
		note(m, geo.PartHaul, "road_estimate", "")
	case p.Road.Coarse:
		note(m, geo.PartHaul, "road_coarse", "")
	}
	if p.Road.Ferry > 0 {
		note(m, geo.PartHaul, "by_ferry", "")
	}
	if mass == 0 {
		note(m, geo.PartHaul, "mass_unknown", "")
	}
	return lorry
}

func piped(c geo.Category) bool { return c == geo.CategoryEnergy || c == geo.CategoryWater }

func pipe(m *geo.Match, p *Pair) {
	if p.Source.Item.Unit == geo.UnitKWh && p.Source.Form != geo.FormHeat && p.Source.Form != geo.FormGas {
		note(m, geo.PartHaul, "by_grid", "")
		return
	}
	crow := geo.Crow(p.Source.Site.Place, p.Sink.Site.Place)
	m.Decay = decay(crow, PipeReach/2)
	if crow > PipeReach {
		block(m, geo.PartHaul, "pipe_too_far", "")
		return
	}
	note(m, geo.PartHaul, "by_pipe", "")
}
