package road

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Network answers for the graph that is loaded now. It is safe for concurrent
// use, and another graph may take the old one's place at any time: a question
// is answered by the graph that was there when it was asked.
type Network struct {
	now     atomic.Pointer[serving]
	update  atomic.Pointer[geo.NetworkUpdate]
	sparing bool
}

// asker answers for one graph and one vehicle, one goroutine at a time.
type asker interface {
	Route(ctx context.Context, from, to geo.Point) (geo.Road, []geo.Point, error)
	OneToMany(ctx context.Context, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error)
	OneToAll(ctx context.Context, at geo.Point, reverse bool, into *Spread) error
	Graph() *Graph
}

// serving is a graph with idle askers to lend.
type serving struct {
	graph *Graph
	kinds int                   // of hierarchies that the vehicle classes need
	quick map[string]*Hierarchy // by what the vehicle may drive and how fast; see rules.key
	own   sync.Pool             // of Owns, for all others
}

// NewNetwork returns a network that answers from g.
func NewNetwork(g *Graph) *Network {
	n := &Network{}
	n.Swap(g)
	return n
}

// Spare has n build no hierarchies, but answer by those that come with a graph
// and else without: where another engine answers nearly all questions they are
// minutes of work for nothing. It is to be called before n is shared.
func (n *Network) Spare() { n.sparing = true }

// Swap puts g in place of the graph that answers. It answers by the hierarchies
// that came with it.
func (n *Network) Swap(g *Graph) {
	stored := map[string]*Hierarchy{}
	for _, h := range g.stored {
		if h.turns {
			stored[h.key()] = h
		}
	}
	n.now.Store(serve(g, stored))
}

// serve returns a serving of g that answers by hierarchies, by their key, where
// there is one.
func serve(g *Graph, built map[string]*Hierarchy) *serving {
	s := &serving{graph: g, kinds: len(Kinds(g, geo.Vehicles)), quick: built}
	s.own.New = func() any { return NewOwn(g, Vehicle{}) }
	return s
}

// Quicken builds the hierarchies that vehicles lack, of every class where none
// is named, for the graph that answers now, and then answers by them. It looks
// whether those that came with the graph are whole: a damaged one is an
// ErrFile. Answers stay the same to the millisecond and the decimetre. Should
// another graph have taken its place meanwhile, nothing changes. A sparing
// network only looks, see [Network.Spare].
func (n *Network) Quicken(ctx context.Context, vehicles ...geo.Vehicle) error {
	if len(vehicles) == 0 {
		vehicles = geo.Vehicles
	}
	was := n.now.Load()
	built := maps.Clone(was.quick)
	err := was.graph.source.guard(func() error {
		if n.sparing {
			_, err := was.graph.Stored()
			return err
		}
		return was.graph.quicken(ctx, vehicles, built)
	})
	if err == nil {
		n.now.CompareAndSwap(was, serve(was.graph, built))
	}
	return err
}

// quicken adds to built, by their key, the hierarchies that vehicles need.
func (g *Graph) quicken(ctx context.Context, vehicles []geo.Vehicle, built map[string]*Hierarchy) error {
	for _, v := range Kinds(g, vehicles) {
		h, err := g.Hierarchy(v, true)
		if h == nil {
			h, err = Contract(ctx, g, v, nil)
		}
		if err != nil {
			return err
		}
		built[h.key()] = h
	}
	return nil
}

// Kinds returns a vehicle of each kind of vehicles that drive the same roads of
// g at the same pace: each kind has a hierarchy of its own.
func Kinds(g *Graph, vehicles []geo.Vehicle) (out []Vehicle) {
	met := map[string]bool{}
	for _, vehicle := range vehicles {
		v := VehicleOf(vehicle)
		if key := g.rules(v).key(v); !met[key] {
			met[key] = true
			out = append(out, v)
		}
	}
	return out
}

