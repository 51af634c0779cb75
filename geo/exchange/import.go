package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// Line is one line of a table to import: its number as the file's user counts
// and its cells by column name.
type Line struct {
	Number int
	Cells  map[string]string
}

// ImportFirms stores the firms and sites of lines in one transaction: one line
// a site, lines of one ref make one firm. A bad line is named by row, field
// and reason, and then nothing is stored. Lines already stored change nothing.
func (x *Exchange) ImportFirms(ctx context.Context, lines []Line) (geo.Saved, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return geo.Saved{}, err
	}
	var errs geo.FieldErrors
	var entries []geo.FirmEntry
	at := map[string]int{}
	for _, line := range lines {
		r := reader{line: line, errs: &errs}
		firm, site := r.firm(), r.site()
		if i, known := at[firm.Ref]; known {
			entries[i].Sites = append(entries[i].Sites, site)
			continue
		}
		at[firm.Ref] = len(entries)
		entries = append(entries, geo.FirmEntry{Firm: firm, Sites: []geo.Site{site}})
	}
	if err := errs.Err(); err != nil {
		return geo.Saved{}, err
	}
	return x.store.SaveFirms(ctx, entries)
}

// ImportResources stores the resources of lines in one transaction, as
// [Exchange.ImportFirms] does. Their firms must be stored already.
func (x *Exchange) ImportResources(ctx context.Context, lines []Line) (geo.Saved, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return geo.Saved{}, err
	}
	var errs geo.FieldErrors
	entries := make([]geo.ResourceEntry, 0, len(lines))
	rows := map[string]int{}
	for _, line := range lines {
		r := reader{line: line, errs: &errs}
		e := r.resource()
		e.Row = line.Number
		if first, twice := rows[e.Resource.Ref]; twice {
			r.bad("ref", "twice", "%q stands in row %d already", e.Resource.Ref, first)
		}
		rows[e.Resource.Ref] = line.Number
		entries = append(entries, e)
	}
	if err := errs.Err(); err != nil {
		return geo.Saved{}, err
	}
	return x.store.SaveResources(ctx, entries)
}

// ImportUses stores known uses: the agency's own beside those that ship. A
// line that has the material, class and use of a stored one replaces it.
func (x *Exchange) ImportUses(ctx context.Context, lines []Line) (geo.Saved, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return geo.Saved{}, err
	}
	var errs geo.FieldErrors
	uses := make([]geo.Use, 0, len(lines))
	for _, line := range lines {
		uses = append(uses, reader{line: line, errs: &errs}.use())
	}
	if err := errs.Err(); err != nil {
		return geo.Saved{}, err
	}
	before := x.uses.Load().size()
	if err := x.store.SaveUses(ctx, uses); err != nil {
		return geo.Saved{}, err
	}
	if err := x.LoadUses(ctx); err != nil {
		return geo.Saved{}, err
	}
	fresh := x.uses.Load().size() - before
	return geo.Saved{Inserted: fresh, Updated: len(uses) - fresh}, nil
}

// reader turns a line's cells into fields and gathers what is wrong.
type reader struct {
	line Line
	errs *geo.FieldErrors
}

func (r reader) bad(field, code, format string, args ...any) {
	*r.errs = append(*r.errs, &geo.FieldError{Row: r.line.Number, Field: field, Code: code, Reason: fmt.Sprintf(format, args...)})
}

// check adds the errors that a noun finds in itself, with this row's number.
func (r reader) check(err error) {
	var errs geo.FieldErrors
	errs.Add("row", err)
	for _, e := range errs {
		*r.errs = append(*r.errs, &geo.FieldError{Row: r.line.Number, Field: e.Field, Code: e.Code, Reason: e.Reason})
	}
}

func (r reader) text(field string) string { return strings.TrimSpace(r.line.Cells[field]) }

func (r reader) or(field, def string) string {
	if s := r.text(field); s != "" {
		return s
	}
	return def
}

// number reads "1234.5" and, as Turkish files write it, "1.234,5" or "12,5".
func (r reader) number(field string) *float64 {
	s := strings.ReplaceAll(r.text(field), " ", "")
	if s == "" {
		return nil
	}
	if strings.Contains(s, ",") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		r.bad(field, "format", "%q is no number", r.text(field))
		return nil
	}
	return &v
}

// count reads a whole number; an empty cell is 0.
func (r reader) count(field string) int {
	v := r.number(field)
	if v == nil {
		return 0
	}
	if *v != math.Trunc(*v) || math.Abs(*v) > math.MaxInt32 {
		r.bad(field, "format", "%q is no whole number", r.text(field))
		return 0
	}
	return int(*v)
}

func (r reader) date(field string) time.Time {
	s := r.text(field)
	if s == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, "02.01.2006", "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	r.bad(field, "format", "%q is no date such as 2026-11-24 or 24.11.2026", s)
	return time.Time{}
}

// json reads a cell as an export writes what fits no cell of its own.
func (r reader) json(field string, into any) {
	if s := r.text(field); s != "" && json.Unmarshal([]byte(s), into) != nil {
		r.bad(field, "format", "is no JSON as an export writes it")
	}
}

