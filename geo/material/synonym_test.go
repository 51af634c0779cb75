package material_test

import (
	"slices"
	"testing"

	"simbiyoz/geo/material"
)

func TestEveryProductHasEverydayWords(t *testing.T) {
	t.Parallel()
	for _, m := range material.All() {
		if !material.IsWaste(m.Code) && len(material.Synonyms(m.Code, "tr"))+len(material.Synonyms(m.Code, "en")) == 0 {
			t.Errorf("%s (%s) has no everyday word", m.Code, m.NameTR)
		}
	}
}

// What an environment manager types must show the product among the first
// three, though wastes of the same name stand before it.
func TestEverydayWordsFindProducts(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"hurda": "material.scrap_heavy_melting", "demir talaşı": "material.scrap_turnings",
		"inox": "material.stainless_304", "304 hurda": "material.stainless_304",
		"alüminyum talaşı": "material.aluminium_swarf", "bakır kablo": "material.copper_cable",
		"plastik granül": "material.plastic_pe", "polietilen": "material.plastic_pe",
		"kırpıntı": "material.fabric_clippings", "cam kırığı": "material.glass_cullet",
		"cüruf": "material.slag_foundry", "alçı": "material.gypsum_fgd",
		"buhar": "energy.steam", "çürük buhar": "energy.steam_low",
		"atık ısı": "energy.waste_heat", "sıcak su": "energy.hot_water",
		"elektrik fazlası": "energy.electricity_surplus", "güneş danışmanlığı": "expertise.consulting_solar",
		"depo alanı": "space.warehouse_dry", "kamyon boş dönüş": "logistics.back_haul",
		"laboratuvar": "expertise.lab_time", "forklift": "equipment.forklift",
		"karasu": "material.olive_black_water", "sogutma suyu": "water.cooling",
		"scrap": "material.scrap_heavy_melting", "cardboard": "material.board",
		"petcoke": "energy.petroleum_coke", "return load": "logistics.back_haul",
	}
	for query, want := range tests {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			hits := material.Search(query, "tr", 3)
			if !slices.ContainsFunc(hits, func(h material.Hit) bool { return h.Material.Code == want }) {
				t.Errorf("%q finds %v, want %s", query, show(hits), want)
			}
		})
	}
}
