package material_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Worked by hand, for the classes that neither a kind of matter nor a group of
// wastes is usual for: 30.11 has a use of the code itself (0.7 × 0.8) and of the
// one sibling (0.6 × 0.65 × 1/2), 50.10 of the group, 12.00 of both of its kind
// (0.5 × 0.8 × 2/3), 30.12 of one of them and of the chapter, 64.11 of another
// kind in the chapter (0.15 × 0.8 × 1/2). 30.11 leads its division: what 30.12
// leaves in doubt counts for 0.3, and 30.12 stands back.
func TestRankWorkedByHand(t *testing.T) {
	t.Parallel()
	uses := []geo.Use{
		{Material: "100202", NACE: "30.11", Evidence: geo.Implemented}, {Material: "100201", NACE: "30.11", Evidence: geo.Piloted},
		{Material: "1002", NACE: "50.10", Evidence: geo.Implemented}, {Material: "10", NACE: "30.12", Evidence: geo.Studied},
		{Material: "100903", NACE: "12.00", Evidence: geo.Implemented}, {Material: "190112", NACE: "12.00", Evidence: geo.Implemented},
		{Material: "100903", NACE: "30.12", Evidence: geo.Implemented},
		{Material: "100202", NACE: "*", Evidence: geo.Implemented}, {Material: "101112", NACE: "64.11", Evidence: geo.Implemented},
		{Material: "150102", NACE: "32.30", Evidence: geo.Implemented},
	}
	kin := 0.5 * 0.8 / 3
	chapter := 1 - (1-0.1)*(1-kin)
	want := map[string]float64{"30.11": 1 - 0.44*(1-0.6*0.65/2)*math.Pow(1-chapter, 0.3), "50.10": 0.6, "30.12": 1 - math.Pow(1-chapter, 0.8), "12.00": 2 * kin, "64.11": 0.06, "32.30": 0}
	got := scores(t, uses, "100202", "")
	for nace, score := range want {
		if math.Abs(got[nace]-likely(score)) > 1e-12 {
			t.Errorf("%s: %v, want %v", nace, got[nace], likely(score))
		}
	}
	ranked, err := material.Rank(uses, "100202", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ranked {
		if r.NACE != "30.11" {
			continue
		}
		var steps []material.Step
		for _, g := range r.Reasons {
			steps = append(steps, g.Step)
		}
		if want := []material.Step{material.StepCode, material.StepSibling, material.StepDivision}; !slices.Equal(steps, want) {
			t.Errorf("steps %v, want %v", steps, want)
		}
	}
}

// likely is the curve from what grounds leave of no doubt to a score.
func likely(score float64) float64 {
	x := math.Pow(-math.Log(1-score), 2.5)
	return x / (x + 21.5)
}

// scores ranks code and returns the score of each class.
func scores(t *testing.T, uses []geo.Use, code, from string) map[string]float64 {
	t.Helper()
	ranked, err := material.Rank(uses, code, from, 1000)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for i, r := range ranked {
		out[r.NACE] = r.Score
		if i > 0 && r.Score > ranked[i-1].Score {
			t.Errorf("%s stands too low", r.NACE)
		}
	}
	return out
}

// What people made of a use moves it: one match that was unfit takes 0.8 to
// 3.2/5, a completed synergy to 4.2/5; a use of the code counts for 0.7 of it.
func TestRankLearns(t *testing.T) {
	t.Parallel()
	use := geo.Use{Material: "100202", NACE: "30.11", Evidence: geo.Implemented}
	for name, test := range map[string]struct {
		completed, unfit int
		want             float64
	}{"nothing yet": {0, 0, 0.8}, "unfit": {0, 1, 0.64}, "completed": {1, 0, 0.84}, "both": {4, 4, 7.2 / 12}} {
		use.Completed, use.Unfit = test.completed, test.unfit
		if got := scores(t, []geo.Use{use}, "100202", "")["30.11"]; math.Abs(got-likely(0.7*test.want)) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, got, likely(0.7*test.want))
		}
	}
}

// Sugar works' residues go to distilleries more likely than anybody's.
func TestRankKnowsPartners(t *testing.T) {
	t.Parallel()
	anybody, sugar := scores(t, nil, "020499", ""), scores(t, nil, "020499", "10.81")
	if !(sugar["20.14"] > anybody["20.14"]) || anybody["20.14"] == 0 {
		t.Errorf("20.14: %v of anybody, %v of sugar works", anybody["20.14"], sugar["20.14"])
	}
}

func TestRankOfEveryMaterial(t *testing.T) {
	t.Parallel()
	uses, err := material.Uses()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range material.All() {
		if material.KindOf(m.Code) == "" {
			if material.IsWaste(m.Code) {
				t.Errorf("%s has no kind", m.Code)
			}
			continue
		}
		got, err := material.Rank(uses, m.Code, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) < 10 {
			t.Errorf("only %d classes can use %s", len(got), m.Code)
		}
		if slices.ContainsFunc(got, func(r material.Ranked) bool { return !(r.Score > 0 && r.Score < 1) || len(r.Reasons) == 0 }) {
			t.Errorf("%s: %+v", m.Code, got)
		}
	}
	for _, heading := range []string{"1002", "10", "100298"} {
		if got, err := material.Rank(uses, heading, "", 3); err != nil || len(got) < 3 {
			t.Errorf("%s: %+v, %v", heading, got, err)
		}
	}
	if _, err := material.Rank(uses, "999999", "", 5); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("an unknown code: %v", err)
	}
}

// What is asked may be written in many ways, or told in part.
func TestRankOfWhatIsWrittenLoosely(t *testing.T) {
	t.Parallel()
	uses, err := material.Uses()
	if err != nil {
		t.Fatal(err)
	}
	first := func(code, from string) string {
		ranked, err := material.Rank(uses, code, from, 1)
		if err != nil || len(ranked) != 1 || len(ranked[0].Reasons) == 0 {
			t.Fatalf("%q of %q: %+v, %v", code, from, ranked, err)
		}
		return ranked[0].NACE
	}
	for _, written := range []string{"100202", "10 02 02*", "10.02.02", "1002", "yüksek fırın cürufu"} {
		if got := first(written, ""); got != "23.51" {
			t.Errorf("%q goes first to %s", written, got)
		}
	}
	if got := first("", "10.81"); got[:2] != "20" && got[:2] != "10" {
		t.Errorf("what sugar works have goes first to %s", got)
	}
	if _, err := material.Rank(uses, "", "", 1); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("nothing at all: %v", err)
	}
	for written, want := range map[string]string{"24.10": "24.10", "2410": "24.10", "C24.10": "24.10", "24.1": "24.1", "24": "24", "99.99": "", "2": "", "Ç24": "", "": ""} {
		if got, ok := material.ParseNACE(written); ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v", written, got, ok)
		}
	}
}