// months reads "1,2,12" or "6-9"; empty is all year.
func (r reader) months(field string) geo.Months {
	s := r.text(field)
	if s == "" {
		return geo.AllYear
	}
	var m geo.Months
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
		from, to, span := strings.Cut(part, "-")
		if !span {
			to = from
		}
		a, errA := strconv.Atoi(from)
		b, errB := strconv.Atoi(to)
		if errA != nil || errB != nil || a < 1 || a > 12 || b < 1 || b > 12 {
			r.bad(field, "format", "%q is no list of months such as 6-9,12", s)
			return geo.AllYear
		}
		for i := a; ; i = i%12 + 1 { // 11-2 runs over the new year
			m |= 1 << (i - 1)
			if i == b {
				break
			}
		}
	}
	return m
}

// refs reads refs that stand between bars; an empty cell is nil.
func (r reader) refs(field string) []string {
	var out []string
	for ref := range strings.SplitSeq(r.text(field), "|") {
		if ref = strings.TrimSpace(ref); ref != "" {
			out = append(out, ref)
		}
	}
	return out
}

func (r reader) firm() geo.Firm {
	f := geo.Firm{Ref: r.text("ref"), Name: r.text("name"), NACE: r.text("nace"), TaxNumber: r.text("tax_number"),
		Demo: slices.Contains([]string{"yes", "true", "1", "evet"}, strings.ToLower(r.text("demo")))}
	r.check(f.Validate())
	return f
}

func (r reader) site() geo.Site {
	lon, lat := r.number("lon"), r.number("lat")
	s := geo.Site{Ref: r.or("site_ref", "1"), Name: r.or("site", r.text("name")), Hours: r.text("hours")}
	if lon == nil || lat == nil {
		r.bad("lon", "required", "a site needs lon and lat")
		return s
	}
	s.Place = geo.Point{*lon, *lat}
	if v := r.number("dock_t"); v != nil {
		s.DockTonnes = geo.Tonnes(*v)
	}
	if v := r.number("dock_height_m"); v != nil {
		s.DockHeight = geo.Metres(*v)
	}
	r.check(s.Validate())
	return s
}

func (r reader) resource() geo.ResourceEntry {
	res := geo.Resource{
		Ref: r.text("ref"), Role: geo.Role(r.text("role")), Title: r.text("title"),
		Category: geo.Category(r.or("category", string(geo.CategoryMaterial))), Material: materialCode(r.text("material")),
		Quantity: r.number("quantity"), Unit: geo.Unit(r.or("unit", "t")), Interval: geo.Interval(r.or("interval", "year")),
		Season: r.months("season"), From: r.date("from"), Until: r.date("until"), MinLot: r.number("min_lot"),
		Form: geo.Form(r.text("form")), Density: r.number("density_kg_m3"), Moisture: r.number("moisture_pct"),
		Packaging: r.text("packaging"), Fate: r.text("fate"), FateCost: r.number("fate_cost_try_t"),
		FateUntil: r.date("fate_until"), Price: r.number("price_try_t"), Ships: r.text("ships"),
		Legal: geo.LegalStatus(r.or("legal", string(geo.LegalWaste))), Provenance: geo.Provenance(r.or("provenance", string(geo.Declared))),
		Confirmed: r.date("confirmed"), Visibility: geo.Visibility(r.or("visibility", string(geo.VisiblePublic))),
	}
	r.json("composition", &res.Composition)
	r.json("article19", &res.Article19)
	if res.Ref == "" {
		r.bad("ref", "required", "is missing: it tells a line imported again from a new one")
	}
	e := geo.ResourceEntry{Resource: res, FirmRef: r.text("firm_ref"), SiteRef: r.text("site_ref"), Named: r.refs("named")}
	if len(e.Named) > geo.MostNamed {
		r.bad("named", "limit", "are more than %d firms", geo.MostNamed)
	}
	if e.FirmRef == "" {
		r.bad("firm_ref", "required", "is missing")
	}
	r.check(checkResource(res))
	return e
}

func (r reader) use() geo.Use {
	u := geo.Use{Material: materialCode(r.text("material")), NACE: r.text("nace"), UseEN: r.text("use_en"), UseTR: r.or("use_tr", r.text("use_en")),
		Treatment: r.or("treatment", "none"), Limits: r.text("limits"), Ratio: 1,
		Evidence: geo.Evidence(r.or("evidence", string(geo.Studied))), Source: r.text("source")}
	if v := r.number("ratio"); v != nil {
		u.Ratio = *v
	}
	u.Completed, u.Unfit = r.count("completed"), r.count("unfit")
	for form := range strings.FieldsFuncSeq(r.text("form"), func(c rune) bool { return c == '|' || c == ' ' }) {
		u.Forms = append(u.Forms, geo.Form(form))
	}
	if _, err := match.ParseLimits(u.Limits); err != nil {
		r.check(err)
	}
	r.check(u.Validate())
	return u
}
