package material

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as it is compared in searches: small letters without marks,
// with İ I ı i as one letter and so ş s, ğ g, ç c, ö o, ü u, â a. The web app
// folds in the same way: normalize("NFD"), drop marks, toLowerCase, ı to i.
func Fold(s string) string {
	return strings.Map(foldRune, norm.NFD.String(s))
}

func foldRune(r rune) rune {
	switch {
	case r == 'ı':
		return 'i'
	case unicode.Is(unicode.Mn, r):
		return -1
	}
	return unicode.ToLower(r)
}

// words splits s, folded, into its words. Numbers of one or two digits, which
// in the names of wastes only refer to other entries, are left out.
func words(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(Fold(s), notWord) {
		if len(w) > 2 || !digits.MatchString(w) {
			out = append(out, w)
		}
	}
	return out
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
