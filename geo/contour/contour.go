// Package contour draws the outlines of where a field over a grid is low
// enough, as polygons that are valid by construction.
package contour

import (
	"math"

	"github.com/paulmach/orb"
)

// Grid is a field of values at the crossings of lines at equal distances, row
// by row from the south-west corner of Bound to the north-east. Its outermost
// crossings count as too high.
type Grid struct {
	Bound      orb.Bound
	Cols, Rows int // at least 3 of each
	Value      []float32
}

// Within returns where the field is at most level, with holes and islands;
// those of fewer than least cells are left out. Outer rings run
// counterclockwise and holes clockwise (RFC 7946), no ring touches itself or
// another.
//
// Where two fields over one grid have a at most b everywhere, the area within a
// level of b lies inside that of a: bands nest.
//
// It is marching squares (Lorensen and Cline 1987 in the plane) that follows
// one outline at a time. An outline crosses a line between two neighbours once,
// and never close to a crossing of lines, so that outlines stay apart.
func (g *Grid) Within(level float32, least float64) orb.MultiPolygon {
	t := tracer{g: g, level: level, of: make([]int32, g.Cols*g.Rows)}
	for y := range g.Rows {
		for x := range g.Cols - 1 {
			if t.of[y*g.Cols+x] == 0 && t.inside(x, y) && !t.inside(x+1, y) {
				t.outline(x, y)
			}
		}
	}
	return t.polygons(least)
}

// tracer follows the outlines of one level.
type tracer struct {
	g     *Grid
	level float32
	of    []int32 // outline, from 1, that crosses the line from a crossing eastward; 0: none yet
	found []outline
}

// outline is a closed ring. One that runs clockwise is a hole of another.
type outline struct {
	ring  orb.Ring
	cells float64 // area: negative of a hole
	outer int     // of a hole: the outline around it, by its place in found
}

func (t *tracer) inside(x, y int) bool {
	g := t.g
	return x > 0 && y > 0 && x < g.Cols-1 && y < g.Rows-1 && g.Value[y*g.Cols+x] <= t.level
}

// steps lead from a crossing to the next by heading: north, east, south, west.
var steps = [4][2]int{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}

// outline follows the outline that crosses northward between (x, y), inside
// on its left, and (x+1, y). Outlines are found in order of their lowest and
// then westmost such crossing.
func (t *tracer) outline(x, y int) {
	number := int32(len(t.found) + 1)
	var o outline
	lx, ly, heading := x, y, 0 // the inside end, left of the outline
	var last, first [2]float64
	for start := true; start || lx != x || ly != y || heading != 0; start = false {
		right := steps[(heading+1)%4]
		rx, ry := lx+right[0], ly+right[1]
		switch heading {
		case 0:
			t.of[ly*t.g.Cols+lx] = number
		case 2:
			t.of[ry*t.g.Cols+rx] = number
		}
		at := t.crossing(lx, ly, rx, ry)
		if start {
			first = at
		} else {
			o.cells += cross(last, at)
		}
		last = at
		o.ring = append(o.ring, t.point(at))
		lx, ly, heading = t.next(lx, ly, rx, ry, heading)
	}
	o.cells = (o.cells + cross(last, first)) / 2
	o.ring = append(o.ring, o.ring[0])
	o.outer = len(t.found)
	if o.cells < 0 {
		o.outer = t.around(x, y)
	}
	t.found = append(t.found, o)
}

// next returns the line that an outline crosses after the one between l,
// inside, and r: of the square ahead, the far corners tell.
func (t *tracer) next(lx, ly, rx, ry, heading int) (x, y, turned int) {
	ahead := steps[heading]
	fx, fy, gx, gy := lx+ahead[0], ly+ahead[1], rx+ahead[0], ry+ahead[1]
	left, right := t.inside(fx, fy), t.inside(gx, gy)
	switch {
	case left && right, !left && right && t.joined(lx, ly, rx, ry, fx, fy, gx, gy):
		return gx, gy, (heading + 1) % 4
	case left:
		return fx, fy, heading
	}
	return lx, ly, (heading + 3) % 4
}

// joined reports whether two corners of a square that face each other, alone
// inside, belong together: the middle is inside as well.
func (t *tracer) joined(corners ...int) bool {
	sum := 0.0
	for i := 0; i < len(corners); i += 2 {
		sum += float64(t.g.Value[corners[i+1]*t.g.Cols+corners[i]])
	}
	return sum/4 <= float64(t.level)
}

// edge is how near to a crossing of lines an outline comes, in cells.
const edge = 0.1

// crossing returns where the level lies between an inside and an outside
// neighbour, in cells.
func (t *tracer) crossing(lx, ly, rx, ry int) [2]float64 {
	in, out := float64(t.g.Value[ly*t.g.Cols+lx]), float64(t.g.Value[ry*t.g.Cols+rx])
	share := 0.5
	if out > in { // else r is outside as a border
		share = math.Max(edge, math.Min(1-edge, (float64(t.level)-in)/(out-in)))
	}
	return [2]float64{float64(lx) + share*float64(rx-lx), float64(ly) + share*float64(ry-ly)}
}

// perDegree is what positions are rounded to: some 0.1 m.
const perDegree = 1e6

func (t *tracer) point(at [2]float64) orb.Point {
	b := t.g.Bound
	lon := b.Min[0] + at[0]*(b.Max[0]-b.Min[0])/float64(t.g.Cols-1)
	lat := b.Min[1] + at[1]*(b.Max[1]-b.Min[1])/float64(t.g.Rows-1)
	return orb.Point{math.Round(lon*perDegree) / perDegree, math.Round(lat*perDegree) / perDegree}
}

func cross(a, b [2]float64) float64 { return a[0]*b[1] - b[0]*a[1] }

// around returns the outline around the hole that begins east of (x, y): the
// next one to the west bounds the same piece, as its outer ring or as another
// hole, which was found before.
func (t *tracer) around(x, y int) int {
	for t.inside(x-1, y) {
		x--
	}
	return t.found[t.of[y*t.g.Cols+x-1]-1].outer
}

// polygons joins holes to the outlines around them. One too small goes with
// all that lies in it.
func (t *tracer) polygons(least float64) orb.MultiPolygon {
	place := make([]int, len(t.found))
	var out orb.MultiPolygon
	for i, o := range t.found {
		switch {
		case math.Abs(o.cells) < least:
			place[i] = -1
		case o.cells > 0:
			place[i] = len(out)
			out = append(out, orb.Polygon{o.ring})
		}
	}
	for i, o := range t.found {
		if place[i] >= 0 && o.cells < 0 {
			p := &out[place[o.outer]]
			*p = append(*p, o.ring)
		}
	}
	return out
}
