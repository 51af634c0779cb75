package programme

import (
	"slices"
	"time"

	"simbiyoz/geo"
)

// Verdict on a condition of article 19.
type Verdict string

// Verdicts lists what a condition may be answered with.
var Verdicts = []Verdict{"yes", "no", "unclear"}

// Condition is one of geo.Article19Keys as it stands for a synergy.
type Condition struct {
	Item     string
	Answer   Verdict // empty: not answered
	Note     string
	Files    []int64 // of the synergy: the evidence
	At       time.Time
	Actor    string
	Declared *bool // what the giver's posting says of it; nil: nothing
}

// Validate reports every field of c that is wrong as FieldErrors.
func (c Condition) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "item", c.Item, geo.Article19Keys)
	geo.OneOf(&errs, "answer", c.Answer, Verdicts)
	errs.Add("note", geo.CheckText("note", c.Note, 0, 1000))
	return errs.Err()
}

// PermitKind is what a permit allows.
type PermitKind string

const (
	ReceiverPermit PermitKind = "receiver" // to take the waste
	CarrierPermit  PermitKind = "carrier"  // to carry it
)

// PermitKinds lists every kind.
var PermitKinds = []PermitKind{ReceiverPermit, CarrierPermit, "by_product", "other"}

// Permit is a licence that a synergy rests on.
type Permit struct {
	ID        int64
	SynergyID int64
	Kind      PermitKind
	Holder    string
	Number    string
	Expires   time.Time // the last day
	FileID    int64     // 0: none
	At        time.Time
	Actor     string
}

// Validate reports every field of p that is wrong as FieldErrors.
func (p Permit) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "kind", p.Kind, PermitKinds)
	errs.Add("holder", geo.CheckText("holder", p.Holder, 1, 200))
	errs.Add("number", geo.CheckText("number", p.Number, 1, 100))
	if p.Expires.IsZero() {
		errs.Add("expires_on", geo.Invalid("expires_on", "required", "is missing"))
	}
	return errs.Err()
}

// Expired reports whether p no longer holds on a day.
func (p Permit) Expired(today time.Time) bool {
	return p.Expires.Before(today.Truncate(24 * time.Hour))
}

// Gate is what the law asks before a synergy is carried out.
type Gate struct {
	Conditions []Condition // all of geo.Article19Keys
	Permits    []Permit
}

// Blocks names what keeps y from being carried out today, as FieldErrors: a
// hazardous waste needs a licensed receiver and a licensed carrier, and what
// goes as a by-product all conditions of article 19.
func (g Gate) Blocks(y Synergy, today time.Time) geo.FieldErrors {
	var errs geo.FieldErrors
	if y.Hazard != "" && y.Hazard != geo.HazardNone && y.Legal != geo.LegalProduct {
		for _, kind := range []PermitKind{ReceiverPermit, CarrierPermit} {
			errs.Add(string(kind), g.licensed(kind, today))
		}
	}
	if y.Legal != geo.LegalByProduct {
		return errs
	}
	for _, c := range g.Conditions {
		if c.Answer != "yes" {
			errs.Add("gate", geo.Invalid("gate."+c.Item, "required", "a by-product meets it: the answer is %q", c.Answer))
		}
	}
	return errs
}

// licensed accepts a permit of a kind that holds today.
func (g Gate) licensed(kind PermitKind, today time.Time) error {
	var of []Permit
	for _, p := range g.Permits {
		if p.Kind == kind {
			of = append(of, p)
		}
	}
	switch {
	case len(of) == 0:
		return geo.Invalid(string(kind), "required", "hazardous waste needs a licensed %s, with licence number and expiry", kind)
	case !slices.ContainsFunc(of, func(p Permit) bool { return !p.Expired(today) }):
		return geo.Invalid(string(kind)+".expires_on", "expired", "the licence of %s expired on %s", of[0].Holder, of[0].Expires.Format(time.DateOnly))
	}
	return nil
}

// Criterion is a reference page: when a material that was waste is waste no
// more.
type Criterion struct {
	ID        int64
	Materials []string // codes, or their first digits
	TitleTR   string
	TitleEN   string
	TextTR    string
	TextEN    string
	Source    string
	URL       string    // https, or empty
	CheckedOn time.Time // when it was last held against the law in force; zero: never
}

// Validate reports every field of c that is wrong as FieldErrors.
func (c Criterion) Validate() error {
	var errs geo.FieldErrors
	if len(c.Materials) == 0 || len(c.Materials) > 50 {
		errs.Add("materials", geo.Invalid("materials", "length", "are %d, not 1 to 50", len(c.Materials)))
	}
	for _, m := range c.Materials {
		errs.Add("materials", geo.CheckText("materials", m, 2, 40))
	}
	for field, text := range map[string]string{"title.tr": c.TitleTR, "title.en": c.TitleEN, "source": c.Source} {
		errs.Add(field, geo.CheckText(field, text, 1, 300))
	}
	for field, text := range map[string]string{"text.tr": c.TextTR, "text.en": c.TextEN} {
		errs.Add(field, geo.CheckText(field, text, 1, 4000))
	}
	if len(c.URL) > 0 && (len(c.URL) < 9 || c.URL[:8] != "https://") {
		errs.Add("url", geo.Invalid("url", "format", "%.60q does not begin with https://", c.URL))
	}
	return errs.Err()
}
