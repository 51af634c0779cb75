package material

import (
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// likeness is a term that is equal or near to a word asked for.
type likeness struct {
	term    int
	quality float64 // in (0, 1]
	by      Reason
}

// Qualities of likeness. A word's beginning is nearly as good as the word, for
// people type on; Turkish suffixes make an inflected word of the same stem.
const (
	qualityEqual  = 1.0
	qualityPrefix = 0.75 // plus up to 0.2 for the share that was typed
	qualityStem   = 0.8
	qualityTypo   = 0.7 // less 0.15 for a second slip
)

// alike returns the terms that are equal or near to word, each once, by term.
func (x *index) alike(word string) []likeness {
	out := x.beginning(word)
	out = append(out, x.stems(word)...)
	seen := map[int]bool{}
	for _, l := range out {
		seen[l.term] = true
	}
	for _, l := range x.misspelt(word) {
		if !seen[l.term] {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b likeness) int { return a.term - b.term })
	return out
}

// beginning returns the term that is word and those that begin with it.
func (x *index) beginning(word string) []likeness {
	var out []likeness
	for i := x.after(word); i < len(x.terms) && strings.HasPrefix(x.terms[i].word, word); i++ {
		switch t := x.terms[i].word; {
		case t == word:
			out = append(out, likeness{i, qualityEqual, HitWord})
		case len(word) >= 2:
			out = append(out, likeness{i, qualityPrefix + 0.2*float64(len(word))/float64(len(t)), HitPrefix})
		}
	}
	return out
}

// after returns the first term that does not come before word.
func (x *index) after(word string) int {
	return sort.Search(len(x.terms), func(i int) bool { return x.terms[i].word >= word })
}

const (
	minStem   = 4 // letters that two words of one stem share at least
	maxSuffix = 5 // letters that a suffix adds to the stem: "lerin", "ların"
)

// stems returns the terms that share word's stem and have other suffixes, or
// none: "çamurlar" finds "çamuru", "culleti" finds "cullet".
func (x *index) stems(word string) []likeness {
	if len(word) <= minStem {
		return nil
	}
	var out []likeness
	for i := x.after(word[:minStem]); i < len(x.terms) && strings.HasPrefix(x.terms[i].word, word[:minStem]); i++ {
		t := x.terms[i].word
		if same := shared(word, t); same < len(word) && len(word)-same <= maxSuffix && len(t)-same <= maxSuffix &&
			3*same >= 2*max(len(word), len(t)) {
			out = append(out, likeness{i, qualityStem * (0.75 + 0.25*float64(same)/float64(max(len(word), len(t)))), HitPrefix})
		}
	}
	return out
}

// shared returns the length of a's and b's common beginning.
func shared(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// misspelt returns the terms that one slip (from four letters on) or two (from
// eight) make of word.
func (x *index) misspelt(word string) []likeness {
	slips := 0
	switch n := len(word); {
	case n >= 8:
		slips = 2
	case n >= 4:
		slips = 1
	default:
		return nil
	}
	var out []likeness
	mine := letters(word)
	for i, t := range x.terms {
		// A slip changes two letters of the set at most: most terms fall here.
		if abs(len(t.word)-len(word)) > slips || bits.OnesCount64(mine^t.letters) > 2*slips {
			continue
		}
		if d := slipsBetween(word, t.word, slips); d > 0 && d <= slips {
			out = append(out, likeness{i, qualityTypo - 0.15*float64(d-1), HitTypo})
		}
	}
	return out
}

// letters returns the set of letters and digits in a folded word.
func letters(word string) uint64 {
	var set uint64
	for _, r := range word {
		set |= 1 << (uint32(r) % 64)
	}
	return set
}

// slipsBetween returns the optimal string alignment distance of a and b: the
// letters added, lost, changed or swapped with their neighbour (Damerau 1964).
// It stops above most and then returns most+1.
func slipsBetween(a, b string, most int) int {
	var rows [3][64]int
	if len(a) >= len(rows[0]) || len(b) >= len(rows[0]) {
		return most + 1
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, up, upup := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(up[j]+1, row[j-1]+1, up[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, upup[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
	}
	return min(rows[len(a)%3][len(b)], most+1)
}

func abs(n int) int { return max(n, -n) }
