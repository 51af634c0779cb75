package exchange

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
	"simbiyoz/geo/material"
)

// book is the price book as it stands: the figures that ship, and over them
// what the agency entered. It is immutable but for what it remembers.
type book struct {
	known   sync.Map // code → match.Prices: looked up over and over
	rows    []geo.Price
	current map[priceKey]geo.Price // of each figure the row that counts
	fleet   []match.Lorry
	toll    match.Figure
	diesel  match.Figure
}

type priceKey struct {
	of      string
	measure geo.Measure
}

// LoadPrices reads the price book from the store, after start and after every
// change of it.
func (x *Exchange) LoadPrices(ctx context.Context) error {
	rows, err := x.store.Prices(ctx)
	if err != nil {
		return fmt.Errorf("price book: %w", err)
	}
	x.book.Store(newBook(rows, time.Now()))
	return nil
}

// newBook returns the book that counts at a time: rows come with the latest
// month first, and those of months to come do not count yet.
func newBook(rows []geo.Price, at time.Time) *book {
	b := &book{rows: rows, current: map[priceKey]geo.Price{}}
	for _, r := range rows {
		key := priceKey{r.Of, r.Measure}
		if _, later := b.current[key]; !later && r.Month <= at.Format("2006-01") {
			b.current[key] = r
		}
	}
	b.toll = b.or(geo.PriceOfRoad, geo.MeasureToll, match.AssumedToll())
	b.diesel = b.or(geo.PriceOfRoad, geo.MeasureDiesel, match.AssumedDiesel())
	for _, v := range geo.Vehicles {
		b.fleet = append(b.fleet, b.lorry(v))
	}
	return b
}

// or returns the book's figure, def where it has none.
func (b *book) or(of string, measure geo.Measure, def match.Figure) match.Figure {
	if p, there := b.current[priceKey{of, measure}]; there {
		return figure(p)
	}
	return def
}

func figure(p geo.Price) match.Figure {
	return match.Figure{Range: p.Range, Of: p.Of, Source: p.Source, Month: p.Month}
}

// lorry returns v with the book's costs, fuelled at the book's diesel price.
func (b *book) lorry(v geo.Vehicle) match.Lorry {
	shipped := match.Assumed(v)
	l := shipped
	l.Km, l.Hour = b.or(v.Code, geo.MeasurePerKm, shipped.Km), b.or(v.Code, geo.MeasurePerHour, shipped.Hour)
	l.Litres = b.or(v.Code, geo.MeasureFuel, shipped.Litres)
	l.PerHour, l.Fuel = geo.Lira(l.Hour.Likely), l.Litres.Likely
	l.PerKm = geo.Lira(l.Km.Likely)
	l.Vehicle = l.Fuelled(geo.Lira(b.diesel.Likely))
	l.Km.Range = l.Km.Scaled(float64(l.PerKm) / l.Km.Likely)
	return l
}

// prices returns the figures of code as the judge takes them: each from the
// narrowest key that has it, the agency's before what ships.
func (b *book) prices(code string) match.Prices {
	if p, there := b.known.Load(code); there {
		return p.(match.Prices)
	}
	p := b.lookUp(code)
	b.known.Store(code, p)
	return p
}

func (b *book) lookUp(code string) match.Prices {
	d := material.DefaultsOf(code)
	keys := material.PriceKeys(code)
	return match.Prices{
		Density: d.Density, HalfDistance: geo.Metres(d.HalfDistanceKm * 1000),
		Disposal: b.of(keys, geo.MeasureDisposal), Value: b.of(keys, geo.MeasureValue), Treatment: b.of(keys, geo.MeasureTreatment),
		Virgin: b.of(keys, geo.MeasureVirgin), DisposalCO2e: b.of(keys, geo.MeasureDisposalCO2e),
	}
}

func (b *book) of(keys []string, measure geo.Measure) *match.Figure {
	for _, key := range keys {
		if p, there := b.current[priceKey{key, measure}]; there {
			f := figure(p)
			return &f
		}
		if d, there := material.DefaultsUnder(key); there {
			return shipped(d, measure)
		}
	}
	return nil
}

// shipped returns a figure of d with its range: prices are assumptions,
// emission factors are published.
func shipped(d material.Defaults, measure geo.Measure) *match.Figure {
	values := map[geo.Measure]*float64{geo.MeasureDisposal: d.Disposal, geo.MeasureValue: d.Value, geo.MeasureTreatment: d.Treatment,
		geo.MeasureVirgin: d.Virgin, geo.MeasureDisposalCO2e: d.DisposalCO2e}
	v := values[measure]
	if v == nil {
		return nil
	}
	r := geo.AsAssumed(*v)
	if strings.Contains(string(measure), "co2e") {
		r = geo.AsPublished(*v)
	}
	return &match.Figure{Range: r, Of: d.Prefix, Source: d.Source, Month: d.Month}
}

