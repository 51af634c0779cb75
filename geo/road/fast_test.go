package road

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"simbiyoz/geo"
)

// town is a random network with one-way streets, low bridges, banned turns,
// private roads, tolls, ferries and islands.
func town(t testing.TB, rnd *rand.Rand, n int) *Graph {
	t.Helper()
	b := NewBuilder()
	g := scatter(t, rnd, n) // for its nodes alone
	for i := range n {
		b.AddNode(int64(i+1), g.Node(i%g.Nodes()))
	}
	for w := range 2 * n {
		way := Way{ID: int64(w + 1), Nodes: []int64{int64(rnd.IntN(n) + 1), int64(rnd.IntN(n) + 1)}, Forward: open, Backward: open}
		way.Forward.TruckSpeed = 20 + 60*rnd.Float64()
		way.Backward.Open = rnd.IntN(3) > 0
		switch rnd.IntN(8) {
		case 0:
			way.Forward.HeightCm = 350
		case 1, 2:
			way.Forward.HGV, way.Backward.HGV = AccessDestination, AccessDelivery
		case 3:
			way.Forward.HGV = AccessDestination
		}
		way.Toll, way.Ferry = rnd.IntN(9) == 0, rnd.IntN(15) == 0
		b.AddWay(way)
	}
	restrict(b, rnd)
	return build(t, b)
}

// kind is a vehicle, and whether turn restrictions count.
type kind struct {
	vehicle string
	turns   bool
}

var kinds = map[string]kind{"articulated": {"articulated", true}, "van": {"van", true}, "articulated by nodes": {"articulated", false}}

// of returns the hierarchy of a kind and the query that it must equal.
func (k kind) of(t testing.TB, g *Graph) (*Hierarchy, *Query) {
	t.Helper()
	v := vehicle(t, k.vehicle)
	contract, query := Contract, NewQuery
	if !k.turns {
		contract, query = ContractNodes, NewNodeQuery
	}
	h, err := contract(t.Context(), g, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h, query(g, v)
}

func TestFastEqualsQuery(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		for name, kind := range kinds {
			t.Run(fmt.Sprint(name, " seed ", seed), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 7))
				g := town(t, rnd, 30+12*int(seed))
				h, q := kind.of(t, g)
				f, reached := NewFast(h), 0
				for range 200 {
					start, end := somewhere(q, rnd), somewhere(q, rnd)
					if rnd.IntN(10) == 0 {
						end.edge = start.edge
					}
					want, err := q.search(t.Context(), start, []Snap{end}, false)
					if err != nil {
						t.Fatal(err)
					}
					got := f.search(start, end)
					if got != want[0].cost {
						t.Fatalf("%+v to %+v: got %x, want %x", start, end, got, want[0].cost)
					}
					if got != unreached {
						reached++
						drivable(t, f.q, f.arcs(false), start, end, got)
					}
				}
				if reached < 35 {
					t.Errorf("only %d of 200 pairs are joined", reached)
				}
			})
		}
	}
}

// drivable checks that arcs may be driven one after the other, from one place to
// the other, and cost what is said.
func drivable(t *testing.T, q *Query, arcs []uint32, start, end Snap, want cost) {
	t.Helper()
	g := q.g
	if g.edge[arcs[0]] != start.edge || g.edge[arcs[len(arcs)-1]] != end.edge {
		t.Fatalf("%v does not lead from %+v to %+v", arcs, start, end)
	}
	got := q.part(arcs[len(arcs)-1], end)
	for i, a := range arcs {
		if i < len(arcs)-1 {
			turn, may := q.turn(a, arcs[i+1], false)
			got += q.whole(a) + turn
			if g.head[a] != g.tail[arcs[i+1]] || !may {
				t.Fatalf("%v: one may not go from %d to %d", arcs, a, arcs[i+1])
			}
		}
	}
	if got -= q.part(arcs[0], start); got != want {
		t.Fatalf("%v costs %x, not %x", arcs, got, want)
	}
}

