package match

import (
	"fmt"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Trust in a relation, in [0,1]: how likely a sink can really take what stands
// in that relation to what it asks for. The order is domain knowledge (same
// code, known use by strength of evidence, same group, words); the figures are
// the project's and are adjusted by what facilitators report.
const (
	trustSame        = 0.85
	trustUnspecified = 0.45 // the same code says little where it is a broad one
	trustGroup       = 0.35
	trustText        = 0.25

	leastPurpose = 0.4 // share of words below which two purposes are not one

	trustOfGroup   = 0.75 // times that, where a use is told of a whole group
	trustOfChapter = 0.5  // or chapter of the List of Waste
)

// fit judges how likely the sink can use the source.
func (j Judge) fit(m *geo.Match, p *Pair) {
	alike := Affinity(p.Source, p.Sink)
	fit := base(p, alike)
	note(m, geo.PartFit, "relation_"+string(p.Relation), p.Source.Material)
	if purpose := max(alike, purpose(p)); p.Use != nil && purpose > 0 {
		fit = max(fit, trust(*p.Use)*(0.5+0.5*purpose))
		if p.Relation == geo.RelationSame {
			fit += (1 - fit) / 2 // two independent grounds
		}
		note(m, geo.PartFit, "known_use_"+string(p.Use.Evidence), p.Use.Source)
		if p.Use.Completed+p.Use.Unfit > 0 {
			note(m, geo.PartFit, "use_seen", fmt.Sprintf("%d/%d", p.Use.Completed, p.Use.Unfit))
		}
		if p.Use.Treatment != "" && p.Use.Treatment != "none" {
			fit *= 0.95
			note(m, geo.PartFit, "treatment_needed", p.Use.Treatment)
		}
	}
	m.Fit = geo.Share(fit * forms(m, p) * limits(m, p))
}

func base(p *Pair, alike float64) float64 {
	switch p.Relation {
	case geo.RelationSame:
		if broad(p.Source.Material) || broad(p.Sink.Material) {
			return trustUnspecified + (trustSame-trustUnspecified)*alike
		}
		return trustSame
	case geo.RelationGroup:
		return trustGroup * (0.5 + overlap(stems(phrase{text: p.Source.Title}), stems(phrase{text: p.Sink.Title}))) // the names of a group's wastes are all alike
	case geo.RelationText:
		return trustText * (0.5 + alike)
	}
	return 0 // a known use speaks for itself
}

// trust is what a known use is worth: its strength, and less where it is told
// of a whole group or chapter of wastes.
func trust(u geo.Use) float64 {
	width := map[int]float64{4: trustOfGroup, 2: trustOfChapter}[len(u.Material)]
	if width == 0 {
		width = 1
	}
	return width * float64(u.Strength())
}

// purpose tells how much the source's known use is what the sink is after, in
// [0,1]: that its sector can use the one does not mean that it can use it in
// place of the other. It is told by the words of the use and of the sink, and
// by what the sink's own material is used for there. The sector's own name is
// in both and says nothing.
func purpose(p *Pair) float64 {
	if p.Use == nil {
		return 0
	}
	sector, _ := material.NACEByClass(p.Sink.Firm.NACE) // an unknown one has no name
	trade := sector.NameTR + " " + sector.NameEN
	alike := overlap(stems(phrase{p.Use.UseTR, p.Use.UseEN, trade}), stems(phrase{text: p.Sink.Title, without: trade}))
	if p.SinkUse != nil {
		alike = max(alike, overlap(stems(phrase{text: p.Use.UseEN, without: trade}), stems(phrase{text: p.SinkUse.UseEN, without: trade})))
	}
	if alike < leastPurpose {
		return 0
	}
	return alike
}

// forms lowers the fit where the state does not suit the process or the sink.
func forms(m *geo.Match, p *Pair) float64 {
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
