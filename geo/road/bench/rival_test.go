package bench

import (
	"sync"
	"testing"
	"time"

	"github.com/LdDl/ch"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// rival is LdDl/ch with the arcs that lorries may freely drive, by their time.
type rival struct {
	*ch.Graph
	took time.Duration // to contract
}

var rivalOnce = sync.OnceValues(func() (*rival, error) {
	w, err := tile3()
	if err != nil {
		return nil, err
	}
	return newRival(w.g)
})

// other returns the rival, contracted once.
func other(b *testing.B) *rival {
	b.Helper()
	r, err := rivalOnce()
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func newRival(g *road.Graph) (*rival, error) {
	class, err := geo.VehicleByCode("articulated")
	if err != nil {
		return nil, err
	}
	r := &rival{Graph: ch.NewGraph()}
	for n := range g.Nodes() {
		if err := r.CreateVertex(int64(n)); err != nil {
			return nil, err
		}
	}
	for i := range g.Arcs() {
		a := g.Arc(i)
		if a.Shadow || a.From == a.To || a.Limits.HGV != road.AccessYes || a.Limits.HeightCm > 0 && a.Limits.HeightCm < uint16(100*class.Height) {
			continue
		}
		if err := r.AddEdge(int64(a.From), int64(a.To), float64(a.Truck)*1000); err != nil {
			return nil, err
		}
	}
	start := time.Now()
	r.PrepareContractionHierarchies()
	r.took = time.Since(start)
	return r, nil
}
