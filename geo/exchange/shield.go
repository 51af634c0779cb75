package exchange

import "simbiyoz/geo"

// shield marks which figures of a book are for facilitators alone, in the year
// and in each month: those that fewer than geo.LeastFirms firms stand behind,
// and so many others that none of those can be told by subtraction. Wherever
// parts make up a total, what is hidden of it is the total less the others: so
// enough firms must stand behind one hidden part, or the part that counts least
// is hidden too.
func shield(flows []geo.Flow) {
	type set struct {
		kind  geo.FlowKind
		level geo.FlowLevel
		each  bool // material by material
	}
	sets := map[set][]int{}
	for i, f := range flows {
		k := set{f.Kind, f.Level, f.Material != ""}
		sets[k] = append(sets[k], i)
	}
	for _, of := range sets {
		sums := totals(flows, of)
		for month := range len(geo.Amounts{}) {
			shieldMonth(flows, of, sums, month)
		}
		for _, i := range of {
			shieldYear(&flows[i])
		}
	}
}

// shieldMonth marks the figures of a month, or with 0 of the year.
func shieldMonth(flows []geo.Flow, of []int, sums map[line][]int, month int) {
	for _, i := range of {
		if flows[i].Firms[month] < geo.LeastFirms {
			flows[i].Shield |= 1 << month
		}
	}
	for again := true; again; {
		again = false
		for _, parts := range sums {
			if i := bared(flows, parts, month); i >= 0 {
				flows[i].Shield |= 1 << month
				again = true
			}
		}
	}
}

// shieldYear marks another month of a flow where one alone is hidden of a year
// that is told: it would be the year less the others. Of a year that is hidden
// no month is told, for other figures are the year's in each.
func shieldYear(f *geo.Flow) {
	if f.Shield&1 != 0 {
		f.Shield = 1<<len(f.Quantity) - 1
		return
	}
	hidden, least := 0, 0
	for m := 1; m <= 12; m++ {
		switch {
		case f.Quantity[m] <= 0:
		case f.Shield>>m&1 != 0:
			hidden++
		case least == 0 || f.Quantity[m] < f.Quantity[least]:
			least = m
		}
	}
	if hidden == 1 && least > 0 {
		f.Shield |= 1 << least
	}
}

// withhold takes away the figures that are shielded in a month (0: the year).
func withhold(flows []geo.Flow, month int) {
	for i := range flows {
		if flows[i].Shield>>month&1 != 0 {
			flows[i] = geo.Flow{FlowKey: flows[i].FlowKey, Withheld: true}
		}
	}
}

// line names the flows that make up a total: those out of a place or into it,
// of one material and unit, and those of one way, material by material.
type line struct {
	from, to, material string
	unit               geo.Unit
	of                 string // "out", "in" or "materials"
}

// totals gathers which flows add up to a figure that may be known.
func totals(flows []geo.Flow, of []int) map[line][]int {
	out := map[line][]int{}
	put := func(k line, i int) { out[k] = append(out[k], i) }
	for _, i := range of {
		f := flows[i]
		if !f.Within() && f.To != geo.AnyEnd {
			put(line{from: f.From, material: f.Material, unit: f.Unit, of: "out"}, i)
		}
		if !f.Within() && f.From != geo.AnyEnd {
			put(line{to: f.To, material: f.Material, unit: f.Unit, of: "in"}, i)
		}
		if f.Material != "" {
			put(line{from: f.From, to: f.To, unit: f.Unit, of: "materials"}, i)
		}
	}
	return out
}

// bared returns the part to hide beside those that are hidden and that too few
// firms stand behind, the smallest; -1 where none need be or there is no other.
func bared(flows []geo.Flow, parts []int, month int) int {
	hidden, least := false, -1
	for _, i := range parts {
		switch f := flows[i]; {
		case f.Quantity[month] <= 0: // anybody may know that nothing moves
		case f.Shield>>month&1 != 0 && f.Firms[month] >= geo.LeastFirms:
			return -1
		case f.Shield>>month&1 != 0:
			hidden = true
		case least < 0 || f.Quantity[month] < flows[least].Quantity[month]:
			least = i
		}
	}
	if !hidden {
		return -1
	}
	return least
}

// roundFlows leaves two digits of flows' figures: so the difference of two of
// them, of zones and their district or of a year and its months, tells no
// firm's.
func roundFlows(flows []geo.Flow) {
	for i := range flows {
		f := &flows[i]
		for n, v := range f.Quantity {
			f.Quantity[n] = twoDigits(v)
		}
		f.Length, f.TonneKm = geo.Metres(twoDigits(float64(f.Length))), twoDigits(f.TonneKm)
		f.Cost, f.CO2e = geo.Lira(twoDigits(float64(f.Cost))), geo.KgCO2e(twoDigits(float64(f.CO2e)))
		f.Benefit, f.Avoided = geo.Lira(twoDigits(float64(f.Benefit))), geo.KgCO2e(twoDigits(float64(f.Avoided)))
	}
}

// shieldBalances marks which balances are for facilitators alone: those that
// fewer than geo.LeastFirms firms have told the quantities of, what lies outside
// zones, which nobody is told, and of each material so many of the zones' that
// none can be told from the region's.
func shieldBalances(balances []geo.Balance) {
	type sum struct {
		material string
		role     geo.Role
		unit     geo.Unit
	}
	zones := map[sum][]*geo.Balance{}
	for i := range balances {
		b := &balances[i]
		b.Shield = b.Known < geo.LeastFirms
		if b.Level == geo.ByZone && b.Total > 0 {
			b.Shield = b.Shield || b.Place == geo.Outside
			of := sum{b.Material, b.Role, b.Unit}
			zones[of] = append(zones[of], b)
		}
	}
	for _, parts := range zones {
		if b := baredBalance(parts); b != nil {
			b.Shield = true
		}
	}
}

// baredBalance is [bared] of balances; nil where none need be hidden.
func baredBalance(parts []*geo.Balance) *geo.Balance {
	hidden, least := false, (*geo.Balance)(nil)
	for _, b := range parts {
		switch {
		case b.Shield && b.Known >= geo.LeastFirms:
			return nil
		case b.Shield:
			hidden = true
		case least == nil || b.Total < least.Total:
			least = b
		}
	}
	if !hidden {
		return nil
	}
	return least
}

// withholdBalances hides what is shielded, leaves two digits of other figures,
// of what is left of too few firms the middle of its band, and of the nearest
// miss, which is one firm's, what it is.
func withholdBalances(balances []geo.Balance) {
	for i, b := range balances {
		if b.Shield {
			balances[i] = geo.Balance{Level: b.Level, Place: b.Place, Material: b.Material, Role: b.Role, Unit: b.Unit, Withheld: true}
			continue
		}
		balances[i].Total, balances[i].Left = twoDigits(b.Total), twoDigits(b.Left)
		if b.LeftOf < geo.LeastFirms {
			balances[i].Left = min(geo.BandOf(b.Left).Middle(), balances[i].Total)
		}
		if b.Miss != nil {
			balances[i].Miss = &geo.Miss{Why: b.Miss.Why, Detail: b.Miss.Detail, Place: b.Miss.Place, Loss: twoDigits(b.Miss.Loss)}
		}
	}
}
