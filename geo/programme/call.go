package programme

import (
	"math"
	"time"

	"simbiyoz/geo"
)

// CallKind is which cooperation programme a call is of.
type CallKind string

// CallKinds lists every kind: research of academics with firms, a doctorate at a
// firm, and help in carrying a synergy out.
var CallKinds = []CallKind{"academic_industry", "doctoral", "support"}

// CallState is what its keepers say of a call.
type CallState string

const (
	CallDraft  CallState = "draft" // nobody else sees it
	CallOpen   CallState = "open"  // between its first and its last day
	CallClosed CallState = "closed"
)

// CallStates lists every state.
var CallStates = []CallState{CallDraft, CallOpen, CallClosed}

// Phase is whether a call takes applications on a day.
type Phase string

const (
	Unseen Phase = "draft"
	Coming Phase = "coming" // announced, and not begun
	Taking Phase = "open"
	Over   Phase = "closed"
)

// Call is an invitation to apply to a cooperation programme.
type Call struct {
	ID      int64
	Kind    CallKind
	TitleTR string
	TitleEN string
	AsksTR  string // what an application has to tell
	AsksEN  string
	Budget  *float64 // TRY for all that is accepted; nil: not said
	Limit   *float64 // TRY for one of them at most; nil: not said
	Opens   time.Time
	Closes  time.Time // the last day
	State   CallState
	Demo    bool // invented
	Applied int  // how many applications were not withdrawn
	Waiting int  // how many of them are not decided
}

// turkey is where a call's days begin and end.
var turkey = time.FixedZone("Türkiye", 3*60*60)

// Phase returns whether c takes applications at an instant. Its days are
// Turkey's, the last one counts.
func (c Call) Phase(now time.Time) Phase {
	today := now.In(turkey).Format(time.DateOnly)
	switch {
	case c.State == CallDraft:
		return Unseen
	case c.State == CallClosed, today > c.Closes.Format(time.DateOnly):
		return Over
	case today < c.Opens.Format(time.DateOnly):
		return Coming
	}
	return Taking
}

// Validate reports every field of c that is wrong as FieldErrors.
func (c Call) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "kind", c.Kind, CallKinds)
	geo.OneOf(&errs, "state", c.State, CallStates)
	errs.Add("title.tr", geo.CheckText("title.tr", c.TitleTR, 1, 200))
	errs.Add("title.en", geo.CheckText("title.en", c.TitleEN, 1, 200))
	errs.Add("asks.tr", geo.CheckText("asks.tr", c.AsksTR, 1, 4000))
	errs.Add("asks.en", geo.CheckText("asks.en", c.AsksEN, 1, 4000))
	errs.Add("budget_try", checkMoney("budget_try", c.Budget))
	errs.Add("limit_try", checkMoney("limit_try", c.Limit))
	if c.Budget != nil && c.Limit != nil && *c.Limit > *c.Budget {
		errs.Add("limit_try", geo.Invalid("limit_try", "range", "is more than the whole budget"))
	}
	if c.Opens.IsZero() {
		errs.Add("opens_on", geo.Invalid("opens_on", "required", "is missing"))
	}
	switch {
	case c.Closes.IsZero():
		errs.Add("closes_on", geo.Invalid("closes_on", "required", "is missing"))
	case c.Closes.Before(c.Opens):
		errs.Add("closes_on", geo.Invalid("closes_on", "range", "is before opens_on"))
	}
	return errs.Err()
}

// checkMoney accepts amounts above 0, TRY, and none.
func checkMoney(field string, v *float64) error {
	if v != nil && (!(*v > 0) || math.IsInf(*v, 0)) {
		return geo.Invalid(field, "range", "%v is not above 0", *v)
	}
	return nil
}
