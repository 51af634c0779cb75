package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/postgis/postgistest"
)

// How many postings a benchmark asks for, and how many it posts.
const (
	asked  = 300
	posted = 20
)

// BenchmarkMatch loads invented exchanges of the sizes that
// SIMBIYOZ_BENCH_RESOURCES names and times the candidate query alone, the
// whole query of the best 50 matches, and posting until the matches are stored.
// It prints the plan of a candidate query.
func BenchmarkMatch(b *testing.B) {
	for _, n := range benchSizes(b) {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			h, ctx := largeHouse(b, demoCmd{Firms: n / 10, Resources: n})
			for b.Loop() {
				h.timeMatches(b, ctx, n)
				h.timePostings(b, ctx, n)
			}
			b.Log(h.plan(b, ctx))
		})
	}
}

func benchSizes(b *testing.B) []int {
	sizes := os.Getenv("SIMBIYOZ_BENCH_RESOURCES")
	if sizes == "" {
		b.Skip("SIMBIYOZ_BENCH_RESOURCES names no sizes")
	}
	var out []int
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

// largeHouse returns a house with invented firms and resources, and no matches
// yet.
func largeHouse(b *testing.B, of demoCmd) (*house, context.Context) {
	b.Helper()
	pool := postgistest.NewKept(b, fmt.Sprintf("firms_%d_resources_%d", of.Firms, of.Resources), func(address string) error { return fillLarge(b, address, of) })
	cfg := &config{database: pool.Config().ConnString(), listen: "127.0.0.1:0", level: slog.LevelWarn, data: b.TempDir(), tiles: 64 << 20}
	ctx := geo.WithViewer(geo.As(b.Context(), "bench"), geo.Viewer{Standing: geo.Admin})
	h, err := open(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := h.roads.Quicken(ctx); err != nil {
		b.Fatal(err)
	}
	return h, ctx
}

// fillLarge loads a large demo into a database.
func fillLarge(b *testing.B, address string, of demoCmd) error {
	ctx := geo.WithViewer(geo.As(context.Background(), "bench"), geo.System)
	h, err := open(ctx, &config{database: address, listen: "127.0.0.1:0", level: slog.LevelWarn, data: b.TempDir(), tiles: 1 << 20}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	start := time.Now()
	err = h.loadDemo(ctx, of, streams{io.Discard, io.Discard})
	for _, sql := range []string{`VACUUM ANALYZE firm, site, resource`, `DELETE FROM river_job`} { // not in one: that would be a transaction
		if err == nil {
			_, err = h.pool.Exec(ctx, sql)
		}
	}
	fmt.Fprintf(os.Stderr, "%d firms with %d resources loaded in %s\n", of.Firms, of.Resources, time.Since(start).Round(time.Second))
	return errors.Join(err, h.Close())
}

// timeMatches times the candidate query and the whole, in turn.
func (h *house) timeMatches(b *testing.B, ctx context.Context, resources int) {
	var candidate, whole []time.Duration
	count := 0
	for i := range asked {
		start := time.Now()
		of, found, err := h.x.Candidates(ctx, int64(1+i*(resources/asked)))
		if err != nil {
			b.Fatal(err)
		}
		candidate = append(candidate, time.Since(start))
		if _, err := h.x.Judge(ctx, of, found, 50); err != nil {
			b.Fatal(err)
		}
		whole = append(whole, time.Since(start))
		count += len(found)
	}
	reportTimes(b, "candidates", candidate)
	reportTimes(b, "whole", whole)
	b.ReportMetric(float64(whole[asked/2])/float64(candidate[asked/2]), "whole/candidates")
	b.ReportMetric(float64(count)/asked, "candidates/posting")
}

// reportTimes sorts what something took and reports p50 and p99.
func reportTimes(b *testing.B, name string, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, name+"_p50_ms")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, name+"_p99_ms")
}

// timePostings posts copies of resources, as a firm does, while the jobs run,
// and times each until its matches are stored.
func (h *house) timePostings(b *testing.B, ctx context.Context, resources int) {
	if err := h.jobs.Start(ctx); err != nil {
		b.Fatal(err)
	}
	defer h.stopJobs()
	var took []time.Duration
	for i := range posted {
		p, err := h.x.Posting(ctx, int64(2+i*(resources/posted)))
		if err != nil {
			b.Fatal(err)
		}
		r := p.Resource
		r.ID, r.Ref = 0, ""
		start := time.Now()
		mine, err := h.x.PostResource(ctx, r)
		if err != nil {
			b.Fatal(err)
		}
		for done := false; !done; time.Sleep(5 * time.Millisecond) {
			if err := h.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM matched WHERE resource_id = $1)`, mine.Resource.ID).Scan(&done); err != nil {
				b.Fatal(err)
			}
			if time.Since(start) > time.Minute {
				b.Fatalf("resource %d was not matched", mine.Resource.ID)
			}
		}
		took = append(took, time.Since(start))
	}
	reportTimes(b, "posted", took)
}

// plan returns how PostgreSQL carries out the candidate query of the first
// source.
func (h *house) plan(b *testing.B, ctx context.Context) string {
	cfg, err := pgxpool.ParseConfig(h.pool.Config().ConnString())
	if err != nil {
		b.Fatal(err)
	}
	var plan strings.Builder
	cfg.ConnConfig.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { plan.WriteString(n.Message + "\n") }
	cfg.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `LOAD 'auto_explain'; SET client_min_messages = log; SET auto_explain.log_min_duration = 0;
SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on`)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	x := exchange.New(postgis.New(pool, nil), h.roads, h.log)
	if err := x.LoadUses(ctx); err != nil {
		b.Fatal(err)
	}
	var id int64
	if err := h.pool.QueryRow(ctx, `SELECT min(id) FROM resource WHERE role = 'source'`).Scan(&id); err != nil {
		b.Fatal(err)
	}
	plan.Reset()
	if _, _, err := x.Candidates(ctx, id); err != nil {
		b.Fatal(err)
	}
	return plan.String()
}

// BenchmarkRebuild finds the matches of all resources of an exchange, of 100,000
// or as many as SIMBIYOZ_BENCH_REBUILD says, by the program itself; then again,
// killed in the middle and resumed, and holds what is stored against the first.
func BenchmarkRebuild(b *testing.B) {
	benchSizes(b)
	resources := 100_000
	if text := os.Getenv("SIMBIYOZ_BENCH_REBUILD"); text != "" {
		var err error
		if resources, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	h, ctx := largeHouse(b, demoCmd{Firms: resources / 10, Resources: resources})
	r := newRebuilder(b, h.pool)
	for b.Loop() {
		took, peak := r.whole()
		var matches int
		var size string
		if err := h.pool.QueryRow(ctx, `SELECT count(*), pg_size_pretty(pg_total_relation_size('match')) FROM match`).Scan(&matches, &size); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(took.Seconds(), "wall_s")
		b.ReportMetric(float64(matches)/took.Seconds(), "matches/s")
		b.ReportMetric(peak, "peak_MB")
		b.Logf("%d matches are stored in %s", matches, size)
		want := digest(b, h.pool)
		killed := r.killed(resources / 2)
		r.run("match", "rebuild", "--resume")
		if got := digest(b, h.pool); got != want {
			b.Fatalf("killed after %d of %d resources and resumed: %s, want %s", killed, resources, got, want)
		}
		b.Logf("killed after %d of %d resources and resumed: the same rows", killed, resources)
	}
}
