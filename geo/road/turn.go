package road

import "math"

// A turn costs time: one slows down, waits for others, and gathers speed again.
// The time grows with the angle as a sigmoid, as OSRM's car profile has it
// (turn_penalty 7.5 s, turn_bias 1.075, u_turn_penalty 20 s; fitted there to
// samples of real driving): next to nothing up to 45°, all of it beyond
// 135°; at a right angle 2.1 s to the right and 5.4 s to the left, across those
// who come the other way. Lorries need 1.6 times as long and a minute to turn round: an assumption
// of 2026-11, after the slower start of laden lorries. Rounded to 0.1 s.
var turnTimes = [2][256]uint32{turnTable(7.5, 20), turnTable(12, 60)}

// turnTable returns the milliseconds of turns by their angle in 256ths of a
// circle, clockwise. Turning back is at 128.
func turnTable(most, back float64) (table [256]uint32) {
	const bias = 1.075
	for i := range table {
		angle, lean := float64(int8(i))/128, bias // in half circles
		if angle < 0 {
			angle, lean = -angle, 1/bias
		}
		s := most / (1 + math.Exp(6.5*lean-13/lean*angle))
		table[i] = 100 * uint32(math.Round(10*s))
	}
	table[128] += uint32(1000 * back)
	return table
}

// turnTime returns the ms that going from arc a into arc b takes, which leaves
// where a ends. There is nothing to decide where just two roads meet, and
// whoever is on a roundabout goes first.
func (g *Graph) turnTime(table *[256]uint32, a, b uint32) uint32 {
	switch {
	case g.twin[a] == b:
		return table[128]
	case !g.fork[g.head[a]], g.flags[g.edge[a]]&flagRoundabout != 0:
		return 0
	}
	return table[g.leaving(b)-g.arriving(a)]
}

// leaving returns the bearing of arc a where it begins, in 256ths of a circle
// clockwise from north.
func (g *Graph) leaving(a uint32) uint8 {
	if g.along[a] {
		return g.bearing[2*g.edge[a]]
	}
	return g.bearing[2*g.edge[a]+1] + 128
}

// arriving returns the bearing of arc a where it ends.
func (g *Graph) arriving(a uint32) uint8 {
	if g.along[a] {
		return g.bearing[2*g.edge[a]+1]
	}
	return g.bearing[2*g.edge[a]] + 128
}

// steady is over how many metres of a road's end its bearing is taken: its very
// last metre is most often drawn to the middle of the crossing road.
const steady = 15

// bear works out the bearings of edges at both their ends.
func (g *Graph) bear() {
	g.bearing = make([]uint8, 2*len(g.length))
	for e := range uint32(len(g.length)) {
		line := g.line(e)
		g.bearing[2*e] = bearing(line, 0, 2)
		g.bearing[2*e+1] = bearing(line, len(line)-2, -2) + 128
	}
}

// bearing returns where a line leads from its i-th number on, step by step.
func bearing(line []int32, i, step int) uint8 {
	from := point(line[i], line[i+1])
	scale := math.Cos(from[1] * math.Pi / 180)
	var x, y float64
	for j := i + step; j >= 0 && j < len(line); j += step {
		to := point(line[j], line[j+1])
		x, y = (to[0]-from[0])*scale*degree, (to[1]-from[1])*degree
		if math.Hypot(x, y) >= steady {
			break
		}
	}
	return uint8(int(math.Round(math.Atan2(x, y)*128/math.Pi)) & 255)
}

// part tells nodes where roads part from those where two meet or one ends.
func (g *Graph) part() {
	ends := make([]uint8, len(g.lon))
	met := make([]bool, len(g.length))
	for a, e := range g.edge {
		if met[e] {
			continue
		}
		met[e] = true
		for _, n := range []uint32{g.tail[a], g.head[a]} {
			ends[n] = min(ends[n]+1, 3)
		}
	}
	g.fork = make([]bool, len(ends))
	for n, of := range ends {
		g.fork[n] = of > 2
	}
}
