package osm_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// closed is a way with a sign that stops an articulated lorry.
type closed struct {
	id    int64
	sign  string
	nodes []osm.NodeID
}

// detour is a closed way with what a van and a lorry drive from its one end to
// the other.
type detour struct {
	closed
	van, lorry geo.Road
}

// Real ways that stop an articulated lorry: from one end to the other the van
// drives over them, and the lorry goes round.
func TestLorriesGoRoundWaysThatAreClosedToThem(t *testing.T) {
	t.Parallel()
	g := load(t, "heidelberg")
	ways, places := closedWays(t, extract(t, "heidelberg"))
	van, lorry := query(t, g, "van"), query(t, g, "articulated")
	found := map[string][]detour{}
	for _, w := range ways {
		from, to := places[w.nodes[0]], places[w.nodes[len(w.nodes)-1]]
		if from == to {
			continue
		}
		byVan, vanLine, err := van.Route(t.Context(), from, to)
		if err != nil || !over(vanLine, w, places) {
			continue // it is a van's detour too, or no road at all
		}
		byLorry, lorryLine, err := lorry.Route(t.Context(), from, to)
		if err != nil || byLorry.FromSnap+byLorry.ToSnap > 1 {
			continue // the lorry does not come there at all
		}
		if over(lorryLine, w, places) {
			t.Errorf("the lorry drives over way %d, %s", w.id, w.sign)
		}
		if byLorry.Length <= byVan.Length {
			continue // it goes where it is slower, but not farther
		}
		kind, _, _ := strings.Cut(w.sign, "=")
		found[kind] = append(found[kind], detour{w, byVan, byLorry})
	}
	list(t, found)
}

// list prints the longest of each kind of detours, by turns, and wants ten.
func list(t *testing.T, found map[string][]detour) {
	t.Helper()
	for kind, ways := range found {
		slices.SortFunc(ways, func(a, b detour) int {
			return cmp.Or(cmp.Compare(b.lorry.Length-b.van.Length, a.lorry.Length-a.van.Length), cmp.Compare(a.id, b.id))
		})
		t.Logf("%s: %d ways are gone round", kind, len(ways))
	}
	rows := 0
	for i := 0; i < 10; i++ {
		for _, kind := range []string{"maxheight", "maxweight", "hgv"} {
			if i < len(found[kind]) && rows < 10 {
				w := found[kind][i]
				t.Logf("way %-11d %-14s van %6.0f m, lorry %6.0f m", w.id, w.sign, w.van.Length, w.lorry.Length)
				rows++
			}
		}
	}
	if rows < 10 {
		t.Errorf("only %d ways, not 10", rows)
	}
}

// over reports whether a line runs along the whole of a way.
func over(line []geo.Point, w closed, places map[osm.NodeID]geo.Point) bool {
	is := func(p geo.Point, n osm.NodeID) bool {
		return math.Abs(p[0]-places[n][0]) < 2e-7 && math.Abs(p[1]-places[n][1]) < 2e-7
	}
	for i := range line {
		if len(line)-i >= len(w.nodes) && slices.EqualFunc(line[i:i+len(w.nodes)], w.nodes, is) {
			return true
		}
	}
	return false
}

func query(t *testing.T, g *road.Graph, code string) *road.Query {
	t.Helper()
	class, err := geo.VehicleByCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return road.NewQuery(g, road.VehicleOf(class))
}

// closedWays reads the ways of an extract whose signs stop a lorry of 40 t and
// 4 m, as they stand there, with where their nodes lie.
func closedWays(t *testing.T, file string) ([]closed, map[osm.NodeID]geo.Point) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	places, ways := map[osm.NodeID]geo.Point{}, []closed(nil)
	s := osmpbf.New(t.Context(), f, 1)
	defer s.Close()
	for s.Scan() {
		switch o := s.Object().(type) {
		case *osm.Node:
			places[o.ID] = geo.Point{o.Lon, o.Lat}
		case *osm.Way:
			if sign := stops(o.Tags); sign != "" {
				ways = append(ways, closed{int64(o.ID), sign, o.Nodes.NodeIDs()})
			}
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return ways, places
}

// stops returns the sign that stops the lorry, none where none does.
func stops(tags osm.Tags) string {
	var v float64
	switch {
	case tags.Find("highway") == "":
		return ""
	case tags.Find("hgv") == "no":
		return "hgv=no"
	case number(tags.Find("maxheight"), &v) && v < 4:
		return "maxheight=" + tags.Find("maxheight")
	case number(tags.Find("maxweight"), &v) && v < 40 && tags.Find("maxweight:conditional") == "":
		return "maxweight=" + tags.Find("maxweight")
	}
	return ""
}

func number(s string, v *float64) bool {
	n, err := fmt.Sscanf(s, "%f", v)
	return n == 1 && err == nil && fmt.Sprint(*v) == s
}
