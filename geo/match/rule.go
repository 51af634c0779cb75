package match

import (
	"strings"

	"simbiyoz/geo"
)

// rules notes what the law asks before such a match may go ahead.
func rules(m *geo.Match, p *Pair) {
	if p.Source.Item.Hazardous() {
		hazardous(m, p)
	}
	if p.Source.Legal == geo.LegalByProduct {
		for _, key := range geo.Article19Keys {
			if !p.Source.Article19[key] {
				note(m, geo.PartLegal, "article19_open", key)
			}
		}
	}
	if p.Source.Legal == geo.LegalWaste && !p.Source.Item.Hazardous() && p.Source.Category == geo.CategoryMaterial {
		note(m, geo.PartLegal, "waste_permit", "")
	}
	if p.Source.Provenance == geo.Inferred || p.Sink.Provenance == geo.Inferred {
		note(m, geo.PartFit, "inferred", "")
	}
}

// hazardous waste goes only to receivers licensed for it, by ADR vehicles
// (Atık Yönetimi Yönetmeliği; Tehlikeli Maddelerin Karayoluyla Taşınması
// Hakkında Yönetmelik). Waste treatment (NACE 38) is the licensed trade; any
// other receiver has to show its licence.
func hazardous(m *geo.Match, p *Pair) {
	note(m, geo.PartLegal, "adr_vehicle", p.Source.Material)
	if strings.HasPrefix(p.Sink.Firm.NACE, "38.") {
		return
	}
	note(m, geo.PartLegal, "licensed_receiver", p.Source.Material)
}
