package road

import (
	"slices"
	"testing"

	"simbiyoz/geo"
)

func TestTurnTable(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		degrees    float64
		van, lorry uint32 // ms
	}{
		"straight on":      {0, 0, 0},
		"half right":       {45, 100, 200},
		"right":            {90, 2100, 3400},
		"left":             {-90, 5400, 8600},
		"sharp right":      {135, 6700, 10_700},
		"sharp left":       {-135, 7400, 11_900},
		"round":            {180, 27_500, 72_000},
		"a slight leaning": {-10, 0, 100},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := uint8(int(c.degrees / 360 * 256))
			if van, lorry := turnTimes[0][at], turnTimes[1][at]; van != c.van || lorry != c.lorry {
				t.Errorf("got %d and %d ms, want %d and %d", van, lorry, c.van, c.lorry)
			}
		})
	}
}

// crossing is a cross of four roads of some 1.1 km in node 5, each bent
// halfway: way 1 comes from the west, 2 from the north, 3 from the east, 4
// from the south.
func crossing() *Builder {
	b := NewBuilder()
	for i, off := range []geo.Point{{-0.0125, 0}, {0, 0.01}, {0.0125, 0}, {0, -0.01}} {
		n := int64(i + 1)
		b.AddNode(n, geo.Point{27 + off[0], 38 + off[1]})
		b.AddNode(10+n, geo.Point{27 + off[0]/2, 38 + off[1]/2})
		b.AddWay(Way{ID: n, Nodes: []int64{n, 10 + n, 5}, Forward: open, Backward: open})
	}
	b.AddNode(5, geo.Point{27, 38})
	return b
}

// arcTo returns the arc of a way into or out of the crossing's middle.
func arcTo(g *Graph, at geo.Point, in bool) uint32 {
	for a := range uint32(len(g.head)) {
		end := g.head[a]
		if in {
			end = g.tail[a]
		}
		if g.Node(int(end)) == at {
			return a
		}
	}
	return none
}

func TestTurnsTakeTheirTime(t *testing.T) {
	t.Parallel()
	g := build(t, crossing())
	west, north, east, south := geo.Point{26.9875, 38}, geo.Point{27, 38.01}, geo.Point{27.0125, 38}, geo.Point{27, 37.99}
	from := arcTo(g, west, true)
	var got []uint32
	for _, to := range []geo.Point{east, south, north, west} {
		got = append(got, g.turnTime(&turnTimes[1], from, arcTo(g, to, false)))
	}
	if want := []uint32{0, turnTimes[1][64], turnTimes[1][192], turnTimes[1][128]}; !slices.Equal(got, want) {
		t.Errorf("straight on, right, left, round: got %v ms, want %v", got, want)
	}
}

func TestNothingIsDecidedWhereTwoRoadsMeetOrOnARoundabout(t *testing.T) {
	t.Parallel()
	b := NewBuilder()
	for n, p := range []geo.Point{{27, 38}, {27.01, 38}, {27.01, 38.01}} {
		b.AddNode(int64(n), p)
	}
	b.AddWay(Way{ID: 1, Nodes: []int64{0, 1}, Forward: open, Backward: open})
	b.AddWay(Way{ID: 2, Nodes: []int64{1, 2}, Forward: open, Backward: open})
	corner := build(t, b)
	if ms := corner.turnTime(&turnTimes[0], arcTo(corner, geo.Point{27, 38}, true), arcTo(corner, geo.Point{27.01, 38.01}, false)); ms != 0 {
		t.Errorf("a bend takes %d ms", ms)
	}
	ring := crossing()
	ring.ways[0].Roundabout = true
	g := build(t, ring)
	if ms := g.turnTime(&turnTimes[0], arcTo(g, geo.Point{26.9875, 38}, true), arcTo(g, geo.Point{27, 38.01}, false)); ms != 0 {
		t.Errorf("out of a roundabout takes %d ms", ms)
	}
}
