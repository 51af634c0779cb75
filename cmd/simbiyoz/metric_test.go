package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// locked is a buffer that a log may be read from while it is written.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler), Metrics: h.metrics()})
	for _, path := range []string{"/api/v1/resources/1", "/api/v1/resources/2", "/api/v1/resources/99999999", "/nowhere", "/tiles/coast/5/18/12.mvt", "/api/v1/haul?from=27.05,38.48&to=zone:tire-osb"} {
		ask(t, app, "GET", path, "")
	}
	a := ask(t, app, "GET", "/metrics", "")
	for _, want := range []string{
		`simbiyoz_request_seconds_count{method="GET",route="/api/v1/resources/:id<int>",status="200"} 2`,
		`simbiyoz_request_seconds_count{method="GET",route="/api/v1/resources/:id<int>",status="404"} 1`,
		`simbiyoz_request_seconds_count{method="GET",route="none",status="404"} 1`,
		`simbiyoz_request_seconds_count{method="GET",route="/tiles/:layer/:z/:x/:y.mvt",status="200"} 1`,
		"simbiyoz_pool_connections ", "simbiyoz_tiles_asked_total 1", "simbiyoz_tiles_drawn_total 1", "simbiyoz_roads_info{",
		`simbiyoz_roads_seconds_count{question="route"} 1`, "go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(a.text, want) {
			t.Errorf("%q is not told", want)
		}
	}
	if a.status != 200 || !strings.HasPrefix(a.kind, "text/plain; version=0.0.4") || t.Failed() {
		t.Errorf("%d %s\n%s", a.status, a.kind, a.text)
	}
	if a := ask(t, api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)}), "GET", "/metrics", ""); a.status != 403 {
		t.Errorf("a visitor reads metrics: %d", a.status)
	}
	if a := ask(t, app, "GET", "/readyz", ""); a.status != 200 || a.body["schema"] == 0.0 || a.body["roads"] == "" {
		t.Errorf("%d %s", a.status, a.text)
	}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	out := &locked{}
	log := (&config{logJSON: true}).logger(out)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: log})
	if got := send(t, app, "GET", "/healthz", "", "X-Request-ID", "abc-1"); got.header.Get("X-Request-ID") != "abc-1" {
		t.Errorf("%v", got.header)
	}
	if got := send(t, app, "GET", "/healthz", "", "X-Request-ID", "a b"); len(got.header.Get("X-Request-ID")) < 20 {
		t.Errorf("%v", got.header)
	}

	t.Run("a slow statement is logged with its plan and its request", func(t *testing.T) {
		pool, err := connect(ctx, h.pool.Config().ConnString(), 50*time.Millisecond, log)
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		if _, err := pool.Exec(geo.WithTrace(ctx, "abc-2"), `SELECT pg_sleep(0.1), count(*) FROM firm WHERE id = $1`, 1); err != nil {
			t.Fatal(err)
		}
		var line struct {
			Msg, SQL, Plan string
			Took           float64 `json:"took_s"`
			Request        string  `json:"request_id"`
		}
		for end := time.Now().Add(3 * time.Minute); out.String() == "" && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		if err := json.Unmarshal([]byte(out.String()), &line); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if line.Msg != "slow query" || line.Took < 0.1 || !strings.Contains(line.Plan, "firm_pkey") || line.Request != "abc-2" || !strings.Contains(line.SQL, "pg_sleep") {
			t.Errorf("%+v", line)
		}
	})
}
