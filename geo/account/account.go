// Package account is who people are: accounts, the ways into them, and what
// proves that somebody is who they say.
package account

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"simbiyoz/geo"
)

// Account is somebody who can log in.
type Account struct {
	ID       int64
	Mail     string
	Name     string
	Language string // "tr" or "en"
	Standing geo.Standing
	FirmID   int64 // of a member or firm admin; 0: none
	ZoneID   int64 // of a zone manager; 0: none
	Firm     string
	Zone     string
	Password string    // hash; empty: none was chosen yet
	Verified time.Time // zero: the mail was not proved to be theirs
	Locked   time.Time // zero: not locked
	Secret   string    // of the second factor, also before it is proved
	Second   time.Time // when the second factor was proved; zero: it does not count
	Step     int64     // of the last code taken
	Demo     bool
	Created  time.Time
	Seen     time.Time // zero: no session is left
}

// Assignable lists the standings that an account can have.
var Assignable = geo.Standings[1:]

// NeedsSecond reports whether a standing is taken up only with a second factor.
func NeedsSecond(s geo.Standing) bool { return s == geo.Facilitator || s == geo.Admin }

// Validate reports every field of a that is wrong as FieldErrors. A firm and a
// zone belong to their standings alone.
func (a Account) Validate() error {
	var errs geo.FieldErrors
	errs.Add("mail", CheckMail("mail", a.Mail))
	errs.Add("name", geo.CheckText("name", a.Name, 1, 200))
	geo.OneOf(&errs, "language", a.Language, []string{"tr", "en"})
	geo.OneOf(&errs, "standing", a.Standing, Assignable)
	if a.FirmID != 0 && a.Standing != geo.Member && a.Standing != geo.FirmAdmin {
		errs.Add("firm", geo.Invalid("firm", "standing", "is for members of firms"))
	}
	if a.FirmID == 0 && a.Standing == geo.FirmAdmin {
		errs.Add("firm", geo.Invalid("firm", "required", "a firm's admin has a firm"))
	}
	if (a.ZoneID != 0) != (a.Standing == geo.ZoneManager) {
		errs.Add("zone", geo.Invalid("zone", "standing", "a zone manager has a zone, and nobody else"))
	}
	return errs.Err()
}

// CheckMail accepts a bare address such as ayse@example.org.
func CheckMail(field, s string) error {
	if err := geo.CheckText(field, s, 3, 254); err != nil {
		return err
	}
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s || !strings.Contains(s[strings.LastIndex(s, "@"):], ".") {
		return geo.Invalid(field, "format", "%q is no mail address", s)
	}
	return nil
}

// Viewer returns on whose behalf a asks. Whose second factor is asked for and
// missing is a visitor who has an account until it is there.
func (a Account) Viewer(second bool) geo.Viewer {
	if second && NeedsSecond(a.Standing) && a.Second.IsZero() {
		return geo.Viewer{UserID: a.ID, Standing: geo.Visitor}
	}
	return geo.Viewer{UserID: a.ID, Standing: a.Standing, FirmID: a.FirmID, ZoneID: a.ZoneID}
}

// Session is one login in one browser.
type Session struct {
	ID      int64
	Account Account
	Agent   string
	Created time.Time
	Seen    time.Time
	Expires time.Time
}

// Lifetime returns how long a session lasts, and how long unused.
func Lifetime(s geo.Standing) (whole, idle time.Duration) {
	if NeedsSecond(s) {
		return 7 * 24 * time.Hour, 12 * time.Hour
	}
	return 30 * 24 * time.Hour, 7 * 24 * time.Hour
}

// Purpose is what a link in a letter is for.
type Purpose string

const (
	Verify Purpose = "verify" // of who registered
	Reset  Purpose = "reset"  // of who forgot the password
	Invite Purpose = "invite" // of whom somebody else made an account for
)

// Lasts returns how long a link can be used.
func (p Purpose) Lasts() time.Duration {
	switch p {
	case Reset:
		return time.Hour
	case Invite:
		return 7 * 24 * time.Hour
	}
	return 24 * time.Hour
}

// Link is a link in a letter that opens an account once.
type Link struct {
	Purpose  Purpose
	Account  Account
	FirmID   int64 // whose member it makes; 0: nobody's
	Firm     string
	Standing geo.Standing // in the firm
}

// Key lets a machine ask on behalf of who made it.
type Key struct {
	ID      int64
	Account Account // who made it
	Name    string
	Prefix  string
	Scopes  []geo.Scope
	Created time.Time
	Expires time.Time
	Used    time.Time // zero: never
}

// longestKey is how long a key may last.
const longestKey = 366 * 24 * time.Hour

// Validate reports every field of k that is wrong, at a time, as FieldErrors.
func (k Key) Validate(now time.Time) error {
	var errs geo.FieldErrors
	errs.Add("name", geo.CheckText("name", k.Name, 1, 100))
	for _, s := range k.Scopes {
		if !slices.Contains(geo.Scopes, s) {
			errs.Add("scopes", geo.Invalid("scopes", "unknown", "%q is none of %v", s, geo.Scopes))
		}
	}
	if !k.Expires.After(now) || k.Expires.After(now.Add(longestKey)) {
		errs.Add("expires_at", geo.Invalid("expires_at", "range", "lies outside the coming year"))
	}
	return errs.Err()
}

// Identity is who an OpenID provider says that somebody is.
type Identity struct {
	Issuer   string
	Subject  string // never changes, and is never another's
	Mail     string
	Verified bool // the mail, by the provider
	Name     string
	Language string // "tr" or "en"
	Second   bool   // a second factor was asked for
}

// Filter narrows a list of accounts.
type Filter struct {
	Text     string // in name or mail
	Standing geo.Standing
	FirmID   int64
}
