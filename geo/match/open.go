package match

import "simbiyoz/geo"

// Open is a pair that is judged in all but what its road decides. It is for one
// goroutine.
type Open struct {
	judge  Judge
	pair   Pair
	match  geo.Match
	mass   geo.Tonnes // that moves in a year; 0: unknown
	prices Prices
}

// Open judges p in all but what its road decides, and reports whether it is a
// match at all: its fit is at least MinFit.
func (j Judge) Open(p Pair) (*Open, bool) {
	m := geo.Match{SourceID: p.Source.ID, SinkID: p.Sink.ID, Relation: p.Relation, Share: 1, Decay: 1}
	if p.Use != nil {
		m.UseID = p.Use.ID
	}
	if !tradable(p.Source.Resource, p.Sink.Resource) {
		return nil, false
	}
	j.fit(&m, &p)
	if m.Fit < MinFit {
		return nil, false
	}
	prices := j.Prices(p.Source.Material)
	mass := quantity(&m, &p, density(p.Source.Resource, prices))
	rules(&m, &p)
	return &Open{j, p, m, mass, prices}, true
}

// Close returns the whole judgement on a road, nil when none connects the pair
// or none is needed.
func (o *Open) Close(road *geo.Road) geo.Match {
	m := o.match
	m.Reasons = m.Reasons[:len(m.Reasons):len(m.Reasons)]
	o.pair.Road = road
	o.judge.price(&m, &o.pair, o.mass, o.prices)
	return m
}

// AtBest returns a match of the pair's that no road makes worse: whatever road
// of at least that length connects the pair, Close does not rank before it. It
// has what [geo.Match.Less] looks at and no more, and holds for a Judge that
// gives CO₂e no price.
func (o *Open) AtBest(least geo.Metres) geo.Match {
	if !o.pair.Source.Category.Hauled() {
		return o.Close(nil)
	}
	m := o.match
	m.Reasons = m.Reasons[:len(m.Reasons):len(m.Reasons)]
	m.Decay = decay(least, o.prices.HalfDistance)
	o.pair.Road = &geo.Road{Length: least, Time: geo.Seconds(least / fastest)}
	terms := o.judge.Terms
	terms.Density = density(o.pair.Source.Resource, o.prices)
	if lorry, h := o.judge.cheapest(&o.pair, o.mass, terms); lorry == nil {
		block(&m, geo.PartHaul, "dock_too_small", "")
	} else if gross, known := o.gross(); known && h.Mass > 0 {
		expected := (gross - h.Cost) * geo.Lira(m.Fit)
		m.Haul, m.Expected = &h, &expected
	} else {
		m.Haul = &h
	}
	m.Score = m.Fit * m.Share * m.Decay
	return m
}

// fastest is a speed in m/s that no lorry keeps from gate to gate: 120 km/h.
const fastest = 120 / 3.6

// gross returns what is gained a year before the haul, and whether that is
// known, as [Judge.benefit] reckons it.
func (o *Open) gross() (geo.Lira, bool) {
	disposal := likely(o.pair.Source.FateCost, o.prices.Disposal)
	value := likely(o.pair.Sink.Price, scaled(o.prices.Value, ratio(o.pair.Use)))
	if disposal == nil && value == nil {
		return 0, false
	}
	treatment := likely(nil, o.prices.Treatment)
	return geo.Lira(or0(disposal)+or0(value)-or0(treatment)) * geo.Lira(o.mass), true
}

// likely returns a figure as a firm gave it, else the default; nil when there
// is neither.
func likely(given *float64, def *Figure) *float64 {
	if given == nil && def != nil {
		return &def.Likely
	}
	return given
}
