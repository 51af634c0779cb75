package bench

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/LdDl/ch"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/osm"
)

// BenchmarkRival times LdDl/ch beside our hierarchy without turn restrictions,
// which it has not, on a tiled island: from node to node, one after the other.
func BenchmarkRival(b *testing.B) {
	file := filepath.Join("..", "..", "..", "..", "shared", "data", "osm", "malta-3x3.osm.pbf")
	if _, err := os.Stat(file); err != nil {
		b.Skip("no extract here")
	}
	builder := road.NewBuilder()
	if _, err := osm.ReadFile(b.Context(), file, builder, nil); err != nil {
		b.Fatal(err)
	}
	g, err := builder.Build(b.Context(), road.BuildOptions{Name: "tile3"})
	if err != nil {
		b.Fatal(err)
	}
	rival := copyOf(b, g)
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			rival.PrepareContractionHierarchies()
		}
	})
	b.Run("pair", func(b *testing.B) {
		rnd := rand.New(rand.NewPCG(1, 1))
		var took []time.Duration
		for b.Loop() {
			for range 500 {
				from, to := int64(rnd.IntN(g.Nodes())), int64(rnd.IntN(g.Nodes()))
				start := time.Now()
				rival.ShortestPath(from, to)
				took = append(took, time.Since(start))
			}
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
		b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
	})
}

// copyOf gives the rival the arcs that lorries may drive, by their time in ms.
func copyOf(b *testing.B, g *road.Graph) *ch.Graph {
	b.Helper()
	class, err := geo.VehicleByCode("articulated")
	if err != nil {
		b.Fatal(err)
	}
	rival := ch.NewGraph()
	for n := range g.Nodes() {
		if err := rival.CreateVertex(int64(n)); err != nil {
			b.Fatal(err)
		}
	}
	for i := range g.Arcs() {
		a := g.Arc(i)
		if a.Shadow || a.From == a.To || a.Limits.HGV != road.AccessYes || a.Limits.HeightCm > 0 && a.Limits.HeightCm < uint16(100*class.Height) {
			continue
		}
		if err := rival.AddEdge(int64(a.From), int64(a.To), float64(a.Truck)*1000); err != nil {
			b.Fatal(err)
		}
	}
	return rival
}
