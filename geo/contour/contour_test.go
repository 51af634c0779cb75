package contour_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"simbiyoz/geo/contour"
)

// rough returns a grid of random values from 0 to 1, smoothed a little so that
// there are islands and holes of all sizes.
func rough(rnd *rand.Rand, cols, rows int) *contour.Grid {
	g := &contour.Grid{Bound: orb.Bound{Max: orb.Point{float64(cols-1) * 0.01, float64(rows-1) * 0.01}}, Cols: cols, Rows: rows,
		Value: make([]float32, cols*rows)}
	for i := range g.Value {
		g.Value[i] = rnd.Float32()
		if i > cols {
			g.Value[i] = (g.Value[i] + g.Value[i-1] + g.Value[i-cols]) / 3
		}
	}
	return g
}

func TestWithinHoldsWhatIsLow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 1))
			g := rough(rnd, 5+rnd.IntN(25), 5+rnd.IntN(25))
			for _, level := range []float32{0.3, 0.4, 0.5} {
				area := g.Within(level, 0)
				for i, v := range g.Value {
					x, y := i%g.Cols, i/g.Cols
					border := x == 0 || y == 0 || x == g.Cols-1 || y == g.Rows-1
					at := orb.Point{float64(x) * 0.01, float64(y) * 0.01}
					if got, want := planar.MultiPolygonContains(area, at), v <= level && !border; got != want {
						t.Fatalf("level %v at %d,%d (%v): inside %v, want %v", level, x, y, v, got, want)
					}
				}
				tidy(t, area)
			}
		})
	}
}

// tidy checks that rings are closed, turn the right way round, and that no two
// of their sides meet but neighbours at their corner.
func tidy(t *testing.T, area orb.MultiPolygon) {
	t.Helper()
	var sides [][2]orb.Point
	for _, p := range area {
		for i, ring := range p {
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if !ring.Closed() || ring.Orientation() != want {
				t.Fatalf("ring %d of %v", i, p)
			}
			for k := 1; k < len(ring); k++ {
				sides = append(sides, [2]orb.Point{ring[k-1], ring[k]})
			}
		}
	}
	for i, a := range sides {
		for _, b := range sides[:i] {
			if a[0] != b[1] && a[1] != b[0] && meet(a, b) {
				t.Fatalf("%v meets %v", a, b)
			}
		}
	}
}

func meet(a, b [2]orb.Point) bool {
	side := func(l [2]orb.Point, p orb.Point) float64 {
		return (l[1][0]-l[0][0])*(p[1]-l[0][1]) - (l[1][1]-l[0][1])*(p[0]-l[0][0])
	}
	return orb.LineString(a[:]).Bound().Intersects(orb.LineString(b[:]).Bound()) &&
		side(a, b[0])*side(a, b[1]) <= 0 && side(b, a[0])*side(b, a[1]) <= 0
}

func TestWithinNests(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(4, 1))
	g := rough(rnd, 60, 40)
	for _, least := range []float64{0, 1, 4} {
		small, big := g.Within(0.33, least), g.Within(0.38, least)
		for _, p := range small {
			for _, ring := range p {
				for _, at := range ring {
					if !planar.MultiPolygonContains(big, at) {
						t.Errorf("least %v: %v is in the small area alone", least, at)
					}
				}
			}
		}
	}
}

func TestWithinLeavesOutWhatIsSmall(t *testing.T) {
	t.Parallel()
	g := &contour.Grid{Bound: orb.Bound{Max: orb.Point{9, 9}}, Cols: 10, Rows: 10, Value: make([]float32, 100)}
	for i := range g.Value {
		g.Value[i] = 1
	}
	for y := 1; y < 6; y++ {
		for x := 1; x < 6; x++ {
			g.Value[y*10+x] = 0
		}
	}
	g.Value[33] = 1 // a hole
	g.Value[88] = 0 // an island
	if got := g.Within(0.5, 0); len(got) != 2 || len(got[0]) != 2 || len(got[1]) != 1 {
		t.Errorf("got %v", got)
	}
	if got := g.Within(0.5, 1); len(got) != 1 || len(got[0]) != 1 {
		t.Errorf("without what is small: %v", got)
	}
}
