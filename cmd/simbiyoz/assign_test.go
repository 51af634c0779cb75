package main

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// facilitating returns a house with the demo and its flows, and a context that
// facilitates.
func facilitating(t *testing.T) (*house, context.Context) {
	t.Helper()
	h, ctx := demoHouse(t)
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	return h, geo.WithViewer(ctx, geo.Viewer{Standing: geo.Facilitator})
}

// TestAssign: the demo's best assignment is proved by its prices, gains no less
// than the greedy list, gives no end more than it has, and answers scenarios.
func TestAssign(t *testing.T) {
	t.Parallel()
	h, ctx := facilitating(t)
	best, err := h.x.Assign(ctx, exchange.AssignRequest{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d matches, %d pairs, %.0f TRY, greedy %.0f, %d unpriced, %d unknown, %d blocked", best.Matches, len(best.Pairs), best.Total, best.Greedy, best.Unpriced, best.Unknown, best.Blocked)
	if best.Violation != 0 || best.Total < best.Greedy || len(best.Pairs) < 50 {
		t.Errorf("violation %d, %v against %v, %d pairs", best.Violation, best.Total, best.Greedy, len(best.Pairs))
	}
	used, total := map[int64]float64{}, geo.Lira(0)
	for _, p := range best.Pairs {
		used[p.SourceID] += p.Quantity
		used[p.SinkID] += p.Quantity
		total += p.Gain * geo.Lira(p.Quantity)
	}
	if math.Abs(float64(total-best.Total)) > 1 {
		t.Errorf("the pairs gain %v, the total is %v", total, best.Total)
	}
	for _, e := range best.Ends {
		if math.Abs(e.Used-used[e.ID]) > 1e-6 || e.Rate != nil && e.Used > *e.Rate+1e-6 {
			t.Errorf("%+v is used for %v", e, used[e.ID])
		}
	}

	// a tonne more of the scarcest end gains its price, as long as that holds
	scarce := best.Ends[0]
	more, err := h.x.Assign(ctx, exchange.AssignRequest{Rates: map[int64]float64{scarce.ID: *scarce.Rate + 0.001}})
	if gain := more.Total - best.Total; err != nil || math.Abs(float64(gain-scarce.Price/1000)) > 0.02*float64(scarce.Price/1000)+0.01 {
		t.Errorf("a kilogram more of %d gains %v, its price is %v a tonne, %v", scarce.ID, gain, scarce.Price, err)
	}

	lots, err := h.x.Assign(ctx, exchange.AssignRequest{Setup: 50_000, Least: 10})
	if err != nil || !lots.Lots || lots.Total > lots.Bound || lots.Total < lots.Greedy || len(lots.Pairs) >= len(best.Pairs) {
		t.Errorf("in lots: %d pairs, %v of at most %v, greedy %v, %v", len(lots.Pairs), lots.Total, lots.Bound, lots.Greedy, err)
	}
	for _, p := range lots.Pairs {
		if p.Quantity < 10 {
			t.Errorf("%+v moves less than a lot", p)
		}
	}
	if _, err := h.x.Assign(h.visiting(), exchange.AssignRequest{}); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("a visitor is told: %v", err)
	}
}

func (h *house) visiting() context.Context {
	return geo.WithViewer(context.Background(), geo.Viewer{Standing: geo.Visitor})
}

// TestSite: what a zone's plant is said to add is what the assignment with it
// gains above the one without.
func TestSite(t *testing.T) {
	t.Parallel()
	h, ctx := facilitating(t)
	plant := exchange.Plant{Material: "10", Capacity: 5000}
	sited, err := h.x.Site(ctx, exchange.SiteRequest{Plant: plant, Count: 2})
	if err != nil || len(sited.Ranked) < 10 || len(sited.Chosen) == 0 || sited.Chosen[0] != sited.Ranked[0].Zone.Code && len(sited.Chosen) == 1 {
		t.Fatalf("%d zones, chosen %v, %v", len(sited.Ranked), sited.Chosen, err)
	}
	best := sited.Ranked[0]
	t.Logf("best %s: %.0f TRY, %.0f t of %d sources; together %v %.0f TRY", best.Zone.Code, best.Gain, best.Mass, best.Sources, sited.Chosen, sited.Gain)
	if best.Gain <= 0 || sited.Gain < best.Gain {
		t.Errorf("the best gains %v, two together %v", best.Gain, sited.Gain)
	}
	plant.Zone = best.Zone.Code
	with, err := h.x.Assign(ctx, exchange.AssignRequest{Plant: &plant})
	if err != nil || with.Violation != 0 || math.Abs(float64(with.Total-sited.Before-best.Gain)) > 1 {
		t.Errorf("with the plant %v, before %v, said to gain %v, violation %d, %v", with.Total, sited.Before, best.Gain, with.Violation, err)
	}
}

// TestPool: what a back-haul saves is what its four ways say, and no lorry is
// promised twice.
func TestPool(t *testing.T) {
	t.Parallel()
	h, ctx := facilitating(t)
	p, err := h.x.Pool(ctx, exchange.PoolRequest{Kind: geo.Potential})
	if err != nil || len(p.Backhauls) == 0 || len(p.Rounds) == 0 {
		t.Fatalf("%d back-hauls, %d rounds, %v", len(p.Backhauls), len(p.Rounds), err)
	}
	t.Logf("%d moves: %d back-hauls, %d rounds save %.0f km, %.0f TRY, %.0f kg CO2e", len(p.Moves), len(p.Backhauls), len(p.Rounds), p.Saved.Length.Km(), p.Saved.Cost, p.Saved.CO2e)
	b := p.Backhauls[0]
	v, err := geo.VehicleByCode(b.Vehicle)
	if err != nil {
		t.Fatal(err)
	}
	way := func(from, to geo.Point) geo.Metres {
		roads, errs, err := h.roads.OneToMany(ctx, v, from, []geo.Point{to}, false)
		if err != nil || errs[0] != nil {
			t.Fatal(err, errs)
		}
		return roads[0].Length
	}
	a, c := p.Moves[b.A], p.Moves[b.B]
	want := geo.Metres(b.Rounds) * (way(a.To, a.From) + way(c.To, c.From) - way(a.To, c.From) - way(c.To, a.From))
	if math.Abs(float64(want-b.Length)) > 1e-6*float64(want) {
		t.Errorf("%+v saves %v m, by its ways %v", b, b.Length, want)
	}
	trips := map[int]int{}
	for _, b := range p.Backhauls {
		trips[b.A] += b.Rounds
		trips[b.B] += b.Rounds
	}
	for i, n := range trips {
		m := p.Moves[i]
		if v, err = geo.VehicleByCode(m.Vehicle); err != nil || float64(n) > float64(m.Mass/v.Load(m.Density)) {
			t.Errorf("move %d of %v t is promised %d lorries", i, m.Mass, n)
		}
	}
}

// TestAssignOverHTTP: the answers of the API, and what it says of bad input.
func TestAssignOverHTTP(t *testing.T) {
	t.Parallel()
	h, ctx := facilitating(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	best, err := h.x.Assign(ctx, exchange.AssignRequest{})
	if err != nil {
		t.Fatal(err)
	}
	id := strconv.FormatInt(best.Ends[0].ID, 10)
	for path, want := range map[string]string{
		"/api/v1/assignment":                   `"violation":0`,
		"/api/v1/assignment?unit=MWh":          `"unit":"MWh"`,
		"/api/v1/assignment?rate=" + id + ":0": `"pairs"`,
		"/api/v1/assignment?plant=kemalpasa-osb&plant_material=10&capacity_t=5000":        `"plant":"kemalpasa-osb"`,
		"/api/v1/assignment?format=csv":                                                   "source_id;sink_id",
		"/api/v1/assignment/sites?plant_material=10&capacity_t=5000&count=2":              `"chosen"`,
		"/api/v1/pooling?kind=potential":                                                  `"backhauls"`,
		"/api/v1/pooling?format=csv":                                                      "saved_m",
		"/api/v1/assignment?rate=999999999:5":                                             `"field":"rate"`,
		"/api/v1/assignment?rate=x":                                                       `"field":"rate"`,
		"/api/v1/assignment?setup_try=-1":                                                 `"field":"setup_try"`,
		"/api/v1/assignment?plant=nowhere&plant_material=10&capacity_t=5":                 `"field":"plant"`,
		"/api/v1/assignment/sites?capacity_t=5":                                           `"field":"plant_material"`,
		"/api/v1/assignment/sites?plant_material=10&capacity_t=0":                         `"field":"capacity_t"`,
		"/api/v1/pooling?visits=0":                                                        `"field":"visits"`,
		"/api/v1/pooling?kind=hoped":                                                      `"field":"kind"`,
		"/api/v1/assignment?unit=lb":                                                      `"field":"unit"`,
		"/api/v1/assignment?format=pdf":                                                   `"field":"format"`,
		"/api/v1/assignment?unit=MWh&plant=kemalpasa-osb&plant_material=10&capacity_t=50": `"field":"unit"`,
	} {
		if a := ask(t, app, http.MethodGet, path, ""); !strings.Contains(a.text, want) || strings.Contains(want, "field") != (a.status == 422) {
			t.Errorf("%s: %d %.300s", path, a.status, a.text)
		}
	}
}
