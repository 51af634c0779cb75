package material

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"simbiyoz/geo"
)

// Level says how near a known use's material is to the one asked for.
type Level string

const (
	LevelExact   Level = "exact"   // the code itself, or an equivalent
	LevelGroup   Level = "group"   // the group's prefix of four digits
	LevelChapter Level = "chapter" // the chapter's prefix of two digits
)

// KnownUse is a use of a material, with the level at which it was found.
type KnownUse struct {
	geo.Use
	Level Level
}

// Uses returns every known use in the order of the list, or what is wrong with
// the embedded lists.
func Uses() ([]geo.Use, error) { return lists().uses, lists().err }

// UsesOf returns the known uses of a material, backing off from its code and
// its equivalents to its group and its chapter, in this order.
func UsesOf(code string) []KnownUse {
	out := []KnownUse{}
	for _, key := range append([]string{code}, Equivalents(code)...) {
		out = append(out, usesUnder(key, LevelExact)...)
	}
	if IsWaste(code) {
		out = append(out, usesUnder(code[:4], LevelGroup)...)
		out = append(out, usesUnder(code[:2], LevelChapter)...)
	}
	return out
}

func usesUnder(key string, level Level) []KnownUse {
	var out []KnownUse
	for _, u := range lists().uses {
		if u.Material == key {
			out = append(out, KnownUse{u, level})
		}
	}
	return out
}

func (l *list) use(f []string) error {
	u := geo.Use{Material: f[0], NACE: f[1], UseEN: f[2], UseTR: f[3], Treatment: f[4],
		Limits: f[6], Evidence: geo.Evidence(f[8]), Source: f[9]}
	if !l.listed(u.Material) {
		return fmt.Errorf("use of %q: %w", u.Material, geo.ErrNotFound)
	}
	if !l.receiver(u.NACE) {
		return fmt.Errorf("use of %s in NACE %q: %w", u.Material, u.NACE, geo.ErrNotFound)
	}
	if !slices.Contains([]geo.Evidence{geo.Implemented, geo.Piloted, geo.Studied}, u.Evidence) {
		return fmt.Errorf("use of %s: evidence %q is none", u.Material, u.Evidence)
	}
	var err error
	if u.Forms, err = forms(f[5]); err != nil {
		return fmt.Errorf("use of %s: %w", u.Material, err)
	}
	if u.Ratio, err = strconv.ParseFloat(f[7], 64); err != nil {
		return fmt.Errorf("use of %s: ratio: %w", u.Material, err)
	}
	l.uses = append(l.uses, u)
	return nil
}

// listed reports whether code is a material, or a chapter or group of wastes.
func (l *list) listed(code string) bool {
	_, heading := l.byHeading[code]
	return heading || l.known(code) == nil
}

// receiver reports whether nace is a class, a division that has classes, or
// "*" for any.
func (l *list) receiver(nace string) bool {
	if nace == "*" {
		return true
	}
	return slices.ContainsFunc(l.classes, func(c Class) bool { return c.Code == nace || c.Division() == nace })
}

func forms(s string) ([]geo.Form, error) {
	var out []geo.Form
	for name := range strings.SplitSeq(s, "|") {
		switch form := geo.Form(strings.TrimSpace(name)); {
		case form == "":
		case !slices.Contains(geo.Forms, form):
			return nil, fmt.Errorf("form %q is none", form)
		default:
			out = append(out, form)
		}
	}
	return out, nil
}
