package osm_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// TestVerifyMatrices holds matrices against plain Dijkstra from every start: a
// thousand pairs an extract, and with SIMBIYOZ_VERIFY a hundred thousand.
func TestVerifyMatrices(t *testing.T) {
	t.Parallel()
	starts, ends, names := 10, 100, []string{"heidelberg", "china-east", "bahamas", "malta"}
	if os.Getenv("SIMBIYOZ_VERIFY") != "" {
		starts, ends, names = 100, 1000, []string{"heidelberg", "china-east", "bahamas", "malta-3x3"}
	}
	engines := map[string]struct {
		contract func(context.Context, *road.Graph, road.Vehicle, func(done, total int)) (*road.Hierarchy, error)
		query    func(*road.Graph, road.Vehicle) *road.Query
	}{"turns": {road.Contract, road.NewQuery}, "nodes": {road.ContractNodes, road.NewNodeQuery}}
	for _, name := range names {
		for kind, engine := range engines {
			t.Run(name+" "+kind, func(t *testing.T) {
				t.Parallel()
				g := load(t, name)
				class, err := geo.VehicleByCode("rigid18")
				if err != nil {
					t.Fatal(err)
				}
				v := road.VehicleOf(class)
				h, err := engine.contract(t.Context(), g, v, nil)
				if err != nil {
					t.Fatal(err)
				}
				q := engine.query(g, v)
				places := onRoads(g, q, starts+ends)
				rows, err := h.Matrix(t.Context(), places[:starts], places[starts:])
				if err != nil {
					t.Fatal(err)
				}
				joined := 0
				for i, row := range rows {
					want, errs, err := q.OneToMany(t.Context(), places[i], places[starts:], false)
					if err != nil {
						t.Fatal(err)
					}
					for j, got := range row {
						if got.Joined != (errs[j] == nil) || got.Joined && (got.Length != want[j].Length || got.Time != want[j].Time) {
							t.Errorf("%v to %v: got %+v, want %+v, %v", places[i], places[starts+j], got, want[j], errs[j])
						}
						if got.Joined {
							joined++
						}
					}
				}
				t.Logf("%d pairs, %d joined by road, all as Dijkstra has them", starts*ends, joined)
				if joined == 0 {
					t.Error("no pair is joined")
				}
				snaps, err := h.Snaps(t.Context(), places, "at")
				if err != nil {
					t.Fatal(err)
				}
				unpacked(t, plain{g, v}, h, snaps)
			})
		}
	}
}

// unpacked drives the quickest ways between places, each to the next, arc by
// arc: they hang together, may be driven and weigh what was promised.
func unpacked(t *testing.T, p plain, h *road.Hierarchy, places []road.Snap) {
	t.Helper()
	fast, ways, length := road.NewFast(h), 0, 0
	for i, start := range places[1:] {
		end := places[i]
		promised, arcs := fast.Measure(start, end), fast.Arcs(start, end)
		if !promised.Joined {
			continue
		}
		got, err := p.drive(start, end, arcs, h.Turns())
		want := cost{int64(math.Round(float64(promised.Time) * 1000)), int64(math.Round(float64(promised.Length) * 10))}
		if err != nil || got != want {
			t.Errorf("%+v to %+v: %v, weighs %+v, not %+v", start, end, err, got, want)
		}
		ways, length = ways+1, length+len(arcs)
	}
	t.Logf("%d ways over %d arcs drive as promised", ways, length)
	if ways == 0 {
		t.Error("no way to drive")
	}
}

// drive returns what it costs to drive arcs one after the other, from a place on
// the first to one on the last; an error says where one may not.
func (p plain) drive(start, end road.Snap, arcs []int, turns bool) (cost, error) {
	now := leg{arcs[0], p.first(arcs[0])}
	if p.access(now.arc) == road.AccessNo || !slices.Contains(p.sides(end), arcs[len(arcs)-1]) && !p.g.Arc(arcs[len(arcs)-1]).Shadow {
		return cost{}, errors.New("it does not lead from the one to the other")
	}
	total := cost{}.minus(p.part(now.arc, at(p.g, now.arc, start)))
	for _, next := range arcs[1:] {
		phase, may := p.phase(now, next)
		a, b := p.g.Arc(now.arc), p.g.Arc(next)
		if !may || a.To != b.From || turns && !p.g.MayTurn(p.v, now.arc, next) {
			return total, fmt.Errorf("one may not go from %+v to %+v", a, b)
		}
		total = total.plus(p.part(now.arc, 1))
		if turns {
			total = total.plus(cost{int64(math.Round(float64(p.g.TurnTime(p.v, now.arc, next)) * 1000)), 0})
		}
		now = leg{next, phase}
	}
	return total.plus(p.part(now.arc, at(p.g, now.arc, end))), nil
}

// onRoads returns n random places on roads that q's vehicle may use.
func onRoads(g *road.Graph, q *road.Query, n int) []geo.Point {
	rnd := rand.New(rand.NewPCG(2026, 12))
	var out []geo.Point
	for len(out) < n {
		p := g.Node(rnd.IntN(g.Nodes()))
		if _, err := q.Snap(p, "from"); err == nil {
			out = append(out, p)
		}
	}
	return out
}
