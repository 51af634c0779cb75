package flow

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo"
)

// region is a random problem of a country's kind: firms lie in zones, each
// source knows the sinks nearest to it, and a tonne gains what it is worth
// there less some lira a kilometre.
func region(seed uint64, size, each int) Problem {
	rnd := rand.New(rand.NewPCG(seed, 4))
	zones := make([][2]float64, max(10, size/250))
	side := 100 * math.Sqrt(float64(len(zones))/10) // km: the country grows, not its density
	for i := range zones {
		zones[i] = [2]float64{rnd.Float64() * side, rnd.Float64() * side}
	}
	place := func() [2]float64 {
		z := zones[rnd.IntN(len(zones))]
		return [2]float64{z[0] + rnd.NormFloat64()*2, z[1] + rnd.NormFloat64()*2}
	}
	amount := func() Kg { return Kg(math.Exp(rnd.NormFloat64()*1.5+3) * 1000) } // median 20 t
	var p Problem
	sources, sinks := make([][2]float64, size), make([][2]float64, size)
	for i := range size {
		sources[i], sinks[i] = place(), place()
		p.Supply, p.Demand = append(p.Supply, amount()), append(p.Demand, amount())
	}
	near := newNearest(sinks)
	for i, at := range sources {
		worth := 1500 + rnd.NormFloat64()*600 // TRY/t
		for _, k := range near.of(at, each) {
			km := 1.3 * math.Hypot(at[0]-sinks[k][0], at[1]-sinks[k][1])
			p.Edges = append(p.Edges, Edge{int32(i), k, Kurus(100 * (worth*(0.7+0.6*rnd.Float64()) - 8*km - 60))})
		}
	}
	return p
}

// nearest finds the places nearest to one, by cells of 5 km.
type nearest struct {
	places [][2]float64
	cells  map[[2]int][]int32
}

func newNearest(places [][2]float64) nearest {
	n := nearest{places, map[[2]int][]int32{}}
	for i, p := range places {
		c := [2]int{int(p[0] / 5), int(p[1] / 5)}
		n.cells[c] = append(n.cells[c], int32(i))
	}
	return n
}

func (n nearest) of(at [2]float64, most int) []int32 {
	far := func(k int32) float64 { return math.Hypot(at[0]-n.places[k][0], at[1]-n.places[k][1]) }
	var found []int32
	for reach := 1; len(found) < 4*most && reach < 200; reach *= 2 {
		found = found[:0]
		for x := int(at[0]/5) - reach; x <= int(at[0]/5)+reach; x++ {
			for y := int(at[1]/5) - reach; y <= int(at[1]/5)+reach; y++ {
				found = append(found, n.cells[[2]int{x, y}]...)
			}
		}
	}
	slices.SortFunc(found, func(a, b int32) int {
		if far(a) < far(b) {
			return -1
		}
		return 1
	})
	return found[:min(most, len(found))]
}

// BenchmarkAssignment solves regions of three sizes from nothing, proves each
// answer by its prices, and tells what it gains above the greedy list and how
// long the next optimum takes after one source more.
func BenchmarkAssignment(b *testing.B) {
	for _, size := range []struct{ n, each int }{{1_000, 20}, {10_000, 20}, {100_000, 10}} {
		p := region(1, size.n, size.each)
		b.Run(fmt.Sprintf("%dx%d", size.n, size.n), func(b *testing.B) {
			var solver *Solver
			for b.Loop() {
				s, err := NewSolver(p)
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Solve(b.Context()); err != nil {
					b.Fatal(err)
				}
				solver = s
			}
			a := solver.Assignment()
			prove(b, p, a)
			b.ReportMetric(float64(p.Violation(a)), "violation")
			best, clerk := float64(p.Total(a.Flow)), float64(p.Total(Greedy(p)))
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/op")
			b.ReportMetric(float64(solver.Pivots()), "pivots")
			b.ReportMetric(100*(best/clerk-1), "%above-greedy")
			b.ReportMetric(solverMB(p), "MB")
		})
	}
}

// BenchmarkLots assigns a region of 10,000 × 10,000 in lots of 5 t or more
// that each cost something to set up, and tells how far from the bound it is.
func BenchmarkLots(b *testing.B) {
	p := region(1, 10_000, 20)
	c := Conditions{Least: make([]Kg, len(p.Edges)), Setup: make([]geo.Lira, len(p.Edges))}
	for i := range p.Edges {
		c.Least[i], c.Setup[i] = 5_000, 2_000
	}
	var l Lots
	for b.Loop() {
		var err error
		if l, err = SolveLots(b.Context(), p, c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(l.Gap()), "%gap")
}

// solverMB is the memory that a solver of p holds.
func solverMB(p Problem) float64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s, err := NewSolver(p)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(s)
	if err != nil {
		return math.NaN()
	}
	return float64(after.HeapAlloc-before.HeapAlloc) / 1e6
}

// BenchmarkWarm adds one source with 20 edges to a solved region, beside
// solving it all anew.
func BenchmarkWarm(b *testing.B) {
	p := region(1, 10_000, 20)
	solved, err := NewSolver(p)
	if err != nil {
		b.Fatal(err)
	}
	if err := solved.Solve(b.Context()); err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 5))
	var took []float64
	for b.Loop() {
		s := solved.Clone()
		like := p.Edges[20*rnd.IntN(10_000):][:20]
		start := time.Now()
		if _, err := s.AddSource(20_000, slices.Clone(like)); err != nil {
			b.Fatal(err)
		}
		if err := s.Solve(b.Context()); err != nil {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "p50-ms")
}
