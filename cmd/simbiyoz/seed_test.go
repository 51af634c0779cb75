package main

import (
	"slices"
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// TestSeedExamples holds the demo's matches against the examples that the
// agency's presentation names.
func TestSeedExamples(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	tests := []struct {
		name      string
		title     string   // a word of the source's
		materials []string // of the source
		naces     []string // prefixes of the sink's firm
	}{
		{"glass cullet → glass wool", "cam", []string{"101112", "150107", "191205"}, []string{"23.14"}},
		{"marble sludge → ceramics", "mermer", []string{"010413"}, []string{"23.3"}},
		{"marble sludge → building chemicals", "mermer", []string{"010413"}, []string{"23.64", "20.59"}},
		{"foundry sand → building materials", "kum", []string{"100908", "100906"}, []string{"23.5", "23.6", "23.3"}},
		{"foundry slag → road building", "curuf", []string{"100903"}, []string{"42.11"}},
		{"aluminium swarf → wheel casting", "aluminyum", []string{"120103"}, []string{"24.53", "29.32"}},
		{"olive pomace → feed", "prina", []string{"020303", "020304", "material.olive_pomace", "material.olive_pomace_wet"}, []string{"10.91"}},
		{"fish offal → fish oil", "balik", []string{"020202", "material.fish_offal"}, []string{"10.41", "10.20"}},
		{"soap stock → soap and cleaning chemicals", "soap", []string{"020399", "material.soapstock"}, []string{"20.41"}},
		{"fruit and vegetable waste → agriculture", "sebze", []string{"020304", "020103", "material.vegetable_trimmings"}, []string{"01."}},
		{"fabric clippings → wiping cloth for machine works", "kirpinti", []string{"040222", "material.fabric_clippings"}, []string{"28."}},
		{"fabric clippings → wiping cloth for metal works", "kirpinti", []string{"040222", "material.fabric_clippings"}, []string{"24.", "25."}},
		{"solar advice → any sector", "gunes", []string{"expertise.consulting_solar"}, []string{""}},
	}
	found, err := h.x.Matches(ctx, geo.MatchFilter{Runnable: true}, geo.Page{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			var best *geo.MatchPair
			for i, m := range found.Matches {
				to := func(prefix string) bool { return strings.HasPrefix(m.Sink.Firm.NACE, prefix) }
				if !strings.Contains(material.Fold(m.Source.Title), c.title) {
					continue
				}
				if slices.Contains(c.materials, m.Source.Material) && slices.ContainsFunc(c.naces, to) && (best == nil || m.Fit > best.Fit) {
					best = &found.Matches[i]
				}
			}
			if best == nil {
				t.Fatal("there is no match")
			}
			km := geo.Metres(0)
			if best.Haul != nil {
				km = best.Haul.Road.Length / 1000
			}
			t.Logf("%s → %s (NACE %s): %s, fit %.2f, %.1f km by road", best.Source.Title, best.Sink.Title, best.Sink.Firm.NACE, best.Relation, best.Fit, km)
			if best.Fit < 0.5 {
				t.Errorf("its fit is %.2f", best.Fit)
			}
		})
	}
}
