package road

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"simbiyoz/geo"
)

// streets returns a grid of streets, side by side, 100 m apart and stretched by
// detour.
func streets(t testing.TB, version string, side int, detour float64) *Graph {
	t.Helper()
	b := NewBuilder()
	id := func(x, y int) int64 { return int64(1 + x + side*y) }
	for y := range side {
		for x := range side {
			b.AddNode(id(x, y), geo.Point{27 + 0.00114*float64(x), 38 + 0.0009*float64(y)})
			if x > 0 {
				b.AddWay(Way{ID: 2 * id(x, y), Nodes: []int64{id(x-1, y), id(x, y)}, Forward: open, Backward: open, Metres: 100 * detour})
			}
			if y > 0 {
				b.AddWay(Way{ID: 2*id(x, y) + 1, Nodes: []int64{id(x, y-1), id(x, y)}, Forward: open, Backward: open, Metres: 100 * detour})
			}
		}
	}
	return buildAs(t, b, version)
}

func TestRenewTakesWhatIsFit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		next   *Graph
		force  bool
		taken  bool
		reason string
	}{
		"alike":                     {streets(t, "v2", 12, 1.05), false, true, ""},
		"half of it":                {streets(t, "v2", 8, 1), false, false, "fewer than"},
		"half of it, all the same":  {streets(t, "v2", 8, 1), true, true, "fewer than"},
		"every way longer":          {streets(t, "v2", 12, 1.5), false, false, "changed by over a fifth"},
		"as large, but falls apart": {apart(t, 12), false, false, "largest part"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := NewNetwork(streets(t, "v1", 12, 1))
			r, err := n.Renew(t.Context(), c.next, c.force)
			if r.Routes != 1000 || r.Wrong != 0 || r.Old == nil || r.Old.Pairs != 500 {
				t.Errorf("report %+v", r)
			}
			if errors.Is(err, ErrUnfit) == c.taken || (n.Network().Version == "v2") != c.taken {
				t.Errorf("version %s, %v", n.Network().Version, err)
			}
			u := n.Network().Update
			if u == nil || u.Version != "v2" || u.Taken != c.taken || (c.reason == "") != (len(u.Reasons) == 0) || !strings.Contains(strings.Join(u.Reasons, ";"), c.reason) {
				t.Errorf("update %+v", u)
			}
			if h := n.Network().Hierarchies; c.taken && (h.Ready != h.Total || h.Total == 0) {
				t.Errorf("hierarchies %+v", h)
			}
		})
	}
}

// apart returns a town two of whose streets in a row are missing in the middle.
func apart(t testing.TB, side int) *Graph {
	t.Helper()
	b := NewBuilder()
	id := func(x, y int) int64 { return int64(1 + x + side*y) }
	for y := range side {
		for x := range side {
			b.AddNode(id(x, y), geo.Point{27 + 0.00114*float64(x), 38 + 0.0009*float64(y)})
			if x > 0 {
				b.AddWay(Way{ID: id(x, y), Nodes: []int64{id(x-1, y), id(x, y)}, Forward: open, Backward: open, Metres: 100})
			}
		}
		if y > 0 && y != side/2 {
			b.AddWay(Way{ID: 1000 + int64(y), Nodes: []int64{id(0, y-1), id(0, y)}, Forward: open, Backward: open, Metres: 100})
		}
	}
	return buildAs(t, b, "v2")
}

func buildAs(t testing.TB, b *Builder, version string) *Graph {
	t.Helper()
	g, err := b.Build(t.Context(), BuildOptions{Name: "town", Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A hierarchy of another graph's costs is found out by the spot routes.
func TestInspectFindsWrongHierarchies(t *testing.T) {
	t.Parallel()
	n := NewNetwork(streets(t, "v1", 12, 1))
	if err := n.Quicken(t.Context()); err != nil {
		t.Fatal(err)
	}
	g := n.now.Load().graph
	altered := *g
	altered.times[pacedTruck] = slices.Clone(g.times[pacedTruck])
	for i := range altered.times[pacedTruck] {
		altered.times[pacedTruck][i] += uint32(i % 7)
	}
	n.now.Load().graph = &altered
	r, err := n.Inspect(t.Context(), nil)
	if err != nil || r.Wrong == 0 || len(r.Faults()) == 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A sparing network is renewed like any other, but nothing is built for it.
func TestRenewSparesHierarchies(t *testing.T) {
	t.Parallel()
	n := NewNetwork(streets(t, "v1", 12, 1))
	n.Spare()
	if err := n.Quicken(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Renew(t.Context(), streets(t, "v2", 12, 1), false); err != nil {
		t.Fatal(err)
	}
	if now := n.Network(); now.Version != "v2" || now.Hierarchies.Ready != 0 || now.Hierarchies.Total == 0 {
		t.Errorf("%+v", now)
	}
}
