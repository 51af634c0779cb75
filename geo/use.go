package geo

import (
	"regexp"
	"slices"
)

// Evidence is how well a known use is proved.
type Evidence string

const (
	Implemented Evidence = "implemented"
	Piloted     Evidence = "piloted"
	Studied     Evidence = "studied"
)

// Use is a known substitution: Material can be used by firms of class NACE.
type Use struct {
	ID        int64
	Material  string // code, or a prefix of two or four digits
	NACE      string // class "23.51", division "23", or "*" for any sector
	UseEN     string
	UseTR     string
	Treatment string   // steps needed, as words
	Forms     []Form   // forms the process takes; empty: any
	Limits    string   // purity limits, "chloride<=0.1 %; moisture<=20 %"
	Ratio     float64  // tonnes of virgin input that a tonne replaces
	Evidence  Evidence // how well proved
	Source    string   // who says so
	Completed int      // synergies of this use that were completed
	Unfit     int      // matches by this use that people found unfit for what it is
}

// proofs are how often a use of each evidence is taken to turn out right before
// anything is known from here: the project's own figures.
var proofs = map[Evidence]float64{Implemented: 0.8, Piloted: 0.65, Studied: 0.5}

// proofCount is how many outcomes seen here weigh as much as the evidence
// itself: after four of them what was seen counts for half.
const proofCount = 4

// Strength returns how likely u holds, in (0,1): by its evidence, moved by what
// people here made of it. It is the mean of a Beta distribution that the
// evidence begins with the weight of four outcomes and to which completed and
// unfit ones are added.
func (u Use) Strength() Share {
	return Share((proofCount*proofs[u.Evidence] + float64(u.Completed)) / float64(proofCount+u.Completed+u.Unfit))
}

var useMaterial = regexp.MustCompile(`^([0-9]{2}|[0-9]{4}|[0-9]{6}|[a-z]+\.[a-z0-9_]+)$`)

var useClass = regexp.MustCompile(`^(\*|[0-9]{2}(\.[0-9]{2})?)$`)

// Evidences lists every strength of evidence, strongest first.
var Evidences = []Evidence{Implemented, Piloted, Studied}

// Validate reports every field of u that is wrong as FieldErrors.
func (u Use) Validate() error {
	var errs FieldErrors
	if !useMaterial.MatchString(u.Material) {
		errs.Add("material", Invalid("material", "format", "%q is neither a code nor a prefix of one", u.Material))
	}
	if !useClass.MatchString(u.NACE) {
		errs.Add("nace", Invalid("nace", "format", "%q is neither a class, a division nor *", u.NACE))
	}
	errs.Add("use_en", CheckText("use_en", u.UseEN, 1, 300))
	errs.Add("source", CheckText("source", u.Source, 1, 300))
	OneOf(&errs, "evidence", u.Evidence, Evidences)
	for _, f := range u.Forms {
		if !slices.Contains(Forms, f) {
			errs.Add("form", Invalid("form", "unknown", "%q is none of %v", f, Forms))
		}
	}
	if !(u.Ratio >= 0 && u.Ratio <= 10) {
		errs.Add("ratio", Invalid("ratio", "range", "%v is not from 0 to 10", u.Ratio))
	}
	if u.Completed < 0 {
		errs.Add("completed", Invalid("completed", "range", "%d is below 0", u.Completed))
	}
	if u.Unfit < 0 {
		errs.Add("unfit", Invalid("unfit", "range", "%d is below 0", u.Unfit))
	}
	return errs.Err()
}
