package main

import (
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis/postgistest"
	"simbiyoz/geo/road"
)

func TestExportForPgrouting(t *testing.T) {
	t.Parallel()
	roads, sql := filepath.Join(t.TempDir(), "grid.roads"), filepath.Join(t.TempDir(), "grid.sql")
	gridRoads(t, roads, "v1\nDROP TABLE firms;", 4)
	if out, err := command(t, "roads", "export", "--pgrouting", sql, "--vehicle", "van", roads); err != nil || !strings.Contains(out, "edges") {
		t.Fatalf("got %q, %v", out, err)
	}
	pool := postgistest.New(t)
	loadSQL(t, pool, sql)
	var nodes, edges int
	var kilometres float64
	const counts = `SELECT (SELECT count(*) FROM nodes), count(*), sum(length_m) / 1000 FROM edges WHERE cost > 0 AND reverse_cost > 0`
	if err := pool.QueryRow(t.Context(), counts).Scan(&nodes, &edges, &kilometres); err != nil {
		t.Fatal(err)
	}
	if nodes != 16 || edges != 24 || kilometres < 23 || kilometres > 24 {
		t.Errorf("got %d nodes, %d edges, %.1f km", nodes, edges, kilometres)
	}
}

// TestVerifyPgrouting holds our node-based hierarchy against pgRouting on the
// same graph: a thousand ways of an articulated lorry, to the millisecond.
func TestVerifyPgrouting(t *testing.T) {
	if os.Getenv("SIMBIYOZ_VERIFY") == "" {
		t.Skip("make verify asks pgRouting")
	}
	g := exported(t, "heidelberg")
	pool := postgistest.New(t)
	loadSQL(t, pool, g.sql)
	pairs := g.pairs(t, 1000)
	theirs := askPgrouting(t, pool, pairs)
	joined, most := 0, int64(0)
	for _, p := range pairs {
		want, there := theirs[p.of]
		got := g.fast.Measure(p.from, p.to)
		if got.Joined != there {
			t.Errorf("%v: we have a way: %v, pgRouting: %v", p.of, got.Joined, there)
		}
		if !got.Joined || !there {
			continue
		}
		joined++
		if ms := milliseconds(got.Time); ms != want {
			most = max(most, ms-want, want-ms)
			t.Errorf("%v: got %d ms, pgRouting has %d", p.of, ms, want)
		}
	}
	t.Logf("%d pairs, %d joined, largest difference %d ms", len(pairs), joined, most)
	if joined < len(pairs)/2 {
		t.Error("too few pairs are joined")
	}
}

// lorryGraph is a network for an articulated lorry, and the SQL that was
// written of it.
type lorryGraph struct {
	*road.Graph
	sql     string
	fast    *road.Fast
	query   *road.Query
	bothWay map[int]bool // roads that are freely open both ways
}

// exported builds a network of an extract and writes it for pgRouting, or skips
// t where there is no extract.
func exported(t *testing.T, name string) lorryGraph {
	t.Helper()
	extract := filepath.Join("..", "..", "..", "shared", "data", "osm", name+".osm.pbf")
	if _, err := os.Stat(extract); err != nil {
		t.Skipf("no extract %s here", name)
	}
	roads, sql := filepath.Join(t.TempDir(), "x.roads"), filepath.Join(t.TempDir(), "x.sql")
	if _, err := command(t, "roads", "build", "--no-quick", "--osm", extract, "--out", roads); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, "roads", "export", "--pgrouting", sql, "--vehicle", "articulated", roads); err != nil {
		t.Fatal(err)
	}
	g, err := road.Open(roads)
	if err != nil {
		t.Fatal(err)
	}
	class, err := geo.VehicleByCode("articulated")
	if err != nil {
		t.Fatal(err)
	}
	v := road.VehicleOf(class)
	h, err := road.ContractNodes(t.Context(), g, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := lorryGraph{g, sql, road.NewFast(h), road.NewNodeQuery(g, v), map[int]bool{}}
	for id, e := range g.OpenEdges(v) {
		out.bothWay[id] = e.Along != road.Closed && e.Against != road.Closed
	}
	return out
}

// pair is two nodes, and where they lie on roads.
type pair struct {
	of       [2]int64
	from, to road.Snap
}

// pairs returns n different pairs of different nodes.
func (g lorryGraph) pairs(t *testing.T, n int) []pair {
	t.Helper()
	const seed = 2026
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 3))
	met := map[[2]int64]bool{}
	var out []pair
	for tries := 0; len(out) < n; tries++ {
		if tries > 100*n {
			t.Fatalf("only %d of %d pairs of nodes have open roads", len(out), n)
		}
		a, b := rnd.IntN(g.Nodes()), rnd.IntN(g.Nodes())
		p := pair{of: [2]int64{int64(a), int64(b)}}
		var leaves, arrives bool
		p.from, leaves = g.at(a)
		p.to, arrives = g.at(b)
		if leaves && arrives && a != b && !met[p.of] {
			met[p.of] = true
			out = append(out, p)
		}
	}
	return out
}

// at returns where node n lies on a road, if that is one that is freely open
// both ways: then all roads of the node are as near, as they are to pgRouting.
func (g lorryGraph) at(n int) (road.Snap, bool) {
	s, err := g.query.Snap(g.Node(n), "node")
	if err != nil {
		return s, false
	}
	along, against := g.Sides(s)
	if along < 0 || against < 0 {
		return s, false
	}
	a := g.Arc(along)
	return s, g.bothWay[a.Edge] && (s.Share == 0 && a.From == n || s.Share == 1 && a.To == n)
}

// loadSQL has psql run a file, as whoever exports one would.
func loadSQL(t *testing.T, pool *pgxpool.Pool, file string) {
	t.Helper()
	psql := exec.CommandContext(t.Context(), "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, pool.Config().ConnString())
	if out, err := psql.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

const pgroutingCosts = `
SELECT start_vid, end_vid, agg_cost
FROM pgr_dijkstraCost(
	'SELECT id, source, target, cost, reverse_cost FROM edges',
	'SELECT source, target FROM pairs',
	directed => true)`

// askPgrouting returns the ms of the quickest ways between pairs of nodes that
// a way joins.
func askPgrouting(t *testing.T, pool *pgxpool.Pool, pairs []pair) map[[2]int64]int64 {
	t.Helper()
	for _, sql := range []string{"CREATE EXTENSION pgrouting CASCADE", "CREATE TABLE pairs (source bigint, target bigint)"} {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	rows := pgx.CopyFromSlice(len(pairs), func(i int) ([]any, error) { return []any{pairs[i].of[0], pairs[i].of[1]}, nil })
	if _, err := pool.CopyFrom(t.Context(), pgx.Identifier{"pairs"}, []string{"source", "target"}, rows); err != nil {
		t.Fatal(err)
	}
	out := map[[2]int64]int64{}
	var of [2]int64
	var ms float64
	answer, err := pool.Query(t.Context(), pgroutingCosts)
	if err != nil {
		t.Fatal(err)
	}
	_, err = pgx.ForEachRow(answer, []any{&of[0], &of[1], &ms}, func() error {
		if ms != math.Trunc(ms) {
			t.Errorf("%v: %v is no whole number of ms", of, ms)
		}
		out[of] = int64(ms)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
