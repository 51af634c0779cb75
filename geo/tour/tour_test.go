package tour_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"simbiyoz/geo/tour"
)

// roads returns the costs between n random places of a plane, where every
// direction has its own detour.
func roads(rnd *rand.Rand, n int) [][]float64 {
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = rnd.Float64()*100, rnd.Float64()*100
	}
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
		for j := range cost[i] {
			cost[i][j] = math.Hypot(x[i]-x[j], y[i]-y[j]) * (1.1 + 0.4*rnd.Float64())
		}
	}
	return cost
}

// cheapest tries every order.
func cheapest(cost [][]float64) float64 {
	n := len(cost)
	best := math.Inf(1)
	var try func(at int, left []int, sum float64)
	try = func(at int, left []int, sum float64) {
		if len(left) == 0 {
			best = min(best, sum+cost[at][n-1])
		}
		for i, next := range left {
			try(next, slices.Delete(slices.Clone(left), i, i+1), sum+cost[at][next])
		}
	}
	var stops []int
	for i := 1; i < n-1; i++ {
		stops = append(stops, i)
	}
	try(0, stops, 0)
	return best
}

func whole(t *testing.T, p tour.Plan, cost [][]float64) {
	t.Helper()
	n := len(cost)
	sum := 0.0
	for i := 1; i < n; i++ {
		sum += cost[p.Order[i-1]][p.Order[i]]
	}
	sorted := slices.Sorted(slices.Values(p.Order))
	if p.Order[0] != 0 || p.Order[n-1] != n-1 || sorted[0] != 0 || len(slices.Compact(sorted)) != n || math.Abs(sum-p.Cost) > 1e-9*sum {
		t.Fatalf("%+v costs %v", p, sum)
	}
}

func TestBestIsTheCheapestOfAll(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 1))
	for n := 2; n <= 9; n++ {
		cost := roads(rnd, n)
		p := tour.Best(cost)
		whole(t, p, cost)
		if want := cheapest(cost); math.Abs(p.Cost-want) > 1e-9 || p.Gap() != 0 {
			t.Errorf("%d places: %+v, want %v", n, p, want)
		}
	}
}

func TestBestOfManyIsNearItsBound(t *testing.T) {
	t.Parallel()
	for stops, seeds := range map[int]uint64{11: 5, 20: 3, 50: 2} {
		for seed := range seeds {
			t.Run(fmt.Sprint(stops, " stops, seed ", seed), func(t *testing.T) {
				t.Parallel()
				cost := roads(rand.New(rand.NewPCG(seed, 2)), stops+2)
				p := tour.Best(cost)
				whole(t, p, cost)
				t.Logf("gap %.4f", p.Gap())
				if p.Gap() > 0.05 {
					t.Errorf("gap %.4f", p.Gap())
				}
				if seed > 0 {
					return
				}
				if again := tour.Best(cost); !slices.Equal(again.Order, p.Order) || again.Bound != p.Bound {
					t.Error("a second answer differs")
				}
			})
		}
	}
}

// TestBoundHolds holds the bound of eleven stops, the fewest that have one,
// against the best order of ten: the eleventh lies at the last place, for which
// alone it is left, and costs nothing.
func TestBoundHolds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		ten := roads(rnd, 12)
		best := tour.Best(ten)
		eleven := make([][]float64, 13)
		for i := range eleven {
			eleven[i] = make([]float64, 13)
			for j := range eleven[i] {
				eleven[i][j] = ten[min(i, 11)][min(j, 11)]
			}
		}
		for j := range 11 {
			eleven[11][j] = math.Inf(1)
		}
		eleven[11][12] = 0
		p := tour.Best(eleven)
		if p.Bound > best.Cost+1e-6 {
			t.Errorf("seed %d: bound %v is above the best, %v", seed, p.Bound, best.Cost)
		}
		if p.Cost < best.Cost-1e-6 {
			t.Errorf("seed %d: %v is below the best, %v", seed, p.Cost, best.Cost)
		}
	}
}

func TestBestSaysWhereNoOrderLeads(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	oneWay := [][]float64{{0, 1, inf, inf}, {inf, 0, 1, inf}, {inf, inf, 0, 1}, {inf, inf, inf, 0}}
	if p := tour.Best(oneWay); !slices.Equal(p.Order, []int{0, 1, 2, 3}) || p.Cost != 3 {
		t.Errorf("got %+v", p)
	}
	oneWay[1][2] = inf
	if p := tour.Best(oneWay); !math.IsInf(p.Cost, 1) {
		t.Errorf("got %+v", p)
	}
}
