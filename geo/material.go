package geo

import (
	"regexp"
	"slices"
)

// Hazard is a List of Waste entry's mark.
type Hazard string

const (
	HazardNone     Hazard = "none"
	HazardAbsolute Hazard = "absolute" // hazardous whatever it holds
	HazardMirror   Hazard = "mirror"   // hazardous entry of a mirror pair
)

// Material is what a resource is: an entry of the List of Waste or of the
// list of products, energies and services.
type Material struct {
	Code     string // "100202" or "energy.steam"
	Group    string // "1002", or the product's category
	Category Category
	Hazard   Hazard
	Unit     Unit
	NameEN   string
	NameTR   string
}

// Hazardous reports whether m needs a licensed receiver and ADR care.
func (m Material) Hazardous() bool { return m.Hazard != HazardNone }

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
	errs.Add("use_en", checkText("use_en", u.UseEN, 1, 300))
	errs.Add("source", checkText("source", u.Source, 1, 300))
	oneOf(&errs, "evidence", u.Evidence, Evidences)
	for _, f := range u.Forms {
		if !slices.Contains(Forms, f) {
			errs.Add("form", Invalid("form", "unknown", "%q is none of %v", f, Forms))
		}
	}
	if !(u.Ratio >= 0 && u.Ratio <= 10) {
		errs.Add("ratio", Invalid("ratio", "range", "%v is not from 0 to 10", u.Ratio))
	}
	return errs.Err()
}
