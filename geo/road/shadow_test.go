package road

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"simbiyoz/geo"
)

// historian finds what a way costs on a graph without shadows, by going on from
// every run of arcs that ever mattered: slowly, and plainly by the restrictions.
type historian struct {
	q      *Query
	chains []chain
}

// may reports whether one who came over run may go on into arc a.
func (h historian) may(run []uint32, a uint32) bool {
	now := append(slices.Clone(run), a)
	ends := func(part []uint32) bool {
		return len(part) <= len(run) && slices.Equal(run[len(run)-len(part):], part)
	}
	for _, c := range h.chains {
		n := len(c.arcs) - 1
		if !c.only && len(now) > n && slices.Equal(now[len(now)-n-1:], c.arcs) {
			return false
		}
		for k := min(2, n); c.only && k <= n; k++ {
			if ends(c.arcs[:k]) && !h.commands(c.arcs[:k], a) {
				return false
			}
		}
	}
	_, may := h.q.turn(run[len(run)-1], a, false)
	return may
}

// commands reports whether one of the chains that begin with run goes on by a.
func (h historian) commands(run []uint32, a uint32) bool {
	for _, c := range h.chains {
		if c.only && (len(run) > 1 || len(c.arcs) == 2) && len(c.arcs) > len(run) && slices.Equal(c.arcs[:len(run)], run) && c.arcs[len(run)] == a {
			return true
		}
	}
	return false
}

const memory = 5 // arcs: restrict's chains are no longer

func (h historian) cost(start, end Snap) cost {
	type state struct{ run [memory]uint32 }
	q, best := h.q, unreached
	label, queue := map[state]cost{}, []state{}
	reach := func(run []uint32, c cost) {
		var s state
		for i := range s.run {
			s.run[i] = none
		}
		run = run[max(0, len(run)-memory):]
		copy(s.run[memory-len(run):], run)
		if old, met := label[s]; !met || c < old {
			label[s] = c
			queue = append(queue, s)
		}
	}
	for a := range q.g.on(start.edge) {
		if !q.open(a) {
			continue
		}
		reach([]uint32{a}, q.rest(a, start, false))
		if start.edge == end.edge && q.part(a, end) >= q.part(a, start) {
			best = min(best, q.part(a, end)-q.part(a, start))
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if label[s] >= best {
			continue
		}
		run := slices.DeleteFunc(slices.Clone(s.run[:]), func(a uint32) bool { return a == none })
		last, so := run[len(run)-1], label[s]
		for b := q.g.first[q.g.head[last]]; b < q.g.first[q.g.head[last]+1]; b++ {
			if !q.open(b) || !h.may(run, b) {
				continue
			}
			turn, _ := q.turn(last, b, false)
			if q.g.edge[b] == end.edge {
				best = min(best, so+turn+q.part(b, end))
			}
			reach(append(run[:len(run):len(run)], b), so+turn+q.whole(b))
		}
	}
	return best
}

func TestShadowsForbidWhatChainsSay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		for _, code := range []string{"articulated", "van"} {
			t.Run(fmt.Sprint(code, " seed ", seed), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 31))
				b, plain := maze(rnd, 9)
				free, err := plain.Build(t.Context(), BuildOptions{})
				if err != nil {
					t.Fatal(err)
				}
				h := historian{q: NewQuery(free, vehicle(t, code))}
				pieces, _ := b.cut(t.Context())
				for _, c := range b.chains(free, pieces, b.nodes(&Graph{}, pieces)) {
					if c.van && code == "van" || c.truck && code != "van" {
						h.chains = append(h.chains, c)
					}
				}
				q, reached := NewQuery(build(t, b), h.q.vehicle), 0
				for range 20 {
					start, end := somewhere(q, rnd), somewhere(q, rnd)
					want := h.cost(start, end)
					got, err := q.search(context.Background(), start, []Snap{end}, false)
					if err != nil || got[0].cost != want {
						t.Fatalf("%+v to %+v: got %x, want %x", start, end, got[0].cost, want)
					}
					if want != unreached {
						reached++
					}
				}
				t.Logf("%d chains, %d shadows, %d of 20 pairs joined", len(h.chains), len(q.g.head)-len(free.head), reached)
			})
		}
	}
}

