package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"simbiyoz/geo/road"
)

// BenchmarkGrowth tells by how much four times as many nodes make contraction,
// a thousand by a thousand ways, and single ones dearer. It tiles the island six
// by six, which takes osmium and Python.
func BenchmarkGrowth(b *testing.B) {
	small := open(b, tile3)
	file := filepath.Join(b.TempDir(), "tile6.osm.pbf")
	if given := os.Getenv("SIMBIYOZ_TILE6"); given != "" {
		file = given
	} else {
		tile(b, file)
	}
	large, err := newWorld("tile6", file)
	if err != nil {
		b.Fatal(err)
	}
	for i, e := range large.engines {
		b.Run(large.name+"/"+e.name, func(b *testing.B) {
			before := small.engines[i]
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(e.took.Seconds(), "s")
			b.ReportMetric(float64(large.g.Nodes())/float64(small.g.Nodes()), "nodes-x")
			b.ReportMetric(float64(e.took)/float64(before.took), "prepare-x")
			b.ReportMetric(float64(square(b, e))/float64(square(b, before)), "1000x1000-x")
			b.ReportMetric(float64(pairs(e))/float64(pairs(before)), "pair-x")
			b.ReportMetric(float64(e.h.Bytes())/float64(large.g.Nodes()), "B/node")
		})
	}
}

// tile makes the large network.
func tile(b *testing.B, file string) {
	for _, tool := range []string{"osmium", "python3"} {
		if _, err := exec.LookPath(tool); err != nil {
			b.Skipf("no %s here", tool)
		}
	}
	cmd := exec.CommandContext(b.Context(), "python3", filepath.Join(shared, "tools", "tile_osm.py"), "6", filepath.Join(shared, "data", "osm", "malta.osm.pbf"), file)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
}

// square times a table of a thousand by a thousand.
func square(b *testing.B, e *engine) time.Duration {
	var t road.Table
	return least(b, 1, func() error { return e.h.Table(b.Context(), e.places[:1000], e.places[1000:2000], &t) })
}

// pairs returns the median of single ways.
func pairs(e *engine) time.Duration {
	var took []time.Duration
	for i := range somePairs {
		start := time.Now()
		e.fast.Measure(e.places[2*i], e.places[2*i+1])
		took = append(took, time.Since(start))
	}
	return middle(took)
}
