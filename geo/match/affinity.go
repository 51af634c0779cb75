package match

import (
	"slices"
	"strings"
	"unicode"

	"github.com/maypok86/otter/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// stemLength is how many letters of a word count, after an English plural's
// ending: words differ in their endings ("talaşı", "talaş"; "chip", "chips").
const stemLength = 5

// idle words say nothing about what a material is.
var idle = set(words("atık atığı atıklar atıkları diğer içeren dışındaki kaynaklanan olan tehlikeli madde maddeler " +
	"malzeme malzemesi hizmet hizmeti kullanım arıyoruz alınır verilir için veya ile başka şekilde tanımlanmamış " +
	"waste wastes other than those mentioned containing hazardous substances from and the not otherwise specified " +
	"material materials service wanted offered use for with demo"))

// Affinity tells from their words how much alike two postings are: the share
// of the shorter one's telling words, in title and material names of both
// languages, that the other has too.
func Affinity(a, b geo.Posting) float64 {
	if a.Material == b.Material && !broad(a.Material) {
		return 1
	}
	return max(
		overlap(stems(phrase{text: a.Title}), stems(phrase{text: b.Title})),
		overlap(stems(phrase{text: a.Title, more: a.Item.NameTR}), stems(phrase{text: b.Title, more: b.Item.NameTR})),
		overlap(stems(phrase{text: a.Item.NameEN}), stems(phrase{text: b.Item.NameEN})),
	)
}

// manyThings is from how many products on a waste code is a broad one.
const manyThings = 5

// broad reports whether code holds many different things: "not otherwise
// specified", or a waste that is traded as many products.
func broad(code string) bool {
	return material.IsWaste(code) && (strings.HasSuffix(code, "99") || len(material.Equivalents(code)) >= manyThings)
}

// phrase is what telling words are looked for in: two texts, less the words of
// a third.
type phrase struct{ text, more, without string }

// remembered holds the telling words of phrases: the same titles and the names
// of the same materials are compared over and over.
var remembered = otter.Must(&otter.Options[phrase, []string]{MaximumSize: 50_000})

// stems returns the telling word stems of a phrase in order, none twice.
func stems(p phrase) []string {
	if known, there := remembered.GetIfPresent(p); there {
		return known
	}
	out := slices.Concat(words(p.text), words(p.more))
	slices.Sort(out)
	out = slices.Compact(out)
	without := words(p.without)
	out = slices.DeleteFunc(out, func(w string) bool { return idle[w] || slices.Contains(without, w) })
	remembered.Set(p, out)
	return out
}

// words returns the folded stems of all words of s with three letters or more.
func words(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(material.Fold(s), notWord) {
		if len(w) < 3 {
			continue
		}
		if len(w) > 3 {
			w = strings.TrimSuffix(w, "s")
		}
		out = append(out, w[:min(len(w), stemLength)])
	}
	return out
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func set(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// overlap returns the share of the shorter of two lists in order that the other
// has too.
func overlap(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i], b[j]); {
		case c == 0:
			both, i, j = both+1, i+1, j+1
		case c < 0:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(min(len(a), len(b)))
}
