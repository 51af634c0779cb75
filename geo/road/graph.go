package road

import (
	"iter"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Graph is an immutable road network in arrays. An edge is a stretch of road
// between two places where roads meet; it has an arc for each direction that
// is open to anyone. Lengths are decimetres, times milliseconds, positions
// 1e-7 degrees: whole numbers, so that every algorithm agrees to the last one.
type Graph struct {
	info Info

	lon, lat []int32 // of nodes

	first []uint32 // arcs[first[n]:first[n+1]] leave node n
	tail  []uint32 // of arcs, which are in order of it
	head  []uint32
	twin  []uint32        // the arc of the other direction, none where there is none
	edge  []uint32        // of arcs
	limit []uint16        // of arcs, into limits
	times [paces][]uint32 // of arcs by pace, ms
	in    []uint32        // arcs by head: in[inFirst[n]:inFirst[n+1]] enter node n

	inFirst []uint32
	length  []uint32 // of edges, dm
	class   []Class
	flags   []uint8
	from    []uint32 // shape[from[e]:from[e+1]] is edge e's line, ends included
	shape   []int32  // longitude, latitude by turns

	limits []Limits
	along  []bool // of arcs: runs along its edge's line, not against it
	fork   []bool // of nodes: more than two roads end there

	bearing []uint8 // of edges where their line begins and where it ends, see leaving
	banned  turns
	barring []uint64 // a bit of every arc: some turn out of it is banned

	arcsOf [][2]uint32 // of edges: along the line and against it, none where closed
	grid   grid

	fragment []bool // of edges: among a few roads that nobody can leave
	stray    *strays

	stored []*Hierarchy // that came with it in a file
	source *source      // of its arrays
}

// turns are forbidden turns, from arc<<32 | to arc, in order.
type turns struct{ van, truck []uint64 }

// none stands for no arc and no node.
const none = math.MaxUint32

const (
	flagToll = 1 << iota
	flagFerry
	flagRoundabout
)

// Info says what a graph is of.
type Info struct {
	Name        string
	Version     string // of the data; another version means other distances
	Attribution string
	Built       string // RFC 3339
	Coarse      bool   // lengths are good to some per cent alone
	Nodes       int
	Edges       int
	Arcs        int
	Banned      int // turns
	Bound       orb.Bound
}

// Info returns what g is of, and its sizes.
func (g *Graph) Info() Info { return g.info }

// Nodes returns how many nodes g has.
func (g *Graph) Nodes() int { return len(g.lon) }

// Arcs returns how many arcs g has.
func (g *Graph) Arcs() int { return len(g.head) }

// Bytes returns what g takes in a file and, but for a little, in memory.
func (g *Graph) Bytes() int { return bytesOf(g.arrays()) }

// Arc is one direction of an edge, as [Graph.Arc] tells it.
type Arc struct {
	From, To int         // nodes
	Edge     int         // the road it is a direction of
	Along    bool        // it runs along its road's line
	Shadow   bool        // it is its road for those alone who came by a certain way
	Metres   geo.Metres  // along the road
	Van      geo.Seconds // what a van needs
	Truck    geo.Seconds // what a lorry needs
	Hazmat   geo.Seconds // what a lorry with dangerous goods needs
	Class    Class
	Toll     bool
	Ferry    bool
	Limits   Limits
}

// Arc returns arc i, 0 ≤ i < g.Arcs().
func (g *Graph) Arc(i int) Arc {
	e := g.edge[i]
	return Arc{From: int(g.tail[i]), To: int(g.head[i]), Edge: int(e), Along: g.along[i], Shadow: g.shadow(uint32(i)), Metres: metres(g.length[e]), Van: seconds(g.times[pacedVan][i]), Truck: seconds(g.times[pacedTruck][i]), Hazmat: seconds(g.times[pacedHazmat][i]),
		Class: g.class[e], Toll: g.flags[e]&flagToll != 0, Ferry: g.flags[e]&flagFerry != 0, Limits: g.limits[g.limit[i]]}
}

// Node returns where node i lies.
func (g *Graph) Node(i int) geo.Point { return point(g.lon[i], g.lat[i]) }

// Sides returns the arcs of the road that s lies on: along its line, from
// whose beginning s.Share counts, and against it; -1 where that is closed.
func (g *Graph) Sides(s Snap) (along, against int) {
	number := func(a uint32) int {
		if a == none {
			return -1
		}
		return int(a)
	}
	return number(g.arcsOf[s.edge][0]), number(g.arcsOf[s.edge][1])
}

// MayTurn reports whether v may go from arc a into arc b, which leaves where a
// ends: no restriction forbids it, and it is no turning back, unless the road
// ends there.
func (g *Graph) MayTurn(v Vehicle, a, b int) bool {
	return g.mayTurn(g.banned.of(v), uint32(a), uint32(b))
}

// TurnTime returns what v needs to go from arc a into arc b, which leaves where
// a ends.
func (g *Graph) TurnTime(v Vehicle, a, b int) geo.Seconds {
	return seconds(g.turnTime(v.turnTimes(), uint32(a), uint32(b)))
}

func (t turns) of(v Vehicle) []uint64 {
	if v.van() {
		return t.van
	}
	return t.truck
}

func (g *Graph) mayTurn(banned []uint64, a, b uint32) bool {
	if g.twin[a] == b && !g.deadEnd(a) {
		return false
	}
	if g.barring[a/64]>>(a%64)&1 == 0 {
		return true
	}
	_, forbidden := slices.BinarySearch(banned, uint64(a)<<32|uint64(b))
	return !forbidden
}

// bar notes out of which arcs turns are banned.
func (g *Graph) bar() {
	g.barring = make([]uint64, len(g.head)/64+1)
	for _, banned := range [][]uint64{g.banned.van, g.banned.truck} {
		for _, turn := range banned {
			if a := turn >> 32; a < uint64(len(g.head)) {
				g.barring[a/64] |= 1 << (a % 64)
			}
		}
	}
}

// deadEnd reports whether nothing but its own way back leaves where a ends.
func (g *Graph) deadEnd(a uint32) bool {
	n := g.head[a]
	for _, e := range g.edge[g.first[n]:g.first[n+1]] {
		if e != g.edge[a] {
			return false
		}
	}
	return true
}

// shadow reports whether arc a is another's shadow.
func (g *Graph) shadow(a uint32) bool {
	return g.arcsOf[g.edge[a]][0] != a && g.arcsOf[g.edge[a]][1] != a
}

// on yields the arcs that lie on edge e, shadows and all.
func (g *Graph) on(e uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, a := range g.arcsOf[e] {
			if a == none {
				continue
			}
			for b, after := a, g.after(a); b < after; b++ {
				if !yield(b) {
					return
				}
			}
		}
	}
}

// after returns the number after those of arc a and its shadows.
func (g *Graph) after(a uint32) uint32 {
	b := a + 1
	for b < uint32(len(g.edge)) && g.edge[b] == g.edge[a] && g.along[b] == g.along[a] {
		b++
	}
	return b
}

// line returns edge e's positions, as the pairs of a slice.
func (g *Graph) line(e uint32) []int32 { return g.shape[2*g.from[e] : 2*g.from[e+1]] }

func metres(dm uint32) geo.Metres   { return geo.Metres(dm) / 10 }
func seconds(ms uint32) geo.Seconds { return geo.Seconds(ms) / 1000 }

func point(lon, lat int32) geo.Point { return geo.Point{float64(lon) / 1e7, float64(lat) / 1e7} }

func fixed(p geo.Point) (lon, lat int32) {
	return int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))
}
