package osm_test

import (
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// BenchmarkReach times the bands of 20, 40 and 60 minutes on a tiled island,
// with the hierarchies built.
func BenchmarkReach(b *testing.B) {
	g := load(b, "malta-3x3")
	n := road.NewNetwork(g)
	if err := n.Quicken(b.Context()); err != nil {
		b.Fatal(err)
	}
	class, err := geo.VehicleByCode("articulated")
	if err != nil {
		b.Fatal(err)
	}
	corners := 0
	for b.Loop() {
		bands, err := n.Reach(b.Context(), geo.ReachRequest{From: g.Node(g.Nodes() / 2), Vehicle: class, By: geo.ByTime,
			Upto: []float64{1200, 2400, 3600}, Tolerance: 50})
		if err != nil {
			b.Fatal(err)
		}
		corners = 0
		for _, band := range bands {
			for _, p := range band.Outline {
				for _, ring := range p {
					corners += len(ring)
				}
			}
		}
	}
	b.ReportMetric(float64(corners), "corners")
}