// judge returns the judge that the book stands for.
func (b *book) judge() match.Judge {
	terms := geo.DefaultTerms
	terms.TollKm = geo.Lira(b.toll.Likely)
	return match.Judge{Terms: terms, Fleet: b.fleet, Toll: b.toll, Prices: b.prices}
}

// Priced is a class of lorries with the price book's costs.
type Priced struct {
	match.Lorry
	Assumed bool // nobody entered what a kilometre or its fuel costs: it is what ships
}

// Fleet returns the classes of lorries with the price book's costs, smallest
// first.
func (x *Exchange) Fleet() []Priced {
	b := x.book.Load()
	out := make([]Priced, len(b.fleet))
	for i, l := range b.fleet {
		_, own := b.current[priceKey{l.Code, geo.MeasurePerKm}]
		_, fuel := b.current[priceKey{geo.PriceOfRoad, geo.MeasureDiesel}]
		out[i] = Priced{l, !own && !fuel}
	}
	return out
}

// Terms returns what hauls are reckoned with where the asker says nothing else,
// with the price book's toll.
func (x *Exchange) Terms() geo.Terms { return x.book.Load().judge().Terms }

// Vehicle returns the class named code with the price book's costs, or a
// *geo.FieldError of "vehicle".
func (x *Exchange) Vehicle(code string) (geo.Vehicle, error) {
	for _, l := range x.book.Load().fleet {
		if l.Code == code {
			return l.Vehicle, nil
		}
	}
	return geo.VehicleByCode(code)
}

// AddPrices adds rows to the price book and has the matches valued anew that
// they touch. Rows that the book has already are not added. It returns how many
// were new.
func (x *Exchange) AddPrices(ctx context.Context, ps []geo.Price) (int, error) {
	if err := x.may(ctx, Price, Object{}); err != nil {
		return 0, err
	}
	var errs geo.FieldErrors
	for i := range ps {
		ps[i].Of = priceOf(ps[i].Of)
		errs.Add("price", under(fmt.Sprintf("prices[%d].", i), checkPrice(ps[i])))
	}
	if err := errs.Err(); err != nil {
		return 0, err
	}
	n, err := x.store.AddPrices(ctx, ps)
	if err != nil {
		return 0, err
	}
	return n, x.LoadPrices(ctx)
}

// under returns err with the fields that it names put behind a prefix.
func under(prefix string, err error) error {
	var errs, out geo.FieldErrors
	errs.Add("", err)
	for _, e := range errs {
		named := *e
		named.Field = prefix + e.Field
		out = append(out, &named)
	}
	return out.Err()
}

// priceOf returns what a price is of as the lists have it: "10 02 02" is 100202.
func priceOf(s string) string {
	if material.PriceKey(s) {
		return s
	}
	return materialCode(s)
}

// checkPrice adds to p's own checks that what it is of has such a price.
func checkPrice(p geo.Price) error {
	var errs geo.FieldErrors
	errs.Add("price", p.Validate())
	if len(errs) > 0 {
		return errs
	}
	of := geo.MaterialMeasures
	_, err := geo.VehicleByCode(p.Of)
	switch {
	case err == nil:
		of = geo.VehicleMeasures
	case p.Of == geo.PriceOfRoad:
		of = geo.RoadMeasures
	case !material.PriceKey(p.Of):
		return geo.Invalid("of", "unknown", "%q is neither a material, a vehicle class nor %q", p.Of, geo.PriceOfRoad)
	}
	if !slices.Contains(of, p.Measure) {
		return geo.Invalid("measure", "unknown", "%q of %s is none of %v", p.Measure, p.Of, of)
	}
	return nil
}

// repriced is how many matches are valued anew at once.
const repriced = 1000

// Reprice values stored matches anew that prices of these touch, on the roads
// they have. Prices of a lorry or of the road touch all.
func (x *Exchange) Reprice(ctx context.Context, of []string) error {
	if err := x.LoadPrices(ctx); err != nil { // another instance may have changed it
		return err
	}
	defer x.memory.scopes.InvalidateAll()
	judge, materials := x.book.Load().judge(), touched(of)
	for source, sink := int64(0), int64(0); ; {
		pairs, err := x.store.MatchesOf(ctx, materials, source, sink, repriced)
		if err != nil || len(pairs) == 0 {
			return err
		}
		matches := make([]geo.Match, len(pairs))
		for i, p := range pairs {
			matches[i] = judge.Reprice(p, x.Use(p.UseID))
			matches[i].Shown = x.repriceShown(judge, p)
		}
		if err := x.store.Revalue(ctx, matches); err != nil {
			return fmt.Errorf("matches after %d-%d: %w", source, sink, err)
		}
		last := matches[len(matches)-1]
		source, sink = last.SourceID, last.SinkID
	}
}

// touched returns the materials whose figures may come from what prices are
// of; nil means all.
func touched(of []string) []string {
	found := map[string]bool{}
	for _, name := range of {
		if !material.PriceKey(name) {
			return nil
		}
		for _, m := range material.All() {
			if slices.Contains(material.PriceKeys(m.Code), name) {
				found[m.Code] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
