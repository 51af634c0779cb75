package geo

// Relation is why a sink may take a source's material, most trusted first.
type Relation string

const (
	RelationSame  Relation = "same"  // the same code, or a product and the waste it arises as
	RelationUse   Relation = "use"   // a known use leads from the one to the other
	RelationGroup Relation = "group" // the same group of the list
	RelationText  Relation = "text"  // the words are alike
)

// Part is one side of a match's judgement.
type Part string

const (
	PartFit      Part = "fit"
	PartQuantity Part = "quantity"
	PartHaul     Part = "haul"
	PartBenefit  Part = "benefit"
	PartCarbon   Part = "carbon"
	PartLegal    Part = "legal"
)

// Reason explains a part of a match. Code is a stable word that screens put
// into a sentence; Detail is what that sentence names (a code, a count, a
// source).
type Reason struct {
	Part   Part
	Code   string
	Detail string
	Blocks bool // the match cannot go ahead as it stands
}

// Origin says where an input of a calculation comes from.
type Origin string

const (
	Given   Origin = "given"   // by one of the firms
	Default Origin = "default" // the material class's, dated
	Unknown Origin = "unknown"
)

// Input is one figure that went into a match's money or carbon.
type Input struct {
	Name   string // "disposal_try_t", "value_try_t", "treatment_try_t", "virgin_kgco2e_t", …
	Value  float64
	Low    float64
	High   float64
	Origin Origin
	Of     string // whose figure a default is: a material or prefix, a vehicle class
	Source string // of a default
	Month  string // of a default
}

// Span is how low and how high a figure may be.
type Span struct{ Low, High float64 }

// Match is a source and a sink that fit, with every part of the judgement.
// Nil figures are unknown, never 0.
type Match struct {
	SourceID int64
	SinkID   int64
	Relation Relation
	UseID    int64 // of the known use; 0 otherwise
	Fit      Share
	Rate     *float64 // a year, in Unit
	Share    Share    // of the source's rate that the sink takes; 1 when unknown
	Unit     Unit
	Haul     *Haul // a year's; nil when nothing travels by road
	Decay    Share // 2^(−d/h)
	Score    Share // fit × share × decay, the rank where no price is known

	Benefit       *Lira   // net, a year
	Expected      *Lira   // fit × benefit, the rank where prices are known
	BreakEven     *Metres // road distance at which the benefit is 0; nil when negative at 0
	CO2e          *KgCO2e // net avoided, a year
	CO2eBreakEven *Metres // road distance at which net avoided is 0; nil when negative at 0
	BenefitRange  *Span   // from the ranges of Inputs and the road's error
	CO2eRange     *Span
	Inputs        []Input
	Reasons       []Reason
	Verdict       Opinion // the last that was given on it; empty: none
	Error         Metres  // how far Haul's road may be off, for it runs from spot to spot; 0: it runs from site to site
	Shown         *Match  // the same between spots and bands, for others; nil: no match then, or not asked for
}

// Blocked reports whether one of m's reasons blocks it.
func (m Match) Blocked() bool {
	for _, r := range m.Reasons {
		if r.Blocks {
			return true
		}
	}
	return false
}

// Sunk reports whether m ranks behind all others: blocked, or found unfit.
func (m Match) Sunk() bool { return m.Verdict == Unfit || m.Blocked() }

// Less orders matches best first: those that are not sunk, by expected
// benefit (unknown last), then score, road distance and ids, so that the
// order is stable.
func (m Match) Less(o Match) bool {
	if a, b := m.Sunk(), o.Sunk(); a != b {
		return b
	}
	if m.Expected != nil && o.Expected != nil && *m.Expected != *o.Expected {
		return *m.Expected > *o.Expected
	}
	if (m.Expected == nil) != (o.Expected == nil) {
		return m.Expected != nil
	}
	if m.Score != o.Score {
		return m.Score > o.Score
	}
	if a, b := m.length(), o.length(); a != b {
		return a < b
	}
	if m.SourceID != o.SourceID {
		return m.SourceID < o.SourceID
	}
	return m.SinkID < o.SinkID
}

// Compare is Less for sorting: below 0 when m comes first.
func (m Match) Compare(o Match) int {
	if m.Less(o) {
		return -1
	}
	return 1
}

func (m Match) length() Metres {
	if m.Haul == nil {
		return 0
	}
	return m.Haul.Road.Length
}
