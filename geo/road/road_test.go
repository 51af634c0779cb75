package road

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"simbiyoz/geo"
)

func vehicle(t testing.TB, code string) Vehicle {
	t.Helper()
	return VehicleOf(class(t, code))
}

func class(t testing.TB, code string) geo.Vehicle {
	t.Helper()
	v, err := geo.VehicleByCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var open = Side{Open: true, Speed: 60, TruckSpeed: 50}

func build(t testing.TB, b *Builder) *Graph {
	t.Helper()
	g, err := b.Build(t.Context(), BuildOptions{Name: "test", Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// scatter returns a random network of n nodes within some 20 km.
func scatter(t testing.TB, rnd *rand.Rand, n int) *Graph {
	t.Helper()
	b := NewBuilder()
	for i := range n {
		b.AddNode(int64(i+1), place(rnd))
	}
	for w := range 2 * n {
		way := Way{ID: int64(w + 1), Nodes: []int64{int64(rnd.IntN(n) + 1), int64(rnd.IntN(n) + 1)}, Forward: open, Backward: open}
		way.Forward.TruckSpeed = 20 + 60*rnd.Float64()
		way.Backward.Open = rnd.IntN(3) > 0
		if rnd.IntN(8) == 0 {
			way.Forward.HeightCm = 350
		}
		b.AddWay(way)
	}
	restrict(b, rnd)
	return build(t, b)
}

func place(rnd *rand.Rand) geo.Point {
	return geo.Point{27 + 0.2*rnd.Float64(), 38 + 0.2*rnd.Float64()}
}

// restrict adds turn restrictions where roads of b meet, over nodes and over
// roads.
func restrict(b *Builder, rnd *rand.Rand) {
	at := map[int64][]Way{}
	for _, w := range b.ways {
		for _, n := range w.Nodes {
			at[n] = append(at[n], w)
		}
	}
	far := func(w Way, n int64) int64 {
		if w.Nodes[0] == n {
			return w.Nodes[1]
		}
		return w.Nodes[0]
	}
	pick := func(n int64) Way { return at[n][rnd.IntN(len(at[n]))] }
	for range len(b.ways) {
		from := b.ways[rnd.IntN(len(b.ways))]
		n := from.Nodes[rnd.IntN(2)]
		r := Restriction{From: from.ID, ViaNode: n, Only: rnd.IntN(4) == 0, HGVOnly: rnd.IntN(5) == 0, NotHGV: rnd.IntN(5) == 0}
		for range rnd.IntN(4) {
			via := pick(n)
			r.ViaWays, n = append(r.ViaWays, via.ID), far(via, n)
		}
		r.To = pick(n).ID
		b.AddRestriction(r)
	}
}

// slow finds what a way costs by going over all arcs until nothing changes
// any more (Bellman and Ford).
func slow(q *Query, start, end Snap) cost {
	g := q.g
	label := make([]cost, len(g.head))
	for a := range label {
		label[a] = unreached
	}
	best := uint64(unreached)
	for a := range g.on(start.edge) {
		if q.access(a) == AccessNo {
			continue
		}
		label[a] = q.whole(a) - q.part(a, start)
		if start.edge == end.edge && q.part(a, end) >= q.part(a, start) {
			best = min(best, q.part(a, end)-q.part(a, start))
		}
	}
	for changed := true; changed; {
		changed = false
		for a := range uint32(len(label)) {
			if label[a] == unreached {
				continue
			}
			for b := range uint32(len(label)) {
				if g.tail[b] != g.head[a] || q.access(b) == AccessNo || !g.mayTurn(q.rules.banned, a, b) {
					continue
				}
				turn := sum(g.turnTime(q.rules.turn, a, b), 0)
				if g.edge[b] == end.edge {
					best = min(best, label[a]+turn+q.part(b, end))
				}
				if c := label[a] + turn + q.whole(b); c < label[b] {
					label[b], changed = c, true
				}
			}
		}
	}
	return best
}

// somewhere returns a random place on a road that q may use.
func somewhere(q *Query, rnd *rand.Rand) Snap {
	for {
		s := Snap{edge: uint32(rnd.IntN(len(q.g.length))), Share: float64(rnd.IntN(11)) / 10}
		if q.usable(s.edge) {
			return s
		}
	}
}

func TestSearchEqualsBellmanFord(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		for _, code := range []string{"articulated", "van"} {
			t.Run(fmt.Sprint(code, " seed ", seed), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 1))
				g := scatter(t, rnd, 40)
				q := NewQuery(g, vehicle(t, code))
				reached := 0
				for range 25 {
					start := somewhere(q, rnd)
					ends := []Snap{start, somewhere(q, rnd), somewhere(q, rnd), somewhere(q, rnd), somewhere(q, rnd)}
					there, err := q.search(t.Context(), start, ends, false)
					if err != nil {
						t.Fatal(err)
					}
					for i, end := range ends {
						if want := slow(q, start, end); there[i].cost != want {
							t.Errorf("%+v to %+v: got %x, want %x", start, end, there[i].cost, want)
						}
						if there[i].cost != unreached {
							reached++
						}
					}
					back, err := q.search(t.Context(), start, ends, true)
					if err != nil {
						t.Fatal(err)
					}
					for i, end := range ends {
						if want := slow(q, end, start); back[i].cost != want {
							t.Errorf("back %+v to %+v: got %x, want %x", end, start, back[i].cost, want)
						}
					}
				}
				if reached < 60 {
					t.Errorf("only %d places were reached", reached)
				}
			})
		}
	}
}

