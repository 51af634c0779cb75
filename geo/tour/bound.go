package tour

import "math"

// rounds is how often the bound is raised.
const rounds = 300

// bound returns a cost that no order stays below, given that one costs most.
//
// Every order is a tree of legs that leads from the first place to all others
// and leaves every place but the last once. The cheapest tree costs no more,
// whatever is charged for each leaving and paid back once: charges that rise
// where the tree leaves too often and sink where it does not bring it near to
// an order (Held and Karp 1970, for costs that differ there and back).
func bound(c costs, most float64) float64 {
	n := len(c)
	charge := make([]float64, n)
	best := 0.0
	step := 1.0
	stale := 0
	for range rounds {
		parent, sum := tree(c, charge)
		for i := range n - 1 {
			sum -= charge[i]
		}
		if sum > best {
			best, stale = sum, 0
		} else if stale++; stale == 10 {
			step, stale = step/2, 0
		}
		left := make([]int, n)
		for i := 1; i < n; i++ {
			left[parent[i]]++
		}
		wrong := 0
		for i := range n - 1 {
			wrong += (left[i] - 1) * (left[i] - 1)
		}
		if wrong == 0 {
			return best // the tree is an order
		}
		for i := range n - 1 {
			charge[i] += step * (most - sum) / float64(wrong) * float64(left[i]-1)
		}
	}
	return best
}

// tree returns the cheapest tree that leads from place 0 to all others, as the
// place before each, and what it costs with a charge for each leaving. The last
// place leads nowhere.
func tree(c costs, charge []float64) ([]int, float64) {
	n := len(c)
	w := make([][]float64, n)
	for i := range w {
		w[i] = make([]float64, n)
		for j := range w[i] {
			w[i][j] = c[i][j] + charge[i]
			if i == j || i == n-1 || j == 0 {
				w[i][j] = math.Inf(1)
			}
		}
	}
	parent := arborescence(w)
	sum := 0.0
	for j := 1; j < n; j++ {
		sum += w[parent[j]][j]
	}
	return parent, sum
}

// arborescence returns the parents of the cheapest tree from node 0 over a
// matrix of weights: each node takes its cheapest way in, and a ring that this
// makes becomes one node of a smaller matrix (Chu and Liu 1965, Edmonds 1967).
func arborescence(w [][]float64) []int {
	n := len(w)
	parent := make([]int, n)
	for j := 1; j < n; j++ {
		for i := range n {
			if i != j && w[i][j] < w[parent[j]][j] {
				parent[j] = i
			}
		}
	}
	ring := circle(parent)
	if ring == nil {
		return parent
	}
	of := make([]int, n) // node of the smaller matrix, whose last is the ring
	var back []int
	for i := range n {
		if ring[i] {
			of[i] = -1
		} else {
			of[i] = len(back)
			back = append(back, i)
		}
	}
	m := len(back)
	small := make([][]float64, m+1)
	for i := range small {
		small[i] = make([]float64, m+1)
		for j := range small[i] {
			small[i][j] = math.Inf(1)
		}
	}
	enter, leave := make([]int, m), make([]int, m) // node of the ring by which one enters from, leaves to
	for i := range n {
		for j := 1; j < n; j++ {
			switch {
			case of[i] >= 0 && of[j] >= 0:
				small[of[i]][of[j]] = w[i][j]
			case of[i] >= 0:
				if v := w[i][j] - w[parent[j]][j]; v < small[of[i]][m] {
					small[of[i]][m], enter[of[i]] = v, j
				}
			case of[j] >= 0:
				if w[i][j] < small[m][of[j]] {
					small[m][of[j]], leave[of[j]] = w[i][j], i
				}
			}
		}
	}
	tree := arborescence(small)
	for k, i := range back {
		if k == 0 {
			continue
		}
		if tree[k] == m {
			parent[i] = leave[k]
		} else {
			parent[i] = back[tree[k]]
		}
	}
	from := tree[m]
	parent[enter[from]] = back[from]
	return parent
}

// circle returns which nodes lie on a ring of parents, nil where there is none.
func circle(parent []int) []bool {
	seen := make([]int, len(parent)) // walk that came by, from 1
	for start := 1; start < len(parent); start++ {
		at := start
		for at != 0 && seen[at] == 0 {
			seen[at] = start
			at = parent[at]
		}
		if at == 0 || seen[at] != start {
			continue
		}
		ring := make([]bool, len(parent))
		for on := at; !ring[on]; on = parent[on] {
			ring[on] = true
		}
		return ring
	}
	return nil
}
