package road

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Builder gathers nodes, ways and turn restrictions and makes a Graph of them.
type Builder struct {
	places       map[int64]geo.Point
	barriers     map[int64]Limits
	ways         []Way
	restrictions []Restriction
}

// BuildOptions say what the graph is of.
type BuildOptions struct {
	Name        string
	Version     string
	Attribution string
	Coarse      bool
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	return &Builder{places: map[int64]geo.Point{}, barriers: map[int64]Limits{}}
}

// AddNode says where a node lies. Order does not matter.
func (b *Builder) AddNode(id int64, p geo.Point) { b.places[id] = p }

// AddBarrier limits who passes a node.
func (b *Builder) AddBarrier(id int64, l Limits) { b.barriers[id] = l }

// AddWay adds a road.
func (b *Builder) AddWay(w Way) { b.ways = append(b.ways, w) }

// AddRestriction adds a turn restriction.
func (b *Builder) AddRestriction(r Restriction) { b.restrictions = append(b.restrictions, r) }

// Build makes the graph. Nodes that no way gives a place are left out of its
// line; a way of fewer than two known nodes is left out whole. It ends early
// with ctx's error, and with an error when no road is left.
func (b *Builder) Build(ctx context.Context, o BuildOptions) (*Graph, error) {
	pieces, err := b.cut(ctx)
	if err != nil {
		return nil, err
	}
	if len(pieces) == 0 {
		return nil, errors.New("there is no road in it")
	}
	g := &Graph{info: Info{Name: o.Name, Version: o.Version, Attribution: o.Attribution, Coarse: o.Coarse,
		Built: time.Now().UTC().Format(time.RFC3339)}}
	index := b.nodes(g, pieces)
	drafts, err := b.arcs(ctx, g, pieces, index)
	if err != nil {
		return nil, err
	}
	g.fill(drafts)
	b.ban(g, drafts, pieces, index)
	g.bar()
	g.bear()
	g.part()
	g.finish()
	return g, nil
}

