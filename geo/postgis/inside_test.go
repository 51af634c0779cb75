package postgis_test

import (
	"testing"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

func TestInsideCountsEachOutlineByItself(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	ring := square(27, 38.4, 0.05)[0]
	hole := square(27, 38.4, 0.02)[0][0]
	hole.Reverse()
	got, err := s.Inside(t.Context(), []orb.MultiPolygon{square(27, 38.4, 0.01), square(27.5, 38.2, 1), {append(ring, hole)}, {}})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ firms, sources, sinks, zones int }{{1, 1, 0, 1}, {3, 2, 2, 2}, {0, 0, 0, 0}, {0, 0, 0, 0}}
	for i, w := range want {
		if in := got[i]; in.Firms != w.firms || in.Sources != w.sources || in.Sinks != w.sinks || len(in.Zones) != w.zones {
			t.Errorf("outline %d: got %+v, want %+v", i, in, w)
		}
	}
	if got[1].Zones[0] != (geo.ZoneName{Code: "a", Name: "A"}) {
		t.Errorf("got %+v", got[1].Zones)
	}
}
