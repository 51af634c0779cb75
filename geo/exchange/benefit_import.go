package exchange

import (
	"context"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// ImportBenefits stores rows of a ledger, all or none: entries of synergies,
// or of a programme's history where a row names none. A bad line is named by
// row, field and reason; a ref that is stored is replaced, unless its entry was
// verified. Nothing comes in verified: that needs evidence and a person.
func (x *Exchange) ImportBenefits(ctx context.Context, lines []Line) (geo.Saved, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return geo.Saved{}, err
	}
	all, err := x.store.Programmes(ctx)
	if err != nil {
		return geo.Saved{}, err
	}
	programmes := map[string]int64{}
	for _, p := range all {
		programmes[p.Code] = p.ID
	}
	var errs geo.FieldErrors
	var entries []programme.Benefit
	var rows []int
	seen := map[string]int{}
	for _, line := range lines {
		r := reader{line: line, errs: &errs}
		b := r.benefit(programmes)
		if first, twice := seen[b.Ref]; twice {
			r.bad("ref", "twice", "%q stands in row %d already", b.Ref, first)
		}
		seen[b.Ref] = line.Number
		entries, rows = append(entries, b), append(rows, line.Number)
	}
	if err := errs.Err(); err != nil {
		return geo.Saved{}, err
	}
	return x.store.SaveBenefits(ctx, entries, rows)
}

func (r reader) benefit(programmes map[string]int64) programme.Benefit {
	b := programme.Benefit{Ref: r.text("ref"), ProgrammeID: programmes[r.text("programme")], SynergyID: int64(r.count("synergy")),
		Metric: programme.Metric(r.text("metric")), Side: geo.Role(r.or("side", string(programme.Both))), Unit: programme.BenefitUnit(r.text("unit")),
		PerYear: r.number("per_year"), Attribution: 1, From: r.date("from"), Until: r.date("until"), Persists: r.number("persists_years"),
		Baseline: r.text("baseline"), Method: r.text("method"), Source: r.text("source"), Status: programme.Status(r.or("status", string(programme.Claimed)))}
	if v := r.number("value"); v != nil {
		b.Value = *v
	}
	if v := r.number("attribution"); v != nil {
		b.Attribution = geo.Share(*v)
	}
	if b.Ref == "" {
		r.bad("ref", "required", "is missing: it tells a line imported again from a new one")
	}
	if b.ProgrammeID == 0 {
		r.bad("programme", "unknown", "%q is no programme's code", r.text("programme"))
	}
	if b.Status != programme.Claimed && b.Status != programme.Checked {
		r.bad("status", "unknown", "%q is neither claimed nor checked", b.Status)
	}
	r.check(b.Validate())
	return b
}
