package material

import (
	"regexp"
	"strings"
)

var (
	digits  = regexp.MustCompile(`^[0-9]+$`)
	product = regexp.MustCompile(`^[a-z]+\.[a-z0-9_]+$`)
)

// separators are what people and documents write between a code's digits.
var separators = strings.NewReplacer(" ", "", "\u00a0", "", "\t", "", ".", "", "-", "", "/", "", "*", "")

// ParseCode returns a material code in the form the lists keep, whatever way
// it was written: "10 02 02*", "10.02.02" and "100202" are "100202", and a
// leading zero that a spreadsheet lost is put back ("20304" is "020304").
// Chapters and groups (two and four digits) are codes too; product codes are
// lower-cased. It returns "" for what can be no code, and does not look
// whether the lists hold it: ByCode does.
func ParseCode(s string) string {
	if p := strings.ToLower(strings.TrimSpace(s)); product.MatchString(p) {
		return p
	}
	d := separators.Replace(s)
	if len(d) == 3 || len(d) == 5 {
		d = "0" + d
	}
	if !digits.MatchString(d) || len(d) != 2 && len(d) != 4 && len(d) != 6 {
		return ""
	}
	return d
}

// IsWaste reports whether code has the shape of a six-digit waste code.
func IsWaste(code string) bool {
	if len(code) != 6 {
		return false
	}
	for _, r := range code {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Chapter returns the two digits of a waste code's chapter, "" for a product.
func Chapter(code string) string {
	if len(code) < 2 || !digits.MatchString(code) {
		return ""
	}
	return code[:2]
}
