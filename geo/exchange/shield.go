package exchange

import "simbiyoz/geo"

// shield marks which figures of a book are for facilitators alone, in the year
// and in each month: those that fewer than geo.LeastFirms firms stand behind,
// and so many others that none of those can be told by subtraction. Wherever
// parts make up a total, one hidden part alone would be the total less the
// others, so the part that counts least is hidden too.
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
			if i := alone(flows, parts, month); i >= 0 {
				flows[i].Shield |= 1 << month
				again = true
			}
		}
	}
}

// shieldYear marks another month of a flow where one alone is hidden of a year
// that is told: it would be the year less the others.
func shieldYear(f *geo.Flow) {
	if f.Shield&1 != 0 {
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

// alone returns the part to hide beside the only one that is hidden, the
// smallest; -1 where none need be or there is no other.
func alone(flows []geo.Flow, parts []int, month int) int {
	hidden, least := 0, -1
	for _, i := range parts {
		switch f := flows[i]; {
		case f.Quantity[month] <= 0: // anybody may know that nothing moves
		case f.Shield>>month&1 != 0:
			hidden++
		case least < 0 || f.Quantity[month] < flows[least].Quantity[month]:
			least = i
		}
	}
	if hidden != 1 {
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

// withholdBalances hides what fewer than geo.LeastFirms firms have, leaves two
// digits of other figures, and of the nearest miss, which is one firm's, what
// it is.
func withholdBalances(balances []geo.Balance) {
	for i, b := range balances {
		if b.Firms < geo.LeastFirms {
			balances[i] = geo.Balance{Level: b.Level, Place: b.Place, Material: b.Material, Role: b.Role, Unit: b.Unit, Withheld: true}
			continue
		}
		balances[i].Total, balances[i].Left = twoDigits(b.Total), twoDigits(b.Left)
		if b.Miss != nil {
			balances[i].Miss = &geo.Miss{Why: b.Miss.Why, Detail: b.Miss.Detail, Place: b.Miss.Place, Loss: twoDigits(b.Miss.Loss)}
		}
	}
}
