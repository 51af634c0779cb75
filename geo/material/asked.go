package material

import (
	"strings"

	"simbiyoz/geo"
)

// asked returns the material of a code, or what is known of it by its heading;
// for words, the material they fit best.
func asked(s string) (geo.Material, bool) {
	code := ParseCode(s)
	if code == "" {
		return byWords(s)
	}
	if m, ok := ByCode(code); ok {
		return m, true
	}
	for _, n := range []int{4, 2} {
		if h, ok := HeadingOf(code[:min(n, len(code))]); ok {
			return geo.Material{Code: code, NameEN: h.NameEN, NameTR: h.NameTR}, true
		}
	}
	return geo.Material{}, false
}

// byWords returns the material that words fit best, unless they only resemble
// it.
func byWords(s string) (geo.Material, bool) {
	for _, hit := range Search(s, "tr", 1) {
		return hit.Material, hit.By != HitTypo
	}
	return geo.Material{}, false
}

// ParseNACE returns a class of NACE Rev. 2, or the beginning of one, as the list
// writes it: "2410", "C24.10" and "24.10" are "24.10"; groups ("24.1") and
// divisions ("24") are read too. It returns false where the list has none.
func ParseNACE(s string) (string, bool) {
	d := separators.Replace(strings.TrimSpace(s))
	if len(d) > 0 && (d[0] >= 'A' && d[0] <= 'U' || d[0] >= 'a' && d[0] <= 'u') {
		d = d[1:]
	}
	if !digits.MatchString(d) || len(d) < 2 || len(d) > 4 {
		return "", false
	}
	if len(d) > 2 {
		d = d[:2] + "." + d[2:]
	}
	return d, lists().sector(d)
}
