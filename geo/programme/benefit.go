package programme

import (
	"math"
	"slices"
	"time"

	"simbiyoz/geo"
)

// Status is how sure a benefit is.
type Status string

const (
	Claimed   Status = "claimed"
	Checked   Status = "checked"   // a facilitator finds it plausible
	Verified  Status = "verified"  // a facilitator saw the evidence
	Retracted Status = "withdrawn" // counts no more
)

// Statuses lists every status, the surer last, then what counts no more.
var Statuses = []Status{Claimed, Checked, Verified, Retracted}

// Both is the side of what is no partner's own gain.
const Both geo.Role = "both"

// Benefit is one row of the ledger: what a synergy brought in a period, or, of
// a programme's history, all that it brought.
type Benefit struct {
	ID          int64
	Ref         string // the name it bears in the file it came from; empty: none
	ProgrammeID int64
	SynergyID   int64 // 0: history
	Metric      Metric
	Side        geo.Role // whose gain it is: source, sink, or Both
	Value       float64  // of Unit, in the whole period
	Unit        BenefitUnit
	PerYear     *float64  // as a history's source states it; nil: Value by the period's length
	Attribution geo.Share // that is the programme's doing
	From        time.Time
	Until       time.Time // the last day
	Persists    *float64  // years that it is expected to last; nil: not said
	Baseline    string    // against what it was measured
	Method      string
	Source      string // of a history: where the figure is from
	Status      Status
	Claimed     Signature
	FirmID      int64 // for which it was claimed; 0: none, or gone
	ForPartner  bool  // a partner's claim
	Checked     Signature
	Verified    Signature
	Why         string // it was withdrawn
	Evidence    []File
	Demo        bool

	SynergyTitle string
	ZoneID       int64  // of the synergy's source
	Sector       string // NACE class of the synergy's source
}

// Signature is who did something, and when; zero: nobody did.
type Signature struct {
	By     string
	UserID int64 // 0: nobody who has an account
	At     time.Time
}

// Counted is what of b counts for the programme.
func (b Benefit) Counted() float64 { return b.Value * float64(b.Attribution) }

// Validate reports every field of b that is wrong as FieldErrors.
func (b Benefit) Validate() error {
	var errs geo.FieldErrors
	metrics := Metrics
	if b.SynergyID == 0 {
		metrics = slices.Concat(Metrics, Reach)
		errs.Add("source", geo.CheckText("source", b.Source, 1, 300))
	}
	geo.OneOf(&errs, "metric", b.Metric, metrics)
	geo.OneOf(&errs, "unit", b.Unit, b.Metric.Units())
	sides := []geo.Role{Both}
	if b.SynergyID != 0 && b.Metric.PerSide() {
		sides = []geo.Role{geo.Source, geo.Sink}
	}
	geo.OneOf(&errs, "side", b.Side, sides)
	b.validateNumbers(&errs)
	switch {
	case b.From.IsZero():
		errs.Add("from", geo.Invalid("from", "required", "is missing"))
	case b.Until.IsZero():
		errs.Add("until", geo.Invalid("until", "required", "is missing"))
	case b.Until.Before(b.From):
		errs.Add("until", geo.Invalid("until", "range", "is before from"))
	case b.SynergyID != 0 && b.Until.After(b.From.AddDate(1, 0, 0)):
		errs.Add("until", geo.Invalid("until", "range", "is more than a year after from: enter each year by itself"))
	}
	errs.Add("baseline", geo.CheckText("baseline", b.Baseline, 0, 1000))
	errs.Add("method", geo.CheckText("method", b.Method, 0, 1000))
	return errs.Err()
}

func (b Benefit) validateNumbers(errs *geo.FieldErrors) {
	if !(b.Value > 0) || math.IsInf(b.Value, 0) {
		errs.Add("value", geo.Invalid("value", "range", "%v is not above 0", b.Value))
	}
	if !(b.Attribution > 0 && b.Attribution <= 1) {
		errs.Add("attribution", geo.Invalid("attribution", "range", "%v is not above 0 and at most 1", b.Attribution))
	}
	if b.Persists != nil && !(*b.Persists > 0 && *b.Persists <= 100) {
		errs.Add("persists_years", geo.Invalid("persists_years", "range", "%v is not above 0 and at most 100", *b.Persists))
	}
	if b.PerYear != nil && !(*b.PerYear > 0) {
		errs.Add("per_year", geo.Invalid("per_year", "range", "%v is not above 0", *b.PerYear))
	}
}

// Judgement is a change of a benefit's status.
type Judgement struct {
	To  Status
	Why string // of Retracted alone
}

// Validate reports every field of j that is wrong of b, when by judges, as
// FieldErrors. Who claims a benefit does not verify it, and nothing is verified
// without evidence.
func (j Judgement) Validate(b Benefit, by Signature) error {
	var errs geo.FieldErrors
	next := map[Status][]Status{Claimed: {Checked, Verified, Retracted}, Checked: {Verified, Retracted}, Verified: {Retracted}}
	switch {
	case !slices.Contains(Statuses, j.To):
		errs.Add("status", geo.Invalid("status", "unknown", "%q is none of %v", j.To, Statuses))
	case !slices.Contains(next[b.Status], j.To):
		errs.Add("status", geo.Invalid("status", "transition", "what is %s becomes one of %v", b.Status, next[b.Status]))
	case j.To == Retracted:
		errs.Add("why", geo.CheckText("why", j.Why, 1, 1000))
	case b.claimedBy(by):
		errs.Add("status", geo.Invalid("status", "own", "who claimed it does not check it"))
	case j.To == Verified && b.SynergyID == 0:
		errs.Add("status", geo.Invalid("status", "evidence", "a history is not verified here: its evidence is elsewhere"))
	case j.To == Verified && len(b.Evidence) == 0:
		errs.Add("evidence", geo.Invalid("evidence", "required", "is missing: attach a file"))
	}
	return errs.Err()
}

// claimedBy reports whether by is who claimed b. People without accounts cannot
// be told apart: what one of them claimed for a partner, another may check.
func (b Benefit) claimedBy(by Signature) bool {
	if b.Claimed.UserID != 0 || by.UserID != 0 {
		return b.Claimed.UserID == by.UserID
	}
	return b.Claimed.By == by.By && !b.ForPartner
}
