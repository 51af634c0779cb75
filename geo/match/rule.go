package match

import (
	"strings"
	"time"

	"simbiyoz/geo"
)

// rules notes what the law and the postings' own terms ask before such a match
// may go ahead, and blocks what they forbid.
func rules(m *geo.Match, p *Pair) {
	hazardous := p.Source.Item.Hazardous()
	if hazardous {
		licences(m, p)
	}
	if p.Source.Legal == geo.LegalByProduct {
		article19(m, p, hazardous)
	}
	if p.Source.Legal == geo.LegalWaste && !hazardous && p.Source.Category == geo.CategoryMaterial {
		note(m, geo.PartLegal, "waste_permit", "")
	}
	if ends(p.Source.Resource, p.Sink.Resource) || ends(p.Sink.Resource, p.Source.Resource) {
		block(m, geo.PartQuantity, "dates_apart", "")
	}
	if !p.Source.FateUntil.IsZero() {
		note(m, geo.PartLegal, "contract_until", p.Source.FateUntil.Format(time.DateOnly))
	}
	if p.Source.Provenance == geo.Inferred || p.Sink.Provenance == geo.Inferred {
		note(m, geo.PartFit, "inferred", "")
	}
}

// ends reports whether a is over before b begins.
func ends(a, b geo.Resource) bool {
	return !a.Until.IsZero() && !b.From.IsZero() && a.Until.Before(b.From)
}

// licences: hazardous waste goes only to receivers licensed for it, by ADR
// vehicles (Atık Yönetimi Yönetmeliği; Tehlikeli Maddelerin Karayoluyla
// Taşınması Hakkında Yönetmelik). Waste treatment (NACE 38) is the licensed
// trade; any other receiver has to show its licence.
func licences(m *geo.Match, p *Pair) {
	note(m, geo.PartLegal, "adr_vehicle", p.Source.Material)
	if strings.HasPrefix(p.Sink.Firm.NACE, "38.") {
		return
	}
	note(m, geo.PartLegal, "licensed_receiver", p.Source.Material)
}

// article19 holds what is claimed to be a by-product against article 19 of the
// Atık Yönetimi Yönetmeliği: what was answered with no is none, what was not
// answered is open. Hazardous waste is looked at by the ministry in any case.
func article19(m *geo.Match, p *Pair, hazardous bool) {
	for _, key := range geo.Article19Keys {
		met, answered := p.Source.Article19[key]
		switch {
		case !answered:
			note(m, geo.PartLegal, "by_product_open", key)
		case !met:
			block(m, geo.PartLegal, "by_product_refused", key)
		}
	}
	if hazardous {
		note(m, geo.PartLegal, "by_product_hazardous", "")
	}
}
