package osm_test

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/osm"
)

// extract returns the path of a real extract, or skips where there is none.
func extract(t testing.TB, name string) string {
	t.Helper()
	file := filepath.Join("..", "..", "..", "..", "shared", "data", "osm", name+".osm.pbf")
	if _, err := os.Stat(file); err != nil {
		t.Skipf("no extract %s here", name)
	}
	return file
}

// graphs holds each extract that was read, by name: a func() (*road.Graph, error).
var graphs sync.Map

// load returns the graph of a real extract, which all tests share.
func load(t testing.TB, name string) *road.Graph {
	t.Helper()
	file := extract(t, name)
	read, _ := graphs.LoadOrStore(name, sync.OnceValues(func() (*road.Graph, error) {
		b := road.NewBuilder()
		report, err := osm.ReadFile(context.Background(), file, b, nil)
		if err != nil {
			return nil, err
		}
		return b.Build(context.Background(), road.BuildOptions{Name: name, Version: report.Version})
	}))
	g, err := read.(func() (*road.Graph, error))()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestExtractsHoldWhatIsKnownOfThem(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ ways, limited, ferries int }{
		"heidelberg":    {ways: 15_000, limited: 150},
		"malta":         {ways: 20_000, ferries: 1},
		"liechtenstein": {ways: 1_000},
		"monaco":        {ways: 300},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := road.NewBuilder()
			report, err := osm.ReadFile(t.Context(), extract(t, name), b, nil)
			if err != nil {
				t.Fatal(err)
			}
			g, err := b.Build(t.Context(), road.BuildOptions{Name: name})
			if err != nil {
				t.Fatal(err)
			}
			limited, ferries := 0, 0
			for i := range g.Arcs() {
				a := g.Arc(i)
				if a.Limits.WeightKg+uint32(a.Limits.HeightCm) > 0 {
					limited++
				}
				if a.Ferry {
					ferries++
				}
			}
			t.Logf("%+v, %d nodes, %d arcs, %d limited, %d by ferry", report, g.Nodes(), g.Arcs(), limited, ferries)
			if report.Ways < want.ways || limited < want.limited || ferries < want.ferries {
				t.Errorf("fewer than %+v", want)
			}
		})
	}
}

func TestRoutesEqualPlainDijkstra(t *testing.T) {
	t.Parallel()
	const pairs = 80 // make verify asks for many more
	for name, codes := range map[string][]string{"heidelberg": {"articulated", "van"}, "china-east": {"articulated"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := load(t, name)
			for _, code := range codes {
				class, err := geo.VehicleByCode(code)
				if err != nil {
					t.Fatal(err)
				}
				v := road.VehicleOf(class)
				h, err := road.Contract(t.Context(), g, v, nil)
				if err != nil {
					t.Fatal(err)
				}
				q, fast := road.NewQuery(g, v), road.NewFast(h)
				rnd, reached := rand.New(rand.NewPCG(2026, 11)), 0
				for range pairs {
					from, to := g.Node(rnd.IntN(g.Nodes())), g.Node(rnd.IntN(g.Nodes()))
					if sameAsPlain(t, g, q, v, from, to) {
						reached++
					}
					want, _, wantErr := q.Route(t.Context(), from, to)
					if got, _, err := fast.Route(t.Context(), from, to); got != want || (err == nil) != (wantErr == nil) {
						t.Errorf("%v to %v: fast %+v, %v; want %+v, %v", from, to, got, err, want, wantErr)
					}
				}
				t.Logf("%s: of %d pairs %d are joined by road", code, pairs, reached)
				if reached < pairs/2 {
					t.Errorf("%s: only %d of %d pairs are joined", code, reached, pairs)
				}
			}
		})
	}
}

// sameAsPlain compares a route with the reference's and reports whether there
// is one.
func sameAsPlain(t *testing.T, g *road.Graph, q *road.Query, v road.Vehicle, from, to geo.Point) bool {
	t.Helper()
	start, err := q.Snap(from, "from")
	if err != nil {
		return false
	}
	end, err := q.Snap(to, "to")
	if err != nil {
		return false
	}
	want := plain{g, v}.cost(start, end)
	got, _, err := q.Route(context.Background(), from, to)
	if err != nil {
		if want.ms != math.MaxInt64 {
			t.Errorf("%v to %v: %v, want %+v", from, to, err, want)
		}
		return false
	}
	if dm := int64(math.Round(float64(got.Length) * 10)); dm != want.dm || int64(math.Round(float64(got.Time)*1000)) != want.ms {
		t.Errorf("%v to %v: %v m, %v s, want %+v", from, to, got.Length, got.Time, want)
	}
	return true
}

// plain is Dijkstra as textbooks have it, over what the graph tells everyone.
type plain struct {
	g *road.Graph
	v road.Vehicle
}

type cost struct{ ms, dm int64 }

func (c cost) less(o cost) bool { return c.ms < o.ms || c.ms == o.ms && c.dm < o.dm }

// leg is a whole arc driven, and how: 0 among the start's private roads, 1 on
// open ones, 2 among the end's private ones.
type leg struct{ arc, phase int }

