package exchange

import (
	"context"
	"math"
	"testing"

	"simbiyoz/geo"
)

// fixed answers every question with one road.
type fixed struct {
	Roads
	road geo.Road
}

func (f fixed) Route(context.Context, geo.Vehicle, geo.Point, geo.Point) (geo.Road, []geo.Point, error) {
	return f.road, []geo.Point{{27, 38}, {27.1, 38}}, nil
}

func TestDoorsAddTheWayToACoarseNetwork(t *testing.T) {
	t.Parallel()
	from, to := geo.Point{26.99, 38}, geo.Point{27.11, 38}
	coarse := geo.Road{Length: 10_000, Time: 600, FromSnap: 300, ToSnap: 700, Coarse: true}
	got, line, err := doors{fixed{road: coarse}}.Route(t.Context(), geo.Vehicle{}, from, to)
	if err != nil || got.Length != 11_300 || math.Abs(float64(got.Time)-(600+1300*3.6/20)) > 1e-9 {
		t.Errorf("got %+v, %v", got, err)
	}
	if len(line) != 4 || line[0] != from || line[3] != to {
		t.Errorf("line %v", line)
	}
	real := coarse
	real.Coarse = false
	if got, line, _ := (doors{fixed{road: real}}).Route(t.Context(), geo.Vehicle{}, from, to); got != real || len(line) != 2 {
		t.Errorf("a real network's road became %+v, %v", got, line)
	}
}
