package tour

import (
	"math/rand/v2"
	"slices"
)

// kicks is how many times a found order is shaken and improved again.
const kicks = 400

// search inserts stops one by one, improves the order until no single change
// does, and then shakes it over and over, keeping what is better (iterated
// local search). The shakes are the same every time.
func search(c costs) []int {
	best := improve(c, insert(c))
	cost := c.total(best)
	rnd := rand.New(rand.NewPCG(uint64(len(c)), 1))
	for range kicks {
		next := improve(c, shake(rnd, best))
		if v := c.total(next); v < cost {
			best, cost = next, v
		}
	}
	return best
}

// insert takes the stop that is nearest to the order so far and puts it where
// it costs least.
func insert(c costs) []int {
	n := len(c)
	order := []int{0, n - 1}
	left := make([]int, 0, n)
	for i := 1; i < n-1; i++ {
		left = append(left, i)
	}
	for len(left) > 0 {
		stop, place, more := 0, 1, c.extra(order, 1, left[0])
		for i, s := range left {
			for at := 1; at < len(order); at++ {
				if v := c.extra(order, at, s); v < more {
					stop, place, more = i, at, v
				}
			}
		}
		order = slices.Insert(order, place, left[stop])
		left = slices.Delete(left, stop, stop+1)
	}
	return order
}

// extra returns what stop s costs before the at-th place of an order.
func (c costs) extra(order []int, at, s int) float64 {
	a, b := order[at-1], order[at]
	return c[a][s] + c[s][b] - c[a][b]
}

// gain is what a change must at least save, so that rounding never goes round
// in circles.
const gain = 1e-7

// improve makes the best single change until none saves anything: a run of up
// to three stops moves elsewhere, as it is or turned round (Or 1976), or any
// run is turned round where it is.
func improve(c costs, order []int) []int {
	for {
		next := c.moved(order)
		if next == nil {
			next = c.turned(order)
		}
		if next == nil {
			return order
		}
		order = next
	}
}

// moved returns the order with the best move of a short run, nil when none
// saves anything.
func (c costs) moved(order []int) []int {
	n := len(order)
	most := gain
	var best [3]int
	turn := false
	for from := 1; from < n-1; from++ {
		for to := from + 1; to <= min(from+3, n-1); to++ {
			first, last := order[from], order[to-1]
			a, b := order[from-1], order[to]
			saved := c[a][first] + c[last][b] - c[a][b]
			turned := c.total(order[from:to]) - c.reversed(order[from:to]) // saved inside the run
			for at := 1; at < n; at++ {
				if at >= from && at <= to {
					continue
				}
				x, y := order[at-1], order[at]
				if v := saved - (c[x][first] + c[last][y] - c[x][y]); v > most {
					most, best, turn = v, [3]int{from, to, at}, false
				}
				if v := saved + turned - (c[x][last] + c[first][y] - c[x][y]); v > most {
					most, best, turn = v, [3]int{from, to, at}, true
				}
			}
		}
	}
	if most == gain {
		return nil
	}
	from, to, at := best[0], best[1], best[2]
	run := slices.Clone(order[from:to])
	if turn {
		slices.Reverse(run)
	}
	rest := slices.Delete(slices.Clone(order), from, to)
	if at > from {
		at -= to - from
	}
	return slices.Insert(rest, at, run...)
}

// turned returns the order with the best run turned round, nil when none saves
// anything.
func (c costs) turned(order []int) []int {
	n := len(order)
	most := gain
	var from, to int
	for i := 1; i < n-1; i++ {
		there, back := 0.0, 0.0 // costs inside the run
		for j := i + 1; j < n-1; j++ {
			there += c[order[j-1]][order[j]]
			back += c[order[j]][order[j-1]]
			v := c[order[i-1]][order[i]] + there + c[order[j]][order[j+1]] -
				(c[order[i-1]][order[j]] + back + c[order[i]][order[j+1]])
			if v > most {
				most, from, to = v, i, j+1
			}
		}
	}
	if most == gain {
		return nil
	}
	out := slices.Clone(order)
	slices.Reverse(out[from:to])
	return out
}

// reversed returns what a run costs when it is driven the other way.
func (c costs) reversed(run []int) float64 {
	sum := 0.0
	for i := 1; i < len(run); i++ {
		sum += c[run[i]][run[i-1]]
	}
	return sum
}

// shake swaps two neighbouring runs, which single changes rarely undo.
func shake(rnd *rand.Rand, order []int) []int {
	n := len(order) - 2
	cut := []int{1 + rnd.IntN(n), 1 + rnd.IntN(n), 1 + rnd.IntN(n)}
	slices.Sort(cut)
	out := slices.Clone(order[:cut[0]])
	out = append(out, order[cut[1]:cut[2]]...)
	out = append(out, order[cut[0]:cut[1]]...)
	return append(out, order[cut[2]:]...)
}
