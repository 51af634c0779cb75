package match

import "simbiyoz/geo"

// Figure is a number with how exact it is and who says so.
type Figure struct {
	geo.Range
	Of     string // what it is a figure of; figures of one thing are wrong together
	Source string
	Month  string
}

// Lorry is a vehicle class as a price book has it.
type Lorry struct {
	geo.Vehicle
	Km     Figure // PerKm, TRY
	Litres Figure // Fuel
	Hour   Figure // PerHour, TRY
	Factor Figure // Full, kg CO₂e/km
}

// freightSource marks the vehicle prices that ship.
const freightSource = "assumption of the project"

// Assumed returns v with the ranges of the figures that ship.
func Assumed(v geo.Vehicle) Lorry {
	figure := func(r geo.Range, source string) Figure {
		return Figure{r, v.Code, source, geo.PricesDated}
	}
	factor := figure(geo.AsPublished(float64(v.Full)), geo.EmissionSource)
	factor.Month = "2025-06" // when the factors came out
	return Lorry{
		Vehicle: v,
		Km:      figure(geo.AsFreight(float64(v.PerKm)), freightSource),
		Litres:  figure(geo.AsFreight(v.Fuel), freightSource),
		Hour:    figure(geo.AsFreight(float64(v.PerHour)), freightSource),
		Factor:  factor,
	}
}

// AssumedFleet returns every class that ships, smallest first.
func AssumedFleet() []Lorry {
	out := make([]Lorry, len(geo.Vehicles))
	for i, v := range geo.Vehicles {
		out[i] = Assumed(v)
	}
	return out
}

// AssumedToll returns the toll a km that ships.
func AssumedToll() Figure {
	return Figure{geo.AsFreight(float64(geo.DefaultTerms.TollKm)), geo.PriceOfRoad, freightSource, geo.PricesDated}
}

// AssumedDiesel returns the diesel price that ships, TRY/l.
func AssumedDiesel() Figure {
	return Figure{geo.AsFreight(float64(geo.DieselDefault)), geo.PriceOfRoad, freightSource, geo.PricesDated}
}

// fits reports whether lorries of v may carry p's source and turn at both its
// docks.
func fits(v geo.Vehicle, p *Pair) bool {
	liquid := p.Source.Form == geo.FormLiquid // sludges travel dewatered, in tippers
	switch {
	case p.Source.Item.Hazardous() != v.Hazmat:
		return false
	case !v.Hazmat && (v.Code == "tanker") != liquid:
		return false
	}
	for _, site := range []geo.Site{p.Source.Site, p.Sink.Site} {
		if site.DockTonnes > 0 && v.Gross > site.DockTonnes || site.DockHeight > 0 && v.Height > site.DockHeight {
			return false
		}
	}
	return true
}

// cheapest returns the lorry of j's fleet that carries mass along p's road for
// least, and its haul; of an unknown mass, an empty haul of the largest. It
// returns nil when none may.
func (j Judge) cheapest(p *Pair, mass geo.Tonnes, terms geo.Terms) (*Lorry, geo.Haul) {
	var best *Lorry
	var haul geo.Haul
	for i := range j.Fleet {
		l := &j.Fleet[i]
		if !fits(l.Vehicle, p) {
			continue
		}
		if h := geo.Carry(*p.Road, l.Vehicle, mass, terms); best == nil || mass <= 0 || h.Cost < haul.Cost {
			best, haul = l, h
		}
	}
	return best, haul
}
