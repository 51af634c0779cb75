// Package match judges whether a source suits a sink: how likely the sink can
// use it, how much moves, what the haul costs, whether it pays and what it
// does for the climate. It is pure: the road, the prices and the known use
// are handed in, the same input always gives the same judgement.
package match

import (
	"math"

	"simbiyoz/geo"
)

// Pair is a source and a sink with what is known between them.
type Pair struct {
	Source   geo.Posting
	Sink     geo.Posting
	Relation geo.Relation
	Use      *geo.Use  // the known use of the source's material by the sink's sector, if any
	SinkUse  *geo.Use  // the same of the material that the sink asks for
	Road     *geo.Road // nil when no road connects them or none is needed
}

// Judge holds what judgements share: the terms of hauls and the prices of
// material classes.
type Judge struct {
	Terms  geo.Terms
	Prices func(code string) Prices
}

// Prices are what a material class is assumed to be worth, used where the
// firms gave no figure of their own. Nil is unknown.
type Prices struct {
	Density      float64    // bulk, kg/m³; 0: unknown
	HalfDistance geo.Metres // road distance at which interest halves; 0: HalfDistance
	Disposal     *float64   // avoided by the source, TRY/t
	Value        *float64   // of the virgin input replaced, TRY/t
	Treatment    *float64   // needed before use, TRY/t
	Virgin       *float64   // avoided by replacing a tonne, kg CO₂e/t
	DisposalCO2e *float64   // avoided by not disposing of a tonne, kg CO₂e/t
	Source       string     // who says so, and the month
}

// HalfDistance is the default half-distance: 20.4 miles, the median of the
// UK's National Industrial Symbiosis Programme (Jensen et al. 2011).
const HalfDistance geo.Metres = 32_800

// MinFit is the fit below which a pair is no match.
const MinFit geo.Share = 0.2

// Judge returns the judgement of p and whether p is a match at all: its fit is
// at least MinFit. A blocked match is still returned, with the reason.
func (j Judge) Judge(p Pair) (geo.Match, bool) {
	m := geo.Match{SourceID: p.Source.ID, SinkID: p.Sink.ID, Relation: p.Relation, Share: 1, Decay: 1}
	if p.Use != nil {
		m.UseID = p.Use.ID
	}
	if !tradable(p.Source.Resource, p.Sink.Resource) {
		return m, false
	}
	prices := j.Prices(p.Source.Material)
	j.fit(&m, p)
	if m.Fit < MinFit {
		return m, false
	}
	mass := quantity(&m, p, density(p.Source.Resource, prices))
	j.haul(&m, p, mass, prices)
	j.benefit(&m, p, mass, prices)
	carbon(&m, p, mass, prices)
	rules(&m, p)
	m.Score = m.Fit * m.Share * m.Decay
	return m, true
}

// tradable reports whether one kind of thing can stand for the other at all: a
// fuel may be posted as energy or as the waste that it is, advice is no slag.
func tradable(a, b geo.Resource) bool {
	return a.Category == b.Category || a.Unit == geo.UnitTonne && b.Unit == geo.UnitTonne
}

func density(r geo.Resource, prices Prices) float64 {
	if r.Density != nil {
		return *r.Density
	}
	return prices.Density
}

// decay returns 2^(−d/h).
func decay(d, half geo.Metres) geo.Share {
	if half <= 0 {
		half = HalfDistance
	}
	return geo.Share(math.Exp2(-float64(d / half)))
}

func note(m *geo.Match, part geo.Part, code, detail string) {
	m.Reasons = append(m.Reasons, geo.Reason{Part: part, Code: code, Detail: detail})
}

func block(m *geo.Match, part geo.Part, code, detail string) {
	m.Reasons = append(m.Reasons, geo.Reason{Part: part, Code: code, Detail: detail, Blocks: true})
}
