package geo

import (
	"slices"
	"time"
)

// Opinion is what somebody says of a match.
type Opinion string

const (
	Interested Opinion = "interested"
	Unfit      Opinion = "unfit"     // says why, and ranks behind all others from then on
	Withdrawn  Opinion = "withdrawn" // what was said before no longer counts
)

// Opinions lists every opinion.
var Opinions = []Opinion{Interested, Unfit, Withdrawn}

// StopReasons are why a match is unfit, or a synergy was stopped.
var StopReasons = []string{"price", "quality", "quantity", "distance", "law", "trust", "no_answer", "other"}

// Verdict is what somebody said of the match of a source and a sink. The last
// one of a pair counts; earlier ones are its history.
type Verdict struct {
	ID       int64
	SourceID int64
	SinkID   int64
	UseID    int64 // of the known use that the match rested on; 0: none
	Opinion  Opinion
	Reason   string // one of StopReasons, for Unfit alone
	Note     string
	At       time.Time
	Actor    string
}

// Validate reports every field of v that is wrong as FieldErrors.
func (v Verdict) Validate() error {
	var errs FieldErrors
	OneOf(&errs, "verdict", v.Opinion, Opinions)
	switch {
	case v.Opinion == Unfit && v.Reason == "":
		errs.Add("reason", Invalid("reason", "required", "what is unfit needs a reason"))
	case v.Opinion == Unfit && !slices.Contains(StopReasons, v.Reason):
		errs.Add("reason", Invalid("reason", "unknown", "%q is none of %v", v.Reason, StopReasons))
	case v.Opinion != Unfit && v.Reason != "":
		errs.Add("reason", Invalid("reason", "unknown", "only what is unfit has a reason"))
	}
	errs.Add("note", CheckText("note", v.Note, 0, 1000))
	return errs.Err()
}