func (p plain) cost(start, end road.Snap) cost {
	best, where := cost{math.MaxInt64, 0}, -1
	for _, arc := range p.sides(end) {
		where = p.g.Arc(arc).Edge
	}
	done, queue := map[leg]bool{}, &pile{}
	for _, arc := range p.sides(start) {
		left := p.part(arc, 1).minus(p.part(arc, at(p.g, arc, start)))
		for _, e := range p.sides(end) {
			if e == arc && at(p.g, arc, end) >= at(p.g, arc, start) {
				if c := p.part(arc, at(p.g, arc, end)).minus(p.part(arc, at(p.g, arc, start))); c.less(best) {
					best = c
				}
			}
		}
		queue.push(step{left, leg{arc, p.first(arc)}})
	}
	after := p.successors()
	for len(*queue) > 0 {
		now := queue.pop()
		if !now.less(best) {
			break
		}
		if done[now.leg] {
			continue
		}
		done[now.leg] = true
		for _, next := range after(p.g.Arc(now.arc).To) {
			phase, may := p.phase(now.leg, next)
			if !may || !p.g.MayTurn(p.v, now.arc, next) {
				continue
			}
			turned := now.plus(cost{int64(math.Round(float64(p.g.TurnTime(p.v, now.arc, next)) * 1000)), 0})
			if c := turned.plus(p.part(next, at(p.g, next, end))); p.g.Arc(next).Edge == where && c.less(best) {
				best = c
			}
			if !done[leg{next, phase}] {
				queue.push(step{turned.plus(p.part(next, 1)), leg{next, phase}})
			}
		}
	}
	return best
}

// sides are the arcs of a place's road that the vehicle may use.
func (p plain) sides(s road.Snap) []int {
	var out []int
	along, against := p.g.Sides(s)
	for _, arc := range []int{along, against} {
		if arc >= 0 && p.access(arc) != road.AccessNo {
			out = append(out, arc)
		}
	}
	return out
}

// at returns which share of arc lies before s.
func at(g *road.Graph, arc int, s road.Snap) float64 {
	if g.Arc(arc).Along {
		return s.Share
	}
	return 1 - s.Share
}

// part returns what a share of an arc costs, to the ms and dm.
func (p plain) part(arc int, share float64) cost {
	a := p.g.Arc(arc)
	seconds := a.Truck
	if p.v.WeightKg <= 3500 {
		seconds = a.Van
	}
	ms, dm := math.Round(float64(seconds)*1000), math.Round(float64(a.Metres)*10)
	return cost{int64(math.Round(share * ms)), int64(math.Round(share * dm))}
}

func (c cost) minus(o cost) cost { return cost{c.ms - o.ms, c.dm - o.dm} }
func (c cost) plus(o cost) cost  { return cost{c.ms + o.ms, c.dm + o.dm} }

func (p plain) access(arc int) road.Access {
	l := p.g.Arc(arc).Limits
	for _, m := range [][2]uint32{{p.v.WeightKg, l.WeightKg}, {p.v.AxleKg, l.AxleKg}, {uint32(p.v.HeightCm), uint32(l.HeightCm)},
		{uint32(p.v.WidthCm), uint32(l.WidthCm)}, {uint32(p.v.LengthCm), uint32(l.LengthCm)}} {
		if m[1] > 0 && m[0] > m[1] {
			return road.AccessNo
		}
	}
	access := l.HGV
	if p.v.WeightKg <= 3500 {
		access = l.Goods
	}
	if l.DestinationKg > 0 && p.v.WeightKg > l.DestinationKg {
		access = max(access, road.AccessDestination)
	}
	return access
}

func (p plain) first(arc int) int {
	if p.access(arc) == road.AccessYes {
		return 1
	}
	return 0
}

func (p plain) phase(from leg, next int) (phase int, may bool) {
	switch access := p.access(next); {
	case access == road.AccessNo:
		return 0, false
	case access == road.AccessYes:
		return 1, from.phase < 2
	case from.phase == 0:
		return 0, true
	}
	return 2, true
}

// successors returns a function from a node to the arcs that leave it.
func (p plain) successors() func(node int) []int {
	out := make([][]int, p.g.Nodes())
	for i := range p.g.Arcs() {
		n := p.g.Arc(i).From
		out[n] = append(out[n], i)
	}
	return func(node int) []int { return out[node] }
}

type step struct {
	cost
	leg
}

// pile is a binary heap, cheapest first.
type pile []step

func (p *pile) push(s step) {
	*p = append(*p, s)
	h := *p
	for i := len(h) - 1; i > 0 && h[i].less(h[(i-1)/2].cost); i = (i - 1) / 2 {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
	}
}

func (p *pile) pop() step {
	h := *p
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; 2*i+1 < len(h); {
		child := 2*i + 1
		if child+1 < len(h) && h[child+1].less(h[child].cost) {
			child++
		}
		if !h[child].less(h[i].cost) {
			break
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
	*p = h
	return top
}

func TestADamagedFileIsAClearError(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(extract(t, "monaco"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		text []byte
		want string
	}{
		"cut off":     {whole[:len(whole)/2], "ends too early"},
		"no extract":  {[]byte("not an extract at all, but long enough"), "is no OpenStreetMap extract"},
		"empty":       {nil, "is no OpenStreetMap extract"},
		"the head":    {whole[:200], ""},
		"other bytes": {append(append([]byte{}, whole[:1000]...), make([]byte, 5000)...), ""},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "x.osm.pbf")
			if err := os.WriteFile(file, c.text, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := osm.ReadFile(t.Context(), file, road.NewBuilder(), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), file) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
