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
	Fleet  []Lorry                  // what may carry, smallest first
	Toll   Figure                   // Terms.TollKm with its range
	Carbon geo.Lira                 // what a tonne of CO₂e avoided is worth; 0: it is not counted as money
	Prices func(code string) Prices // of a source's material
}

// Prices are what a material class is assumed to be worth, used where the
// firms gave no figure of their own. Nil is unknown.
type Prices struct {
	Density      float64    // bulk, kg/m³; 0: unknown
	HalfDistance geo.Metres // road distance at which interest halves; 0: HalfDistance
	Disposal     *Figure    // avoided by the source, TRY/t
	Value        *Figure    // of the virgin input replaced, TRY/t
	Treatment    *Figure    // needed before use, TRY/t
	Virgin       *Figure    // avoided by replacing a tonne, kg CO₂e/t
	DisposalCO2e *Figure    // avoided by not disposing of a tonne, kg CO₂e/t
}

// HalfDistance is the default half-distance: 20.4 miles, the median of the
// UK's National Industrial Symbiosis Programme (Jensen et al. 2011).
const HalfDistance geo.Metres = 32_800

// MinFit is the fit below which a pair is no match.
const MinFit geo.Share = 0.2

// Judge returns the judgement of p and whether p is a match at all: its fit is
// at least MinFit. A blocked match is still returned, with the reason.
func (j Judge) Judge(p Pair) (geo.Match, bool) {
	o, ok := j.Open(p)
	if !ok {
		return geo.Match{}, false
	}
	return o.Close(p.Road), true
}

// price sets what depends on prices, terms and the road: haul, carbon, money
// and the rank.
func (j Judge) price(m *geo.Match, p *Pair, mass geo.Tonnes, prices Prices) {
	lorry := j.haul(m, p, mass, prices)
	avoided := j.carbon(m, p, lorry, prices)
	j.benefit(m, p, lorry, prices, avoided)
	m.Score = m.Fit * m.Share * m.Decay
	spread(m)
}

// Reprice returns pair's match judged anew for all that j's prices and terms
// decide: haul, money, carbon and rank. Fit, quantity, law and the road stay as
// they are stored; use is the match's known use, nil when it has none.
func (j Judge) Reprice(pair geo.MatchPair, use *geo.Use) geo.Match {
	p := Pair{Source: pair.Source, Sink: pair.Sink, Relation: pair.Relation, Use: use}
	m := pair.Match
	m.Reasons, m.Inputs = nil, nil
	for _, r := range pair.Reasons {
		if r.Part == geo.PartFit || r.Part == geo.PartQuantity || r.Part == geo.PartLegal {
			m.Reasons = append(m.Reasons, r)
		}
	}
	prices := j.Prices(pair.Source.Material)
	var mass geo.Tonnes
	if pair.Haul != nil {
		p.Road, mass = &pair.Haul.Road, pair.Haul.Mass
	} else if m.Rate != nil {
		mass = tonnes(*m.Rate, m.Unit, density(pair.Source.Resource, prices))
	}
	m.Haul, m.Decay = nil, 1
	m.Benefit, m.Expected, m.BreakEven, m.BenefitRange = nil, nil, nil, nil
	m.CO2e, m.CO2eBreakEven, m.CO2eRange = nil, nil, nil
	j.price(&m, &p, mass, prices)
	return m
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
