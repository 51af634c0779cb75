package geo

import (
	"net/mail"
	"time"
)

// Rhythm is how often an alert speaks at most.
type Rhythm string

const (
	EachHour Rhythm = "hour"
	EachDay  Rhythm = "day"
	EachWeek Rhythm = "week"
)

// Rhythms lists every rhythm.
var Rhythms = []Rhythm{EachHour, EachDay, EachWeek}

// Languages lists the languages in which people are written to.
var Languages = []string{"tr", "en"}

// Alert is a saved search whose new matches are told by mail. Zero fields
// select nothing away; those set must all be met.
type Alert struct {
	ID          int64
	UserID      int64 // who made it; 0: who runs the server
	Mail        string
	Language    string
	Name        string
	ResourceID  int64 // on either side, as FirmID and ZoneID
	FirmID      int64
	ZoneID      int64
	Group       string // of the source, see ResourceFilter
	Text        string // words in either posting
	MinExpected *Lira  // a year
	Every       Rhythm
	Paused      bool
	Token       string    // unsubscribes; never shown
	Sent        time.Time // the last mail; zero: none yet
	Unseen      int       // matches told and not looked at
}

// Validate reports every field of a that is wrong as FieldErrors.
func (a Alert) Validate() error {
	var errs FieldErrors
	errs.Add("name", CheckText("name", a.Name, 1, 120))
	if address, err := mail.ParseAddress(a.Mail); err != nil || address.Address != a.Mail || len(a.Mail) > 254 {
		errs.Add("mail", Invalid("mail", "format", "%q is no mail address", a.Mail))
	}
	OneOf(&errs, "language", a.Language, Languages)
	OneOf(&errs, "every", a.Every, Rhythms)
	errs.Add("q", CheckText("q", a.Text, 0, 200))
	errs.Add("group", CheckText("group", a.Group, 0, 20))
	if a.MinExpected != nil {
		errs.Add("min_expected_try", checkFinite("min_expected_try", float64(*a.MinExpected)))
	}
	return errs.Err()
}

// Digest is what an alert has to tell: its new matches, best first.
type Digest struct {
	Alert   Alert
	Matches []MatchPair // the best of them
	New     int         // how many there are
}
