package osm_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// BenchmarkRoads times the engine on a tiled island, for articulated lorries:
// plain Dijkstra, then hierarchies with turn restrictions and without, one
// thread unless it says cores. Checksums tell whether engines agree.
func BenchmarkRoads(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	g := load(b, "malta-3x3")
	class, err := geo.VehicleByCode("articulated")
	if err != nil {
		b.Fatal(err)
	}
	for _, engine := range []struct {
		name     string
		contract func(b *testing.B) (*road.Hierarchy, error)
		plain    *road.Query
	}{
		{"turns", func(b *testing.B) (*road.Hierarchy, error) {
			return road.Contract(b.Context(), g, road.VehicleOf(class), nil)
		}, road.NewQuery(g, road.VehicleOf(class))},
		{"nodes", func(b *testing.B) (*road.Hierarchy, error) {
			return road.ContractNodes(b.Context(), g, road.VehicleOf(class), nil)
		}, road.NewNodeQuery(g, road.VehicleOf(class))},
	} {
		b.Run(engine.name, func(b *testing.B) {
			h := prepare(b, g, engine.contract)
			points := onRoads(g, engine.plain, 11_000)
			places, err := h.Snaps(b.Context(), points, "from")
			if err != nil {
				b.Fatal(err)
			}
			single(b, h, engine.plain, points, places)
			tables(b, h, points, places)
			kept(b, h, places)
			stored(b, g, h, points)
		})
	}
}

// prepare times the contraction.
func prepare(b *testing.B, g *road.Graph, contract func(b *testing.B) (*road.Hierarchy, error)) (h *road.Hierarchy) {
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			var err error
			if h, err = contract(b); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(h.Edges())/float64(h.Nodes()), "edges/node")
		b.ReportMetric(float64(h.Bytes())/float64(g.Nodes()), "B/graph-node")
		b.ReportMetric(float64(g.Bytes())/float64(g.Nodes()), "B/graph-node-of-graph")
	})
	return h
}

// single times one pair after another, one place to all arcs, and snapping.
func single(b *testing.B, h *road.Hierarchy, plain *road.Query, points []geo.Point, places []road.Snap) {
	fast := road.NewFast(h)
	b.Run("pair", func(b *testing.B) {
		b.ReportAllocs()
		var took []time.Duration
		var sum float64
		for b.Loop() {
			took, sum = slices.Grow(took[:0], 5000), 0
			for i := range 5000 {
				start := time.Now()
				m := fast.Measure(places[2*i], places[2*i+1])
				took = append(took, time.Since(start))
				sum += float64(m.Time)
			}
		}
		quantiles(b, took)
		b.ReportMetric(sum, "checksum-s")
	})
	b.Run("pair dijkstra", func(b *testing.B) {
		var took []time.Duration
		for b.Loop() {
			for i := range 20 {
				start := time.Now()
				_, _, err := plain.Route(b.Context(), points[2*i], points[2*i+1])
				took = append(took, time.Since(start))
				_ = err // two islands are a fair question
			}
		}
		quantiles(b, took)
	})
	b.Run("all arcs", func(b *testing.B) {
		var all road.Spread
		for b.Loop() {
			if err := fast.OneToAll(b.Context(), points[0], false, &all); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("snap 2000", func(b *testing.B) {
		for b.Loop() {
			if _, err := h.Snaps(b.Context(), points[:2000], "from"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func quantiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
}

// tables times tables of many shapes by both ways of filling them.
func tables(b *testing.B, h *road.Hierarchy, points []geo.Point, places []road.Snap) {
	var t road.Table
	for _, shape := range [][2]int{{1, 1000}, {10, 1000}, {50, 1000}, {100, 1000}, {200, 1000}, {100, 100}, {1000, 1000}, {1, 10_000}} {
		from, to := places[:shape[0]], places[1000:1000+shape[1]]
		for _, way := range []struct {
			name string
			fill func() error
		}{
			{"chosen", func() error { return h.Table(b.Context(), from, to, &t) }},
			{"buckets", func() error { return h.Buckets(b.Context(), from, to, &t) }},
			{"sweeps", func() error { return h.Targets(to, false).Rows(b.Context(), from, &t) }},
		} {
			b.Run(fmt.Sprintf("%dx%d %s", shape[0], shape[1], way.name), func(b *testing.B) {
				for b.Loop() {
					if err := way.fill(); err != nil {
						b.Fatal(err)
					}
				}
				var sum float64
				for i := range from {
					for j := range to {
						sum += float64(t.At(i, j).Time)
					}
				}
				b.ReportMetric(sum, "checksum-s")
			})
		}
	}
	b.Run("1000x1000 snapped", func(b *testing.B) {
		for b.Loop() {
			if _, err := h.Matrix(b.Context(), points[:1000], points[1000:2000]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("1000x1000 cores", func(b *testing.B) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(runtime.NumCPU()))
		for b.Loop() {
			if err := h.Table(b.Context(), places[:1000], places[1000:2000], &t); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// kept times one place against targets that stay.
func kept(b *testing.B, h *road.Hierarchy, places []road.Snap) {
	b.Run("1x10000 kept", func(b *testing.B) {
		fast, targets, out := road.NewFast(h), h.Targets(places[1000:], false), make([]road.Measure, len(places)-1000)
		i := 0
		for b.Loop() {
			fast.ToTargets(places[i%1000], targets, out)
			i++
		}
	})
}

// stored times a file from opening it to the first answer.
func stored(b *testing.B, g *road.Graph, h *road.Hierarchy, points []geo.Point) {
	b.Run("load to answer", func(b *testing.B) {
		name := filepath.Join(b.TempDir(), "x.roads")
		if err := g.WriteFile(name, h); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			back, err := road.Open(name)
			if err != nil {
				b.Fatal(err)
			}
			quick, err := back.Hierarchy(h.Vehicle(), h.Turns())
			if err != nil {
				b.Fatal(err)
			}
			if _, _, err := road.NewFast(quick).Route(b.Context(), points[0], points[1]); err != nil {
				b.Fatal(err)
			}
		}
	})
}
