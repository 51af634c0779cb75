package material

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"simbiyoz/geo"
)

// Step is how a ranking came from the material asked for to a class.
type Step string

const (
	StepCode     Step = "code"     // a use of the code itself, or of its equivalent
	StepGroup    Step = "group"    // told of its whole group
	StepChapter  Step = "chapter"  // told of its whole chapter
	StepSibling  Step = "sibling"  // of other codes of its group and kind of matter
	StepKin      Step = "kin"      // of codes of its kind elsewhere in the list
	StepCousin   Step = "cousin"   // of other kinds in its chapter
	StepWords    Step = "words"    // of codes whose words are alike
	StepUsual    Step = "usual"    // it often takes wastes of its group, chapter or any
	StepPartner  Step = "partner"  // sectors like the giver's exchange such matter with it
	StepSector   Step = "sector"   // it often takes what sectors like the giver's usually have
	StepKind     Step = "kind"     // it often takes matter of this kind
	StepDivision Step = "division" // other classes of its division have grounds of their own
)

// steps are how much a ground counts by the step that led to it. The order is
// that of trust; the figures are the project's own. Where n of N materials that
// a step leads to tell the same (siblings, kin, cousins, words), they count for
// n/(N+1): that something is done somewhere is one thing, that most do it
// another. How much shares count is told beside usualOf.
var steps = map[Step]float64{
	StepCode: 0.7, StepGroup: 0.75, StepChapter: 0.2, StepSibling: 0.6, StepKin: 0.5, StepCousin: 0.15, StepWords: 0.3,
	StepDivision: 0.3,
}

// Ranked is a receiving class with how likely it is one of the material's three
// most usual receivers, in [0,1], and why.
type Ranked struct {
	NACE    string // a class "23.51" or a division "23"
	Score   float64
	Reasons []Ground // of the code itself, then what else is known, then what is usual; one a step
}

// Ground is one reason of a ranking. That of a kind, a partner, a sector or of
// shares has a Use without evidence: it says what is usual, not what is known of
// the material.
type Ground struct {
	Step   Step
	Weight float64 // in [0,1]
	Use    geo.Use // the strongest of those that tell the same
	Count  int     // materials (for a division, classes) that tell the same, 1 or more
}

// Rank returns who can use a material, most likely first, at most top of them:
// what uses say of the code, then of its group and chapter, of its siblings
// and kin in the list (other codes of its kind of matter, in its group or
// elsewhere) and a little of other kinds in its chapter, and of codes whose
// words are alike; then what sectors like the giver's (from, "" when unknown)
// exchange, what is usual for the kind of matter, and how often wastes of its
// group and chapter, and those that the giver's sector usually has, go to a
// class. The grounds of one class count as independent of each other, one a
// step. The best class of a division gains by the others' grounds: the division
// is as likely as all of them together; the others stand back a little, so that
// the first few hold different sectors. A code may be written in any way that
// ParseCode reads. Chapters, groups and codes that the list does not have but
// whose chapter it has are ranked too, and words are taken for the material they
// fit best. With no code at all it is ranked who takes what firms of from usually
// have. What is under no chapter, or nothing at all, is geo.ErrNotFound.
func Rank(uses []geo.Use, code, from string, top int) ([]Ranked, error) {
	groups := groupsFrom(from)
	m, ok := asked(code)
	if !ok && (strings.TrimSpace(code) != "" || len(groups) == 0) {
		return nil, fmt.Errorf("material %q: %w", code, geo.ErrNotFound)
	}
	found := tally{}
	of := found.uses(uses, m)
	kind := KindOf(m.Code)
	found.usual(PartnersOf(from, kind), StepPartner, kind, trustPartner)
	found.usual(ReceiversOf(kind), StepKind, kind, 1)
	waste := wasteOf(m.Code)
	if waste != "" {
		found.shares(usualOf(waste), StepUsual, kind, waste[:min(4, len(waste))])
	}
	if waste != "" || m.Code == "" {
		found.shares(sectorOf(groups), StepSector, kind, strings.Join(groups, " "))
	}
	out := make([]Ranked, 0, len(found))
	for nace := range found {
		out = append(out, found.ranked(nace, of))
	}
	slices.SortFunc(out, byScore)
	leadDivisions(out)
	slices.SortFunc(out, byScore)
	out = out[:min(top, len(out))]
	for i := range out {
		out[i].Score = likely(out[i].Score)
	}
	return out, nil
}

// likely turns what all grounds together leave of no doubt into how likely a
// class is one of a material's three most usual receivers. Grounds know of each
// other, so that together they prove less than if each stood alone; the curve was
// laid through what engineers expect (testdata/arrangements.csv, "tune"): 0.8
// means one in eight, 0.95 two in five, 0.99 two in three.
func likely(score float64) float64 {
	x := math.Pow(-math.Log1p(-score), 2.5)
	return x / (x + 21.5)
}

func byScore(a, b Ranked) int {
	return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.NACE, b.NACE))
}

// again is how much a class's grounds count when another of its division leads.
// Whoever looks for takers is told less by a second class of a sector than by
// another sector: the first few hold the most divisions and classes together
// when they are not quite in the order of likelihood.
const again = 0.8

// leadDivisions lets the first class of each division gain by the others'
// scores, and the others stand back. Ranked must be in order.
func leadDivisions(ranked []Ranked) {
	lead := map[string]int{}
	doubt := map[int]float64{}
	for i, r := range ranked {
		first, known := lead[r.NACE[:2]]
		if !known {
			lead[r.NACE[:2]], doubt[i] = i, 1
			continue
		}
		if doubt[first] == 1 {
			ranked[first].Reasons = append(ranked[first].Reasons, Ground{Step: StepDivision, Use: r.Reasons[0].Use})
		}
		doubt[first] *= math.Pow(1-r.Score, steps[StepDivision])
		ranked[i].Score = 1 - math.Pow(1-r.Score, again)
		g := &ranked[first].Reasons[len(ranked[first].Reasons)-1]
		g.Weight, g.Count = 1-doubt[first], g.Count+1
	}
	for i, d := range doubt {
		ranked[i].Score = 1 - (1-ranked[i].Score)*d
	}
}