// nodes gives the ends of pieces their numbers, near ones near each other.
func (b *Builder) nodes(g *Graph, pieces []piece) map[int64]uint32 {
	index := map[int64]uint32{}
	var ids []int64
	for _, p := range pieces {
		for _, id := range []int64{p.from, p.to} {
			if _, known := index[id]; !known {
				index[id] = 0
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, func(x, y int64) int {
		return cmp.Or(cmp.Compare(hilbert(b.places[x]), hilbert(b.places[y])), cmp.Compare(x, y))
	})
	for i, id := range ids {
		index[id] = uint32(i)
		lon, lat := fixed(b.places[id])
		g.lon, g.lat = append(g.lon, lon), append(g.lat, lat)
	}
	return index
}

// draft is an arc before arcs are put in order.
type draft struct {
	tail, head, edge uint32
	side             Side
	times            [paces]uint32
	forward          bool
	limit            uint16
	shadow           bool
}

func (b *Builder) arcs(ctx context.Context, g *Graph, pieces []piece, index map[int64]uint32) ([]draft, error) {
	var drafts []draft
	limits := map[Limits]uint16{}
	for i, p := range pieces {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		w := b.ways[p.way]
		g.addEdge(b, p, w)
		for _, d := range []struct {
			side       Side
			tail, head int64
			forward    bool
		}{{w.Forward, p.from, p.to, true}, {w.Backward, p.to, p.from, false}} {
			if !d.side.Open {
				continue
			}
			one := draft{tail: index[d.tail], head: index[d.head], edge: uint32(i), side: d.side, forward: d.forward}
			one.side.Limits = p.barred(d.side.Limits)
			one.times = travel(p, w, d.side)
			if _, known := limits[one.side.Limits]; !known {
				if len(limits) == math.MaxUint16 {
					return nil, fmt.Errorf("more than %d kinds of limits", math.MaxUint16)
				}
				limits[one.side.Limits] = uint16(len(limits))
				g.limits = append(g.limits, one.side.Limits)
			}
			one.limit = limits[one.side.Limits]
			drafts = append(drafts, one)
		}
	}
	g.from = append(g.from, uint32(len(g.shape)/2))
	slices.SortStableFunc(drafts, func(a, b draft) int {
		return cmp.Or(cmp.Compare(a.tail, b.tail), cmp.Compare(a.head, b.head), cmp.Compare(a.edge, b.edge))
	})
	return drafts, nil
}

// ban forbids the turns that restrictions are about; those over roads give
// these shadows.
func (b *Builder) ban(g *Graph, drafts []draft, pieces []piece, index map[int64]uint32) {
	chains := b.chains(g, pieces, index)
	runs := runs(chains)
	van := newShades(g, chains, runs, func(c chain) bool { return c.van })
	truck := newShades(g, chains, runs, func(c chain) bool { return c.truck })
	g.banned = turns{van.banned(chains), truck.banned(chains)}
	if len(runs) > 0 {
		g.fill(shaded(drafts, runs))
	}
}

func (g *Graph) addEdge(b *Builder, p piece, w Way) {
	g.from = append(g.from, uint32(len(g.shape)/2))
	for _, n := range p.nodes {
		lon, lat := fixed(b.places[n])
		g.shape = append(g.shape, lon, lat)
	}
	var flags uint8
	for _, f := range []struct {
		is  bool
		bit uint8
	}{{w.Toll, flagToll}, {w.Ferry, flagFerry}, {w.Roundabout, flagRoundabout}} {
		if f.is {
			flags |= f.bit
		}
	}
	g.length, g.class, g.flags = append(g.length, p.length), append(g.class, w.Class), append(g.flags, flags)
}

// travel returns the times on a piece by pace, ms. A crossing
// that tells its own time takes that.
func travel(p piece, w Way, s Side) (times [paces]uint32) {
	if w.Seconds > 0 {
		ms := uint32(max(1, math.Round(w.Seconds*1000*p.share)))
		return [paces]uint32{ms, ms, ms}
	}
	if s.HazmatSpeed == 0 {
		s.HazmatSpeed = s.TruckSpeed
	}
	for i, kmh := range [paces]float64{s.Speed, s.TruckSpeed, s.HazmatSpeed} {
		times[i] = uint32(max(1, math.Round(float64(p.length)*100*3.6/math.Max(kmh, 1))))
	}
	return times
}

// fill makes arcs of drafts, which are in order of their tails, and links them.
func (g *Graph) fill(drafts []draft) {
	n := len(drafts)
	g.tail, g.head, g.twin, g.edge = make([]uint32, n), make([]uint32, n), make([]uint32, n), make([]uint32, n)
	g.limit = make([]uint16, n)
	for i := range g.times {
		g.times[i] = make([]uint32, n)
	}
	g.along = make([]bool, n)
	g.first, g.inFirst = make([]uint32, len(g.lon)+1), make([]uint32, len(g.lon)+1)
	other := map[uint32]uint32{}
	for i, d := range drafts {
		a := uint32(i)
		g.tail[a], g.head[a], g.edge[a], g.limit[a] = d.tail, d.head, d.edge, d.limit
		for i, ms := range d.times {
			g.times[i][a] = ms
		}
		g.along[a] = d.forward
		g.first[d.tail+1]++
		g.inFirst[d.head+1]++
		g.twin[a] = none
		if d.shadow { // it has its arc's twin, which the second of the two gives both
			continue
		}
		if t, met := other[d.edge]; met {
			g.twin[a], g.twin[t] = t, a
		}
		other[d.edge] = a
	}
	for a, d := range drafts {
		if d.shadow {
			g.twin[a] = g.twin[a-1]
		}
	}
	for i := range g.lon {
		g.first[i+1] += g.first[i]
		g.inFirst[i+1] += g.inFirst[i]
	}
	g.in = make([]uint32, n)
	next := slices.Clone(g.inFirst)
	for a := range g.head {
		g.in[next[g.head[a]]] = uint32(a)
		next[g.head[a]]++
	}
}

// finish derives what is not stored: bounds, sizes, and what snapping needs.
func (g *Graph) finish() {
	bound := orb.Bound{Min: g.Node(0), Max: g.Node(0)}
	for i := 0; i < len(g.shape); i += 2 {
		bound = bound.Extend(point(g.shape[i], g.shape[i+1]))
	}
	g.info.Bound = bound
	g.info.Nodes, g.info.Edges, g.info.Arcs, g.info.Banned = len(g.lon), len(g.length), len(g.head), len(g.banned.truck)
	g.arcsOf = make([][2]uint32, len(g.length))
	for e := range g.arcsOf {
		g.arcsOf[e] = [2]uint32{none, none}
	}
	for a, e := range g.edge {
		side := 1
		if g.along[a] {
			side = 0
		}
		if g.arcsOf[e][side] == none { // else it is a shadow
			g.arcsOf[e][side] = uint32(a)
		}
	}
	g.grid = newGrid(g)
	g.fragment = fragments(g)
	g.stray = newStrays()
}

// hilbert returns where p lies on a Hilbert curve over the world, so that what
// is near on the map is near in memory.
func hilbert(p geo.Point) uint64 {
	const order = 24
	x, y := uint32((p[0]+180)/360*(1<<order-1)), uint32((p[1]+90)/180*(1<<order-1))
	var d uint64
	for s := uint32(1) << (order - 1); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		d += uint64(s) * uint64(s) * uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = (1<<order-1)-x, (1<<order-1)-y
			}
			x, y = y, x
		}
	}
	return d
}
