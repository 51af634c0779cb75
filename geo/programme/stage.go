package programme

import (
	"slices"

	"simbiyoz/geo"
)

// Stage is how far a synergy has come.
type Stage string

const (
	Idea           Stage = "idea"
	Discussion     Stage = "discussion"
	Sample         Stage = "sample" // a sample was exchanged
	Negotiation    Stage = "negotiation"
	Implementation Stage = "implementation"
	Completed      Stage = "completed" // lorries drive
	Paused         Stage = "paused"
	Stopped        Stage = "stopped" // for a reason, one of geo.StopReasons
)

// Way lists the stages in the order in which a synergy that succeeds goes
// through them.
var Way = []Stage{Idea, Discussion, Sample, Negotiation, Implementation, Completed}

// Stages lists every stage: those of Way, then the two that stand beside it.
var Stages = append(slices.Clone(Way), Paused, Stopped)

// Rests reports whether nothing is expected to happen in s.
func (s Stage) Rests() bool { return s == Completed || s == Stopped }

// Next lists the stages that a synergy in s may move to. One step forward,
// or two past the sample, which heat, water or advice do not have; one step
// back; aside, from where it comes back to resumes, the stage it left.
func (s Stage) Next(resumes Stage) []Stage {
	switch s {
	case Paused:
		return []Stage{resumes, Stopped}
	case Stopped:
		return []Stage{resumes}
	case Completed:
		return []Stage{Implementation, Stopped}
	}
	at := slices.Index(Way, s)
	if at < 0 {
		return nil
	}
	next := []Stage{Way[at+1]}
	if s == Discussion {
		next = append(next, Negotiation)
	}
	if at > 0 {
		next = append(next, Way[at-1])
	}
	return append(next, Paused, Stopped)
}

// Move is a change of stage: whither and why.
type Move struct {
	To     Stage
	Reason string // one of geo.StopReasons, for Stopped alone
	Why    string // in words
}

// Validate reports every field of m that is wrong, or not allowed to a synergy
// in stage from that would resume in resumes, as FieldErrors.
func (m Move) Validate(from, resumes Stage) error {
	var errs geo.FieldErrors
	switch {
	case !slices.Contains(Stages, m.To):
		errs.Add("to", geo.Invalid("to", "unknown", "%q is none of %v", m.To, Stages))
	case !slices.Contains(from.Next(resumes), m.To):
		errs.Add("to", geo.Invalid("to", "transition", "from %s a synergy moves to one of %v", from, from.Next(resumes)))
	}
	errs.Add("reason", checkReason(m.Reason, m.To == Stopped))
	errs.Add("why", geo.CheckText("why", m.Why, 1, 1000))
	return errs.Err()
}

// checkReason accepts one of geo.StopReasons where one is wanted, and none
// elsewhere.
func checkReason(reason string, wanted bool) error {
	switch {
	case wanted && reason == "":
		return geo.Invalid("reason", "required", "is missing")
	case wanted && !slices.Contains(geo.StopReasons, reason):
		return geo.Invalid("reason", "unknown", "%q is none of %v", reason, geo.StopReasons)
	case !wanted && reason != "":
		return geo.Invalid("reason", "unknown", "only what ends has a reason")
	}
	return nil
}
