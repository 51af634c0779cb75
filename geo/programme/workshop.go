// Package programme is the language of the programme around the exchange: the
// events at which resources are captured and what comes of them. It has no I/O.
package programme

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"simbiyoz/geo"
)

// Workshop (sinerji çalıştayı) is an event at which firms sit at tables and tell
// what they could give and take.
type Workshop struct {
	ID     int64
	Code   string // opens the page on which people join; see NewCode
	Title  string
	HeldOn time.Time
	Venue  string
	Tables int
	Closed bool // nobody joins and nothing is entered any more
}

// mostTables is how many tables a workshop may have.
const mostTables = 100

// Validate reports every field of w that is wrong as FieldErrors.
func (w Workshop) Validate() error {
	var errs geo.FieldErrors
	errs.Add("title", geo.CheckText("title", w.Title, 1, 200))
	errs.Add("venue", geo.CheckText("venue", w.Venue, 0, 200))
	if w.HeldOn.IsZero() {
		errs.Add("held_on", geo.Invalid("held_on", "required", "is missing"))
	}
	if w.Tables < 1 || w.Tables > mostTables {
		errs.Add("tables", geo.Invalid("tables", "range", "%d is not from 1 to %d", w.Tables, mostTables))
	}
	return errs.Err()
}

// NewCode returns a code that nobody guesses: 60 random bits as twelve letters
// and digits that cannot be mistaken for one another.
func NewCode() string {
	var random [8]byte
	rand.Read(random[:]) // never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))[:12]
}

// Door is how somebody came into a workshop.
type Door string

const (
	DoorList Door = "list" // the organiser's list
	DoorCode Door = "code" // the workshop's code, mostly read off a screen
)

// Guest is somebody who is to take part. NACE and ZoneID are needed of a firm
// that is not stored yet: its site then stands at the zone's gate until someone
// moves it.
type Guest struct {
	Row    int // of the pasted list, for errors; 0: none
	Name   string
	Firm   string
	NACE   string
	ZoneID int64
	Table  int // 0: not seated
	Door   Door
}

// Validate reports every field of g that is wrong as FieldErrors with g's row.
// A table beyond the workshop's is its store's to refuse.
func (g Guest) Validate() error {
	var errs geo.FieldErrors
	errs.Add("name", geo.CheckText("name", g.Name, 1, 120))
	errs.Add("firm", geo.CheckText("firm", g.Firm, 1, 200))
	if g.NACE != "" {
		errs.Add("nace", geo.Firm{Ref: "-", Name: "-", NACE: g.NACE}.Validate())
	}
	if g.Table < 0 || g.Table > mostTables {
		errs.Add("table", geo.Invalid("table", "range", "%d is no table", g.Table))
	}
	for _, e := range errs {
		e.Row = g.Row
	}
	return errs.Err()
}

// Participant is somebody who takes part, on behalf of a firm.
type Participant struct {
	ID      int64
	Name    string
	Firm    geo.Firm
	Table   int // 0: not seated
	Door    Door
	Entries int // resources entered for them
}

// Entry is a resource as it is told at a workshop's table. The browser that it
// is typed in makes its key, so that an entry sent twice over a bad connection
// is stored once.
type Entry struct {
	Key           string // UUID
	WorkshopID    int64
	ParticipantID int64
	Resource      geo.Resource // FirmID and SiteID follow from the participant
}

// Logged is an entry as it was stored.
type Logged struct {
	Key           string
	ParticipantID int64
	Table         int
	At            time.Time
	Posting       geo.Posting
}

// Validate reports whether e's key is a UUID; its resource is checked as any is.
func (e Entry) Validate() error {
	var hex int
	for i, c := range e.Key {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return badKey(e.Key)
			}
		case strings.ContainsRune("0123456789abcdef", c):
			hex++
		}
	}
	if hex != 32 || len(e.Key) != 36 {
		return badKey(e.Key)
	}
	return nil
}

func badKey(key string) error {
	return geo.Invalid("key", "format", "%s is no UUID in lower case", fmt.Sprintf("%.40q", key))
}
