// Package tour orders stops: the cheapest way from a first place over all
// others to a last one, where there and back may cost different.
package tour

import "math"

// mostExact is up to how many stops between the first and the last place the
// best order is found for certain.
const mostExact = 10

// Plan is an order of places.
type Plan struct {
	Order []int   // every place once, the first and the last at their ends
	Cost  float64 // from each to the next, added up
	Bound float64 // no order costs less; Cost itself where the order is the best
}

// Gap returns how far above the bound p costs, as a share of it: 0 is proved
// to be the best.
func (p Plan) Gap() float64 {
	if p.Cost <= p.Bound || p.Bound <= 0 {
		return 0
	}
	return p.Cost/p.Bound - 1
}

// Best returns a cheap order of the places of a square matrix of costs (none
// negative, +Inf where one cannot go), from the first row to the last. It is
// the best one to 10 stops; beyond, it is a good one with a bound. The same
// costs have the same answer. An order that cannot be driven costs +Inf.
func Best(cost [][]float64) Plan {
	n := len(cost)
	c := finite(cost)
	var p Plan
	if n-2 <= mostExact {
		p.Order = exact(c)
		p.Cost = c.total(p.Order)
		p.Bound = p.Cost
	} else {
		p.Order = search(c)
		p.Cost = c.total(p.Order)
		p.Bound = min(p.Cost, bound(c, p.Cost))
	}
	if p.Cost >= blocked {
		p.Cost, p.Bound = math.Inf(1), math.Inf(1)
	}
	return p
}

// costs are a matrix without infinities.
type costs [][]float64

// blocked stands for a leg that cannot be driven: more than any tour costs.
const blocked = 1e12

func finite(cost [][]float64) costs {
	out := make(costs, len(cost))
	for i, row := range cost {
		out[i] = make([]float64, len(row))
		for j, v := range row {
			out[i][j] = min(v, blocked)
		}
	}
	return out
}

func (c costs) total(order []int) float64 {
	sum := 0.0
	for i := 1; i < len(order); i++ {
		sum += c[order[i-1]][order[i]]
	}
	return sum
}

// exact finds the best order by dynamic programming over sets of stops (Held
// and Karp 1962).
func exact(c costs) []int {
	n := len(c)
	stops := n - 2
	if stops == 0 {
		return []int{0, n - 1}
	}
	type state struct {
		cost float64
		from int8 // stop before
	}
	best := make([][]state, 1<<stops) // by set, then its last stop
	for set := 1; set < 1<<stops; set++ {
		best[set] = make([]state, stops)
		for last := range stops {
			s := state{math.Inf(1), -1}
			rest := set &^ (1 << last)
			switch {
			case rest == set: // last is not in set
			case rest == 0:
				s.cost = c[0][last+1]
			default:
				for before := range stops {
					if rest>>before&1 == 0 {
						continue
					}
					if v := best[rest][before].cost + c[before+1][last+1]; v < s.cost {
						s = state{v, int8(before)}
					}
				}
			}
			best[set][last] = s
		}
	}
	set, last := 1<<stops-1, 0
	for k := range stops {
		if best[set][k].cost+c[k+1][n-1] < best[set][last].cost+c[last+1][n-1] {
			last = k
		}
	}
	order := make([]int, n)
	order[n-1] = n - 1
	for i := stops; i > 0; i-- {
		order[i] = last + 1
		set, last = set&^(1<<last), int(best[set][last].from)
	}
	return order
}
