package material_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"simbiyoz/geo/material"
)

// arrangement says that a class is expected to take a waste from another, or that
// such an exchange was published of a place. Weights may be chosen by those whose
// half is "tune"; the others ("held") tell how well that holds.
type arrangement struct{ half, of, waste, giver, receiver string }

func arrangements(t *testing.T) []arrangement {
	t.Helper()
	f, err := os.Open("testdata/arrangements.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []arrangement
	for _, r := range rows[1:] {
		out = append(out, arrangement{r[0], r[1], r[2], r[3], r[4]})
	}
	return out
}

// expected reports whether engineers expect it of a group of wastes, rather than
// that it was published.
func (a arrangement) expected() bool { return strings.HasPrefix(a.of, "expected") }

// Who takes what, as it was published of well-known parks and of regional
// programmes (told from memory), and as engineers of this project expect it of
// each group of wastes, was written down before any of it was ranked, and without
// any table of exchanges at hand. The floors are a little below what was reached,
// so that lists can be mended.
func TestArrangementsAreRankedEarly(t *testing.T) {
	t.Parallel()
	uses, err := material.Uses()
	if err != nil {
		t.Fatal(err)
	}
	ranked := map[[2]string][]string{}
	rank := func(a arrangement) []string {
		key := [2]string{a.waste, a.giver}
		if ranked[key] == nil {
			of, err := material.Rank(uses, a.waste, a.giver, 1000)
			if err != nil {
				t.Fatalf("%+v: %v", a, err)
			}
			for _, r := range of {
				ranked[key] = append(ranked[key], r.NACE)
			}
		}
		return ranked[key]
	}
	early := func(a arrangement, digits int) float64 {
		if place := find(rank(a), a.receiver, digits); place >= 0 && place < 5 {
			return 1
		}
		return 0
	}
	for name, floor := range map[string]struct {
		expected           bool
		divisions, classes float64
	}{"published": {false, 0.87, 0.64}, "expected": {true, 0.94, 0.76}} {
		var all, divisions, classes float64
		for _, a := range arrangements(t) {
			if a.half == "held" && a.expected() == floor.expected {
				all++
				divisions += early(a, 2)
				classes += early(a, 4)
			}
		}
		t.Logf("%.0f %s: %.3f of their divisions and %.3f of their classes are among the first five", all, name, divisions/all, classes/all)
		if divisions/all < floor.divisions || classes/all < floor.classes {
			t.Errorf("too few receivers, %s, are among the first five", name)
		}
	}
}

func TestArrangementsAreOfListedWastesAndClasses(t *testing.T) {
	t.Parallel()
	seen := map[arrangement]bool{}
	for _, a := range arrangements(t) {
		if _, ok := material.ByCode(a.waste); !ok || !material.IsWaste(a.waste) || !slices.Contains([]string{"tune", "held"}, a.half) {
			t.Errorf("%+v is of no listed waste or of no half", a)
		}
		for _, class := range []string{a.giver, a.receiver} {
			if _, ok := material.ParseNACE(class); len(class) != 5 || !ok {
				if class != "" || a.receiver == "" {
					t.Errorf("%+v: %q is no class", a, class)
				}
			}
		}
		if seen[a] {
			t.Errorf("%+v stands twice", a)
		}
		seen[a] = true
	}
}
