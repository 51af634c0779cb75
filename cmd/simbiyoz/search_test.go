package main

import (
	"slices"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

func TestSearch(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	tests := map[string]struct {
		text, kind, name string // name or code of the first hit of a kind
		by               exchange.Closeness
		first            bool // that kind stands first
	}{
		"a code as documents write it": {"10 02 02*", "material", "100202", exchange.Exact, true},
		"the beginning of a code":      {"1002", "material", "100201", exchange.Prefix, true},
		"an economic activity's code":  {"23.51", "class", "23.51", exchange.Exact, true},
		"a zone without its marks":     {"kemalpasa osb", "zone", "Kemalpaşa OSB", exchange.Exact, true},
		"a district":                   {"ÇİĞLİ", "place", "Çiğli", exchange.Exact, false},
		"a misspelt zone":              {"kemalpsa osb", "zone", "Kemalpaşa OSB", exchange.Typo, false},
		"an everyday word":             {"prina", "material", "material.olive_pomace", exchange.Exact, true},
		"a word in the middle":         {"kurgu", "firm", "", exchange.Word, true},
		"two words of a firm, turned":  {"kurgu 17", "firm", "", exchange.Word, true},
		"a misspelt firm":              {"kurgv 17", "firm", "", exchange.Typo, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			found, err := h.x.Search(ctx, exchange.SearchQuery{Text: c.text, Lang: "tr", Limit: 12})
			if err != nil || len(found) > 12 {
				t.Fatalf("%d hits, %v", len(found), err)
			}
			i := slices.IndexFunc(found, func(f exchange.Found) bool { return f.Kind == c.kind })
			if i < 0 || c.first && i > 0 {
				t.Fatalf("%v", found)
			}
			if f := found[i]; f.By != c.by || c.name != "" && c.name != f.NameTR && c.name != f.Code {
				t.Errorf("%s (%s) by %s, of %v", f.NameTR, f.Code, f.By, found)
			}
		})
	}
	t.Run("nothing", func(t *testing.T) {
		for _, text := range []string{"", " ", "%", "(((", "'; DROP TABLE firm"} {
			if _, err := h.x.Search(ctx, exchange.SearchQuery{Text: text, Lang: "tr", Limit: 12}); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
	t.Run("firms are told to those who may know them", func(t *testing.T) {
		tests := map[string]struct {
			viewer geo.Viewer
			want   func(found []exchange.Found) bool
		}{
			"a visitor finds none":            {geo.Viewer{Standing: geo.Visitor}, func(f []exchange.Found) bool { return len(f) == 0 }},
			"a member finds the own":          {geo.Viewer{Standing: geo.Member, FirmID: 5}, func(f []exchange.Found) bool { return len(f) == 1 && f[0].ID == 5 }},
			"a facilitator finds all of them": {geo.Viewer{Standing: geo.Facilitator}, func(f []exchange.Found) bool { return len(f) == 12 }},
		}
		for name, c := range tests {
			found, err := h.x.Search(geo.WithViewer(ctx, c.viewer), exchange.SearchQuery{Text: "kurgu", Lang: "tr", Kinds: []string{"firm"}, Limit: 12})
			if err != nil || !c.want(found) {
				t.Errorf("%s: %v, %v", name, found, err)
			}
		}
	})
}
