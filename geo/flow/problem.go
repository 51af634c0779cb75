// Package flow finds what a region gains most by: which source should go to
// which sink, how much of it, and what one tonne more of either would be
// worth. Amounts are whole kilograms and gains whole kuruş a tonne, so that an
// optimum is exact and can be proved by its shadow prices.
package flow

import (
	"fmt"
	"math"

	"simbiyoz/geo"
)

// Kg is a mass in kilograms, a year.
type Kg int64

// Kurus is a gain in hundredths of a lira a tonne.
type Kurus int64

// Edge is a source and a sink that fit, with what a tonne between them gains
// net of its haul.
type Edge struct {
	Source, Sink int32 // indexes into Problem.Supply and Problem.Demand
	Gain         Kurus
}

// Problem asks for the assignment of greatest net benefit:
//
//	maximise Σ gain × flow  with  Σ flow out of a source ≤ its supply,
//	                              Σ flow into a sink ≤ its demand,  flow ≥ 0.
//
// and no edge above its bound, where there are bounds. Nothing has to move: edges
// that lose money stay empty.
type Problem struct {
	Supply []Kg // of sources
	Demand []Kg // of sinks
	Edges  []Edge
	Most   []Kg // that edges carry, beside what their ends allow; nil: no such bounds
}

// kurusKg is how many kg × kuruş/t are a lira.
const kurusKg = 1e5

// Bounds of what a problem may hold, so that no sum overflows.
const (
	mostKg    Kg    = 1e12 // a billion tonnes
	mostKurus Kurus = 1e10 // a hundred million lira a tonne
	edgeBits        = 30   // mostKurus takes the other 34 of a word
	mostNodes       = 1 << edgeBits
)

// validate returns a *geo.FieldError that names what p has wrong.
func (p Problem) validate() error {
	if len(p.Supply)+len(p.Demand) >= mostNodes || len(p.Edges) >= mostNodes {
		return geo.Invalid("edges", "range", "more than %d are too many", mostNodes)
	}
	for field, amounts := range map[string][]Kg{"supply": p.Supply, "demand": p.Demand} {
		for i, a := range amounts {
			if a < 0 || a > mostKg {
				return geo.Invalid(fmt.Sprintf("%s[%d]", field, i), "range", "%d kg is not from 0 to %d", a, mostKg)
			}
		}
	}
	for i, e := range p.Edges {
		if err := e.validate(i, len(p.Supply), len(p.Demand)); err != nil {
			return err
		}
	}
	return p.validateBounds()
}

// validateBounds leaves room for the gains that bounds are made with.
func (p Problem) validateBounds() error {
	if p.Most == nil {
		return nil
	}
	if len(p.Most) != len(p.Edges) {
		return geo.Invalid("most", "size", "%d bounds for %d edges", len(p.Most), len(p.Edges))
	}
	for i, e := range p.Edges {
		if p.Most[i] < 0 {
			return geo.Invalid(fmt.Sprintf("most[%d]", i), "range", "%d kg is below 0", p.Most[i])
		}
		if max(e.Gain, -e.Gain) > mostKurus/4 {
			return geo.Invalid(fmt.Sprintf("edges[%d].gain", i), "range", "%d kuruş a tonne is not within ±%d, where edges have bounds", e.Gain, mostKurus/4)
		}
	}
	return nil
}

// Assignment is an answer to a [Problem]. Prices are shadow prices: what one
// tonne more of a source's supply, or of a sink's demand, would gain.
type Assignment struct {
	Flow        []Kg    // of edges
	SourcePrice []Kurus // of sources, never negative
	SinkPrice   []Kurus
}

// Total returns what the flows of a gain in p, a year.
func (p Problem) Total(flow []Kg) geo.Lira {
	total := 0.0
	for i, e := range p.Edges {
		total += float64(flow[i]) * float64(e.Gain)
	}
	return geo.Lira(total / kurusKg)
}

// ToKg returns t in whole kilograms, rounded down so that nothing is promised
// that is not there.
func ToKg(t geo.Tonnes) Kg { return Kg(math.Floor(float64(t) * 1000)) }

// ToKurus returns l in whole kuruş, to the nearest.
func ToKurus(l geo.Lira) Kurus { return Kurus(math.Round(float64(l) * 100)) }
