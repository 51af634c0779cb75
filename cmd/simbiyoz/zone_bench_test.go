package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// BenchmarkZone times what the screen of a zone, and of all zones together,
// asks for, and the list of zones, over the demo of 637 resources and over as
// many invented ones as SIMBIYOZ_BENCH_RESOURCES says, as facilitators and as
// visitors ask; beside that, how long flows take to be computed.
func BenchmarkZone(b *testing.B) {
	b.Run("637", func(b *testing.B) {
		h, ctx := demoHouse(b)
		for b.Loop() {
			h.timeZones(b, ctx)
		}
	})
	if os.Getenv("SIMBIYOZ_BENCH_RESOURCES") == "" {
		return
	}
	for _, n := range benchSizes(b) {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			h, ctx := largeHouse(b, demoCmd{Firms: min(100_000, max(1000, n/10)), Resources: n})
			h.pairNeighbours(b, ctx)
			for b.Loop() {
				h.timeZones(b, ctx)
			}
		})
	}
}

// neighbours stands for the matches that a rebuild would find: of each source
// the ten sinks of its material that lie about where it lies, as far as flows
// look at them. Sources and sinks of one material and unit are numbered along
// the same line, so a source's share of its line tells where its sinks begin.
var neighbours = []string{
	`SET LOCAL session_replication_role = replica`,
	`SET LOCAL statement_timeout = 0`,
	`SET LOCAL work_mem = '256MB'`,
	`CREATE TEMP TABLE numbered ON COMMIT DROP AS
SELECT id, role, material, unit, rate, place_m AS at, row_number() OVER w - 1 AS n, count(*) OVER (PARTITION BY material, unit, role) AS of
FROM resource WINDOW w AS (PARTITION BY material, unit, role ORDER BY place, id)`,
	`CREATE UNIQUE INDEX ON numbered (role, material, unit, n)`,
	`ANALYZE numbered`,
	`INSERT INTO match (source_id, sink_id, relation, fit, rate, share, unit, decay, score, haul, vehicle, road_m, benefit_try, expected_try, co2e_kg, inputs, reasons, blocked)
SELECT source, sink, 'same', 1, rate, 1, unit, 1, 1,
       CASE unit WHEN 't' THEN ARRAY[road_m, 0, 0, 0, 0, 0, 0, 0, 0, rate, ceil(rate / 25), 0, 0, 0, 0, 0, 0, rate * road_m * 0.004, rate * road_m * 0.00008] END,
       CASE unit WHEN 't' THEN 'articulated' END,
       road_m, rate * (300 - road_m * 0.004), rate * (300 - road_m * 0.004), rate * (50 - road_m * 0.00008), '{}', '{}', false
FROM (
    SELECT a.id AS source, b.id AS sink, a.unit, least(a.rate, b.rate) AS rate, 1.4 * ST_Distance(a.at, b.at) AS road_m
    FROM numbered AS a
    JOIN numbered AS first ON first.role = 'sink' AND first.material = a.material AND first.unit = a.unit AND first.n = 0
    CROSS JOIN generate_series(0, least(10, first.of) - 1) AS k
    JOIN numbered AS b ON b.role = 'sink' AND b.material = a.material AND b.unit = a.unit AND b.n = (a.n * first.of / a.of + k) % first.of
    WHERE a.role = 'source') AS pair`,
}

// pairNeighbours fills the matches of a large house.
func (h *house) pairNeighbours(b *testing.B, ctx context.Context) {
	b.Helper()
	err := pgx.BeginFunc(ctx, h.pool, func(tx pgx.Tx) error {
		for _, sql := range neighbours {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := h.pool.Exec(ctx, `VACUUM ANALYZE match`); err != nil {
		b.Fatal(err)
	}
}

// timeZones computes all flows and asks for those of every zone in turn.
func (h *house) timeZones(b *testing.B, ctx context.Context) {
	start := time.Now()
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(start).Seconds(), "renew_s")
	run, zones := h.lastFlows(b, ctx)
	b.ReportMetric(float64(run.Matches), "matches")
	b.ReportMetric(float64(run.Moves), "moves")
	base := serve(b, h, api.Config{Log: slog.New(slog.DiscardHandler)})
	for _, as := range []string{"", "visitor"} {
		var zone, region, list []time.Duration
		for range max(3, 200/len(zones)) {
			for _, z := range zones {
				zone = append(zone, timeGet(b, fmt.Sprintf("%s/api/v1/zones/%d/flows", base, z.ID), as))
			}
		}
		for range 30 {
			region = append(region, timeGet(b, base+"/api/v1/zones/flows", as))
			list = append(list, timeGet(b, base+"/api/v1/zones", as))
		}
		if as != "" {
			as += "_"
		}
		reportTimes(b, as+"zone", zone)
		reportTimes(b, as+"region", region)
		reportTimes(b, as+"list", list)
	}
}

func (h *house) lastFlows(b *testing.B, ctx context.Context) (geo.FlowRun, []geo.Zone) {
	_, run, err := h.x.Flows(ctx, geo.FlowFilter{Kind: geo.Agreed, Level: geo.ByZone})
	if err != nil {
		b.Fatal(err)
	}
	zones, err := h.x.Zones(ctx)
	if err != nil {
		b.Fatal(err)
	}
	return run, zones
}

// timeGet asks through a visitor's eyes, or a facilitator's, until the whole
// answer is here.
func timeGet(b *testing.B, url, as string) time.Duration {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	if as != "" {
		req.Header.Set("X-View-As", as)
	}
	start := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n < 100 || res.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s, %d bytes, %v", url, res.Status, n, err)
	}
	return time.Since(start)
}
