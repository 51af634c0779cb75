package material_test

import (
	"encoding/csv"
	"os"
	"testing"

	"simbiyoz/geo/material"
)

// Who takes what, as engineers of this project expect it of well-known parks,
// of regional programmes and of each group of wastes, was written down before
// any of it was ranked, and without any table of exchanges at hand. Weights were
// chosen by the cases called "tune" alone; the others tell how well that holds.
// The floors are a little below what was reached, so that lists can be mended.
func TestExpectedArrangementsAreRankedEarly(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/arrangements.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	uses, err := material.Uses()
	if err != nil {
		t.Fatal(err)
	}
	var all, divisions, classes float64
	for _, row := range rows[1:] {
		half, code, from, to := row[0], row[2], row[3], row[4]
		if half != "held" {
			continue
		}
		ranked, err := material.Rank(uses, code, from, 1000)
		if err != nil {
			t.Fatalf("%v: %v", row, err)
		}
		order := make([]string, len(ranked))
		for i, r := range ranked {
			order[i] = r.NACE
		}
		all++
		if place := find(order, to, 2); place >= 0 && place < 5 {
			divisions++
		}
		if place := find(order, to, 4); place >= 0 && place < 5 {
			classes++
		}
	}
	t.Logf("%.0f expected: %.3f of their divisions and %.3f of their classes are among the first five", all, divisions/all, classes/all)
	if divisions/all < 0.93 || classes/all < 0.76 {
		t.Errorf("too few expected receivers are among the first five")
	}
}
