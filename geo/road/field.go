package road

import (
	"math"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/contour"
)

// roadside is how far beside a road of a real network a place still counts as
// lying on it. To a coarse network's roads people walk from as far as [Reach].
const roadside geo.Metres = 500

// mostSpots bounds the work and the memory of a field: 16 bytes a spot, and half
// as much again to draw. Over very large areas spots lie farther apart than was
// asked.
const mostSpots = 2 << 20

// field knows of spots at equal distances the nearest place on a road, and what
// the way to it measures.
type field struct {
	bound      orb.Bound
	cols, rows int
	cell       float64 // metres between spots
	kx, ky     float64 // metres of a degree
	wide       geo.Metres
	spots      []spot
}

// spot is the nearest place on a road to a point of the grid.
type spot struct {
	x, y   float32 // of the place, metres from the south-west
	time   float32 // s; far where no way leads there
	length float32 // m
}

const far = 1e9

// newField returns an empty field over bound with spots half a tolerance apart:
// an outline between two may lie next to either.
func newField(bound orb.Bound, tolerance, wide geo.Metres) *field {
	f := &field{wide: wide, cell: float64(tolerance) / 2, ky: degree}
	f.kx = degree * math.Cos(bound.Center()[1]*math.Pi/180)
	margin := float64(wide) + 2*f.cell
	f.bound = orb.Bound{
		Min: orb.Point{bound.Min[0] - margin/f.kx, bound.Min[1] - margin/f.ky},
		Max: orb.Point{bound.Max[0] + margin/f.kx, bound.Max[1] + margin/f.ky}}
	w, h := (f.bound.Max[0]-f.bound.Min[0])*f.kx, (f.bound.Max[1]-f.bound.Min[1])*f.ky
	f.cell = max(f.cell, math.Sqrt(w*h/mostSpots))
	f.cols, f.rows = int(w/f.cell)+2, int(h/f.cell)+2
	f.bound.Max = orb.Point{f.bound.Min[0] + float64(f.cols-1)*f.cell/f.kx, f.bound.Min[1] + float64(f.rows-1)*f.cell/f.ky}
	f.spots = make([]spot, f.cols*f.rows)
	for i := range f.spots {
		f.spots[i] = spot{far, far, far, far}
	}
	return f
}

// stamp notes an edge at the spots around its line.
func (f *field) stamp(line []int32, p profile) {
	sums := make([]float64, len(line)/2)
	x := func(i int) float64 { return (float64(line[2*i])/1e7 - f.bound.Min[0]) * f.kx }
	y := func(i int) float64 { return (float64(line[2*i+1])/1e7 - f.bound.Min[1]) * f.ky }
	for i := 1; i < len(sums); i++ {
		sums[i] = sums[i-1] + math.Hypot(x(i)-x(i-1), y(i)-y(i-1))
	}
	whole := max(sums[len(sums)-1], 1e-9)
	for i := 1; i < len(sums); i++ {
		s := stretch{x(i - 1), y(i - 1), x(i), y(i), sums[i-1] / whole, sums[i] / whole}
		pieces := math.Ceil((sums[i] - sums[i-1]) / (4 * f.cell)) // long ones leave most of their box empty
		for k := range int(pieces) {
			f.note(s.part(float64(k)/pieces, float64(k+1)/pieces), p)
		}
	}
}

// stretch is a straight piece of an edge, between two shares of it.
type stretch struct{ ax, ay, bx, by, from, to float64 }

func (s stretch) part(from, to float64) stretch {
	mix := func(a, b, t float64) float64 { return a + (b-a)*t }
	return stretch{mix(s.ax, s.bx, from), mix(s.ay, s.by, from), mix(s.ax, s.bx, to), mix(s.ay, s.by, to),
		mix(s.from, s.to, from), mix(s.from, s.to, to)}
}

// note offers a stretch to the spots of its box.
func (f *field) note(s stretch, p profile) {
	low := func(a, b float64) int { return max(0, int(math.Floor(min(a, b)/f.cell))) }
	high := func(a, b float64, n int) int { return min(n-1, int(math.Ceil(max(a, b)/f.cell))) }
	dx, dy := s.bx-s.ax, s.by-s.ay
	square := max(dx*dx+dy*dy, 1e-9)
	for r := low(s.ay, s.by); r <= high(s.ay, s.by, f.rows); r++ {
		for c := low(s.ax, s.bx); c <= high(s.ax, s.bx, f.cols); c++ {
			px, py := float64(c)*f.cell, float64(r)*f.cell
			t := max(0, min(1, ((px-s.ax)*dx+(py-s.ay)*dy)/square))
			x, y := s.ax+t*dx, s.ay+t*dy
			at := &f.spots[r*f.cols+c]
			here := spot{float32(x), float32(y), far, far}
			if here.away(float32(px), float32(py)) >= at.away(float32(px), float32(py)) {
				continue
			}
			*at = here
			if time, length, ok := p.at(s.from + t*(s.to-s.from)); ok {
				at.time, at.length = float32(time), float32(length)
			}
		}
	}
}

// spread hands places on to spots that lie nearer to them than to their own, in
// two sweeps (Danielsson 1980).
func (f *field) spread() {
	for r := range f.rows {
		f.sweep(r, max(r-1, 0))
	}
	for r := f.rows - 1; r >= 0; r-- {
		f.sweep(r, min(r+1, f.rows-1))
	}
}

// sweep hands places on to row r from the row beside it, and along it both
// ways.
func (f *field) sweep(r, beside int) {
	row, other := f.row(r), f.row(beside)
	y := float32(float64(r) * f.cell)
	last := len(row) - 1
	for c := range row {
		x, mine := float32(float64(c)*f.cell), &row[c]
		mine.take(&other[c], x, y)
		if c > 0 {
			mine.take(&row[c-1], x, y)
			mine.take(&other[c-1], x, y)
		}
		if c < last {
			mine.take(&other[c+1], x, y)
		}
	}
	for c := last - 1; c >= 0; c-- {
		row[c].take(&row[c+1], float32(float64(c)*f.cell), y)
	}
}

func (f *field) row(r int) []spot { return f.spots[r*f.cols : (r+1)*f.cols] }

// take makes the other's place that of s, at (x, y), where it is nearer.
func (s *spot) take(other *spot, x, y float32) {
	if other.away(x, y) < s.away(x, y) {
		*s = *other
	}
}

// away returns the square of how far the place lies from (x, y).
func (s *spot) away(x, y float32) float32 {
	dx, dy := s.x-x, s.y-y
	return dx*dx + dy*dy
}

// over returns, of every spot, by how many metres it lies outside a band.
func (f *field) over(into []float32, by geo.By, walk geo.Walk, upto float64) *contour.Grid {
	const pace = 10 // m/s: seconds too many as metres, to draw the outline between spots
	for r := range f.rows {
		out := into[r*f.cols : (r+1)*f.cols]
		for c, s := range f.row(r) {
			square := s.away(float32(float64(c)*f.cell), float32(float64(r)*f.cell))
			away := geo.Metres(math.Sqrt(float64(square)))
			length, time := walk.Measure(away)
			more := (float64(s.time) + float64(time) - upto) * pace
			if by == geo.ByDistance {
				more = float64(s.length) + float64(length) - upto
			}
			out[c] = float32(max(more, float64(away-f.wide)))
		}
	}
	return &contour.Grid{Bound: f.bound, Cols: f.cols, Rows: f.rows, Value: into}
}
