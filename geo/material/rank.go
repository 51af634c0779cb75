package material

import (
	"cmp"
	"fmt"
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
	StepPartner  Step = "partner"  // sectors like the giver's exchange such matter with it
	StepKind     Step = "kind"     // it often takes matter of this kind
	StepDivision Step = "division" // other classes of its division have grounds of their own
)

// steps are how much a ground counts by the step that led to it. The order is
// that of trust; the figures are the project's own. Where n of N materials that
// a step leads to tell the same (siblings, kin, cousins, words), they count for
// n/(N+1): that something is done somewhere is one thing, that most do it
// another. A class is not made likelier by its division as such: a tenth of the
// others' scores only lets different sectors lead.
var steps = map[Step]float64{
	StepCode: 1, StepGroup: 0.75, StepChapter: 0.5, StepSibling: 0.6, StepKin: 0.5, StepCousin: 0.12, StepWords: 0.3,
	StepPartner: 1, StepKind: 1, StepDivision: 0.1,
}

// ownClass is what is left of the score of the giver's own class: firms of one
// class have the same surplus, though some do work up others'.
const ownClass = 0.7

// Ranked is a receiving class with how likely it can use the material, in
// [0,1], and why.
type Ranked struct {
	NACE    string // a class "23.51" or a division "23"
	Score   float64
	Reasons []Ground // strongest first, one a step
}

// Ground is one reason of a ranking. A ground of a kind or a partner has a Use
// without evidence: it says what is usual, not what is known of the material.
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
// words are alike; then what sectors like the giver's (from, "" when unknown) exchange, and what is usual
// for the kind of matter. The grounds of one class count as independent of each
// other, one a step. The best class of a division gains a little by the others'
// grounds, so that a list begins with different sectors. Chapters, groups and
// codes that the list does not have but whose chapter it has are ranked too;
// what is under no chapter is geo.ErrNotFound.
func Rank(uses []geo.Use, code, from string, top int) ([]Ranked, error) {
	m, ok := asked(code)
	if !ok {
		return nil, fmt.Errorf("material %q: %w", code, geo.ErrNotFound)
	}
	found := tally{}
	of := found.uses(uses, m)
	found.usual(PartnersOf(from, KindOf(code)), StepPartner, KindOf(code))
	found.usual(ReceiversOf(KindOf(code)), StepKind, KindOf(code))
	out := make([]Ranked, 0, len(found))
	for nace := range found {
		out = append(out, found.ranked(nace, from, of))
	}
	slices.SortFunc(out, byScore)
	leadDivisions(out)
	slices.SortFunc(out, byScore)
	return out[:min(top, len(out))], nil
}

func byScore(a, b Ranked) int {
	return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.NACE, b.NACE))
}

// asked returns the material of a code, or what is known of it by its heading.
func asked(code string) (geo.Material, bool) {
	if m, ok := ByCode(code); ok {
		return m, true
	}
	if code != ParseCode(code) {
		return geo.Material{}, false
	}
	for _, n := range []int{4, 2} {
		if h, ok := HeadingOf(code[:min(n, len(code))]); ok {
			return geo.Material{Code: code, NameEN: h.NameEN, NameTR: h.NameTR}, true
		}
	}
	return geo.Material{}, false
}

// tally gathers the grounds of each class, one a step.
type tally map[string]map[Step]Ground

func (t tally) add(g Ground) {
	of := t[g.Use.NACE]
	if of == nil {
		of = map[Step]Ground{}
		t[g.Use.NACE] = of
	}
	if old, known := of[g.Step]; known {
		g.Count += old.Count
		if old.Weight >= g.Weight {
			g.Weight, g.Use = old.Weight, old.Use
		}
	}
	of[g.Step] = g
}

// uses adds what is known of m and of materials near it. It returns how many
// materials each step leads to.
func (t tally) uses(uses []geo.Use, m geo.Material) map[Step]int {
	way := stepsFrom(m)
	by := map[string]Step{} // of each material met; "" where no step leads to it
	told := map[[2]string]bool{}
	of := map[Step]int{}
	for _, u := range uses {
		step, met := by[u.Material]
		if !met {
			step = way(u.Material)
			by[u.Material] = step
			of[step]++
		}
		if step == "" || u.NACE == "*" {
			continue
		}
		g := Ground{Step: step, Weight: steps[step] * float64(u.Strength()), Use: u}
		if key := [2]string{u.Material, u.NACE}; !told[key] {
			told[key] = true
			g.Count = 1
		}
		t.add(g)
	}
	return of
}

// usual adds receivers of a kind of matter, without evidence.
func (t tally) usual(receivers []Receiver, step Step, kind string) {
	for _, r := range receivers {
		u := geo.Use{Material: kind, NACE: r.NACE, UseEN: r.UseEN, UseTR: r.UseTR}
		t.add(Ground{Step: step, Weight: steps[step] * r.Weight, Use: u, Count: 1})
	}
}

func (t tally) ranked(nace, from string, of map[Step]int) Ranked {
	r := Ranked{NACE: nace}
	for _, g := range t[nace] {
		switch g.Step {
		case StepSibling, StepKin, StepCousin, StepWords:
			g.Weight *= float64(g.Count) / float64(of[g.Step]+1)
		}
		r.Reasons = append(r.Reasons, g)
	}
	slices.SortFunc(r.Reasons, func(a, b Ground) int { return cmp.Or(-cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Step, b.Step)) })
	doubt := 1.0
	for _, g := range r.Reasons {
		doubt *= 1 - g.Weight
	}
	r.Score = 1 - doubt
	if nace == from {
		r.Score *= ownClass
	}
	return r
}

// leadDivisions lets the first class of each division gain by the others'
// scores. Ranked must be in order.
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
		doubt[first] *= 1 - steps[StepDivision]*r.Score
		g := &ranked[first].Reasons[len(ranked[first].Reasons)-1]
		g.Weight, g.Count = 1-doubt[first], g.Count+1
	}
	for i, d := range doubt {
		ranked[i].Score = 1 - (1-ranked[i].Score)*d
	}
}

// alikeWords is how many codes with like words are looked at.
const alikeWords = 5

// stepsFrom returns how a use's material is reached from m, "" if it is not.
func stepsFrom(m geo.Material) func(of string) Step {
	own := append([]string{m.Code}, Equivalents(m.Code)...)
	kind := KindOf(m.Code)
	var wastes, alike []string
	for _, c := range own {
		if Chapter(c) != "" {
			wastes = append(wastes, c)
		}
	}
	for _, hit := range Search(m.NameEN, "en", alikeWords) {
		alike = append(alike, hit.Material.Code)
	}
	begins := func(of string, digits int) bool {
		return slices.ContainsFunc(wastes, func(w string) bool { return len(w) >= digits && strings.HasPrefix(of, w[:digits]) })
	}
	return func(of string) Step {
		kin := kind != "" && KindOf(of) == kind
		switch {
		case slices.Contains(own, of):
			return StepCode
		case len(of) == 4 && begins(of, 4):
			return StepGroup
		case len(of) == 2 && begins(of, 2):
			return StepChapter
		case IsWaste(of) && begins(of, 4) && kin:
			return StepSibling
		case slices.Contains(alike, of):
			return StepWords
		case kin:
			return StepKin
		case IsWaste(of) && begins(of, 2):
			return StepCousin
		}
		return ""
	}
}
