package road

import (
	"testing"

	"simbiyoz/geo"
)

func TestOpenEdges(t *testing.T) {
	t.Parallel()
	low, private, shut := open, open, open
	low.HeightCm, private.HGV, shut.Open = 350, AccessDestination, false
	tests := map[string]struct {
		forward, backward Side
		vehicle           string
		along, against    bool
	}{
		"open":                     {open, open, "articulated", true, true},
		"one way":                  {open, shut, "articulated", true, false},
		"one way against its line": {shut, open, "articulated", false, true},
		"low":                      {low, low, "articulated", false, false},
		"low for others":           {low, low, "van", true, true},
		"a last mile one way":      {private, open, "articulated", false, true},
		"a last mile":              {private, private, "articulated", false, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := NewBuilder()
			b.AddNode(1, geo.Point{27, 38})
			b.AddNode(2, geo.Point{27.01, 38})
			b.AddWay(Way{ID: 1, Nodes: []int64{1, 2}, Forward: c.forward, Backward: c.backward})
			g, met := build(t, b), 0
			for id, e := range g.OpenEdges(vehicle(t, c.vehicle)) {
				met++
				if id != 0 || e.Length < 870 || e.Length > 880 || g.Node(e.From)[0] != 27 || g.Node(e.To)[0] != 27.01 {
					t.Errorf("got %d, %+v", id, e)
				}
				if (e.Along > 0) != c.along || (e.Against > 0) != c.against {
					t.Errorf("got %+v", e)
				}
			}
			if (met == 1) != (c.along || c.against) {
				t.Errorf("%d roads", met)
			}
		})
	}
}
