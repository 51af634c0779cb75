package road

import (
	"math"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Reach is how far from a road a place may lie.
const Reach geo.Metres = 2_000

// Snap is a place on a road: on an edge, so much along its line.
type Snap struct {
	edge     uint32
	Share    float64    // of the edge's line, from its beginning
	Distance geo.Metres // from the place asked for, straight
	Place    geo.Point  // on the road
}

// grid finds edges near a place: cells of equal size over the bound, each with
// the edges that pass it.
type grid struct {
	bound      orb.Bound
	cols, rows int
	dLon, dLat float64 // of a cell
	first      []uint32
	edges      []uint32
}

// cellMetres is how wide a cell of the grid is, at least.
const cellMetres = 400

// mostCells is how many cells a grid has in a row or column, at most.
const mostCells = 4000

func newGrid(g *Graph) grid {
	b := g.info.Bound.Pad(1e-5)
	w := grid{bound: b}
	lat := cellMetres / degree
	lon := lat / math.Cos(b.Center()[1]*math.Pi/180)
	w.cols, w.rows = min(mostCells, 1+int((b.Max[0]-b.Min[0])/lon)), min(mostCells, 1+int((b.Max[1]-b.Min[1])/lat))
	w.measure()
	w.first = make([]uint32, w.cols*w.rows+1)
	w.each(g, func(cell int, _ uint32) { w.first[cell+1]++ })
	for i := range w.cols * w.rows {
		w.first[i+1] += w.first[i]
	}
	w.edges = make([]uint32, w.first[w.cols*w.rows])
	next := append([]uint32(nil), w.first...)
	w.each(g, func(cell int, edge uint32) {
		w.edges[next[cell]] = edge
		next[cell]++
	})
	return w
}

// measure works out how large a cell is.
func (w *grid) measure() {
	w.dLon, w.dLat = (w.bound.Max[0]-w.bound.Min[0])/float64(w.cols), (w.bound.Max[1]-w.bound.Min[1])/float64(w.rows)
}

// each calls do for every edge and every cell that a segment's box of it
// touches, once a cell in a row.
func (w *grid) each(g *Graph, do func(cell int, edge uint32)) {
	for e := range uint32(len(g.length)) {
		line := g.line(e)
		last := -1
		for i := 2; i < len(line); i += 2 {
			a, b := point(line[i-2], line[i-1]), point(line[i], line[i+1])
			x0, y0 := w.cell(geo.Point{math.Min(a[0], b[0]), math.Min(a[1], b[1])})
			x1, y1 := w.cell(geo.Point{math.Max(a[0], b[0]), math.Max(a[1], b[1])})
			for y := y0; y <= y1; y++ {
				for x := x0; x <= x1; x++ {
					if cell := y*w.cols + x; cell != last {
						do(cell, e)
						last = cell
					}
				}
			}
		}
	}
}

func (w *grid) cell(p geo.Point) (x, y int) {
	at := func(v, from, d float64, n int) int { return max(0, min(int((v-from)/d), n-1)) }
	return at(p[0], w.bound.Min[0], w.dLon, w.cols), at(p[1], w.bound.Min[1], w.dLat, w.rows)
}

// degree is the metres of a degree of latitude.
const degree = orb.EarthRadius * math.Pi / 180

// snap returns the nearest place on an edge that usable accepts, within
// Reach of p: one that the network around can be reached from, and from it, if
// that lies hardly farther than a stray edge.
func (g *Graph) snap(p geo.Point, usable func(edge uint32) bool, stray []bool) (Snap, bool) {
	best, near := g.nearest(p, usable)
	if !near || !stray[best.edge] {
		return best, near
	}
	whole, near := g.nearest(p, func(edge uint32) bool { return !stray[edge] && usable(edge) })
	if near && whole.Distance <= best.Distance+detour {
		return whole, true
	}
	return best, true
}

// nearest returns the nearest place on an edge that usable accepts, and whether
// it is within Reach of p.
func (g *Graph) nearest(p geo.Point, usable func(edge uint32) bool) (Snap, bool) {
	best := Snap{Distance: geo.Metres(math.Inf(1))}
	w := &g.grid
	cx, cy := w.cell(p)
	for ring := 0; ; ring++ {
		w.ring(cx, cy, ring, func(x, y int) {
			if w.away(p, x, y) > best.Distance {
				return
			}
			cell := y*w.cols + x
			for _, e := range w.edges[w.first[cell]:w.first[cell+1]] {
				if usable(e) {
					g.nearer(p, e, &best)
				}
			}
		})
		if w.beyond(p, cx, cy, ring) >= best.Distance {
			return best, best.Distance <= Reach
		}
	}
}

// ring calls do for the cells at a distance of ring cells.
func (w *grid) ring(cx, cy, ring int, do func(x, y int)) {
	for y := max(0, cy-ring); y <= min(cy+ring, w.rows-1); y++ {
		step := 1
		if y != cy-ring && y != cy+ring {
			step = max(1, 2*ring)
		}
		for x := cx - ring; x <= cx+ring; x += step {
			if x >= 0 && x < w.cols {
				do(x, y)
			}
		}
	}
}

// slack is how many metres a cell may lie nearer than numbers say, by rounding.
const slack = 1e-3

// away returns how far p is at least from what lies in a cell.
func (w *grid) away(p geo.Point, x, y int) geo.Metres {
	west, south := w.bound.Min[0]+float64(x)*w.dLon, w.bound.Min[1]+float64(y)*w.dLat
	dx := max(0, west-p[0], p[0]-west-w.dLon) * math.Cos(p[1]*math.Pi/180)
	dy := max(0, south-p[1], p[1]-south-w.dLat)
	return geo.Metres(math.Hypot(dx, dy)*degree - slack)
}

// beyond returns how far p is at least from what lies farther than ring cells
// from its own; infinite where no cells do.
func (w *grid) beyond(p geo.Point, cx, cy, ring int) geo.Metres {
	sure := math.Inf(1)
	side := func(cells bool, d float64) {
		if cells {
			sure = min(sure, d*degree-slack)
		}
	}
	scale := math.Cos(p[1] * math.Pi / 180)
	side(cx-ring > 0, (p[0]-w.bound.Min[0]-float64(cx-ring)*w.dLon)*scale)
	side(cx+ring < w.cols-1, (w.bound.Min[0]+float64(cx+ring+1)*w.dLon-p[0])*scale)
	side(cy-ring > 0, p[1]-w.bound.Min[1]-float64(cy-ring)*w.dLat)
	side(cy+ring < w.rows-1, w.bound.Min[1]+float64(cy+ring+1)*w.dLat-p[1])
	return geo.Metres(sure)
}

// nearer improves best by edge if its line comes nearer to p. Over some km the
// earth is flat enough.
func (g *Graph) nearer(p geo.Point, edge uint32, best *Snap) {
	flat := plane{p, math.Cos(p[1] * math.Pi / 180)}
	line := g.line(edge)
	if !flat.within(line, float64(best.Distance)) {
		return // as nearly all: roots are left out for them
	}
	whole, at := 0.0, -1.0
	ax, ay := flat.at(line, 0)
	for i := 2; i < len(line); i += 2 {
		bx, by := flat.at(line, i)
		dx, dy := bx-ax, by-ay
		long := math.Hypot(dx, dy)
		t := 0.0
		if long > 0 {
			t = math.Max(0, math.Min(1, -(ax*dx+ay*dy)/(long*long)))
		}
		if d := geo.Metres(math.Hypot(ax+t*dx, ay+t*dy)); d < best.Distance {
			at = whole + t*long
			*best = Snap{edge: edge, Distance: d, Place: geo.Point{
				p[0] + (ax+t*dx)/(flat.scale*degree), p[1] + (ay+t*dy)/degree}}
		}
		whole += long
		ax, ay = bx, by
	}
	if at >= 0 && whole > 0 {
		best.Share = at / whole
	}
}

// plane has its origin at a point; scale is a degree of longitude there, in
// degrees of latitude.
type plane struct {
	origin geo.Point
	scale  float64
}

// at returns where a line's position is, in metres east and north.
func (f plane) at(line []int32, i int) (x, y float64) {
	return (float64(line[i])/1e7 - f.origin[0]) * f.scale * degree, (float64(line[i+1])/1e7 - f.origin[1]) * degree
}

// within reports whether a line may come nearer to the origin than some metres.
func (f plane) within(line []int32, metres float64) bool {
	square := (metres + slack) * (metres + slack)
	ax, ay := f.at(line, 0)
	for i := 2; i < len(line); i += 2 {
		bx, by := f.at(line, i)
		x, y, dx, dy := ax, ay, bx-ax, by-ay
		if along, long := -(ax*dx + ay*dy), dx*dx+dy*dy; along >= long {
			x, y = bx, by
		} else if along > 0 {
			x, y = ax+along/long*dx, ay+along/long*dy
		}
		if x*x+y*y <= square {
			return true
		}
		ax, ay = bx, by
	}
	return false
}
