package main

import (
	"io"
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis/postgistest"
	"simbiyoz/geo/road/remote/remotetest"
)

func TestEngineSettingsAreNamed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ kind, url, want string }{
		"an unknown engine": {"graphhopper", "http://localhost", "SIMBIYOZ_ENGINE: "},
		"no address":        {"osrm", "", "SIMBIYOZ_ENGINE_URL: "},
		"no http":           {"valhalla", "localhost:8002", "SIMBIYOZ_ENGINE_URL: "},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := func(name string) string {
				return map[string]string{"SIMBIYOZ_ENGINE": c.kind, "SIMBIYOZ_ENGINE_URL": c.url, "SIMBIYOZ_DATA": "/tmp"}[name]
			}
			if _, err := readConfig(env); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestEstimatesAreSweptOnceTheEngineAnswers finds matches while a recorded
// engine is down: they are marked, and stay due until it answers.
func TestEstimatesAreSweptOnceTheEngineAnswers(t *testing.T) {
	t.Parallel()
	s := remotetest.New(t, "../../geo/road/osrm/testdata")
	s.Drop.Store(1 << 40)
	cfg := &config{database: postgistest.New(t).Config().ConnString(), listen: "127.0.0.1:0",
		engine: engineConfig{kind: "osrm", url: s.URL, profile: "driving"}}
	h, ctx := newHouse(t, cfg)
	h.engine.Open(ctx)
	if err := h.loadDemo(ctx, demoCmd{Firms: 20, Resources: 60}.sized(), streams{io.Discard, io.Discard}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.x.Sweep(ctx, func(int) {}); err != nil {
		t.Fatal(err)
	}
	page, err := h.x.Matches(ctx, geo.MatchFilter{}, geo.Page{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for _, m := range page.Matches {
		if m.Haul != nil && m.Haul.Road.Length > 0 {
			if !m.Haul.Road.Estimate {
				t.Errorf("%d-%d is not marked", m.SourceID, m.SinkID)
			}
			marked++
		}
	}
	if marked == 0 {
		t.Error("no match has an estimate")
	}
	const due = `SELECT count(*) FROM resource AS r WHERE NOT EXISTS (SELECT FROM matched WHERE resource_id = r.id AND network = $1)`
	var n int
	if err := h.pool.QueryRow(ctx, due, "osrm-2026-11-01").Scan(&n); err != nil || n == 0 {
		t.Errorf("%d postings are due once the engine answers, %v", n, err)
	}
	if n, err := h.x.Counts(ctx); err != nil || n.Pending != 0 {
		t.Errorf("%+v, %v", n, err)
	}
	s.Drop.Store(0)
	h.engine.Open(ctx)
	if now := h.x.Network(); now.Estimate || now.Version != "osrm-2026-11-01" {
		t.Errorf("the engine answers: %+v", now)
	}
}
