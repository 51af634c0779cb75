package programme

import (
	"time"

	"simbiyoz/geo"
)

// MostBytes is how large a file may be.
const MostBytes = 5 << 20

// Kinds are the media types that a file may have, as its content says, with
// the ending that such files have.
var Kinds = map[string]string{
	"application/pdf": ".pdf",
	"image/jpeg":      ".jpg",
	"image/png":       ".png",
	"image/webp":      ".webp",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

// File is a document that belongs to a synergy.
type File struct {
	ID        int64
	SynergyID int64
	Name      string // as its owner called it
	Kind      string // one of Kinds
	Bytes     int64
	SHA256    string // hexadecimal
	KeptAs    string // the random name that it is kept under
	At        time.Time
	Actor     string
}

// Validate reports every field of f that is wrong as FieldErrors.
func (f File) Validate() error {
	var errs geo.FieldErrors
	errs.Add("name", geo.CheckText("name", f.Name, 1, 200))
	if f.Bytes <= 0 || f.Bytes > MostBytes {
		errs.Add("file", geo.Invalid("file", "length", "has %d bytes, not 1 to %d", f.Bytes, MostBytes))
	} else if _, ok := Kinds[f.Kind]; !ok {
		errs.Add("file", geo.Invalid("file", "kind", "is %s, which is not taken", f.Kind))
	}
	return errs.Err()
}
