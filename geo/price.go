package geo

import (
	"math"
	"regexp"
	"slices"
	"time"
)

// Range is a figure that is not exactly known: as low as Low, most likely
// Likely, as high as High, in triangular distribution.
type Range struct{ Low, Likely, High float64 }

// Scaled returns r times by.
func (r Range) Scaled(by float64) Range { return span(r.Likely*by, r.Low*by, r.High*by) }

// Deviation returns r's standard deviation.
func (r Range) Deviation() float64 {
	a, b, c := r.Low, r.Likely, r.High
	return math.Sqrt(max(0, a*a+b*b+c*c-a*b-a*c-b*c) / 18)
}

// How far figures may be off where nobody gave a range is itself an assumption:
// what a firm states is nearly exact, public averages are fair, assumed prices
// are rough, those of freight less so.

// AsGiven returns the range of a figure that a firm states.
func AsGiven(v float64) Range { return span(v, v*0.95, v*1.05) }

// AsPublished returns the range of a public average, such as an emission factor.
func AsPublished(v float64) Range { return span(v, v*0.8, v*1.2) }

// AsAssumed returns the range of a price that is the project's assumption.
func AsAssumed(v float64) Range { return span(v, v*0.6, v*1.5) }

// AsFreight returns the range of an assumption of what lorries cost or burn.
func AsFreight(v float64) Range { return span(v, v*0.8, v*1.25) }

func span(likely, a, b float64) Range { return Range{Low: min(a, b), Likely: likely, High: max(a, b)} }

// Measure is what a price is for, with its unit.
type Measure string

const (
	MeasureDisposal     Measure = "disposal_try_t"    // avoided by whoever gives a material away
	MeasureValue        Measure = "value_try_t"       // of the virgin input that a tonne replaces
	MeasureTreatment    Measure = "treatment_try_t"   // needed before use
	MeasureVirgin       Measure = "virgin_kgco2e_t"   // avoided by not making the virgin input
	MeasureDisposalCO2e Measure = "disposal_kgco2e_t" // avoided by not disposing
	MeasurePerKm        Measure = "per_km_try"        // of a vehicle class, all in, at DieselDefault
	MeasurePerHour      Measure = "per_hour_try"      // of a vehicle class: driver and standing
	MeasureFuel         Measure = "fuel_l_100km"      // of a vehicle class
	MeasureDiesel       Measure = "fuel_try_l"        // of PriceOfRoad
	MeasureToll         Measure = "toll_km_try"       // of PriceOfRoad: a km on toll roads
	MeasureFactor       Measure = "factor_kgco2e_km"  // of a vehicle class, laden: shown, not priced
	PriceOfRoad                 = "road"              // what fuel and toll prices are of
)

// MaterialMeasures lists what is priced of materials.
var MaterialMeasures = []Measure{MeasureDisposal, MeasureValue, MeasureTreatment, MeasureVirgin, MeasureDisposalCO2e}

// VehicleMeasures lists what is priced of vehicle classes.
var VehicleMeasures = []Measure{MeasurePerKm, MeasurePerHour, MeasureFuel}

// RoadMeasures lists what is priced of PriceOfRoad.
var RoadMeasures = []Measure{MeasureDiesel, MeasureToll}

// Price is one row of the price book. Rows are only ever added: the one of the
// latest month counts, of those the last added.
type Price struct {
	ID      int64
	Of      string // material code or prefix (see material.PriceKeys), vehicle class or PriceOfRoad
	Measure Measure
	Range
	Month  string // whose prices they are, "2026-11"
	Source string
	At     time.Time
	Actor  string
}

var month = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])$`)

// Validate reports every field of p that is wrong as FieldErrors; whether Of
// names something is for those who have the lists.
func (p Price) Validate() error {
	var errs FieldErrors
	errs.Add("of", CheckText("of", p.Of, 1, 80))
	OneOf(&errs, "measure", p.Measure, slices.Concat(MaterialMeasures, VehicleMeasures, RoadMeasures))
	for _, f := range []struct {
		field string
		v     float64
	}{{"low", p.Low}, {"likely", p.Likely}, {"high", p.High}} {
		if !(f.v >= -1e6 && f.v <= 1e6) {
			errs.Add(f.field, Invalid(f.field, "range", "%v is not from -1,000,000 to 1,000,000", f.v))
		}
	}
	if len(errs) == 0 && !(p.Low <= p.Likely && p.Likely <= p.High) {
		errs.Add("likely", Invalid("likely", "range", "%v is not between %v and %v", p.Likely, p.Low, p.High))
	}
	if !slices.Contains(MaterialMeasures, p.Measure) && !(p.Low > 0) {
		errs.Add("low", Invalid("low", "range", "%v is not above 0", p.Low))
	}
	if !month.MatchString(p.Month) {
		errs.Add("month", Invalid("month", "format", "%q is no month such as 2026-11", p.Month))
	}
	errs.Add("source", CheckText("source", p.Source, 1, 300))
	return errs.Err()
}
