package material_test

import (
	"slices"
	"strings"
	"testing"

	"simbiyoz/geo/material"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"İI ıi": "ii ii", "ÇĞÖŞÜ çğöşü": "cgosu cgosu", "kâğıt": "kagit", "i\u0307": "i", "s\u0327": "s", "CO₂ é": "co₂ e", "": "",
	}
	for in, want := range tests {
		if got := material.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// A person who types these words means one of these materials, and must see it
// among the first three.
func TestSearchFinds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query, lang string
		want        []string
		by          material.Reason
	}{
		"code as printed":           {"10 02 02*", "tr", []string{"100202"}, material.HitCode},
		"code with dots":            {"10.02.10", "en", []string{"100210"}, material.HitCode},
		"code without its zero":     {"20304", "tr", []string{"020304"}, material.HitCode},
		"beginning of a code":       {"10020", "tr", []string{"100201"}, material.HitCode},
		"beginning of a product":    {"energy.st", "en", []string{"energy.steam"}, material.HitCode},
		"name":                      {"İşlenmemiş cüruf", "tr", []string{"100202"}, material.HitWord},
		"name in the other tongue":  {"unprocessed slag", "tr", []string{"100202"}, material.HitWord},
		"without Turkish letters":   {"uzum cibresi", "tr", []string{"020701", "material.grape_marc"}, material.HitSynonym},
		"everyday word":             {"üzüm cibresi", "tr", []string{"020701", "material.grape_marc"}, material.HitSynonym},
		"everyday word, inflected":  {"mermer çamurları", "tr", []string{"010413"}, material.HitSynonym},
		"typo in English":           {"glas culet", "en", []string{"101112", "material.glass_cullet"}, material.HitTypo},
		"typo in Turkish":           {"dökmü kumu", "tr", []string{"100908", "material.foundry_sand"}, material.HitTypo},
		"capitals and dotted I":     {"İÇECEK ARITMA ÇAMURU", "tr", []string{"020705"}, material.HitSynonym},
		"begun word":                {"haddehane tuf", "tr", []string{"100210"}, material.HitPrefix},
		"olive pomace":              {"prina", "tr", []string{"020304", "material.olive_pomace"}, material.HitSynonym},
		"fish offal":                {"balık atığı", "tr", []string{"020202", "material.fish_offal"}, material.HitSynonym},
		"fabric clippings":          {"kırpıntı kumaş", "tr", []string{"040222", "material.fabric_clippings"}, material.HitSynonym},
		"foundry slag":              {"döküm cürufu", "tr", []string{"100903"}, material.HitSynonym},
		"soap stock":                {"soap stock", "en", []string{"020399", "material.soapstock"}, material.HitSynonym},
		"aluminium swarf, American": {"aluminum chips", "en", []string{"120103"}, material.HitSynonym},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hits := material.Search(tc.query, tc.lang, 3)
			i := slices.IndexFunc(hits, func(h material.Hit) bool { return slices.Contains(tc.want, h.Material.Code) })
			if i < 0 {
				t.Fatalf("%q finds %v", tc.query, show(hits))
			}
			if hits[i].By > tc.by || hits[i].Matched == "" {
				t.Errorf("%q finds %v, want it by %v", tc.query, show(hits), tc.by)
			}
		})
	}
}

func TestSearchRanks(t *testing.T) {
	t.Parallel()
	hits := material.Search("cüruf", "tr", 100)
	if len(hits) < 10 || hits[0].Material.Code != "100202" {
		t.Errorf("cüruf finds %v", show(hits))
	}
	for i := 1; i < len(hits); i++ {
		if hits[i].Score > hits[i-1].Score || hits[i].Score <= 0 || hits[i-1].Score > 1 {
			t.Errorf("scores do not fall: %v", show(hits))
		}
	}
	if again := material.Search("cüruf", "tr", 100); !slices.Equal(hits, again) {
		t.Error("the same query has two answers")
	}
	upper := material.Search("URETIM CAMURU", "tr", 20)
	if lower := material.Search("üretim çamuru", "tr", 20); len(upper) == 0 || !slices.Equal(upper, lower) {
		t.Errorf("%v without marks, %v with", show(upper), show(lower))
	}
}

func TestSearchFindsNothing(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"", "  ", "*", "999999", "xqzwvkj", "…"} {
		if hits := material.Search(query, "tr", 5); hits == nil || len(hits) > 0 {
			t.Errorf("%q finds %v", query, show(hits))
		}
	}
	if hits := material.Search("cüruf", "tr", -1); len(hits) > 0 {
		t.Errorf("no hit was asked for: %v", show(hits))
	}
}

func FuzzSearch(f *testing.F) {
	for _, seed := range []string{"cüruf", "10 02", "URETIM CAMURU", "glas culet", "\xff\xfe", strings.Repeat("çamur ", 60), "ı̇"} {
		f.Add(seed, "tr")
	}
	f.Fuzz(func(t *testing.T, query, lang string) {
		hits := material.Search(query, lang, 7)
		if len(hits) > 7 {
			t.Errorf("%d hits", len(hits))
		}
		seen := map[string]bool{}
		for _, h := range hits {
			if h.Score <= 0 || h.Score > 1 || seen[h.Material.Code] {
				t.Errorf("%q finds %v", query, show(hits))
			}
			seen[h.Material.Code] = true
		}
	})
}

func show(hits []material.Hit) string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Material.Code+" "+h.By.String()+" "+h.Matched)
	}
	return strings.Join(out, "; ")
}

func BenchmarkSearch(b *testing.B) {
	queries := []string{"üzüm cibresi", "glas culet", "URETIM CAMURU", "çamur", "sludges from on-site effluent treatment containing hazardous substances"}
	material.Search("warm", "tr", 1)
	for _, q := range queries {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				material.Search(q, "tr", 10)
			}
		})
	}
}