// maze returns two builders of the same random roads, with turn restrictions
// and without.
func maze(rnd *rand.Rand, n int) (with, without *Builder) {
	with, without = NewBuilder(), NewBuilder()
	for i := range n {
		p := place(rnd)
		with.AddNode(int64(i+1), p)
		without.AddNode(int64(i+1), p)
	}
	for w := range 3 * n {
		a, b := rnd.IntN(n)+1, rnd.IntN(n)+1
		if a == b {
			continue
		}
		way := Way{ID: int64(w + 1), Nodes: []int64{int64(a), int64(b)}, Forward: open, Backward: open}
		way.Backward.Open = rnd.IntN(4) > 0
		with.AddWay(way)
		without.AddWay(way)
	}
	restrict(with, rnd)
	return with, without
}

// corner is a street 1–2–3–4 with a side road 6 in 2, and a way round 3–5–4:
// way n ends in node n+1; ways 5, 6 and 7 are 3–5, 5–4 and 6–2.
func corner(r Restriction) *Builder {
	b := NewBuilder()
	for n, p := range map[int64]geo.Point{1: {27, 38}, 2: {27.01, 38}, 3: {27.02, 38}, 4: {27.03, 38}, 5: {27.025, 38.01}, 6: {27.01, 38.01}} {
		b.AddNode(n, p)
	}
	for id, ends := range map[int64][2]int64{1: {1, 2}, 2: {2, 3}, 3: {3, 4}, 5: {3, 5}, 6: {5, 4}, 7: {6, 2}} {
		b.AddWay(Way{ID: id, Nodes: ends[:], Forward: open, Backward: open})
	}
	slices.SortFunc(b.ways, func(a, b Way) int { return cmp.Compare(a.ID, b.ID) })
	b.AddRestriction(r)
	return b
}

func TestRestrictionsOverRoads(t *testing.T) {
	t.Parallel()
	west, middle, east, side, round := geo.Point{27.001, 38}, geo.Point{27.015, 38}, geo.Point{27.029, 38}, geo.Point{27.01, 38.009}, geo.Point{27.0225, 38.005}
	no := Restriction{From: 1, ViaWays: []int64{2}, To: 3}
	only := Restriction{From: 1, ViaWays: []int64{2}, To: 5, Only: true}
	back := Restriction{From: 2, ViaNode: 3, To: 2}
	lost := Restriction{From: 1, ViaWays: []int64{2}, To: 7, Only: true}
	tests := map[string]struct {
		rule     Restriction
		from, to geo.Point
		straight bool
	}{
		"who comes that way goes round":        {no, west, east, false},
		"another way in":                       {no, side, east, true},
		"who begins between":                   {no, middle, east, true},
		"who ends between":                     {no, west, middle, true},
		"the other direction":                  {no, east, west, true},
		"no lorries":                           {Restriction{From: 1, ViaWays: []int64{2}, To: 3, HGVOnly: true}, west, east, false},
		"lorries excepted":                     {Restriction{From: 1, ViaWays: []int64{2}, To: 3, NotHGV: true}, west, east, true},
		"commanded round":                      {only, west, east, false},
		"as commanded":                         {only, west, round, true},
		"no turning back is no bar to go on":   {back, west, east, true},
		"commanded where no road leads":        {lost, west, east, true},
		"of a way that is not there":           {Restriction{From: 1, ViaWays: []int64{99}, To: 3}, west, east, true},
		"over ways that do not meet":           {Restriction{From: 1, ViaWays: []int64{6}, To: 3}, west, east, true},
		"a command over a node, as a bar to 3": {Restriction{From: 2, ViaNode: 3, To: 5, Only: true}, west, east, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			free, _, err := NewQuery(build(t, corner(Restriction{})), vehicle(t, "articulated")).Route(t.Context(), c.from, c.to)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := NewQuery(build(t, corner(c.rule)), vehicle(t, "articulated")).Route(t.Context(), c.from, c.to)
			if err != nil || (got == free) != c.straight {
				t.Errorf("got %+v, %v; without it %+v", got, err, free)
			}
		})
	}
}
