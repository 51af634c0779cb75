package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis/postgistest"
)

// asked is how many postings a benchmark asks for.
const asked = 300

// BenchmarkMatch loads invented exchanges of the sizes that
// SIMBIYOZ_BENCH_RESOURCES names and times the candidate query alone, the
// whole match query, and posting until the matches are stored.
func BenchmarkMatch(b *testing.B) {
	sizes := os.Getenv("SIMBIYOZ_BENCH_RESOURCES")
	if sizes == "" {
		b.Skip("SIMBIYOZ_BENCH_RESOURCES names no sizes")
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(size, func(b *testing.B) {
			h, ctx := largeHouse(b, demoCmd{Firms: n / 10, Resources: n})
			for b.Loop() {
				h.timeMatches(b, ctx, n)
			}
		})
	}
}

// largeHouse returns a house with invented firms and resources, and no matches
// yet.
func largeHouse(b *testing.B, of demoCmd) (*house, context.Context) {
	b.Helper()
	pool := postgistest.New(b)
	cfg := &config{database: pool.Config().ConnString(), listen: "127.0.0.1:0", level: slog.LevelWarn}
	ctx := geo.As(b.Context(), "bench")
	h, err := open(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	})
	start := time.Now()
	if err := h.loadDemo(ctx, of, streams{io.Discard, io.Discard}); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d firms with %d resources loaded in %s", of.Firms, of.Resources, time.Since(start).Round(time.Second))
	if _, err := h.pool.Exec(ctx, `VACUUM ANALYZE firm, site, resource`); err != nil {
		b.Fatal(err)
	}
	if err := h.roads.Quicken(ctx); err != nil {
		b.Fatal(err)
	}
	return h, ctx
}

func (h *house) timeMatches(b *testing.B, ctx context.Context, resources int) {
	var candidate, whole, stored []time.Duration
	count := 0
	for i := range asked {
		id := int64(1 + i*(resources/asked))
		start := time.Now()
		of, found, err := h.x.Candidates(ctx, id)
		if err != nil {
			b.Fatal(err)
		}
		candidate = append(candidate, time.Since(start))
		if _, err := h.x.Judge(ctx, of, found); err != nil {
			b.Fatal(err)
		}
		whole = append(whole, time.Since(start))
		count += len(found)
		start = time.Now()
		if _, err := h.x.FindMatches(ctx, id); err != nil {
			b.Fatal(err)
		}
		stored = append(stored, time.Since(start))
	}
	for name, took := range map[string][]time.Duration{"candidates": candidate, "whole": whole, "posted": stored} {
		slices.Sort(took)
		b.ReportMetric(took[len(took)/2].Seconds()*1000, name+"_p50_ms")
		b.ReportMetric(took[len(took)*99/100].Seconds()*1000, name+"_p99_ms")
	}
	b.ReportMetric(float64(whole[asked/2])/float64(candidate[asked/2]), "whole/candidates")
	b.ReportMetric(float64(count)/asked, "candidates/posting")
}

// BenchmarkRebuild finds the matches of all of 100,000 resources.
func BenchmarkRebuild(b *testing.B) {
	const resources = 100_000
	if os.Getenv("SIMBIYOZ_BENCH_RESOURCES") == "" {
		b.Skip("SIMBIYOZ_BENCH_RESOURCES names no sizes")
	}
	h, ctx := largeHouse(b, demoCmd{Firms: resources / 10, Resources: resources})
	for b.Loop() {
		start := time.Now()
		found, err := h.x.Rebuild(ctx, func(int) {})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(found)/time.Since(start).Seconds(), "matches/s")
		b.ReportMetric(peakMemory(), "peak_MB")
	}
}
