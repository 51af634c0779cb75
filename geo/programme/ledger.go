package programme

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"simbiyoz/geo"
)

// LedgerFilter selects benefits; zero fields select nothing away. Of what lies
// partly between From and Until, that part counts, by days.
type LedgerFilter struct {
	ProgrammeID int64
	SynergyID   int64
	ZoneID      int64  // of the source
	FirmID      int64  // on either side
	Sector      string // first digits of the source's class
	Metric      Metric
	Status      Status // empty: all that count
	From        time.Time
	Until       time.Time // the last day
}

// Validate reports every field of f that is wrong as FieldErrors.
func (f LedgerFilter) Validate() error {
	var errs geo.FieldErrors
	if f.Status != "" {
		geo.OneOf(&errs, "status", f.Status, Statuses)
	}
	if f.Metric != "" {
		geo.OneOf(&errs, "metric", f.Metric, slices.Concat(Metrics, Reach))
	}
	if !f.From.IsZero() && !f.Until.IsZero() && f.Until.Before(f.From) {
		errs.Add("until", geo.Invalid("until", "range", "is before from"))
	}
	return errs.Err()
}

// Total is what benefits of one kind and unit come to. Parts by status add up
// to Sum.
type Total struct {
	Metric   Metric
	Unit     BenefitUnit
	Claimed  float64
	Checked  float64
	Verified float64
	PerYear  float64 // Sum by the years that its entries cover, or as a history states it
	Entries  int
	Demo     int // of them, invented
}

// Sum is what counts of t, however sure.
func (t Total) Sum() float64 { return t.Claimed + t.Checked + t.Verified }

// Part is the totals of one programme, zone, sector or year.
type Part struct {
	Key    string // programme's id, zone's id, NACE division, year; empty: none
	Totals []Total
}

// Prediction is what matches promised to synergies that were not stopped, a
// year; it is never added to what was evidenced.
type Prediction struct {
	Synergies int
	Tonnes    *float64 // that move; nil, as the others: not known of any
	Benefit   *geo.Lira
	CO2e      *geo.KgCO2e // avoided, net of hauls
}

// Ledger is what a filter leaves of all benefits.
type Ledger struct {
	Totals     []Total
	Programmes []Part
	Zones      []Part
	Sectors    []Part
	Years      []Part
	Predicted  Prediction
	Entries    []Benefit // the last period first; all that count, or those of the status asked for
}

// Add up the entries of l, of which f was asked, into totals and parts.
func (l *Ledger) Add(f LedgerFilter) {
	all := sums{}
	programmes, zones, sectors, years := map[string]sums{}, map[string]sums{}, map[string]sums{}, map[string]sums{}
	put := func(into map[string]sums, key string, b Benefit, part, days float64) {
		if into[key] == nil {
			into[key] = sums{}
		}
		into[key].add(b, part, days)
	}
	for _, b := range l.Entries {
		if b.Status == Retracted {
			continue
		}
		part, days := b.within(f.From, f.Until)
		all.add(b, part, days)
		put(programmes, strconv.FormatInt(b.ProgrammeID, 10), b, part, days)
		if b.SynergyID == 0 {
			put(years, spanOf(b), b, part, days)
			continue
		}
		zone := ""
		if b.ZoneID != 0 {
			zone = strconv.FormatInt(b.ZoneID, 10)
		}
		put(zones, zone, b, part, days)
		put(sectors, b.Sector[:min(2, len(b.Sector))], b, part, days)
		for year := b.From.Year(); year <= b.Until.Year(); year++ {
			first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
			if part, days := b.within(later(first, f.From), earlier(first.AddDate(1, 0, -1), f.Until)); part > 0 {
				put(years, strconv.Itoa(year), b, part, days)
			}
		}
	}
	l.Totals = all.totals()
	l.Programmes, l.Zones, l.Sectors, l.Years = parts(programmes), parts(zones), parts(sectors), parts(years)
}

// spanOf names the period of a history that is longer than a year.
func spanOf(b Benefit) string {
	if b.From.Year() == b.Until.Year() {
		return strconv.Itoa(b.From.Year())
	}
	return strconv.Itoa(b.From.Year()) + "–" + strconv.Itoa(b.Until.Year())
}

// within returns what share of b lies between two days, zero for open, and how
// many days that are.
func (b Benefit) within(from, until time.Time) (part, days float64) {
	all := daysOf(b.From, b.Until)
	begin, end := later(b.From, from), earlier(b.Until, until)
	days = math.Max(0, daysOf(begin, end))
	return days / all, days
}

// daysOf counts the days from a to b, both included.
func daysOf(a, b time.Time) float64 { return math.Round(b.Sub(a).Hours()/24) + 1 }

func later(a, b time.Time) time.Time {
	if b.IsZero() || a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if b.IsZero() || a.Before(b) {
		return a
	}
	return b
}

type sumKey struct {
	metric Metric
	unit   BenefitUnit
}

// sum is a total being added up, with the days that its entries cover and what
// histories state for a year.
type sum struct {
	Total
	first, last time.Time
	stated      float64
	unstated    float64
}

type sums map[sumKey]*sum

func (s sums) add(b Benefit, part, days float64) {
	if days == 0 {
		return
	}
	k := sumKey{b.Metric, b.Unit}
	t := s[k]
	if t == nil {
		t = &sum{Total: Total{Metric: b.Metric, Unit: b.Unit}}
		s[k] = t
	}
	v := b.Counted() * part
	switch b.Status {
	case Claimed:
		t.Claimed += v
	case Checked:
		t.Checked += v
	case Verified:
		t.Verified += v
	}
	t.Entries++
	if b.Demo {
		t.Demo++
	}
	if b.PerYear != nil {
		t.stated += *b.PerYear * float64(b.Attribution)
		return
	}
	t.unstated += v
	t.first, t.last = earlier(b.From, t.first), later(b.Until, t.last)
}

// totals returns the sums in the order of NISP's table, the larger first of
// one kind. What covers less than a year is not blown up to one.
func (s sums) totals() []Total {
	out := make([]Total, 0, len(s))
	for _, t := range s {
		years := math.Max(1, math.Round(daysOf(t.first, t.last)/365.25*100)/100)
		t.PerYear = t.stated + t.unstated/years
		out = append(out, t.Total)
	}
	order := slices.Concat(Metrics, Reach)
	slices.SortFunc(out, func(a, b Total) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Metric), slices.Index(order, b.Metric)), cmp.Compare(a.Unit, b.Unit))
	})
	return out
}

func parts(by map[string]sums) []Part {
	out := make([]Part, 0, len(by))
	for key, s := range by {
		out = append(out, Part{key, s.totals()})
	}
	slices.SortFunc(out, func(a, b Part) int { return cmp.Compare(a.Key, b.Key) })
	return out
}
