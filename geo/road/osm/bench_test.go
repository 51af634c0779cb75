package osm_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// BenchmarkPair times one pair after another on a tiled island: plain Dijkstra
// beside the hierarchy, which is built in the same run.
func BenchmarkPair(b *testing.B) {
	g, v, h := tile3(b)
	plain, fast := road.NewQuery(g, v), road.NewFast(h)
	for _, way := range []struct {
		name  string
		pairs int
		ask   func(from, to geo.Point) (geo.Road, []geo.Point, error)
	}{
		{"dijkstra", 20, func(from, to geo.Point) (geo.Road, []geo.Point, error) { return plain.Route(b.Context(), from, to) }},
		{"hierarchy", 2000, func(from, to geo.Point) (geo.Road, []geo.Point, error) { return fast.Route(b.Context(), from, to) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			rnd := rand.New(rand.NewPCG(1, 1))
			var took []time.Duration
			joined := 0
			for b.Loop() {
				for range way.pairs {
					from, to := g.Node(rnd.IntN(g.Nodes())), g.Node(rnd.IntN(g.Nodes()))
					start := time.Now()
					if _, _, err := way.ask(from, to); err == nil {
						joined++
					}
					took = append(took, time.Since(start))
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns/pair")
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns/pair")
			b.ReportMetric(float64(joined)/float64(len(took)), "joined")
		})
	}
}

// BenchmarkMatrix times square matrices, snapping included.
func BenchmarkMatrix(b *testing.B) {
	g, _, h := tile3(b)
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprintf("%dx%d", n, n), func(b *testing.B) {
			rnd := rand.New(rand.NewPCG(1, 2))
			var places []geo.Point
			for range 2 * n {
				places = append(places, g.Node(rnd.IntN(g.Nodes())))
			}
			for b.Loop() {
				if _, err := h.Matrix(b.Context(), places[:n], places[n:]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// tile3 is the benchmark graph: an island of 654,000 arcs, and its hierarchy
// for articulated lorries.
func tile3(b *testing.B) (*road.Graph, road.Vehicle, *road.Hierarchy) {
	b.Helper()
	g := load(b, "malta-3x3")
	class, err := geo.VehicleByCode("articulated")
	if err != nil {
		b.Fatal(err)
	}
	v := road.VehicleOf(class)
	start := time.Now()
	h, err := road.Contract(b.Context(), g, v, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d nodes, %d edges of which %d shortcuts, contracted in %.1f s", h.Nodes(), h.Edges(), h.Shortcuts(), time.Since(start).Seconds())
	return g, v, h
}
