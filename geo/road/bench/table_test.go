package bench

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"simbiyoz/geo/road"
)

// BenchmarkTable times tables of time and distance. Dijkstra's share is one
// search over everything for each row.
func BenchmarkTable(b *testing.B) {
	w := open(b, tile3)
	rivals := map[string]time.Duration{"100x100": rivalTable(b, w, 100, 100), "1x10000": rivalTable(b, w, 1, 10_000)}
	for _, e := range w.engines {
		for _, shape := range [][2]int{{100, 100}, {1000, 1000}, {1, 10_000}, {1000, 10_000}} {
			name := fmt.Sprintf("%dx%d", shape[0], shape[1])
			from, to := e.places[:shape[0]], e.places[1000:1000+shape[1]]
			var t road.Table
			b.Run(w.name+"/"+name+"/"+e.name, func(b *testing.B) {
				ours := least(b, 1, func() error { return e.h.Table(b.Context(), from, to, &t) })
				times(b, e.each*time.Duration(shape[0]), ours, "dijkstra")
				times(b, rivals[name], ours, "LdDl/ch")
			})
		}
		b.Run(w.name+"/1000x1000-snapped/"+e.name, func(b *testing.B) {
			least(b, 1, func() error {
				_, err := e.h.Matrix(b.Context(), e.points[:1000], e.points[1000:2000])
				return err
			})
		})
		b.Run(w.name+"/1x10000-kept/"+e.name, func(b *testing.B) {
			targets, out := e.h.Targets(e.places[1000:], false), make([]road.Measure, len(e.places)-1000)
			ours := least(b, 10, func() error {
				for i := range 10 {
					e.fast.ToTargets(e.places[i], targets, out)
				}
				return nil
			})
			times(b, e.each, ours, "dijkstra")
			times(b, rivals["1x10000"], ours, "LdDl/ch")
		})
	}
	for name, took := range rivals {
		b.Run(w.name+"/"+name+"/LdDl-ch", func(b *testing.B) { told(b, []time.Duration{took}) })
	}
}

func rivalTable(b *testing.B, w *world, rows, cols int) time.Duration {
	r, rnd := other(b), rand.New(rand.NewPCG(1, 2))
	some := func(n int) []int64 {
		out := make([]int64, n)
		for i := range out {
			out[i] = int64(rnd.IntN(w.g.Nodes()))
		}
		return out
	}
	from, to := some(rows), some(cols)
	start := time.Now()
	if rows == 1 {
		r.ShortestPathOneToMany(from[0], to)
	} else {
		r.ShortestPathManyToMany(from, to)
	}
	return time.Since(start)
}

// BenchmarkCrossover fills tables by buckets and by sweeps, to tell up to how many
// rows sweeps are sooner done: the engine chooses them up to the root of twelve
// times the columns.
func BenchmarkCrossover(b *testing.B) {
	w := open(b, tile3)
	for _, e := range w.engines {
		for _, shape := range [][2]int{{10, 100}, {30, 100}, {100, 100}, {1, 1000}, {50, 1000}, {100, 1000}, {200, 1000}, {400, 1000}, {100, 10_000}, {300, 10_000}, {400, 10_000}, {1000, 10_000}} {
			b.Run(fmt.Sprintf("%s/%dx%d/%s", w.name, shape[0], shape[1], e.name), func(b *testing.B) {
				from, to := e.places[:shape[0]], e.places[1000:1000+shape[1]]
				var t road.Table
				ways := [3]func() error{
					func() error { return e.h.Buckets(b.Context(), from, to, &t) },
					func() error { return e.h.Targets(to, false).Rows(b.Context(), from, &t) },
					func() error { return e.h.Table(b.Context(), from, to, &t) },
				}
				for i, name := range []string{"buckets-ms", "sweeps-ms"} {
					b.ReportMetric(least(b, 1, ways[i]).Seconds()*1000, name)
				}
				least(b, 1, ways[2])
			})
		}
	}
}
