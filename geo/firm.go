package geo

import "regexp"

// Firm is a legal entity that gives or takes resources at its sites.
type Firm struct {
	ID        int64
	Ref       string // the name it bears in the file or system it came from; unique
	Name      string
	NACE      string // NACE Rev. 2 class, "23.51"
	TaxNumber string // VKN, ten digits; kept, never shown; may be empty
	Demo      bool   // invented, and says so
}

// Site is a place of a firm, with a gate that lorries reach.
type Site struct {
	ID         int64
	FirmID     int64
	Ref        string // unique within the firm
	Name       string
	Place      Point
	ZoneID     int64  // 0 outside every zone
	Hours      string // opening hours as text, "Mo-Fr 08:00-17:00"
	DockTonnes Tonnes // heaviest lorry the dock takes; 0: unknown
	DockHeight Metres // highest lorry the dock takes; 0: unknown
	Spot       Spot   // what stands for Place to others
}

var naceClass = regexp.MustCompile(`^\d{2}\.\d{2}$`)

// Validate reports every field of f that is wrong as FieldErrors.
func (f Firm) Validate() error {
	var errs FieldErrors
	errs.Add("ref", CheckText("ref", f.Ref, 1, 80))
	errs.Add("name", CheckText("name", f.Name, 1, 200))
	if !naceClass.MatchString(f.NACE) {
		errs.Add("nace", Invalid("nace", "format", "%q is no NACE Rev. 2 class such as 23.51", f.NACE))
	}
	if f.TaxNumber != "" && !ValidTaxNumber(f.TaxNumber) {
		errs.Add("tax_number", Invalid("tax_number", "checksum", "is no valid VKN"))
	}
	return errs.Err()
}

// Validate reports every field of s that is wrong as FieldErrors.
func (s Site) Validate() error {
	var errs FieldErrors
	errs.Add("site", CheckText("site", s.Name, 1, 200))
	if !ValidPoint(s.Place) {
		errs.Add("place", Invalid("place", "range", "%v is no position", s.Place))
	}
	return errs.Err()
}

// ValidTaxNumber reports whether vkn is a Turkish tax number (Vergi Kimlik
// Numarası): ten digits of which the last is the Revenue Administration's
// check digit over the other nine.
func ValidTaxNumber(vkn string) bool {
	if len(vkn) != 10 {
		return false
	}
	sum := 0
	for i := range 9 {
		d := int(vkn[i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		shifted := (d + 9 - i) % 10
		if shifted == 0 {
			continue
		}
		product := shifted * (1 << (9 - i)) % 9
		if product == 0 {
			product = 9
		}
		sum += product
	}
	return int(vkn[9]-'0') == (10-sum%10)%10
}