func TestNetworkAnswersTheSameOnceQuickened(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 7))
	g := town(t, rnd, 120)
	slow, quick := NewNetwork(g), NewNetwork(g)
	if err := quick.Quicken(t.Context()); err != nil {
		t.Fatal(err)
	}
	places := []geo.Point{{27.1, 38.1}, {50, 50}} // the second has no road
	for range 60 {
		places = append(places, geo.Point{27 + 0.2*rnd.Float64(), 38 + 0.2*rnd.Float64()})
	}
	low := class(t, "rigid26")
	low.Height, low.Gross = 3.45, 31
	for _, class := range []geo.Vehicle{class(t, "van"), class(t, "articulated"), class(t, "hazmat"), low} {
		for _, reverse := range []bool{false, true} {
			want, wantErrs, err := slow.OneToMany(t.Context(), class, places[0], places, reverse)
			if err != nil {
				t.Fatal(err)
			}
			got, errs, err := quick.OneToMany(t.Context(), class, places[0], places, reverse)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%+v, reverse %v: %v, got %+v, want %+v", class, reverse, err, got, want)
			}
			for i := range errs {
				if fmt.Sprint(errs[i]) != fmt.Sprint(wantErrs[i]) {
					t.Errorf("%+v, reverse %v, place %d: %v, want %v", class, reverse, i, errs[i], wantErrs[i])
				}
			}
		}
	}
	_, line, err := quick.Route(t.Context(), class(t, "van"), places[2], places[3])
	if _, want, wantErr := slow.Route(t.Context(), class(t, "van"), places[2], places[3]); !slices.Equal(line, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Errorf("%v, %v, want %v, %v", line, err, want, wantErr)
	}
}

func TestFastAllocatesNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 7))
	g := town(t, rnd, 300)
	h, err := Contract(t.Context(), g, vehicle(t, "articulated"), nil)
	if err != nil {
		t.Fatal(err)
	}
	f := NewFast(h)
	pairs := make([][2]Snap, 200)
	for i := range pairs {
		pairs[i] = [2]Snap{somewhere(f.q, rnd), somewhere(f.q, rnd)}
	}
	ask := func() {
		for _, p := range pairs {
			f.search(p[0], p[1])
		}
	}
	ask()
	if n := testing.AllocsPerRun(5, ask); n > 0 {
		t.Errorf("%v allocations in 200 questions", n)
	}
}

func TestMatrixEqualsSingleQueries(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 9))
			g := town(t, rnd, 60+20*int(seed))
			v := vehicle(t, "articulated")
			h, err := Contract(t.Context(), g, v, nil)
			if err != nil {
				t.Fatal(err)
			}
			q := NewQuery(g, v)
			places := make([]geo.Point, 45)
			for i := range places {
				places[i] = somewhereOn(q, rnd)
			}
			from, to := places[:30], places[10:] // some are both
			rows, err := h.Matrix(t.Context(), from, to)
			if err != nil {
				t.Fatal(err)
			}
			joined := 0
			for i := range from {
				want, errs, err := q.OneToMany(t.Context(), from[i], to, false)
				if err != nil {
					t.Fatal(err)
				}
				for j, got := range rows[i] {
					if got.Joined != (errs[j] == nil) || got.Joined && (got.Length != want[j].Length || got.Time != want[j].Time) {
						t.Errorf("%d to %d: got %+v, want %+v, %v", i, j, got, want[j], errs[j])
					}
					if got.Joined {
						joined++
					}
				}
			}
			if joined < 100 {
				t.Errorf("only %d are joined", joined)
			}
		})
	}
}

// somewhereOn returns a random place on a road.
func somewhereOn(q *Query, rnd *rand.Rand) geo.Point {
	line := q.g.line(somewhere(q, rnd).edge)
	a, b := point(line[0], line[1]), point(line[2], line[3])
	share := rnd.Float64()
	return geo.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
}

func TestMatrixNamesThePlaceWithoutRoad(t *testing.T) {
	t.Parallel()
	g := town(t, rand.New(rand.NewPCG(1, 9)), 50)
	h, err := Contract(t.Context(), g, vehicle(t, "van"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var far *geo.NoRoadError
	if _, err := h.Matrix(t.Context(), []geo.Point{{27.1, 38.1}}, []geo.Point{{27.1, 38.1}, {50, 50}}); !errors.As(err, &far) || far.Field != "to[1]" {
		t.Errorf("got %v", err)
	}
}
