package geo

import (
	"errors"
	"fmt"
)

// Kinds of failure that every layer understands; adapters translate theirs
// into one of these with %w.
var (
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("conflict")
	ErrNoRoad    = errors.New("no road")      // no usable road near a point, or none that connects two
	ErrUnderway  = errors.New("in use")       // another instance holds the thing asked for
	ErrTooNew    = errors.New("newer schema") // data written by a newer program
	ErrForbidden = errors.New("forbidden")
	ErrStale     = errors.New("changed meanwhile") // what was to be changed is no longer what was read
	// ErrUnsupported is of an answer that the chosen road engine cannot give.
	ErrUnsupported = errors.New("unsupported")
)

// FieldError says which field of which input is wrong and why. Field is the
// name in JSON and in an import file's header; Row counts from 1 (the header
// line is row 1) and is 0 outside imports. Code is the reason as a stable
// word, such as "required", "range", "format", "unknown".
type FieldError struct {
	Row    int
	Field  string
	Code   string
	Reason string
}

func (e *FieldError) Error() string {
	if e.Row > 0 {
		return fmt.Sprintf("row %d: %s: %s", e.Row, e.Field, e.Reason)
	}
	return fmt.Sprintf("%s: %s", e.Field, e.Reason)
}

// Invalid returns a *FieldError for field.
func Invalid(field, code, format string, args ...any) error {
	return &FieldError{Field: field, Code: code, Reason: fmt.Sprintf(format, args...)}
}

// NoRoadError says which place no vehicle can reach, or leave. It is an
// ErrNoRoad.
type NoRoadError struct {
	Field   string // "from" or "to"; empty when both have roads but none connects them
	Place   Point
	Nearest *Metres // straight to the nearest usable road; nil when none is known
}

func (e *NoRoadError) Error() string {
	switch {
	case e.Field == "":
		return "no road connects the two places"
	case e.Nearest == nil:
		return fmt.Sprintf("%s: no road near %.5f,%.5f", e.Field, e.Place[0], e.Place[1])
	}
	return fmt.Sprintf("%s: the nearest road to %.5f,%.5f is %.0f m away", e.Field, e.Place[0], e.Place[1], float64(*e.Nearest))
}

// Is makes a NoRoadError an ErrNoRoad.
func (e *NoRoadError) Is(target error) bool { return target == ErrNoRoad }

// FieldErrors gathers every field that is wrong, so that one answer names all.
type FieldErrors []*FieldError

func (e FieldErrors) Error() string {
	switch len(e) {
	case 0:
		return "no error"
	case 1:
		return e[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", e[0].Error(), len(e)-1)
}

// Err returns e as an error, or nil when it is empty.
func (e FieldErrors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Add appends err's field errors to e; an error of another kind is kept under
// the name given.
func (e *FieldErrors) Add(name string, err error) {
	if err == nil {
		return
	}
	var one *FieldError
	var many FieldErrors
	switch {
	case errors.As(err, &many):
		*e = append(*e, many...)
	case errors.As(err, &one):
		*e = append(*e, one)
	default:
		*e = append(*e, &FieldError{Field: name, Code: "invalid", Reason: err.Error()})
	}
}