// with lends an asker for a vehicle to do: of a hierarchy, where one was built
// for a class that may drive the same roads at the same pace.
func (n *Network) with(vehicle geo.Vehicle, do func(asker) error) error {
	s := n.now.Load()
	return s.graph.source.guard(func() error { return s.with(VehicleOf(vehicle), do) })
}

func (s *serving) with(v Vehicle, do func(asker) error) error {
	r := s.graph.rules(v)
	if h := s.quick[r.key(v)]; h != nil {
		if err := h.isReady(); err != nil {
			return err
		}
		var err error
		h.lend(func(f *Fast) { err = do(f) })
		return err
	}
	o := s.own.Get().(*Own)
	defer s.own.Put(o)
	o.drive(v, r)
	return do(o)
}

// Route returns the quickest way between two places, see [Query.Route].
func (n *Network) Route(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) (road geo.Road, line []geo.Point, err error) {
	err = n.with(vehicle, func(q asker) error {
		road, line, err = q.Route(ctx, from, to)
		return err
	})
	return road, line, err
}

// OneToMany returns the ways from or to one place, see [Query.OneToMany].
func (n *Network) OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) (roads []geo.Road, errs []error, err error) {
	err = n.with(vehicle, func(q asker) error {
		roads, errs, err = q.OneToMany(ctx, from, to, reverse)
		return err
	})
	return roads, errs, err
}

// OneToAll fills into with the ways from or to one place, see
// [Query.OneToAll], and returns the graph whose arcs they lead to.
func (n *Network) OneToAll(ctx context.Context, vehicle geo.Vehicle, at geo.Point, reverse bool, into *Spread) (g *Graph, err error) {
	err = n.with(vehicle, func(q asker) error {
		g = q.Graph()
		return q.OneToAll(ctx, at, reverse, into)
	})
	return g, err
}

// Network says which network answers now.
func (n *Network) Network() geo.Network {
	s := n.now.Load()
	i := s.graph.Info()
	return geo.Network{Version: i.Version, Name: i.Name, Coarse: i.Coarse, Engine: "own", Attribution: i.Attribution, Built: i.Built,
		Hierarchies: geo.Progress{Ready: len(s.quick), Total: s.kinds}, Update: n.update.Load()}
}

// zooms are from which zoom on a class is drawn.
var zooms = map[Class]int{
	Motorway: 0, Trunk: 0, MotorwayLink: 10, TrunkLink: 10, Primary: 8, PrimaryLink: 11, Secondary: 10, SecondaryLink: 12,
	Tertiary: 12, TertiaryLink: 13, FerryRoute: 8, Unclassified: 13, Residential: 14, LivingStreet: 15, Service: 15, Track: 16,
}

// mostLines bounds how many roads one answer draws.
const mostLines = 50_000

// Lines returns the roads inside bound that a map of that zoom draws, each
// once.
func (n *Network) Lines(ctx context.Context, bound orb.Bound, zoom int) ([]geo.RoadLine, error) {
	g := n.now.Load().graph
	var out []geo.RoadLine
	err := g.source.guard(func() (err error) {
		out, err = g.lines(ctx, bound, zoom)
		return err
	})
	return out, err
}

func (g *Graph) lines(ctx context.Context, bound orb.Bound, zoom int) ([]geo.RoadLine, error) {
	var out []geo.RoadLine
	for e := range uint32(len(g.length)) {
		if e%8192 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if zooms[g.class[e]] > zoom && !g.info.Coarse {
			continue
		}
		if line := g.drawn(e, bound); line != nil {
			out = append(out, geo.RoadLine{ID: int64(e) + 1, Class: g.class[e].String(), Line: line})
		}
		if len(out) == mostLines {
			break
		}
	}
	return out, nil
}

// drawn returns edge e's line, nil when it lies outside bound.
func (g *Graph) drawn(e uint32, bound orb.Bound) []geo.Point {
	shape := g.line(e)
	line := make(orb.LineString, len(shape)/2)
	for i := range line {
		line[i] = point(shape[2*i], shape[2*i+1])
	}
	if !line.Bound().Intersects(bound) {
		return nil
	}
	return line
}
