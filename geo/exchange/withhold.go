package exchange

import "simbiyoz/geo"

// withhold hides the figures that fewer than geo.LeastFirms firms stand behind
// in a month (0: the year), and so many others that none of those can be told
// by subtraction: wherever parts make up a total, one hidden part alone would
// be the total less the others, so the part that counts least is hidden too.
func withhold(flows []geo.Flow, month int) {
	for i := range flows {
		if flows[i].Firms[month] < geo.LeastFirms {
			flows[i].Withheld = true
		}
	}
	sums := totals(flows)
	for again := true; again; {
		again = false
		for _, parts := range sums {
			if i := alone(flows, parts, month); i >= 0 {
				flows[i].Withheld, again = true, true
			}
		}
	}
	for i := range flows {
		if flows[i].Withheld {
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
func totals(flows []geo.Flow) map[line][]int {
	out := map[line][]int{}
	put := func(k line, i int) { out[k] = append(out[k], i) }
	for i, f := range flows {
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
		switch {
		case flows[i].Withheld:
			hidden++
		case least < 0 || flows[i].Quantity[month] < flows[least].Quantity[month]:
			least = i
		}
	}
	if hidden != 1 {
		return -1
	}
	return least
}

// withholdBalances hides what fewer than geo.LeastFirms firms have.
func withholdBalances(balances []geo.Balance) {
	for i, b := range balances {
		if b.Firms < geo.LeastFirms {
			balances[i] = geo.Balance{Level: b.Level, Place: b.Place, Material: b.Material, Role: b.Role, Unit: b.Unit, Withheld: true}
		}
	}
}
