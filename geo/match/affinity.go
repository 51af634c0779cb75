package match

import (
	"strings"
	"unicode"

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
		overlap(stems(a.Title), stems(b.Title)),
		overlap(stems(a.Title+" "+a.Item.NameTR), stems(b.Title+" "+b.Item.NameTR)),
		overlap(stems(a.Item.NameEN), stems(b.Item.NameEN)),
	)
}

// manyThings is from how many products on a waste code is a broad one.
const manyThings = 5

// broad reports whether code holds many different things: "not otherwise
// specified", or a waste that is traded as many products.
func broad(code string) bool {
	return material.IsWaste(code) && (strings.HasSuffix(code, "99") || len(material.Equivalents(code)) >= manyThings)
}

// stems returns the telling word stems of s.
func stems(s string) map[string]bool {
	out := set(words(s))
	for w := range idle {
		delete(out, w)
	}
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

func overlap(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / float64(min(len(a), len(b)))
}
