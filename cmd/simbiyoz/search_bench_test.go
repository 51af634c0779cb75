package main

import (
	"context"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"simbiyoz/geo/exchange"
)

// typed is what people type into the search box, by what it is.
var typed = map[string][]string{
	"letters": {"c", "ca", "cam", "mer", "merm", "geri", "plas", "z", "al", "kem"},
	"words":   {"cam", "mermer", "geri dönüşüm", "gıda", "OSB", "zeytinyağı", "kimya", "seramik", "alüminyum", "atölye"},
	"inside":  {"fabrika", "kurgu", "4711", "sanayi", "işleme", "99999", "tesisi", "kurgu 123", "döküm", "boya"},
	"codes":   {"10 02 02", "100202", "23.51", "1002", "10.02.02*", "material.olive_pomace"},
	"zones":   {"Kemalpaşa", "kemalpasa osb", "Aliağa", "çiğli", "Torbalı", "tire"},
	"typos":   {"mermr", "sermik", "kemalpsa", "dokum fabirkasi", "zeytnyagi", "plasitk", "kaygi", "xqzw"},
}

// BenchmarkSearch times the search box over 100,000 invented firms with as
// many resources as SIMBIYOZ_BENCH_RESOURCES says.
func BenchmarkSearch(b *testing.B) {
	resources, err := strconv.Atoi(os.Getenv("SIMBIYOZ_BENCH_RESOURCES"))
	if err != nil {
		b.Skip("SIMBIYOZ_BENCH_RESOURCES is no number")
	}
	h, ctx := largeHouse(b, demoCmd{Firms: 100_000, Resources: resources})
	for b.Loop() {
		var all []time.Duration
		for of, texts := range typed {
			took := h.timeSearches(b, ctx, texts)
			all = append(all, took...)
			tellTimes(b, of, took)
		}
		tellTimes(b, "all", all)
	}
}

// timeSearches asks for each text 30 times.
func (h *house) timeSearches(b *testing.B, ctx context.Context, texts []string) []time.Duration {
	var took []time.Duration
	for range 30 {
		for _, text := range texts {
			start := time.Now()
			if _, err := h.x.Search(ctx, exchange.SearchQuery{Text: text, Lang: "tr", Limit: 12}); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	return took
}

func tellTimes(b *testing.B, name string, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, name+"_p50_ms")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, name+"_p99_ms")
}
