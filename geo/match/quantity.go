package match

import "simbiyoz/geo"

// quantity sets the rate that can move a year, in the sink's unit if both have
// one: the lesser of both rates inside the common season. It returns the same
// in tonnes, 0 when that is unknown. dense is the source's bulk density in
// kg/m³, 0 when unknown.
func quantity(m *geo.Match, p *Pair, dense float64) geo.Tonnes {
	common := p.Source.Season & p.Sink.Season
	if common == 0 {
		block(m, geo.PartQuantity, "season_apart", "")
		return 0
	}
	if common != p.Source.Season {
		note(m, geo.PartQuantity, "season_partly", "")
	}
	give := within(p.Source.Resource, common)
	take := within(p.Sink.Resource, common)
	m.Unit = p.Source.Unit
	if take != nil && p.Sink.Unit != p.Source.Unit {
		take = convert(*take, p.Sink.Unit, p.Source.Unit, dense)
		if take == nil {
			note(m, geo.PartQuantity, "unit_differs", string(p.Sink.Unit))
		}
	}
	m.Rate = lesser(give, take)
	if m.Rate == nil {
		note(m, geo.PartQuantity, "quantity_unknown", "")
		return 0
	}
	if give != nil {
		m.Share = geo.Share(*m.Rate / *give)
	}
	switch {
	case give == nil || take == nil:
		note(m, geo.PartQuantity, "quantity_one_side", "")
	case *give > *take:
		note(m, geo.PartQuantity, "sink_takes_part", "")
	case *give < *take:
		note(m, geo.PartQuantity, "sink_needs_more", "")
	}
	minLot(m, p, dense)
	return tonnes(*m.Rate, m.Unit, dense)
}

// tonnes returns v of a unit as a mass, 0 when that cannot be said.
func tonnes(v float64, unit geo.Unit, dense float64) geo.Tonnes {
	t := convert(v, unit, geo.UnitTonne, dense)
	if t == nil {
		return 0
	}
	return geo.Tonnes(*t)
}

// within returns r's rate a year that falls into the months of common.
func within(r geo.Resource, common geo.Months) *float64 {
	rate := r.Rate()
	if rate == nil {
		return nil
	}
	part := *rate * float64(common.Count()) / float64(r.Season.Count())
	return &part
}

// convert returns v of unit from in unit to, nil when that cannot be said.
func convert(v float64, from, to geo.Unit, dense float64) *float64 {
	switch {
	case from == to:
	case from == geo.UnitCubic && to == geo.UnitTonne && dense > 0:
		v *= dense / 1000
	case from == geo.UnitTonne && to == geo.UnitCubic && dense > 0:
		v *= 1000 / dense
	default:
		return nil
	}
	return &v
}

func lesser(a, b *float64) *float64 {
	switch {
	case a == nil:
		return b
	case b == nil || *a <= *b:
		return a
	}
	return b
}

// minLot blocks what is less than the smallest lot of either side.
func minLot(m *geo.Match, p *Pair, dense float64) {
	for _, r := range []geo.Resource{p.Source.Resource, p.Sink.Resource} {
		if r.MinLot == nil {
			continue
		}
		if lot := convert(*r.MinLot, r.Unit, m.Unit, dense); lot != nil && *m.Rate < *lot {
			block(m, geo.PartQuantity, "below_min_lot", string(r.Role))
		}
	}
}
