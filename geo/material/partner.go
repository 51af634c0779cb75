package material

import (
	"fmt"
	"slices"
	"strings"

	"simbiyoz/geo"
)

// partner is a pair of sectors known to exchange a kind of matter: sugar works
// give molasses to distilleries.
type partner struct {
	from string // beginning of a class that gives: "10.81", "10.8" or "10"
	kind string
	Receiver
}

// PartnersOf returns the classes known to take a kind of matter from firms of a
// class, in the order of the list. A firm whose class is not known has none.
func PartnersOf(from, kind string) []Receiver {
	var out []Receiver
	for _, p := range lists().partners {
		if p.kind == kind && from != "" && strings.HasPrefix(from, p.from) {
			out = append(out, p.Receiver)
		}
	}
	return out
}

func (l *list) readPartner(f []string) error {
	if !l.sector(f[0]) {
		return fmt.Errorf("partner from %q: %w", f[0], geo.ErrNotFound)
	}
	r, err := l.receiverOf(f[2:])
	if err != nil {
		return fmt.Errorf("partner of %s: %w", f[0], err)
	}
	l.partners = append(l.partners, partner{f[0], f[1], r})
	return nil
}

// sector reports whether prefix is a class, or a group or division that has
// classes.
func (l *list) sector(prefix string) bool {
	return len(prefix) >= 2 && slices.ContainsFunc(l.classes, func(c Class) bool { return strings.HasPrefix(c.Code, prefix) })
}
