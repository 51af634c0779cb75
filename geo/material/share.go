package material

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"simbiyoz/geo"
)

// shares are how often wastes go to each class: of a hundred exchanges of such
// wastes that are carried out, how many have a receiver of the class. They are
// the project's own estimates, in [0,1], and need not add up to 1.
type shares map[string]float64

// mean adds to s what of says, so that s is the mean once all n were added.
func (s shares) mean(of shares, n int) {
	for nace, share := range of {
		s[nace] += share / float64(n)
	}
}

// usual are the shares of every group of wastes, of each chapter's groups on the
// average, and of all chapters as often as their wastes are exchanged: a group's own estimates are few, and codes in
// use are often only near what the matter is.
type usual struct {
	group   map[string]shares
	chapter map[string]shares
	all     shares
	vague   shares // of what wastes of no named sort also are: steam, gas, water
}

var usuals = sync.OnceValue(func() usual {
	l := lists()
	u := usual{group: l.shares, chapter: map[string]shares{}, all: shares{}, vague: shares{}}
	groups := map[string]int{}
	for group := range l.shares {
		groups[group[:2]]++
	}
	for _, group := range slices.Sorted(maps.Keys(l.shares)) { // in order, so that sums are the same in each run
		chapter := group[:2]
		if u.chapter[chapter] == nil {
			u.chapter[chapter] = shares{}
		}
		u.chapter[chapter].mean(l.shares[group], groups[chapter])
	}
	for _, chapter := range slices.Sorted(maps.Keys(u.chapter)) {
		for nace, share := range u.chapter[chapter] {
			u.all[nace] += often[chapter] * share
		}
	}
	for _, kind := range vagueKinds {
		of, sum := shares{}, 0.0
		for _, r := range l.receivers[kind] {
			of[r.NACE] = r.Weight
			sum += r.Weight
		}
		for nace := range of {
			of[nace] /= sum
		}
		u.vague.mean(of, len(vagueKinds))
	}
	return u
})

// often is how many of a hundred published exchanges are of a chapter's wastes:
// the project's own estimate, which says what chapters lead if nothing is known.
var often = map[string]float64{
	"01": 0.03, "02": 0.21, "03": 0.08, "04": 0.03, "05": 0.02, "06": 0.06, "07": 0.06, "08": 0.02, "09": 0.005, "10": 0.19,
	"11": 0.02, "12": 0.02, "13": 0.02, "14": 0.005, "15": 0.05, "16": 0.06, "17": 0.04, "18": 0.005, "19": 0.07, "20": 0.04,
}

// vagueKinds are the kinds of matter that the list has no codes for and that
// are therefore told of as wastes not otherwise specified.
var vagueKinds = []string{"heat", "gas", "water"}

// How much each share counts against what is known of the very material: a
// class with a share s weighs 1-exp(-(trust × s)), so that shares of several
// lists add up. The project's own figures; README.md says how they were chosen.
const (
	trustGroup   = 5
	trustChapter = 1.5
	trustAll     = 2
	trustVague   = 1
	trustSector  = 5
	trustPartner = 3 // of a pair's weight w: 1-(1-w)^trust
)

// usualOf returns how often wastes like waste (a code, or a prefix of one) go to
// each class, each share times its trust.
func usualOf(waste string) shares {
	out := shares{}
	add := func(of shares, trust float64) {
		for nace, share := range of {
			out[nace] += trust * share
		}
	}
	u := usuals()
	if len(waste) >= 4 {
		add(u.group[waste[:4]], trustGroup)
	}
	add(u.chapter[waste[:2]], trustChapter)
	add(u.all, trustAll)
	if strings.HasSuffix(waste, "99") {
		add(u.vague, trustVague)
	}
	return out
}

// sectorOf returns how often wastes of groups go to each class on the average,
// times its trust.
func sectorOf(groups []string) shares {
	out := shares{}
	for _, group := range groups {
		for nace, share := range lists().shares[group] {
			out[nace] += trustSector * share / float64(len(groups))
		}
	}
	return out
}

// groupsFrom returns the groups of wastes that firms of a class typically have.
func groupsFrom(class string) []string {
	for n := len(class); n >= 2; n-- {
		if of := lists().sectors[strings.TrimSuffix(class[:n], ".")]; len(of) > 0 {
			return of
		}
	}
	return nil
}

// wasteOf returns code if it is a waste's or a prefix of one, or the first waste
// that a product is traded for, else "".
func wasteOf(code string) string {
	if Chapter(code) != "" {
		return code
	}
	for _, c := range Equivalents(code) {
		if IsWaste(c) {
			return c
		}
	}
	return ""
}

func (l *list) readShare(f []string) error {
	if _, ok := l.byHeading[f[0]]; !ok || len(f[0]) != 4 {
		return fmt.Errorf("share of %q: %w", f[0], geo.ErrNotFound)
	}
	if _, ok := l.byClass[f[1]]; !ok {
		return fmt.Errorf("share of %s: class %q: %w", f[0], f[1], geo.ErrNotFound)
	}
	share, err := strconv.ParseFloat(f[2], 64)
	if err != nil || !(share > 0 && share < 1) {
		return fmt.Errorf("share of %s: %q is not between 0 and 1", f[0], f[2])
	}
	of := l.shares[f[0]]
	if of == nil {
		of = shares{}
		l.shares[f[0]] = of
	}
	if of[f[1]] > 0 {
		return fmt.Errorf("share of %s: %s stands twice", f[0], f[1])
	}
	of[f[1]] = share
	return nil
}

func (l *list) readSector(f []string) error {
	if _, ok := l.byHeading[f[1]]; !ok || len(f[1]) != 4 {
		return fmt.Errorf("wastes of %s: %q: %w", f[0], f[1], geo.ErrNotFound)
	}
	if !l.sector(f[0]) {
		return fmt.Errorf("wastes of %q: %w", f[0], geo.ErrNotFound)
	}
	l.sectors[f[0]] = append(l.sectors[f[0]], f[1])
	return nil
}
