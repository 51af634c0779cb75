package match

import (
	"math"

	"simbiyoz/geo"
)

// How far a road's length may be off: a coarse network's by the largest error
// over 45 published distances, an estimate's by how detours differ, a real
// network's by what lies between a gate and its road.
const (
	errorCoarse   = 0.104
	errorEstimate = 0.25
	errorExact    = 0.02
)

// errorFit is how far a fit may be off, either way: the project's judgement.
const errorFit = 0.1

// influence is one figure that a result rests on.
type influence struct {
	of     figureID // figures of the same are the same: they are wrong together; zero: this match's alone
	effect float64  // of one unit of the figure on the result
	geo.Range
}

// figureID tells figures apart: whose default it is, or which resource gave it.
type figureID struct {
	name, of string
	resource int64
}

// spread sets the ranges of m's benefit and CO₂e: the deviations of the inputs,
// taken as independent, add up as the root of the sum of their squares, each
// side for itself, so that the likely figure lies between.
func spread(m *geo.Match) {
	if m.Benefit != nil {
		s := around(float64(*m.Benefit), moneyOf(*m))
		m.BenefitRange = &s
	}
	if m.CO2e != nil {
		s := around(float64(*m.CO2e), carbonOf(*m))
		m.CO2eRange = &s
	}
}

func around(likely float64, of []influence) geo.Span {
	var down, up float64
	for _, i := range of {
		a, b := i.effect*(i.Low-i.Likely), i.effect*(i.High-i.Likely)
		down += math.Pow(min(a, b, 0), 2)
		up += math.Pow(max(a, b, 0), 2)
	}
	return geo.Span{Low: likely - math.Sqrt(down), High: likely + math.Sqrt(up)}
}

// moneyOf returns what m's benefit rests on, in TRY a year.
func moneyOf(m geo.Match) []influence {
	h := m.Haul
	out := append(make([]influence, 0, len(m.Inputs)+3), quantityOf(float64(*m.Benefit)))
	driving := float64(h.Lines.Distance + h.Lines.Toll)
	for _, in := range m.Inputs {
		effect := 0.0
		switch geo.Measure(in.Name) {
		case geo.MeasureDisposal, geo.MeasureValue:
			effect = float64(h.Mass)
		case geo.MeasureTreatment:
			effect = -float64(h.Mass)
		case geo.MeasurePerKm:
			effect = -perUnit(h.Lines.Distance, in.Value)
		case geo.MeasureToll:
			effect = -perUnit(h.Lines.Toll, in.Value)
		case geo.MeasurePerHour:
			effect = -perUnit(h.Lines.Time, in.Value)
			driving += in.Value * h.Road.Time.Hours() * float64(h.Trips) * (1 + float64(h.Terms.Empty))
		}
		if effect != 0 {
			out = append(out, influenceOf(m, in, effect))
		}
	}
	return append(out, roadOf(h.Road, -driving))
}

// carbonOf returns what m's net CO₂e rests on, in kg a year.
func carbonOf(m geo.Match) []influence {
	h := m.Haul
	out := []influence{quantityOf(float64(*m.CO2e)), roadOf(h.Road, -float64(h.CO2e))}
	for _, in := range m.Inputs {
		switch geo.Measure(in.Name) {
		case geo.MeasureVirgin, geo.MeasureDisposalCO2e:
			out = append(out, influenceOf(m, in, float64(h.Mass)))
		case geo.MeasureFactor:
			out = append(out, influenceOf(m, in, -float64(h.CO2e)/in.Value))
		}
	}
	return out
}

// perUnit returns how much of cost each unit of a figure makes, 0 where there
// is none.
func perUnit(cost geo.Lira, of float64) float64 {
	if of == 0 {
		return 0
	}
	return float64(cost) / of
}

func influenceOf(m geo.Match, in geo.Input, effect float64) influence {
	i := influence{effect: effect, Range: geo.Range{Low: in.Low, Likely: in.Value, High: in.High}}
	switch {
	case in.Origin == geo.Default:
		i.of = figureID{name: in.Name, of: in.Of}
	case in.Of == "source":
		i.of = figureID{name: in.Name, resource: m.SourceID}
	case in.Of == "sink":
		i.of = figureID{name: in.Name, resource: m.SinkID}
	}
	return i
}

// roadOf returns the influence of a road's length, by its share.
func roadOf(r geo.Road, whole float64) influence {
	e := errorExact
	if r.Coarse {
		e = errorCoarse
	}
	if r.Estimate {
		e = errorEstimate
	}
	return influence{effect: whole, Range: geo.Range{Low: 1 - e, Likely: 1, High: 1 + e}}
}

// quantityOf returns the influence of the mass that moves, by its share: a
// posting's figure, as given as any.
func quantityOf(whole float64) influence {
	return influence{effect: whole, Range: geo.AsGiven(1)}
}
