package programme

import (
	"time"

	"simbiyoz/geo"
)

// ConsentKind is what a text asks for.
type ConsentKind string

// ConsentNotice is what everybody is told before they register.
const ConsentNotice ConsentKind = "notice"

// ConsentKinds lists every kind: what everybody is told, letters, and use of
// one's figures in research.
var ConsentKinds = []ConsentKind{ConsentNotice, "mail", "research"}

// ConsentText is a version of what people are shown.
type ConsentText struct {
	ID      int64
	Kind    ConsentKind
	Version int
	TextTR  string
	TextEN  string
	At      time.Time
}

// Validate reports every field of t that is wrong as FieldErrors.
func (t ConsentText) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "kind", t.Kind, ConsentKinds)
	errs.Add("text.tr", geo.CheckText("text.tr", t.TextTR, 1, 10_000))
	errs.Add("text.en", geo.CheckText("text.en", t.TextEN, 1, 10_000))
	return errs.Err()
}

// Consent is what somebody last said of a kind.
type Consent struct {
	Kind    ConsentKind
	Version int
	Given   bool
	At      time.Time
}

// Retention is how long what names people is kept; zero: for ever.
type Retention struct {
	Notices time.Duration // that were seen
	Names   time.Duration // of people at workshops and in decided applications, and notes of answered interests
}
