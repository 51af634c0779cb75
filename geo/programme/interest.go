package programme

import (
	"time"

	"simbiyoz/geo"
)

// Answer is where a question of interest stands.
type Answer string

const (
	Asked     Answer = "asked"
	Accepted  Answer = "accepted" // by the side that was asked: both sides know each other from then on
	Declined  Answer = "declined"
	Withdrawn Answer = "withdrawn" // by the side that asked
)

// Interest is the question of one side of a match to the other. Until it is
// accepted neither side learns who the other one is.
type Interest struct {
	ID         int64
	SourceID   int64
	SinkID     int64
	Asker      geo.Role // whose side asked
	Note       string   // read by the facilitators and the asker's side alone: it may name somebody
	State      Answer
	Reason     string // why it was declined, one of geo.StopReasons
	SynergyID  int64  // that was born of it; 0: none
	At         time.Time
	Actor      string
	AnsweredAt time.Time // zero: not yet
	AnsweredBy string
}

// Validate reports every field of i that is wrong as FieldErrors.
func (i Interest) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "asker", i.Asker, []geo.Role{geo.Source, geo.Sink})
	errs.Add("note", geo.CheckText("note", i.Note, 0, 1000))
	return errs.Err()
}

// Reply answers an interest.
type Reply struct {
	Answer Answer
	Reason string // of Declined alone
}

// Validate reports every field of r that is wrong as FieldErrors.
func (r Reply) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "answer", r.Answer, []Answer{Accepted, Declined, Withdrawn})
	errs.Add("reason", checkReason(r.Reason, r.Answer == Declined))
	return errs.Err()
}

// By returns the side that may give r to i.
func (r Reply) By(i Interest) geo.Role {
	if r.Answer == Withdrawn {
		return i.Asker
	}
	return i.Asker.Opposite()
}

// Inquiry is an interest with the postings that it is about.
type Inquiry struct {
	Interest
	Source geo.Posting
	Sink   geo.Posting
}
