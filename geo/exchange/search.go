package exchange

import (
	"context"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Found is one hit of the search box.
type Found struct {
	Kind   string // "material", "zone", "firm"
	ID     int64  // of zones and firms
	Code   string // of materials and zones
	NameTR string
	NameEN string
	Place  *geo.Point
}

// Search looks for zones, materials and firms by words or code, a share of
// limit each: zones first, for there are few and people know their names.
func (x *Exchange) Search(ctx context.Context, text, lang string, limit int) ([]Found, error) {
	out := []Found{}
	if strings.TrimSpace(text) == "" {
		return out, nil
	}
	zones, err := x.store.Zones(ctx)
	if err != nil {
		return nil, err
	}
	folded := material.Fold(text)
	for _, z := range zones {
		if len(out) < (limit+2)/3 && strings.Contains(material.Fold(z.Name+" "+z.NameEN+" "+z.District), folded) {
			out = append(out, Found{"zone", z.ID, z.Code, z.Name, z.NameEN, &z.Gate})
		}
	}
	firms, err := x.store.Firms(ctx, 0, text, geo.Page{Limit: (limit + 2) / 3})
	if err != nil {
		return nil, err
	}
	for _, hit := range material.Search(text, lang, limit-len(out)-len(firms.Firms)) {
		out = append(out, Found{Kind: "material", Code: hit.Material.Code, NameTR: hit.Material.NameTR, NameEN: hit.Material.NameEN})
	}
	for _, f := range firms.Firms {
		one := Found{Kind: "firm", ID: f.Firm.ID, Code: f.Firm.Ref, NameTR: f.Firm.Name, NameEN: f.Firm.Name}
		if len(f.Sites) > 0 {
			one.Place = &f.Sites[0].Place
		}
		out = append(out, one)
	}
	return out, nil
}
