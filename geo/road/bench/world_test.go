package bench

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/osm"
)

// TestMain keeps all benchmarks on one thread.
func TestMain(m *testing.M) {
	if file := os.Getenv(servingFile); file != "" {
		os.Exit(serving(file))
	}
	runtime.GOMAXPROCS(1)
	os.Exit(m.Run())
}

// engine is our own, with turns or without, and the plain Dijkstra that it must
// equal.
type engine struct {
	name   string
	turns  bool
	h      *road.Hierarchy
	fast   *road.Fast
	plain  *road.Query
	points []geo.Point // random ones, at nodes
	places []road.Snap
	took   time.Duration // to contract
	each   time.Duration // plain Dijkstra's to reach everything from one place
}

// world is a network with both engines.
type world struct {
	name    string
	g       *road.Graph
	engines []*engine
}

const somePlaces = 11_000

var shared = filepath.Join("..", "..", "..", "..", "shared")

// tile3 is the tiled island, made once.
var tile3 = sync.OnceValues(func() (*world, error) {
	return newWorld("tile3", filepath.Join(shared, "data", "osm", "malta-3x3.osm.pbf"))
})

// open returns a world, or skips b where there is no extract.
func open(b *testing.B, w func() (*world, error)) *world {
	b.Helper()
	made, err := w()
	if os.IsNotExist(err) {
		b.Skip("no extract here")
	}
	if err != nil {
		b.Fatal(err)
	}
	return made
}

func newWorld(name, file string) (*world, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, err
	}
	ctx, builder := context.Background(), road.NewBuilder()
	if _, err := osm.ReadFile(ctx, file, builder, nil); err != nil {
		return nil, err
	}
	g, err := builder.Build(ctx, road.BuildOptions{Name: name})
	if err != nil {
		return nil, err
	}
	w := &world{name: name, g: g}
	for _, turns := range []bool{true, false} {
		e, err := newEngine(ctx, g, turns)
		if err != nil {
			return nil, err
		}
		w.engines = append(w.engines, e)
	}
	return w, nil
}

func newEngine(ctx context.Context, g *road.Graph, turns bool) (*engine, error) {
	v := lorry()
	e := &engine{name: "nodes", turns: turns, plain: road.NewNodeQuery(g, v)}
	contract := road.ContractNodes
	if turns {
		e.name, e.plain, contract = "turns", road.NewQuery(g, v), road.Contract
	}
	runtime.GC() // of what made the graph, which is not what is timed
	start := time.Now()
	var err error
	if e.h, err = contract(ctx, g, v, nil); err != nil {
		return nil, err
	}
	e.took, e.fast, e.points = time.Since(start), road.NewFast(e.h), onRoads(e.plain, somePlaces)
	if e.places, err = e.h.Snaps(ctx, e.points, "from"); err != nil {
		return nil, err
	}
	var all road.Spread
	for i := range 4 { // the first makes room
		start = time.Now()
		if err := e.plain.OneToAll(ctx, e.points[0], false, &all); err != nil {
			return nil, err
		}
		if took := time.Since(start); i == 1 || took < e.each {
			e.each = took
		}
	}
	return e, nil
}

func lorry() road.Vehicle {
	for _, v := range geo.Vehicles {
		if v.Code == "articulated" {
			return road.VehicleOf(v)
		}
	}
	panic("no articulated lorry")
}

// onRoads returns n random nodes near roads that q's vehicle may use.
func onRoads(q *road.Query, n int) []geo.Point {
	rnd, g := rand.New(rand.NewPCG(2026, 12)), q.Graph()
	var out []geo.Point
	for len(out) < n {
		p := g.Node(rnd.IntN(g.Nodes()))
		if _, err := q.Snap(p, "from"); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// least does a thing once, for its memory, then five times, and reports the
// least that one of the n parts of it took: others share the machine. So do all
// benchmarks here: they want -benchtime 1x.
func least(b *testing.B, n int, do func() error) time.Duration {
	b.Helper()
	best := time.Duration(0)
	for i := range 6 {
		start := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		if took := time.Since(start) / time.Duration(n); i == 1 || i > 1 && took < best {
			best = took
		}
	}
	b.ReportMetric(float64(best.Nanoseconds()), "ns/op")
	return best
}

// times reports how many times as long another needs.
func times(b *testing.B, other, ours time.Duration, name string) {
	if ours > 0 && other > 0 {
		b.ReportMetric(float64(other)/float64(ours), name+"-x")
	}
}
