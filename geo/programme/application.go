package programme

import (
	"slices"
	"time"

	"simbiyoz/geo"
)

// ApplicationState is where an application stands.
type ApplicationState string

const (
	Submitted   ApplicationState = "submitted"
	Shortlisted ApplicationState = "shortlisted"
	Approved    ApplicationState = "accepted"
	Refused     ApplicationState = "declined"
	TakenBack   ApplicationState = "withdrawn" // by who applied
)

// ApplicationStates lists every state.
var ApplicationStates = []ApplicationState{Submitted, Shortlisted, Approved, Refused, TakenBack}

// Next lists the states that the keepers of a call may move an application to: a
// decision may be taken back to the short list.
func (s ApplicationState) Next() []ApplicationState {
	switch s {
	case Submitted:
		return []ApplicationState{Shortlisted, Approved, Refused}
	case Shortlisted:
		return []ApplicationState{Approved, Refused}
	case Approved, Refused:
		return []ApplicationState{Shortlisted}
	}
	return nil
}

// Decided reports whether nobody has still to decide on an application.
func (s ApplicationState) Decided() bool { return s != Submitted && s != Shortlisted }

// mostPartners of each kind are named in an application.
const mostPartners = 10

// Application is what somebody applies to a call with.
type Application struct {
	ID         int64
	CallID     int64
	AccountID  int64 // who applied; 0: the account is gone
	FirmID     int64 // whose member that was then; 0: nobody's, or gone
	Summary    string
	Contact    string  // a mail, a telephone number, a name
	Partners   string  // in words, who is in no list
	Experts    []int64 // of the pools
	Firms      []int64
	SynergyID  int64 // that it is about; 0: none
	ResourceID int64 // that it is about; 0: none
	State      ApplicationState
	Reason     string // of the last change of state, as the applicant reads it
	At         time.Time
	Moved      time.Time // when its state changed last
	TitleTR    string    // of the call
	TitleEN    string
	Name       string // of who applied
	Mail       string
	Firm       string
}

// Validate reports every field of a that is wrong as FieldErrors.
func (a Application) Validate() error {
	var errs geo.FieldErrors
	errs.Add("summary", geo.CheckText("summary", a.Summary, 1, 4000))
	errs.Add("contact", geo.CheckText("contact", a.Contact, 1, 300))
	errs.Add("partners", geo.CheckText("partners", a.Partners, 0, 1000))
	for field, ids := range map[string][]int64{"experts": a.Experts, "firms": a.Firms} {
		if len(ids) > mostPartners {
			errs.Add(field, geo.Invalid(field, "length", "names %d, not at most %d", len(ids), mostPartners))
		}
	}
	return errs.Err()
}

// ApplicationFilter says which applications are listed; zero fields leave all.
type ApplicationFilter struct {
	ID        int64
	CallID    int64
	AccountID int64
}

// Decision moves an application to another state.
type Decision struct {
	To     ApplicationState
	Reason string // in words, which the applicant reads
}

// Validate reports every field of d that is wrong, or not allowed to an
// application in state from, as FieldErrors. To decline, and to take a decision
// back, has a reason.
func (d Decision) Validate(from ApplicationState) error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "to", d.To, ApplicationStates)
	if len(errs) == 0 && !slices.Contains(from.Next(), d.To) {
		errs.Add("to", geo.Invalid("to", "transition", "from %s an application moves to one of %v", from, from.Next()))
	}
	least := 0
	if d.To == Refused || from.Decided() {
		least = 1
	}
	errs.Add("reason", geo.CheckText("reason", d.Reason, least, 1000))
	return errs.Err()
}

// ApplicationStep is an entry of an application's log.
type ApplicationStep struct {
	From   ApplicationState // empty: it was sent
	To     ApplicationState
	Reason string
	At     time.Time
	Actor  string
}
