package material

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"simbiyoz/geo"
)

// Step is how a ranking came from the material asked for to a known use.
type Step string

const (
	StepCode    Step = "code"    // a use of the code itself, or of its equivalent
	StepGroup   Step = "group"   // told of its whole group
	StepChapter Step = "chapter" // told of its whole chapter
	StepSibling Step = "sibling" // of another code of its group
	StepCousin  Step = "cousin"  // of another group of its chapter
	StepWords   Step = "words"   // of a code whose words are alike
)

// steps are how much a use counts by the step that led to it. The order is
// that of trust; the figures are the project's own.
var steps = map[Step]float64{StepCode: 1, StepGroup: 0.75, StepChapter: 0.5, StepSibling: 0.45, StepCousin: 0.2, StepWords: 0.3}

// proof is how much a use counts by its evidence.
var proof = map[geo.Evidence]float64{geo.Implemented: 0.8, geo.Piloted: 0.65, geo.Studied: 0.5}

// Ranked is a receiving class with how likely it can use the material, in
// [0,1], and why.
type Ranked struct {
	NACE    string // a class "23.51" or a division "23"
	Score   float64
	Reasons []Ground // strongest first, one a step
}

// Ground is one reason of a ranking.
type Ground struct {
	Step   Step
	Weight float64 // in [0,1]
	Use    geo.Use
}

// Rank returns who can use a material, most likely first, at most top of them:
// what uses say of the code, then of its group and chapter, of its siblings
// and cousins in the list, and of codes whose words are alike. The grounds of
// one class count as independent of each other, one a step. A firm of class
// from does not need others of its own class: they count for half. A code that
// is in no list is geo.ErrNotFound.
func Rank(uses []geo.Use, code, from string, top int) ([]Ranked, error) {
	m, ok := ByCode(code)
	if !ok {
		return nil, fmt.Errorf("material %q: %w", code, geo.ErrNotFound)
	}
	way := stepsFrom(m)
	best := map[string]map[Step]Ground{}
	for _, u := range uses {
		step, near := way(u.Material)
		if !near || u.NACE == "*" {
			continue
		}
		g := Ground{step, steps[step] * proof[u.Evidence], u}
		if best[u.NACE] == nil {
			best[u.NACE] = map[Step]Ground{}
		}
		if g.Weight > best[u.NACE][step].Weight {
			best[u.NACE][step] = g
		}
	}
	out := make([]Ranked, 0, len(best))
	for nace, grounds := range best {
		out = append(out, ranked(nace, from, grounds))
	}
	slices.SortFunc(out, func(a, b Ranked) int { return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.NACE, b.NACE)) })
	return out[:min(top, len(out))], nil
}

func ranked(nace, from string, grounds map[Step]Ground) Ranked {
	r, doubt := Ranked{NACE: nace}, 1.0
	for _, g := range grounds {
		r.Reasons = append(r.Reasons, g)
	}
	slices.SortFunc(r.Reasons, func(a, b Ground) int { return cmp.Or(-cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Step, b.Step)) })
	for _, g := range r.Reasons {
		doubt *= 1 - g.Weight
	}
	r.Score = 1 - doubt
	if nace == from {
		r.Score /= 2
	}
	return r
}

// alikeWords is how many codes with like words are looked at.
const alikeWords = 5

// stepsFrom returns how a use's material is reached from m, if it is.
func stepsFrom(m geo.Material) func(of string) (Step, bool) {
	own := append([]string{m.Code}, Equivalents(m.Code)...)
	var wastes, alike []string
	for _, c := range own {
		if IsWaste(c) {
			wastes = append(wastes, c)
		}
	}
	for _, hit := range Search(m.NameEN, "en", alikeWords) {
		alike = append(alike, hit.Material.Code)
	}
	begins := func(of string, digits int) bool {
		return slices.ContainsFunc(wastes, func(w string) bool { return strings.HasPrefix(of, w[:digits]) })
	}
	return func(of string) (Step, bool) {
		switch {
		case slices.Contains(own, of):
			return StepCode, true
		case len(of) == 4 && begins(of, 4):
			return StepGroup, true
		case len(of) == 2 && begins(of, 2):
			return StepChapter, true
		case len(of) == 6 && begins(of, 4):
			return StepSibling, true
		case slices.Contains(alike, of):
			return StepWords, true
		case IsWaste(of) && begins(of, 2):
			return StepCousin, true
		}
		return "", false
	}
}
