package material_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

func TestListsAreWhole(t *testing.T) {
	t.Parallel()
	if _, err := material.Uses(); err != nil {
		t.Error(err)
	}
	count := map[material.Entry]int{}
	for _, m := range material.All() {
		if material.IsWaste(m.Code) {
			count[material.EntryOf(m.Code)]++
		}
	}
	// The entries of Decision 2000/532/EC as amended by 2014/955/EU.
	want := map[material.Entry]int{material.AbsoluteHazardous: 235, material.MirrorHazardous: 173,
		material.AbsoluteNonHazardous: 256, material.MirrorNonHazardous: 178}
	for entry, n := range want {
		if count[entry] != n {
			t.Errorf("%d entries are %s, want %d", count[entry], entry, n)
		}
	}
	if n := len(material.Headings()); n != 20+111 {
		t.Errorf("%d headings, want 20 chapters and 111 groups", n)
	}
}

func TestEveryMaterialHasItsPlace(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, m := range material.All() {
		if m.NameEN == "" || m.NameTR == "" || m.NameEN != strings.TrimSpace(m.NameEN) || m.NameTR != strings.TrimSpace(m.NameTR) {
			t.Errorf("%s: names %q, %q", m.Code, m.NameEN, m.NameTR)
		}
		if !material.IsWaste(m.Code) {
			continue
		}
		for _, code := range []string{m.Group, material.Chapter(m.Code)} {
			used[code] = true
			if _, ok := material.HeadingOf(code); !ok {
				t.Errorf("%s: no heading %s", m.Code, code)
			}
		}
	}
	for _, h := range material.Headings() {
		if !used[h.Code] {
			t.Errorf("heading %s has no entries", h.Code)
		}
		if h.NameEN == "" || h.NameTR == "" {
			t.Errorf("heading %s lacks a name", h.Code)
		}
	}
}

func TestByCode(t *testing.T) {
	t.Parallel()
	slag, ok := material.ByCode("100202")
	if !ok || slag.NameEN != "Unprocessed slag" || slag.NameTR != "İşlenmemiş cüruf" || slag.Group != "1002" ||
		slag.Unit != geo.UnitTonne || slag.Hazardous() {
		t.Errorf("slag is %+v, %v", slag, ok)
	}
	if dust, _ := material.ByCode("100207"); dust.Hazard != geo.HazardMirror || !dust.Hazardous() {
		t.Errorf("steelworks' dust is %+v", dust)
	}
	if acid, _ := material.ByCode("110105"); acid.Hazard != geo.HazardAbsolute {
		t.Errorf("pickling acid is %+v", acid)
	}
	for _, code := range []string{"", "10", "1002", "100203", "10 02 02", "none.such"} {
		if m, ok := material.ByCode(code); ok {
			t.Errorf("%q is %+v", code, m)
		}
	}
}

func TestSiblings(t *testing.T) {
	t.Parallel()
	if got, want := material.Siblings("050702"), []string{"050701", "050799"}; !slices.Equal(got, want) {
		t.Errorf("siblings %v, want %v", got, want)
	}
	if got := material.Siblings("energy.steam"); got != nil {
		t.Errorf("a product has siblings %v", got)
	}
}

func TestEquivalentsAreMutual(t *testing.T) {
	t.Parallel()
	pairs := 0
	for _, m := range material.All() {
		for _, other := range material.Equivalents(m.Code) {
			pairs++
			if material.IsWaste(m.Code) == material.IsWaste(other) {
				t.Errorf("%s and %s are of one list", m.Code, other)
			}
			if !slices.Contains(material.Equivalents(other), m.Code) {
				t.Errorf("%s stands for %s but not the other way", other, m.Code)
			}
		}
	}
	if pairs == 0 {
		t.Error("no product has an equivalent waste")
	}
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	all := 0
	for _, m := range material.All() {
		for _, lang := range []string{"tr", "en"} {
			words := material.Synonyms(m.Code, lang)
			all += len(words)
			for i, w := range words {
				if w == "" || slices.Contains(words[:i], w) {
					t.Errorf("%s: %q is empty or twice", m.Code, w)
				}
			}
		}
	}
	if all < 600 {
		t.Errorf("%d everyday words", all)
	}
	if !slices.Contains(material.Synonyms("020701", "tr"), "üzüm cibresi") {
		t.Error("grape marc is not called üzüm cibresi")
	}
}

// entries are the names that an independent copy of the list gives to how a
// waste is entered.
var entries = map[string]material.Entry{
	"Absolute hazardous": material.AbsoluteHazardous, "Mirror hazardous": material.MirrorHazardous,
	"Absolute non-hazardous": material.AbsoluteNonHazardous, "Mirror non-hazardous": material.MirrorNonHazardous,
}

func TestAgainstAnIndependentCopy(t *testing.T) {
	t.Parallel()
	copied := shared(t, "codes/ewc_tr_en.csv")
	wastes := slices.DeleteFunc(slices.Clone(material.All()), func(m geo.Material) bool { return !material.IsWaste(m.Code) })
	if len(copied) != len(wastes) {
		t.Errorf("%d wastes, the copy has %d", len(wastes), len(copied))
	}
	near, all := 0, 0
	for _, row := range copied {
		m, ok := material.ByCode(row["code"])
		if !ok {
			t.Errorf("%s is missing", row["code"])
			continue
		}
		if want := entries[row["entry_type"]]; material.EntryOf(m.Code) != want {
			t.Errorf("%s is %s, the copy says %s", m.Code, material.EntryOf(m.Code), want)
		}
		for _, names := range [][2]string{{m.NameEN, row["name_en"]}, {m.NameTR, row["name_tr"]}} {
			if names[1] == "" {
				continue // the copy lacks seven Turkish names
			}
			all++
			if s := similarity(names[0], names[1]); s >= 0.6 {
				near++
			} else {
				t.Logf("%s: %.2f\n\tours  %s\n\tcopy  %s", m.Code, s, names[0], names[1])
			}
		}
	}
	// Translations differ in wording; a name on the wrong row would be far off,
	// and a shift of rows would make many of them.
	if near < all*95/100 {
		t.Errorf("%d of %d names are near to the copy's", near, all)
	}
}

// shared reads a file of real data beside the checkout, or skips the test.
func shared(t *testing.T, name string) []map[string]string {
	t.Helper()
	dir := os.Getenv("SIMBIYOZ_SHARED")
	if dir == "" {
		dir = filepath.Join(moduleRoot(t), "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, name))
	if os.IsNotExist(err) {
		t.Skipf("no %s in %s", name, dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, fields := range rows[1:] {
		row := map[string]string{}
		for i, field := range fields {
			row[rows[0][i]] = field
		}
		out = append(out, row)
	}
	return out
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above the test")
	return ""
}

// similarity is 1 less the share of letters that must change to make a of b.
func similarity(a, b string) float64 {
	x, y := []rune(material.Fold(a)), []rune(material.Fold(b))
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := 1
			if r == s {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return 1 - float64(row[len(y)])/float64(max(len(x), len(y), 1))
}
