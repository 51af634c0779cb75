package exchange

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
	"simbiyoz/geo/material"
)

// PriceFigure is a figure as it counts, and where it stands: under a material's
// own code or a wider key. Nil is unknown.
type PriceFigure struct {
	Of      string // what was asked for
	Measure geo.Measure
	Figure  *match.Figure
	Own     bool // from the agency's price book, not of what ships
}

// PriceList returns the figures that count at a time for a material, a vehicle
// class or geo.PriceOfRoad (empty: for every vehicle class and the road), and
// the rows of the price book that are of it (empty: all), the latest first.
func (x *Exchange) PriceList(of string, at time.Time) ([]PriceFigure, []geo.Price, error) {
	b := newBook(x.book.Load().rows, at)
	of = priceOf(of)
	if of == "" {
		figures := b.road()
		for _, l := range b.fleet {
			figures = append(figures, b.costs(l.Code)...)
		}
		return figures, b.rows, nil
	}
	var figures []PriceFigure
	keys := []string{of}
	switch _, err := geo.VehicleByCode(of); {
	case err == nil:
		figures = b.costs(of)
	case of == geo.PriceOfRoad:
		figures = b.road()
	case !material.PriceKey(of):
		return nil, nil, fmt.Errorf("prices of %q: %w", of, geo.ErrNotFound)
	default:
		keys = material.PriceKeys(of)
		for _, measure := range geo.MaterialMeasures {
			figures = append(figures, b.told(of, measure, b.of(keys, measure)))
		}
	}
	var history []geo.Price
	for _, r := range b.rows {
		if slices.Contains(keys, r.Of) {
			history = append(history, r)
		}
	}
	return figures, history, nil
}

func (b *book) told(of string, measure geo.Measure, f *match.Figure) PriceFigure {
	own := false
	if f != nil {
		_, own = b.current[priceKey{f.Of, measure}]
	}
	return PriceFigure{of, measure, f, own}
}

func (b *book) costs(vehicle string) []PriceFigure {
	v, err := geo.VehicleByCode(vehicle)
	if err != nil {
		return nil
	}
	shipped := match.Assumed(v)
	var out []PriceFigure
	for measure, def := range map[geo.Measure]match.Figure{geo.MeasurePerKm: shipped.Km, geo.MeasurePerHour: shipped.Hour, geo.MeasureFuel: shipped.Litres} {
		f := b.or(vehicle, measure, def)
		out = append(out, b.told(vehicle, measure, &f))
	}
	slices.SortFunc(out, func(a, b PriceFigure) int {
		return slices.Index(geo.VehicleMeasures, a.Measure) - slices.Index(geo.VehicleMeasures, b.Measure)
	})
	return out
}

func (b *book) road() []PriceFigure {
	return []PriceFigure{b.told(geo.PriceOfRoad, geo.MeasureDiesel, &b.diesel), b.told(geo.PriceOfRoad, geo.MeasureToll, &b.toll)}
}

// ImportPrices adds the rows of a table to the price book, all or none. A bad
// line is named by row, field and reason; low and high may be left out, then
// they are as far off as the project's own assumptions. Rows that the book has
// change nothing.
func (x *Exchange) ImportPrices(ctx context.Context, lines []Line) (geo.Saved, error) {
	var errs geo.FieldErrors
	prices := make([]geo.Price, 0, len(lines))
	for _, line := range lines {
		r := reader{line: line, errs: &errs}
		p := r.price()
		if slices.ContainsFunc(prices, func(o geo.Price) bool { return sameMonth(o, p) }) {
			r.bad("of", "twice", "%s of %s in %s stands above already", p.Measure, p.Of, p.Month)
		}
		prices = append(prices, p)
	}
	if err := errs.Err(); err != nil {
		return geo.Saved{}, err
	}
	n, err := x.AddPrices(ctx, prices)
	return geo.Saved{Inserted: n, Unchanged: len(prices) - n}, err
}

func (r reader) price() geo.Price {
	p := geo.Price{Of: priceOf(r.text("of")), Measure: geo.Measure(r.text("measure")), Month: r.text("month"), Source: r.text("source")}
	likely, low, high := r.number("likely"), r.number("low"), r.number("high")
	if likely == nil {
		if r.text("likely") == "" {
			r.bad("likely", "required", "is missing")
		}
		return p
	}
	p.Range = geo.AsAssumed(*likely)
	if low != nil {
		p.Low = *low
	}
	if high != nil {
		p.High = *high
	}
	r.check(checkPrice(p))
	return p
}

// PriceTable returns the price book as a table, of each figure the latest month
// first and of a month what counts; importing it again changes nothing.
func (x *Exchange) PriceTable(ctx context.Context) (header []string, rows iter.Seq2[[]any, error]) {
	return []string{"of", "measure", "low", "likely", "high", "month", "source"}, func(yield func([]any, error) bool) {
		prices, err := x.store.Prices(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for i, p := range prices {
			if i > 0 && sameMonth(p, prices[i-1]) {
				continue // it was corrected
			}
			if !yield([]any{p.Of, string(p.Measure), p.Low, p.Likely, p.High, p.Month, p.Source}, nil) {
				return
			}
		}
	}
}

func sameMonth(a, b geo.Price) bool {
	return a.Of == b.Of && a.Measure == b.Measure && a.Month == b.Month
}
