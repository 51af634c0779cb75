package material

import "strings"

// Names finds the entries of a list by their names, in the manner of [Search].
// It is immutable and safe for concurrent use.
type Names struct{ x index }

// NewNames indexes a list whose entry i bears names[i]: its Turkish one, its
// English one and any others.
func NewNames(names [][]string) *Names {
	n := &Names{}
	for i, of := range names {
		for k, written := range of {
			t := text{entry: i, lang: "tr", synonym: k > 1, written: written}
			if k == 1 {
				t.lang = "en"
			}
			n.x.add(t, "")
		}
	}
	n.x.close()
	return n
}

// Find returns the positions of at most limit entries for words, which may be
// misspelt or unfinished, best first. lang ("tr" or "en") only breaks ties.
func (n *Names) Find(query, lang string, limit int) []int {
	out := []int{}
	for _, f := range n.x.find(bounded(query), lang) {
		if len(out) == limit {
			break
		}
		out = append(out, f.entry)
	}
	return out
}

// Spaced returns s as its words, folded, with one blank between them.
func Spaced(s string) string { return strings.Join(strings.FieldsFunc(Fold(s), notWord), " ") }
