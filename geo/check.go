package geo

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// CheckText accepts valid UTF-8 of min to max characters without control
// characters; field names it in the error.
func CheckText(field, s string, min, max int) error {
	n := utf8.RuneCountInString(s)
	switch {
	case !utf8.ValidString(s):
		return Invalid(field, "format", "not valid UTF-8")
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }):
		return Invalid(field, "format", "holds control characters")
	case n < min && strings.TrimSpace(s) == "":
		return Invalid(field, "required", "is missing")
	case n < min || n > max:
		return Invalid(field, "length", "has %d characters, not %d to %d", n, min, max)
	}
	return nil
}

// checkPositive accepts finite numbers above 0.
func checkPositive(field string, v float64) error {
	if !(v > 0) || math.IsInf(v, 0) {
		return Invalid(field, "range", "%v is not above 0", v)
	}
	return nil
}

// checkFinite accepts numbers that are neither infinite nor NaN.
func checkFinite(field string, v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Invalid(field, "range", "%v is no number", v)
	}
	return nil
}

// OneOf adds to errs that field is unknown when v is none of the values of.
func OneOf[T ~string](errs *FieldErrors, field string, v T, of []T) {
	if !slices.Contains(of, v) {
		errs.Add(field, Invalid(field, "unknown", "%q is none of %v", v, of))
	}
}