// street is three nodes in a row, 0.01° apart: some 877 m and 877 m.
func street(first, second Way) *Builder {
	b := NewBuilder()
	for i := range 3 {
		b.AddNode(int64(i+1), geo.Point{27 + 0.01*float64(i), 38})
	}
	first.ID, first.Nodes = 1, []int64{1, 2}
	second.ID, second.Nodes = 2, []int64{2, 3}
	b.AddWay(first)
	b.AddWay(second)
	return b
}

func TestRouteMeasures(t *testing.T) {
	t.Parallel()
	both := Way{Forward: open, Backward: open}
	toll := both
	toll.Toll, toll.Metres = true, 2000 // told, and longer than it is drawn
	g := build(t, street(both, toll))
	q := NewQuery(g, vehicle(t, "articulated"))
	road, line, err := q.Route(t.Context(), geo.Point{27.005, 38.001}, geo.Point{27.015, 38})
	if err != nil {
		t.Fatal(err)
	}
	half := geo.Crow(geo.Point{27, 38}, geo.Point{27.005, 38})
	if d := road.Length - half - 1000; d < -0.3 || d > 0.3 {
		t.Errorf("length %v, want %v", road.Length, half+1000)
	}
	if road.Toll < 999 || road.Toll > 1001 || road.FromSnap < 110 || road.FromSnap > 112 || road.ToSnap > 0.1 {
		t.Errorf("got %+v", road)
	}
	if want := geo.Seconds(float64(road.Length) / (50 / 3.6)); road.Time < want-0.01 || road.Time > want+0.01 {
		t.Errorf("%v s, want %v", road.Time, want)
	}
	if len(line) != 3 || line[1] != (geo.Point{27.01, 38}) {
		t.Errorf("line %v", line)
	}
}

func TestLastMileIsNoWayThrough(t *testing.T) {
	t.Parallel()
	private := Way{Forward: open, Backward: open}
	private.Forward.HGV, private.Backward.HGV = AccessDestination, AccessDestination
	b := street(private, Way{Forward: open, Backward: open})
	b.AddNode(4, geo.Point{27, 38.05})
	b.AddWay(Way{ID: 3, Nodes: []int64{1, 4, 3}, Forward: open, Backward: open}) // the long way round
	g := build(t, b)
	q := NewQuery(g, vehicle(t, "articulated"))
	through, _, err := q.Route(t.Context(), geo.Point{27, 38.01}, geo.Point{27.02, 38})
	if err != nil || through.Length < 9000 {
		t.Errorf("goes through: %v, %v", through.Length, err)
	}
	into, _, err := q.Route(t.Context(), geo.Point{27.02, 38}, geo.Point{27.005, 38})
	if err != nil || into.Length > 1400 {
		t.Errorf("does not go in: %v, %v", into.Length, err)
	}
	van := NewQuery(g, vehicle(t, "van"))
	if through, _, err = van.Route(t.Context(), geo.Point{27, 38.01}, geo.Point{27.02, 38}); err != nil || through.Length > 3000 {
		t.Errorf("the van goes round: %v, %v", through.Length, err)
	}
}

