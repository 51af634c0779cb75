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
