package road

import (
	"context"
	"fmt"
	"math/rand/v2"

	"simbiyoz/geo"
)

// Report is what an inspection of a network found.
type Report struct {
	Version   string
	Nodes     int
	Arcs      int
	Connected geo.Share // of nodes, in the largest part that roads join
	Routes    int       // found by hierarchies and by plain Dijkstra
	Joined    int       // of Routes, where there is a way
	Wrong     int       // of Routes, on which the two disagree
	Old       *Compared // nil without another network to compare with
}

// Compared is how a network differs from another.
type Compared struct {
	Version   string
	Nodes     int
	Connected geo.Share
	Pairs     int // of places, asked of both
	Changed   int // of Pairs: over a fifth longer or shorter, or joined in one of them alone
}

// An inspection asks for the ways from each of some places to some others, a
// thousand with two vehicles: plain Dijkstra then runs once a place.
const (
	spotStarts = 20
	spotEnds   = 25
)

// Beyond these a network is odd beside the one before: it was built of half an
// extract, say, or of another region.
const (
	mostShrunk  = 0.1 // share of nodes that are gone
	mostCut     = 0.1 // share of nodes that left the largest part
	mostChanged = 0.2 // share of pairs
	changedBy   = 0.2 // share of a pair's length
)

// Faults returns why the network must not answer, empty when it may.
func (r Report) Faults() []string {
	out := []string{}
	if r.Wrong > 0 {
		out = append(out, fmt.Sprintf("%d of %d ways are not those that plain Dijkstra finds", r.Wrong, r.Routes))
	}
	if r.Joined == 0 {
		out = append(out, fmt.Sprintf("none of %d pairs of places is joined by a way", r.Routes))
	}
	return out
}

// Doubts returns what is odd about the network beside the other one.
func (r Report) Doubts() []string {
	if r.Old == nil {
		return nil
	}
	var out []string
	if gone := 1 - float64(r.Nodes)/float64(r.Old.Nodes); gone > mostShrunk {
		out = append(out, fmt.Sprintf("it has %d nodes, %.0f %% fewer than the %d before", r.Nodes, 100*gone, r.Old.Nodes))
	}
	if r.Connected < r.Old.Connected-mostCut {
		out = append(out, fmt.Sprintf("its largest part holds %.0f %% of the nodes, before %.0f %%", 100*r.Connected, 100*r.Old.Connected))
	}
	if changed := float64(r.Old.Changed) / float64(max(r.Old.Pairs, 1)); changed > mostChanged {
		out = append(out, fmt.Sprintf("%.0f %% of %d ways changed by over a fifth", 100*changed, r.Old.Pairs))
	}
	return out
}

// Inspect asks n, whose hierarchies should be ready, for a thousand random ways of a
// lorry and a van, holds them against plain Dijkstra, and compares n with old,
// unless that is nil or coarse. A network is asked for the same ways each time.
func (n *Network) Inspect(ctx context.Context, old *Network) (Report, error) {
	g := n.now.Load().graph
	r := Report{Version: g.info.Version, Nodes: g.Nodes(), Arcs: g.Arcs(), Connected: connected(g)}
	for i, code := range []string{"articulated", "van"} {
		v, err := geo.VehicleByCode(code)
		if err != nil {
			return r, err
		}
		if err := n.spot(ctx, &r, v, uint64(i)); err != nil {
			return r, err
		}
	}
	if old == nil || old.now.Load().graph.info.Coarse || old.now.Load().graph.source.altered() != nil {
		return r, nil
	}
	err := old.now.Load().graph.source.guard(func() (err error) {
		r.Old, err = n.compare(ctx, old)
		return err
	})
	return r, err
}

// spot holds the ways between random places against plain Dijkstra.
func (n *Network) spot(ctx context.Context, r *Report, v geo.Vehicle, seed uint64) error {
	g := n.now.Load().graph
	slow := NewQuery(g, VehicleOf(v))
	from, to := g.spots(seed)
	for _, at := range from {
		got, gotErrs, err := n.OneToMany(ctx, v, at, to, false)
		if err != nil {
			return err
		}
		want, wantErrs, err := slow.OneToMany(ctx, at, to, false)
		if err != nil {
			return err
		}
		for i := range to {
			r.Routes++
			if wantErrs[i] == nil {
				r.Joined++
			}
			if (gotErrs[i] == nil) != (wantErrs[i] == nil) || got[i].Length != want[i].Length || got[i].Time != want[i].Time {
				r.Wrong++
			}
		}
	}
	return nil
}

// compare asks n and old for the ways between random places of old.
func (n *Network) compare(ctx context.Context, old *Network) (*Compared, error) {
	g := old.now.Load().graph
	c := &Compared{Version: g.info.Version, Nodes: g.Nodes(), Connected: connected(g)}
	lorry, err := geo.VehicleByCode("articulated")
	if err != nil {
		return nil, err
	}
	from, to := g.spots(2)
	for _, at := range from {
		was, wasErrs, err := old.OneToMany(ctx, lorry, at, to, false)
		if err != nil {
			return nil, err
		}
		is, isErrs, err := n.OneToMany(ctx, lorry, at, to, false)
		if err != nil {
			return nil, err
		}
		for i := range to {
			c.Pairs++
			joined := wasErrs[i] == nil
			if joined != (isErrs[i] == nil) || joined && changed(was[i].Length, is[i].Length) {
				c.Changed++
			}
		}
	}
	return c, nil
}

func changed(was, is geo.Metres) bool {
	return is > was*(1+changedBy) || is < was*(1-changedBy)
}

// spots returns random nodes, the same for a seed and a size of graph.
func (g *Graph) spots(seed uint64) (from, to []geo.Point) {
	all := g.someNodes(seed, spotStarts+spotEnds)
	return all[:spotStarts], all[spotStarts:]
}

func (g *Graph) someNodes(seed uint64, n int) []geo.Point {
	rnd := rand.New(rand.NewPCG(seed, uint64(g.Nodes())))
	out := make([]geo.Point, n)
	for i := range out {
		out[i] = g.Node(rnd.IntN(g.Nodes()))
	}
	return out
}

// Spots returns count random places on roads, the same ones for a network.
func (n *Network) Spots(count int) []geo.Point {
	return n.now.Load().graph.someNodes(3, count)
}
