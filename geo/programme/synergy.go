package programme

import (
	"math"
	"regexp"
	"time"

	"simbiyoz/geo"
)

// Programme is what synergies are brought about under.
type Programme struct {
	ID     int64
	Code   string
	NameTR string
	NameEN string
	From   time.Time
	Until  time.Time // zero: it goes on
}

var programmeCode = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Validate reports every field of p that is wrong as FieldErrors.
func (p Programme) Validate() error {
	var errs geo.FieldErrors
	if !programmeCode.MatchString(p.Code) || len(p.Code) > 40 {
		errs.Add("code", geo.Invalid("code", "format", "%.60q is no word of small letters and digits, joined by -", p.Code))
	}
	errs.Add("name.tr", geo.CheckText("name.tr", p.NameTR, 1, 200))
	errs.Add("name.en", geo.CheckText("name.en", p.NameEN, 1, 200))
	if p.From.IsZero() {
		errs.Add("from", geo.Invalid("from", "required", "is missing"))
	}
	if !p.Until.IsZero() && p.Until.Before(p.From) {
		errs.Add("until", geo.Invalid("until", "range", "is before from"))
	}
	return errs.Err()
}

// Axis is a side from which a synergy must be ready before it can go ahead.
type Axis string

// Axes lists every axis.
var Axes = []Axis{"technical", "logistic", "legal", "economic", "organisational", "social"}

// Ready is how ready a synergy is on an axis; empty is unknown.
type Ready string

// Readies lists every state of readiness: nothing is known, something stands
// in the way, it is being worked on, all is done.
var Readies = []Ready{"", "blocked", "underway", "ready"}

// Partner is one side of a synergy, as it was when the synergy was born.
type Partner struct {
	ResourceID int64 // 0: the posting is gone
	FirmID     int64 // 0: the firm is gone
	Title      string
	NACE       string
	Firm       string // name; empty: the firm is gone
	Site       geo.Site
	Rate       *float64 // of the posting now, a year; nil: unknown
	Committed  float64  // of the posting, a year, in synergies that were not stopped
}

// Over reports whether p's synergies take more than its posting has.
func (p Partner) Over() bool { return p.Rate != nil && p.Committed > *p.Rate*(1+1e-9) }

// Synergy is a match that people took up.
type Synergy struct {
	ID          int64
	ProgrammeID int64
	Source      Partner
	Sink        Partner
	ZoneID      int64 // of the source; 0: outside every zone
	Material    string
	Hazard      geo.Hazard
	Legal       geo.LegalStatus
	Rate        *float64 // a year, in Unit; nil: unknown
	Unit        geo.Unit
	Haul        *geo.Metres // by road; nil: nothing travels
	Stage       Stage
	Resumes     Stage  // where it goes on, when Paused or Stopped
	Reason      string // why it was stopped
	Plan
	Readiness map[Axis]Ready
	Demo      bool // invented, and says so
	Born      time.Time
	Staged    time.Time // when it came to Stage
}

// Plan is who does what next.
type Plan struct {
	Owner  string    // who sees to it, in words
	Action string    // what is to be done next
	On     time.Time // by when; zero: open
}

// Overdue reports whether the next action of s should have been done before
// today.
func (s Synergy) Overdue(today time.Time) bool {
	return !s.Stage.Rests() && !s.On.IsZero() && s.On.Before(today.Truncate(24*time.Hour))
}

// Side returns which side of s a firm is on; empty for neither.
func (s Synergy) Side(firm int64) geo.Role {
	switch {
	case firm == 0:
		return ""
	case firm == s.Source.FirmID:
		return geo.Source
	case firm == s.Sink.FirmID:
		return geo.Sink
	}
	return ""
}

// Change is what may be changed of a synergy beside its stage; nil fields
// stay as they are.
type Change struct {
	Owner       *string
	Action      *string
	On          *time.Time // zero time: no date
	Rate        *float64
	ProgrammeID *int64
	Readiness   map[Axis]Ready
}

// Validate reports every field of c that is wrong as FieldErrors.
func (c Change) Validate() error {
	var errs geo.FieldErrors
	if c.Owner != nil {
		errs.Add("owner", geo.CheckText("owner", *c.Owner, 0, 200))
	}
	if c.Action != nil {
		errs.Add("next_action", geo.CheckText("next_action", *c.Action, 0, 500))
	}
	if c.Rate != nil && (!(*c.Rate > 0) || math.IsInf(*c.Rate, 0)) {
		errs.Add("rate", geo.Invalid("rate", "range", "%v is not above 0", *c.Rate))
	}
	for axis, ready := range c.Readiness {
		field := "readiness." + string(axis)
		geo.OneOf(&errs, field, axis, Axes)
		geo.OneOf(&errs, field, ready, Readies)
	}
	return errs.Err()
}

// Filter selects synergies; zero fields select nothing away.
type Filter struct {
	ProgrammeID int64
	ZoneID      int64  // of the source
	FirmID      int64  // on either side
	Sector      string // first digits of the source's class
	Stage       Stage
	Overdue     bool
	Text        string // in titles and owner
}

// LogEntry is something that happened to a synergy.
type LogEntry struct {
	ID     int64
	Kind   string // "born", "stage", "note", "file", "plan", "benefit", "gate", "help"
	From   Stage  // of "stage"
	To     Stage
	Reason string
	Text   string
	At     time.Time
	Actor  string
}