func TestNoRoadNamesThePlace(t *testing.T) {
	t.Parallel()
	both := Way{Forward: open, Backward: open}
	b := street(both, both)
	b.AddNode(8, geo.Point{27.1, 38})
	b.AddNode(9, geo.Point{27.11, 38})
	b.AddWay(Way{ID: 9, Nodes: []int64{8, 9}, Forward: open, Backward: open}) // an island
	g := build(t, b)
	q := NewQuery(g, vehicle(t, "articulated"))
	tests := map[string]struct {
		from, to geo.Point
		field    string
	}{
		"far from any road":    {geo.Point{27, 38.1}, geo.Point{27, 38}, "from"},
		"near, but too far":    {geo.Point{27, 38}, geo.Point{27, 38.02}, "to"},
		"beyond the world":     {geo.Point{27, 38}, geo.Point{-150, -40}, "to"},
		"on different islands": {geo.Point{27, 38}, geo.Point{27.105, 38}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := q.Route(t.Context(), test.from, test.to)
			var far *geo.NoRoadError
			if errors.As(err, &far) && test.field != "" && (far.Nearest == nil || *far.Nearest < Reach) {
				t.Errorf("it does not say how far the nearest road is: %+v", far)
			}
			if !errors.As(err, &far) || far.Field != test.field || !errors.Is(err, geo.ErrNoRoad) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLimitsCloseRoads(t *testing.T) {
	t.Parallel()
	low := Way{Forward: open, Backward: open}
	low.Forward.HeightCm = 390
	g := build(t, street(Way{Forward: open, Backward: open}, low))
	east, west := geo.Point{27.02, 38}, geo.Point{27, 38}
	if _, _, err := NewQuery(g, vehicle(t, "articulated")).Route(t.Context(), west, east); !errors.Is(err, geo.ErrNoRoad) {
		t.Errorf("4 m pass under 3.90 m: %v", err)
	}
	if _, _, err := NewQuery(g, vehicle(t, "articulated")).Route(t.Context(), east, west); err != nil {
		t.Errorf("the other way is open: %v", err)
	}
	if _, _, err := NewQuery(g, vehicle(t, "van")).Route(t.Context(), west, east); err != nil {
		t.Errorf("a van is low: %v", err)
	}
}

// A grid of streets, and one short road near it that leads nowhere.
func TestSnapPrefersRoadsThatLeadSomewhere(t *testing.T) {
	t.Parallel()
	const side = 10
	b := NewBuilder()
	id := func(x, y int) int64 { return int64(1 + x + side*y) }
	for y := range side {
		for x := range side {
			b.AddNode(id(x, y), geo.Point{27 + 0.001*float64(x), 38 + 0.001*float64(y)})
			if x > 0 {
				b.AddWay(Way{ID: id(x, y), Nodes: []int64{id(x-1, y), id(x, y)}, Forward: open, Backward: open})
			}
			if y > 0 {
				b.AddWay(Way{ID: 1000 + id(x, y), Nodes: []int64{id(x, y-1), id(x, y)}, Forward: open, Backward: open})
			}
		}
	}
	b.AddNode(5001, geo.Point{27.011, 38.004})
	b.AddNode(5002, geo.Point{27.016, 38.004})
	b.AddWay(Way{ID: 5000, Nodes: []int64{5001, 5002}, Forward: open, Backward: open})
	q := NewQuery(build(t, b), vehicle(t, "articulated"))
	beside, err := q.Snap(geo.Point{27.0112, 38.0041}, "from") // 200 m from the grid
	if err != nil || beside.Place[0] > 27.0091 {
		t.Errorf("beside the grid: %+v, %v", beside, err)
	}
	far, err := q.Snap(geo.Point{27.0155, 38.0041}, "from") // 570 m from it
	if err != nil || far.Place[0] < 27.0111 {
		t.Errorf("far from the grid: %+v, %v", far, err)
	}
}

func TestBarriersStandBetweenRoads(t *testing.T) {
	t.Parallel()
	both := Way{Forward: open, Backward: open}
	b := street(both, both)
	b.AddBarrier(2, Limits{HGV: AccessNo})
	g := build(t, b)
	west, before, after, east := geo.Point{27, 38}, geo.Point{27.0099, 38}, geo.Point{27.0101, 38}, geo.Point{27.02, 38}
	lorry, van := NewQuery(g, vehicle(t, "articulated")), NewQuery(g, vehicle(t, "van"))
	for _, pair := range [][2]geo.Point{{west, before}, {before, west}, {after, east}, {east, after}} {
		if _, _, err := lorry.Route(t.Context(), pair[0], pair[1]); err != nil {
			t.Errorf("the lorry does not come up to it from %v: %v", pair[0], err)
		}
	}
	for _, pair := range [][2]geo.Point{{west, after}, {east, before}} {
		if _, _, err := lorry.Route(t.Context(), pair[0], pair[1]); !errors.Is(err, geo.ErrNoRoad) {
			t.Errorf("the lorry passes from %v: %v", pair[0], err)
		}
	}
	way, _, err := van.Route(t.Context(), west, east)
	if whole := geo.Crow(west, east); err != nil || way.Length < whole || way.Length > whole+1 {
		t.Errorf("the van: %v, %v", way.Length, err)
	}
}

func TestAccess(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		limits Limits
		class  string
		want   Access
	}{
		"free":                       {Limits{}, "articulated", AccessYes},
		"no lorries":                 {Limits{HGV: AccessNo}, "rigid7", AccessNo},
		"no lorries, a van":          {Limits{HGV: AccessNo}, "van", AccessYes},
		"too heavy":                  {Limits{WeightKg: 7000}, "rigid7", AccessNo},
		"as heavy as may be":         {Limits{WeightKg: 7500}, "rigid7", AccessYes},
		"heavy, to get there":        {Limits{DestinationKg: 7000}, "rigid7", AccessDestination},
		"light enough":               {Limits{DestinationKg: 7500}, "rigid7", AccessYes},
		"on the axle":                {Limits{AxleKg: 11_000}, "rigid18", AccessNo},
		"too high":                   {Limits{HeightCm: 399}, "articulated", AccessNo},
		"a lower tanker":             {Limits{HeightCm: 399}, "tanker", AccessYes},
		"too wide":                   {Limits{WidthCm: 254}, "rigid18", AccessNo},
		"too long":                   {Limits{LengthCm: 1600}, "articulated", AccessNo},
		"no dangerous goods":         {Limits{Hazmat: AccessNo}, "hazmat", AccessNo},
		"no dangerous goods, others": {Limits{Hazmat: AccessNo}, "tanker", AccessYes},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := vehicle(t, c.class).access(c.limits); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// A grid of streets around a quarter that lorries may not enter, but for a
// street in its middle that nobody has signed.
func TestSnapPrefersRoadsThatTheVehicleCanLeave(t *testing.T) {
	t.Parallel()
	const side = 12
	b, id := NewBuilder(), func(x, y int) int64 { return int64(1 + x + side*y) }
	inside := func(x int) bool { return x > 4 && x < 8 }
	way := int64(0)
	join := func(x, y, dx, dy int) {
		w := Way{Nodes: []int64{id(x-dx, y-dy), id(x, y)}, Forward: open, Backward: open}
		quarter := inside(x) && inside(y) || inside(x-dx) && inside(y-dy)
		if quarter && !(y == 6 && x == 6 && dx == 1) {
			w.Forward.HGV, w.Backward.HGV = AccessNo, AccessNo
		}
		way++
		w.ID = way
		b.AddWay(w)
	}
	for y := range side {
		for x := range side {
			b.AddNode(id(x, y), geo.Point{27 + 0.001*float64(x), 38 + 0.001*float64(y)})
			if x > 0 {
				join(x, y, 1, 0)
			}
			if y > 0 {
				join(x, y, 0, 1)
			}
		}
	}
	g := build(t, b)
	home, far := geo.Point{27.0055, 38.0061}, geo.Point{27.0001, 38.0001} // at the street in the middle
	_, _, err := NewQuery(g, vehicle(t, "articulated")).Route(t.Context(), far, home)
	if err != nil {
		t.Errorf("the lorry does not come near: %v", err)
	}
	van, err := NewQuery(g, vehicle(t, "van")).Snap(home, "to")
	if err != nil || van.Distance > 12 {
		t.Errorf("the van does not drive up to it: %+v, %v", van, err)
	}
	lorry, err := NewQuery(g, vehicle(t, "articulated")).Snap(home, "to")
	if err != nil || lorry.Distance < 80 || lorry.Distance > 310 {
		t.Errorf("the lorry stops at %+v, %v", lorry, err)
	}
}

func TestTheSameRoadsMakeTheSameFile(t *testing.T) {
	t.Parallel()
	var files [2]bytes.Buffer
	for i := range files {
		b, _ := maze(rand.New(rand.NewPCG(7, 7)), 200)
		g := build(t, b)
		g.info.Built = ""
		if err := g.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("they differ")
	}
}
