package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

func ptr[T any](v T) *T { return &v }

// TestWhatIf: the scenario of today changes nothing; dearer freight turns
// matches that paid into such that do not, and back.
func TestWhatIf(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	scope := geo.MatchFilter{Runnable: true}
	same, err := h.x.WhatIf(ctx, scope, exchange.Scenario{})
	if err != nil || len(same) < 500 {
		t.Fatalf("%d matches, %v", len(same), err)
	}
	for _, m := range same {
		if m.Rank != m.Was || m.Change != 0 {
			t.Fatalf("rank %d was %d, change %d", m.Rank, m.Was, m.Change)
		}
	}
	dear, err := h.x.WhatIf(ctx, scope, exchange.Scenario{Freight: ptr(400.0), Empty: ptr(1.0)})
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, m := range dear {
		if m.Change > 0 {
			t.Errorf("%d-%d pays at ten times the freight and did not before", m.SourceID, m.SinkID)
		}
		lost -= m.Change
	}
	moved := slices.ContainsFunc(dear, func(m *exchange.Supposed) bool { return m.Rank != m.Was })
	if lost == 0 || !moved {
		t.Errorf("%d matches are lost, moved %v", lost, moved)
	}
	app := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	if a := ask(t, app, http.MethodPost, "/api/v1/matches/whatif", `{"zone":1,"freight_try_km":-1,"empty":2}`); a.status != 422 || len(a.body["errors"].([]any)) != 2 {
		t.Errorf("%d %s", a.status, a.text)
	}
	if a := ask(t, app, http.MethodPost, "/api/v1/matches/whatif", `{"carbon_try_t":1000,"limit":3}`); a.status != 200 || len(a.body["matches"].([]any)) != 3 {
		t.Errorf("%d %s", a.status, a.text)
	}
}

// TestPriceChangeRevalues: a new price values the stored matches anew as if
// they were judged from the start.
func TestPriceChangeRevalues(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	all := func() map[string]string {
		found, err := h.x.Matches(ctx, geo.MatchFilter{}, geo.Page{Limit: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, m := range found.Matches {
			text, err := json.Marshal(m.Match)
			if err != nil {
				t.Fatal(err)
			}
			out[m.Source.Ref+">"+m.Sink.Ref] = string(text)
		}
		return out
	}
	before := all()
	month := time.Now().Format("2006-01")
	n, err := h.x.AddPrices(ctx, []geo.Price{
		{Of: "articulated", Measure: geo.MeasurePerKm, Range: geo.AsFreight(90), Month: month, Source: "test"},
		{Of: "10", Measure: geo.MeasureDisposal, Range: geo.AsGiven(5000), Month: month, Source: "test"}})
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	if err := h.x.Reprice(ctx, []string{"articulated", "10"}); err != nil {
		t.Fatal(err)
	}
	repriced := all()
	changed := 0
	for key := range before {
		if before[key] != repriced[key] {
			changed++
		}
	}
	if changed < len(before)/10 {
		t.Errorf("only %d of %d matches changed", changed, len(before))
	}
	if _, err := h.pool.Exec(ctx, `TRUNCATE matched`); err != nil {
		t.Fatal(err)
	}
	if _, err := h.x.Sweep(ctx, func(int) {}); err != nil {
		t.Fatal(err)
	}
	differ := 0
	for key, m := range all() {
		if was, there := repriced[key]; there && was != m {
			if differ++; differ < 4 {
				t.Logf("%s\nrepriced %s\njudged   %s", key, was, m)
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d matches are judged otherwise than they were repriced", differ)
	}
}

// BenchmarkWhatIf prints how long the ranking of 1000 stored matches under a
// new scenario takes: the judgement alone, and a whole request of a slider.
func BenchmarkWhatIf(b *testing.B) {
	h, ctx := demoHouse(b)
	app := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	freight := 20.0
	time50 := func(b *testing.B, do func()) {
		do() // the scope is read once
		var took []time.Duration
		for range max(b.N, 101) {
			start := time.Now()
			freight += 0.5
			do()
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	}
	b.Run("judgement", func(b *testing.B) {
		time50(b, func() {
			found, err := h.x.WhatIf(ctx, geo.MatchFilter{}, exchange.Scenario{Freight: &freight})
			if err != nil || len(found) != 1000 {
				b.Fatalf("%d matches, %v", len(found), err)
			}
		})
	})
	b.Run("request", func(b *testing.B) {
		time50(b, func() {
			text, err := json.Marshal(map[string]any{"freight_try_km": freight, "limit": 20})
			if err != nil {
				b.Fatal(err)
			}
			if a := ask(b, app, http.MethodPost, "/api/v1/matches/whatif", string(text)); a.status != http.StatusOK {
				b.Fatal(a.text)
			}
		})
	})
}
