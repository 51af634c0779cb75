package match

import (
	"slices"
	"strings"

	"simbiyoz/geo"
)

// Trust in a relation, in [0,1]: how likely a sink can really take what stands
// in that relation to what it asks for. The order is domain knowledge (same
// code, known use by strength of evidence, same group, words); the figures are
// the project's and are adjusted by what facilitators report.
const (
	trustSame        = 0.85
	trustUnspecified = 0.45 // the same "not otherwise specified" code says little
	trustImplemented = 0.8
	trustPiloted     = 0.65
	trustStudied     = 0.5
	trustGroup       = 0.35
	trustText        = 0.25
)

// fit judges how likely the sink can use the source.
func (j Judge) fit(m *geo.Match, p Pair) {
	alike := Affinity(p.Source, p.Sink)
	fit := base(p, alike)
	note(m, geo.PartFit, "relation_"+string(p.Relation), p.Source.Material)
	if p.Use != nil {
		fit = max(fit, trust(p.Use.Evidence)*(0.5+0.5*alike))
		if p.Relation == geo.RelationSame {
			fit += (1 - fit) / 2 // two independent grounds
		}
		note(m, geo.PartFit, "known_use_"+string(p.Use.Evidence), p.Use.Source)
		if p.Use.Treatment != "" && p.Use.Treatment != "none" {
			fit *= 0.95
			note(m, geo.PartFit, "treatment_needed", p.Use.Treatment)
		}
	}
	m.Fit = geo.Share(fit * forms(m, p) * limits(m, p))
}

func base(p Pair, alike float64) float64 {
	switch p.Relation {
	case geo.RelationSame:
		if strings.HasSuffix(p.Source.Material, "99") && p.Source.Material == p.Sink.Material {
			return trustUnspecified + (trustSame-trustUnspecified)*alike
		}
		return trustSame
	case geo.RelationGroup:
		return trustGroup + (trustStudied-trustGroup)*alike
	case geo.RelationText:
		return trustText * (0.5 + alike)
	}
	return 0 // a known use speaks for itself
}

func trust(e geo.Evidence) float64 {
	switch e {
	case geo.Implemented:
		return trustImplemented
	case geo.Piloted:
		return trustPiloted
	}
	return trustStudied
}

// forms lowers the fit where the state does not suit the process or the sink.
func forms(m *geo.Match, p Pair) float64 {
	f := p.Source.Form
	if f == "" {
		return 1
	}
	if p.Use != nil && len(p.Use.Forms) > 0 && !slices.Contains(p.Use.Forms, f) {
		note(m, geo.PartFit, "form_outside_use", string(f))
		return 0.6
	}
	if p.Sink.Form != "" && p.Sink.Form != f && !(loose(f) && loose(p.Sink.Form)) {
		note(m, geo.PartFit, "form_differs", string(p.Sink.Form))
		return 0.7
	}
	return 1
}

// loose reports whether f is handled as pieces or heaps alike.
func loose(f geo.Form) bool { return f == geo.FormSolid || f == geo.FormBulk }
