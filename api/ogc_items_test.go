package api

import (
	"math"
	"testing"

	"simbiyoz/geo"
)

// FuzzBox holds that a rectangle is either finite, its lesser corner first and
// on Earth, or a field error.
func FuzzBox(f *testing.F) {
	for _, seed := range []string{"26,38,28,39", "26,38,0,28,39,100", "", "28,39,26,38", "NaN,NaN,NaN,NaN", "-Inf,-90,Inf,90", "1e400,0,1,1", "a,b,c,d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := readBox(text, "")
		if err != nil || b == nil {
			return
		}
		if !geo.ValidPoint(b.Min) || !geo.ValidPoint(b.Max) || b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] || math.IsNaN(b.Min[0]+b.Max[1]) {
			t.Errorf("%q is read as %v", text, b)
		}
	})
}
