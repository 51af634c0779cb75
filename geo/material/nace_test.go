package material_test

import (
	"testing"

	"simbiyoz/geo/material"
)

func TestNACE(t *testing.T) {
	t.Parallel()
	if n := len(material.NACE()); n != 615 {
		t.Errorf("%d classes, NACE Rev. 2 has 615", n)
	}
	cement, ok := material.NACEByClass("23.51")
	if !ok || cement.NameEN != "Manufacture of cement" || cement.Division() != "23" {
		t.Errorf("cement is %+v, %v", cement, ok)
	}
	if c, ok := material.NACEByClass("23"); ok {
		t.Errorf("a division is the class %+v", c)
	}
	for code, want := range map[string]string{"23.51": "23", "2351": "23", "23": "23", "": "", "C23": "", "2": ""} {
		if got := material.NACEDivision(code); got != want {
			t.Errorf("division of %q is %q, want %q", code, got, want)
		}
	}
}

func TestSearchNACE(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"23.51": "23.51", "2351": "23.51", "çimento imalatı": "23.51", "CIMENTO IMALATI": "23.51",
		"manufacture of cement": "23.51", "cemnet": "23.51", "iron casting": "24.51", "zeytinyağı": "10.41",
	}
	for query, want := range tests {
		if got := material.SearchNACE(query, "tr", 3); len(got) == 0 || !holds(got, want) {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
	for _, query := range []string{"", "9999", "xqzwvkj"} {
		if got := material.SearchNACE(query, "tr", 3); got == nil || len(got) > 0 {
			t.Errorf("%q finds %v", query, got)
		}
	}
}

func holds(classes []material.Class, code string) bool {
	for _, c := range classes {
		if c.Code == code {
			return true
		}
	}
	return false
}

func TestNACEAgainstAnIndependentCopy(t *testing.T) {
	t.Parallel()
	for _, row := range shared(t, "codes/nace_rev2_class_tr_en.csv") {
		c, ok := material.NACEByClass(row["class"])
		if !ok || c.NameTR == "" {
			t.Errorf("%s %s is %+v", row["class"], row["name_en"], c)
		}
		if s := similarity(c.NameEN, row["name_en"]); s < 0.6 {
			t.Errorf("%s is %q, the copy says %q", row["class"], c.NameEN, row["name_en"])
		}
	}
}
