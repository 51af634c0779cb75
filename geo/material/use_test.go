package material_test

import (
	"slices"
	"testing"

	"simbiyoz/geo/material"
)

func TestUsesOfBackOff(t *testing.T) {
	t.Parallel()
	order := []material.Level{material.LevelExact, material.LevelGroup, material.LevelChapter}
	found := map[material.Level]int{}
	for _, m := range material.All() {
		last := 0
		for _, u := range material.UsesOf(m.Code) {
			found[u.Level]++
			level := slices.Index(order, u.Level)
			if level < last {
				t.Fatalf("%s: %s after %s", m.Code, u.Level, order[last])
			}
			last = level
			at := map[material.Level]string{material.LevelGroup: m.Group, material.LevelChapter: material.Chapter(m.Code)}[u.Level]
			if at != "" && u.Material != at {
				t.Errorf("%s: a use of %s at level %s", m.Code, u.Material, u.Level)
			}
			if at == "" && u.Material != m.Code && !slices.Contains(material.Equivalents(m.Code), u.Material) {
				t.Errorf("%s: a use of %s as its own", m.Code, u.Material)
			}
		}
	}
	if found[material.LevelExact] == 0 || found[material.LevelGroup] == 0 {
		t.Errorf("uses by level: %v", found)
	}
	if uses := material.UsesOf("none"); uses == nil || len(uses) > 0 {
		t.Errorf("an unknown code has uses %v", uses)
	}
}

func TestKnownUsesCoverTheList(t *testing.T) {
	t.Parallel()
	uses, err := material.Uses() // which checks codes, classes, forms and figures
	if err != nil {
		t.Fatal(err)
	}
	chapters, seen := map[string]bool{}, map[string]bool{}
	for _, u := range uses {
		key := u.Material + " " + u.NACE + " " + u.UseEN
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		if u.UseTR == "" || u.Source == "" {
			t.Errorf("%s lacks its Turkish name or its source", key)
		}
		if u.Material[0] >= '0' && u.Material[0] <= '9' {
			chapters[u.Material[:2]] = true
		}
	}
	if len(uses) < 2500 || len(chapters) != 20 {
		t.Errorf("%d uses of %d chapters", len(uses), len(chapters))
	}
}
