package osm_test

import (
	"context"
	"math/rand/v2"
	"os"
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
			})
		}
	}
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
