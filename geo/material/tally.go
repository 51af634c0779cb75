package material

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"simbiyoz/geo"
)

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

// usual adds receivers of a kind of matter, without evidence, each as if trust
// sources said so.
func (t tally) usual(receivers []Receiver, step Step, kind string, trust float64) {
	for _, r := range receivers {
		u := geo.Use{Material: kind, NACE: r.NACE, UseEN: r.UseEN, UseTR: r.UseTR}
		t.add(Ground{Step: step, Weight: 1 - math.Pow(1-r.Weight, trust), Use: u, Count: 1})
	}
}

// shares adds how often wastes like those that it is about (a group or chapter)
// go to each class.
func (t tally) shares(of shares, step Step, kind, about string) {
	for nace, share := range of {
		u := useBy(nace, kind)
		u.Material = about
		t.add(Ground{Step: step, Weight: 1 - math.Exp(-share), Use: u, Count: 1})
	}
}

// useBy returns what a class makes of a kind of matter; where that is not told,
// it is called by the name of the class.
func useBy(nace, kind string) geo.Use {
	u := geo.Use{NACE: nace}
	l := lists()
	for _, r := range l.receivers[kind] {
		if r.NACE == nace {
			u.UseEN, u.UseTR = r.UseEN, r.UseTR
			return u
		}
	}
	c := l.classes[l.byClass[nace]]
	u.UseEN, u.UseTR = c.NameEN, c.NameTR
	return u
}

func (t tally) ranked(nace string, of map[Step]int) Ranked {
	r := Ranked{NACE: nace}
	for _, g := range t[nace] {
		switch g.Step {
		case StepSibling, StepKin, StepCousin, StepWords:
			g.Weight *= float64(g.Count) / float64(of[g.Step]+1)
		}
		r.Reasons = append(r.Reasons, g)
	}
	slices.SortFunc(r.Reasons, byTrust)
	doubt := 1.0
	for _, g := range r.Reasons {
		doubt *= 1 - g.Weight
	}
	r.Score = 1 - doubt
	return r
}

// byTrust puts what is known of the code itself first, then what else is known,
// then what is only usual; of each the stronger first.
func byTrust(a, b Ground) int {
	return cmp.Or(cmp.Compare(a.trust(), b.trust()), -cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Step, b.Step))
}

// trust returns 0 for what is known of the code itself, 1 for what else is known
// and 2 for what is usual.
func (g Ground) trust() int {
	switch {
	case g.Use.Evidence == "":
		return 2
	case g.Step != StepCode:
		return 1
	}
	return 0
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
