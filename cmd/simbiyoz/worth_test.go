package main

import (
	"math"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/match"
)

const dear = 320.0 // TRY/km: at today's most lines lie beyond the network

// TestWorthCarrying: for ten demo resources, at every point of the border on a
// road the haul of the match it rests on, along the road that the engine tells
// from door to door, eats up its gross benefit to less than 1 %. Where the
// quickest way jumps over the distance, because it comes from another side, no
// road has such a point and none is told.
func TestWorthCarrying(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	found, err := h.x.Matches(ctx, geo.MatchFilter{Runnable: true}, geo.Page{Limit: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	seen, held := map[int64]bool{}, 0
	for _, m := range found.Matches {
		if seen[m.SourceID] || held == 10 {
			continue
		}
		seen[m.SourceID] = true
		w, err := h.x.WorthCarrying(ctx, m.SourceID, exchange.Scenario{Freight: ptr(dear)})
		if err != nil {
			t.Fatal(err)
		}
		if w.Best == nil || w.Upto < 5_000 || w.Upto > 90_000 {
			continue // the line would lie in the yard, or beyond the network
		}
		held++
		border, off := checkBorder(t, h, w)
		t.Logf("resource %d: %.1f km, %d partners inside, %d points of the border on roads, net benefit there at most %.2f %% of gross",
			m.SourceID, w.Upto.Km(), len(w.Inside), border, 100*off)
		if border == 0 || off >= 0.01 {
			t.Errorf("resource %d: %d points, %.2f %% off", m.SourceID, border, 100*off)
		}
	}
	if held < 10 {
		t.Errorf("only %d resources break even between 5 and 90 km", held)
	}
}

// checkBorder asks the way to each point of w's border and returns how many
// there are and the largest net benefit there, either way, as a share of gross.
func checkBorder(t testing.TB, h *house, w exchange.Worth) (points int, off float64) {
	t.Helper()
	lorry := match.VehicleFor(w.Of.Item)
	roads, errs, err := h.roads.OneToMany(t.Context(), lorry, w.Of.Site.Place, w.Border, w.Of.Role == geo.Sink)
	if err != nil {
		t.Fatal(err)
	}
	best := *w.Best.Haul
	vehicle, err := h.x.Vehicle(best.Vehicle)
	if err != nil {
		t.Fatal(err)
	}
	vehicle.PerKm *= dear / 40
	gross := *w.Best.Benefit + best.Cost
	for i, r := range roads {
		if errs[i] != nil {
			t.Errorf("to %v: %v", w.Border[i], errs[i])
			continue
		}
		r.Length += 1.3 * // the way beside a coarse network's roads
			(r.FromSnap + r.ToSnap)
		share := float64(r.Length / best.Road.Length)
		there := geo.Road{Length: r.Length, Time: best.Road.Time * geo.Seconds(share), Toll: best.Road.Toll * geo.Metres(share)}
		net := gross - geo.Carry(there, vehicle, best.Mass, best.Terms).Cost
		off = max(off, math.Abs(float64(net/gross)))
	}
	return len(w.Border), off
}

// BenchmarkWorth times the line of break-even of ten demo resources, and tells
// by how much of the gross benefit its border misses nil at most.
func BenchmarkWorth(b *testing.B) {
	h, ctx := demoHouse(b)
	for b.Loop() {
		var took []time.Duration
		worst := 0.0
		for id := int64(1); len(took) < 10; id++ {
			start := time.Now()
			w, err := h.x.WorthCarrying(ctx, id, exchange.Scenario{Freight: ptr(dear)})
			if err != nil {
				b.Fatal(err)
			}
			if w.Best == nil || w.Of.Role != geo.Source || w.Upto < 5_000 || w.Upto > 90_000 {
				continue
			}
			took = append(took, time.Since(start))
			_, off := checkBorder(b, h, w)
			worst = max(worst, 100*off)
		}
		reportTimes(b, "break_even_line", took)
		b.ReportMetric(worst, "off_pct")
	}
}
