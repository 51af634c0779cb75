package exchange

import (
	"context"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// mostPartners is up to how many partners of every related material and class
// are counted before a resource is posted.
const mostPartners = 200

// CountPartners counts the postings that may become partners of r, which is not
// posted yet: those of related materials and classes, wherever they are. It
// reads r's role, material and, 0 when it is not known, firm.
func (x *Exchange) CountPartners(ctx context.Context, r geo.Resource) (int, error) {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "role", r.Role, []geo.Role{geo.Source, geo.Sink})
	m, ok := material.ByCode(materialCode(r.Material))
	if !ok {
		errs.Add("material", geo.Invalid("material", "unknown", "%q is in no list", r.Material))
	}
	if err := errs.Err(); err != nil {
		return 0, err
	}
	r.Material, r.Category = m.Code, m.Category
	of := geo.Posting{Resource: r, Item: m}
	if r.FirmID != 0 {
		var err error
		if of.Firm, _, err = x.store.Firm(ctx, r.FirmID); err != nil {
			return 0, fmt.Errorf("firm %d: %w", r.FirmID, err)
		}
	}
	return x.store.CountPartners(ctx, x.candidatesOf(of, mostPartners))
}
