package material_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Worked by hand: 24.10 has a use of the code itself (0.8) and one of a
// sibling (0.45 × 0.65), so 1 − 0.2 × 0.7075.
func TestRankWorkedByHand(t *testing.T) {
	t.Parallel()
	uses := []geo.Use{
		{Material: "100202", NACE: "24.10", Evidence: geo.Implemented}, {Material: "100201", NACE: "24.10", Evidence: geo.Piloted},
		{Material: "1002", NACE: "42.11", Evidence: geo.Implemented}, {Material: "10", NACE: "23.51", Evidence: geo.Studied},
		{Material: "100903", NACE: "23.61", Evidence: geo.Implemented}, {Material: "100202", NACE: "*", Evidence: geo.Implemented},
		{Material: "010413", NACE: "23.31", Evidence: geo.Implemented},
	}
	got, err := material.Rank(uses, "100202", "", 10)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"24.10": 1 - 0.2*(1-0.45*0.65), "42.11": 0.6, "23.51": 0.25, "23.61": 0.16}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i, r := range got {
		if math.Abs(r.Score-want[r.NACE]) > 1e-12 {
			t.Errorf("%s: %v, want %v", r.NACE, r.Score, want[r.NACE])
		}
		if i > 0 && r.Score > got[i-1].Score {
			t.Errorf("%s stands too low", r.NACE)
		}
	}
	if steps := got[0].Reasons; steps[0].Step != material.StepCode || steps[1].Step != material.StepSibling {
		t.Errorf("reasons %+v", steps)
	}
	own, err := material.Rank(uses, "100202", "24.10", 1)
	if err != nil || own[0].NACE != "42.11" {
		t.Errorf("from its own class: %+v, %v", own, err)
	}
}

func TestRankOfEveryMaterial(t *testing.T) {
	t.Parallel()
	uses, err := material.Uses()
	if err != nil {
		t.Fatal(err)
	}
	chapters, empty := map[string]bool{}, 0
	for _, u := range uses {
		chapters[material.Chapter(u.Material)] = true
	}
	for _, m := range material.All() {
		if !material.IsWaste(m.Code) {
			continue
		}
		got, err := material.Rank(uses, m.Code, "", 5)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 {
			empty++
		}
		if slices.ContainsFunc(got, func(r material.Ranked) bool { return !(r.Score > 0 && r.Score < 1) || len(r.Reasons) == 0 }) {
			t.Errorf("%s: %+v", m.Code, got)
		}
	}
	if empty > 0 {
		t.Errorf("nobody can use %d wastes", empty)
	}
	if _, err := material.Rank(uses, "999999", "", 5); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("an unknown code: %v", err)
	}
}
