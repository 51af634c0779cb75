package bench

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo/road"
)

// BenchmarkPrepare tells what it took to contract the network, once.
func BenchmarkPrepare(b *testing.B) {
	w := open(b, tile3)
	for _, e := range w.engines {
		b.Run(w.name+"/"+e.name, func(b *testing.B) {
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(e.took.Seconds(), "s")
			b.ReportMetric(float64(e.h.Edges())/float64(e.h.Nodes()), "edges/node")
			b.ReportMetric(float64(e.h.Bytes())/float64(w.g.Nodes()), "B/node")
			b.ReportMetric(float64(w.g.Bytes())/float64(w.g.Nodes()), "B/node-of-graph")
			times(b, other(b).took, e.took, "LdDl/ch")
		})
	}
	b.Run(w.name+"/LdDl-ch", func(b *testing.B) {
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(other(b).took.Seconds(), "s")
	})
}

const somePairs = 5000

// BenchmarkPair times one pair after another, from road to road.
func BenchmarkPair(b *testing.B) {
	w := open(b, tile3)
	rival, plain := rivalPairs(b, w), map[bool][]time.Duration{}
	for _, e := range w.engines {
		plain[e.turns] = plainPairs(b, e)
		b.Run(w.name+"/"+e.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range somePairs { // the first questions make room
				e.fast.Measure(e.places[2*i], e.places[2*i+1])
			}
			took := make([]time.Duration, somePairs)
			b.ResetTimer()
			for i := range took {
				start := time.Now()
				e.fast.Measure(e.places[2*i], e.places[2*i+1])
				took[i] = time.Since(start)
			}
			b.StopTimer()
			half := quantiles(b, took)
			times(b, middle(plain[e.turns]), half, "dijkstra")
			times(b, middle(rival), half, "LdDl/ch")
		})
	}
	for _, e := range w.engines {
		b.Run(w.name+"/dijkstra-"+e.name, func(b *testing.B) { told(b, plain[e.turns]) })
	}
	b.Run(w.name+"/LdDl-ch", func(b *testing.B) { told(b, rival) })
}

// told reports quantiles of what was timed before.
func told(b *testing.B, took []time.Duration) {
	quantiles(b, took)
}

// quantiles reports, and returns the median.
func quantiles(b *testing.B, took []time.Duration) time.Duration {
	slices.Sort(took)
	sum := time.Duration(0)
	for _, t := range took {
		sum += t
	}
	b.ReportMetric(float64(sum.Nanoseconds())/float64(len(took)), "ns/op")
	b.ReportMetric(float64(middle(took).Nanoseconds())/1000, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
	return middle(took)
}

func middle(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

func plainPairs(b *testing.B, e *engine) (took []time.Duration) {
	for i := range 20 {
		start := time.Now()
		e.plain.Route(b.Context(), e.points[2*i], e.points[2*i+1]) // two islands are a fair question
		took = append(took, time.Since(start))
	}
	return took
}

func rivalPairs(b *testing.B, w *world) (took []time.Duration) {
	r, rnd := other(b), rand.New(rand.NewPCG(1, 1))
	for range 500 {
		from, to := int64(rnd.IntN(w.g.Nodes())), int64(rnd.IntN(w.g.Nodes()))
		start := time.Now()
		r.ShortestPath(from, to)
		took = append(took, time.Since(start))
	}
	return took
}

// BenchmarkSnap times finding the roads of 2,000 places.
func BenchmarkSnap(b *testing.B) {
	w := open(b, tile3)
	for _, e := range w.engines[:1] {
		b.Run(w.name, func(b *testing.B) {
			least(b, 2000, func() error {
				_, err := e.h.Snaps(b.Context(), e.points[:2000], "from")
				return err
			})
		})
	}
}

// BenchmarkOneToAll times the ways from one place to every arc.
func BenchmarkOneToAll(b *testing.B) {
	w := open(b, tile3)
	for _, e := range w.engines {
		b.Run(w.name+"/"+e.name, func(b *testing.B) {
			var all road.Spread
			times(b, e.each, least(b, 1, func() error { return e.fast.OneToAll(b.Context(), e.points[0], false, &all) }), "dijkstra")
		})
	}
}
