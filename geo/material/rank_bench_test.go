package material_test

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"simbiyoz/geo/material"
)

// exchange is a known one: who took which waste.
type exchange struct{ material, giver, receiver, key string }

var class = regexp.MustCompile(`^([0-9]{2})\.?([0-9]{2})$`)

// exchanges reads a table with the columns case, ewc and receiver_nace. Of
// several codes the first counts; rows that lack a code or a class of four
// digits are counted and left out. The giver's class (donor_nace) may lack.
func exchanges(b *testing.B, file string) (out []exchange, without int) {
	b.Helper()
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	column := func(row []string, name string) string {
		if i := slices.Index(rows[0], name); i >= 0 {
			return row[i]
		}
		return ""
	}
	for _, row := range rows[1:] {
		first, _, _ := strings.Cut(column(row, "ewc"), "/")
		code, to := material.ParseCode(first), class.FindStringSubmatch(column(row, "receiver_nace"))
		if !material.IsWaste(code) || to == nil {
			without++
			continue
		}
		from := ""
		if f := class.FindStringSubmatch(column(row, "donor_nace")); f != nil {
			from = f[1] + "." + f[2]
		}
		out = append(out, exchange{code, from, to[1] + "." + to[2], column(row, "case")})
	}
	return out, without
}

// BenchmarkUses tells how often the receiver of a known exchange is among the
// first classes that the known uses rank, beside two rivals that learn from
// the other cases of the same file: mere popularity, and backing off from the
// code to its group, its chapter and all.
func BenchmarkUses(b *testing.B) {
	file := os.Getenv("SIMBIYOZ_EXCHANGES")
	if file == "" {
		b.Skip("no file of exchanges is named")
	}
	known, without := exchanges(b, file)
	if len(known) == 0 {
		b.Fatalf("none of %d rows has a waste code and a class", without)
	}
	b.Logf("%d exchanges, %d without a waste code or a class", len(known), without)
	uses, err := material.Uses()
	if err != nil {
		b.Fatal(err)
	}
	rank := func(e exchange, from string) []string {
		ranked, err := material.Rank(uses, e.material, from, 1000)
		if err != nil {
			return nil // a code that no list has
		}
		out := make([]string, len(ranked))
		for i, r := range ranked {
			out[i] = r.NACE
		}
		return out
	}
	rankers := map[string]func(exchange) []string{
		"uses":       func(e exchange) []string { return rank(e, "") },
		"with-giver": func(e exchange) []string { return rank(e, e.giver) },
		"popularity": func(e exchange) []string { return learnt(known, e, 0) },
		"backoff": func(e exchange) []string {
			return slices.Concat(learnt(known, e, 6), learnt(known, e, 4), learnt(known, e, 2), learnt(known, e, 0))
		},
	}
	for _, name := range []string{"uses", "with-giver", "backoff", "popularity"} {
		for _, digits := range []int{2, 4} {
			b.Run(fmt.Sprintf("%s/%d-digits", name, digits), func(b *testing.B) {
				hits := map[int]int{}
				for b.Loop() {
					clear(hits)
					for _, e := range known {
						place := find(rankers[name](e), e.receiver, digits)
						for _, k := range []int{1, 3, 5, 10} {
							if place >= 0 && place < k {
								hits[k]++
							}
						}
					}
				}
				for _, k := range []int{1, 3, 5, 10} {
					b.ReportMetric(float64(hits[k])/float64(len(known)), fmt.Sprintf("hit@%d", k))
				}
			})
		}
	}
}

// learnt ranks the receivers of the other cases' wastes that share so many
// digits with e's, most frequent first.
func learnt(known []exchange, e exchange, digits int) []string {
	count := map[string]int{}
	for _, k := range known {
		if k.key != e.key && k.material[:digits] == e.material[:digits] {
			count[k.receiver]++
		}
	}
	out := make([]string, 0, len(count))
	for nace := range count {
		out = append(out, nace)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(-cmp.Compare(count[a], count[b]), cmp.Compare(a, b)) })
	return out
}

// find returns the place of a class, or of its division, among ranked ones,
// each counted once; -1 when it is not there.
func find(ranked []string, nace string, digits int) int {
	cut := func(s string) string {
		if digits == 2 {
			return s[:2]
		}
		return s
	}
	var seen []string
	for _, r := range ranked {
		if one := cut(r); !slices.Contains(seen, one) {
			if one == cut(nace) {
				return len(seen)
			}
			seen = append(seen, one)
		}
	}
	return -1
}
