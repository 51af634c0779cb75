package exchange

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"
	"strings"
	"time"

	"simbiyoz/geo"
)

// exportPage is how many rows an export reads at once.
const exportPage = 1000

// firmColumns are the columns of an export of firms. Tax numbers stay inside.
var firmColumns = []string{"ref", "name", "nace", "site_ref", "site", "lon", "lat", "hours", "dock_t", "dock_height_m", "demo"}

// FirmTable returns the firms as a table, a row a site; importing it again
// changes nothing.
func (x *Exchange) FirmTable(ctx context.Context) (header []string, rows iter.Seq2[[]any, error]) {
	return firmColumns, func(yield func([]any, error) bool) {
		for page := (geo.Page{Limit: exportPage}); ; {
			found, err := x.store.Firms(ctx, 0, "", page)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, f := range found.Firms {
				for _, s := range f.Sites {
					row := []any{f.Firm.Ref, f.Firm.Name, f.Firm.NACE, s.Ref, s.Name, s.Place[0], s.Place[1], s.Hours,
						positive(float64(s.DockTonnes)), positive(float64(s.DockHeight)), yes(f.Firm.Demo)}
					if !yield(row, nil) {
						return
					}
				}
			}
			if page.After = found.Next; page.After == "" {
				return
			}
		}
	}
}

// resourceColumns are the columns of an export of resources.
var resourceColumns = []string{"ref", "firm_ref", "site_ref", "role", "title", "category", "material", "quantity", "unit",
	"interval", "season", "from", "until", "min_lot", "form", "density_kg_m3", "moisture_pct", "packaging", "composition", "fate",
	"fate_cost_try_t", "fate_until", "price_try_t", "ships", "legal", "article19", "provenance", "confirmed", "visibility", "named", "lon", "lat"}

// ResourceTable returns the resources that f leaves as a table; importing it
// again changes nothing.
func (x *Exchange) ResourceTable(ctx context.Context, f geo.ResourceFilter) (header []string, rows iter.Seq2[[]any, error]) {
	return resourceColumns, func(yield func([]any, error) bool) {
		for page := (geo.Page{Limit: exportPage}); ; {
			found, err := x.store.Postings(ctx, f, page)
			if err != nil {
				yield(nil, err)
				return
			}
			named, err := x.namedRefs(ctx, found.Postings)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, p := range found.Postings {
				if !yield(resourceRow(p, named[p.Resource.ID]), nil) {
					return
				}
			}
			if page.After = found.Next; page.After == "" {
				return
			}
		}
	}
}

func resourceRow(p geo.Posting, named []string) []any {
	r := p.Resource
	return []any{r.Ref, p.Firm.Ref, p.Site.Ref, string(r.Role), r.Title, string(r.Category), r.Material, value(r.Quantity),
		string(r.Unit), string(r.Interval), seasonText(r.Season), dateText(r.From), dateText(r.Until), value(r.MinLot),
		string(r.Form), value(r.Density), value(r.Moisture), r.Packaging, jsonText(r.Composition, len(r.Composition)), r.Fate, value(r.FateCost), dateText(r.FateUntil),
		value(r.Price), r.Ships, string(r.Legal), jsonText(r.Article19, len(r.Article19)), string(r.Provenance), dateText(r.Confirmed), string(r.Visibility), strings.Join(named, "|"),
		p.Site.Place[0], p.Site.Place[1]}
}

// jsonText writes what has n parts and fits no cell of its own as JSON; nothing
// is empty.
func jsonText(v any, n int) any {
	if n == 0 {
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil { // never, for what was read from JSON
		return nil
	}
	return string(text)
}

func yes(is bool) any {
	if is {
		return "yes"
	}
	return nil
}

func positive(v float64) any {
	if v > 0 {
		return v
	}
	return nil
}

func value(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func dateText(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.DateOnly)
}

// seasonText writes months as "6,7,8"; all year is empty.
func seasonText(m geo.Months) any {
	if m == geo.AllYear {
		return nil
	}
	var out []string
	for i := range 12 {
		if m&(1<<i) != 0 {
			out = append(out, strconv.Itoa(i+1))
		}
	}
	return strings.Join(out, ",")
}
