package geo

import (
	"regexp"
	"slices"

	"github.com/paulmach/orb"
)

// ZoneKind says what sort of industrial zone a zone is.
type ZoneKind string

const (
	ZoneOSB              ZoneKind = "osb"             // organize sanayi bölgesi
	ZoneSpecialisedOSB   ZoneKind = "specialised_osb" // ihtisas OSB, farm-based OSBs included
	ZoneFree             ZoneKind = "free_zone"
	ZoneIndustrialEstate ZoneKind = "industrial_estate" // sanayi sitesi
	ZoneHeavyIndustry    ZoneKind = "heavy_industry"
)

// ZoneKinds lists every kind.
var ZoneKinds = []ZoneKind{ZoneOSB, ZoneSpecialisedOSB, ZoneFree, ZoneIndustrialEstate, ZoneHeavyIndustry}

// Zone is an industrial zone. Outlines that are only approximately known say
// so in Accuracy and name their Source; no precision is invented.
type Zone struct {
	ID       int64
	Code     string // stable slug, such as "kemalpasa-osb"
	Name     string // Turkish
	NameEN   string
	Kind     ZoneKind
	District string // ilçe
	Manager  string // the body that runs it
	Outline  orb.MultiPolygon
	Gate     Point  // where lorries enter; stands for its firms before consent
	Accuracy Metres // how far the outline may be off
	Source   string // where the outline comes from
}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Validate reports every field of z that is wrong as FieldErrors.
func (z Zone) Validate() error {
	var errs FieldErrors
	errs.Add("code", checkSlug("code", z.Code))
	errs.Add("name", CheckText("name", z.Name, 1, 200))
	if !slices.Contains(ZoneKinds, z.Kind) {
		errs.Add("kind", Invalid("kind", "unknown", "%q is none of %v", z.Kind, ZoneKinds))
	}
	if len(z.Outline) == 0 {
		errs.Add("outline", Invalid("outline", "required", "an outline is needed"))
	}
	if !ValidPoint(z.Gate) {
		errs.Add("gate", Invalid("gate", "range", "%v is no position", z.Gate))
	}
	if z.Accuracy < 0 {
		errs.Add("accuracy_m", Invalid("accuracy_m", "range", "%v is below 0", z.Accuracy))
	}
	return errs.Err()
}

func checkSlug(field, s string) error {
	if !slug.MatchString(s) || len(s) > 80 {
		return Invalid(field, "format", "%q is not lower-case words joined by hyphens", s)
	}
	return nil
}
