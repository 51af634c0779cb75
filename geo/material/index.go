package material

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// maxWords bounds the words of a query that count: nobody names a material in
// more, and the work grows with each.
const maxWords = 8

// text is one name by which an entry can be found.
type text struct {
	entry   int    // position in the list that is indexed
	lang    string // "tr" or "en"
	synonym bool   // an everyday word, not the list's own name
	written string // as it is shown
}

// index finds entries of a list by words. It is built once and then immutable.
type index struct {
	texts  []text
	terms  []term         // in the order of their words
	byWord map[string]int // position in terms
	mass   []float64      // of each text: the sum of its own words' weights
}

type term struct {
	word    string
	letters uint64 // a bit for each letter and digit it has
	weight  float64
	places  []place
}

// place says that a text, or the heading above it, holds a word.
type place struct {
	text    int
	heading bool
}

// finding is an entry found, by the text that fits the query best.
type finding struct {
	entry int
	text  int
	score float64 // in (0, 1]
	by    Reason
}

// add indexes a text; heading are words that are only its surroundings, which
// count half.
func (x *index) add(t text, heading string) {
	if x.byWord == nil {
		x.byWord = map[string]int{}
	}
	own := words(t.written)
	for _, w := range own {
		x.place(w, place{len(x.texts), false})
	}
	for _, w := range words(heading) {
		if !slices.Contains(own, w) {
			x.place(w, place{len(x.texts), true})
		}
	}
	x.texts = append(x.texts, t)
}

func (x *index) place(word string, p place) {
	i, ok := x.byWord[word]
	if !ok {
		i = len(x.terms)
		x.byWord[word] = i
		x.terms = append(x.terms, term{word: word, letters: letters(word)})
	}
	if places := x.terms[i].places; len(places) == 0 || places[len(places)-1] != p {
		x.terms[i].places = append(places, p)
	}
}

// close weighs the words after the last text: a word that fewer texts hold
// tells more (inverse document frequency).
func (x *index) close() {
	slices.SortFunc(x.terms, func(a, b term) int { return strings.Compare(a.word, b.word) })
	x.mass = make([]float64, len(x.texts))
	for i := range x.terms {
		t := &x.terms[i]
		x.byWord[t.word] = i
		t.weight = 1 + math.Log(float64(len(x.texts))/float64(len(t.places)))
		for _, p := range t.places {
			if !p.heading {
				x.mass[p.text] += t.weight
			}
		}
	}
}

// hold is how well a text holds one word of a query.
type hold struct {
	quality float64
	weight  float64 // of the text's word
	by      Reason
	heading bool
}

// find returns the entries that fit query, best first: those whose text holds
// most of the query's words, weighted, and little else. Of a text and its
// twin in another language lang's wins.
func (x *index) find(query, lang string) []finding {
	asked := words(query)
	asked = asked[:min(len(asked), maxWords)]
	held := make([]map[int]hold, len(asked))
	total := 0.0
	weights := make([]float64, len(asked))
	for i, w := range asked {
		held[i], weights[i] = x.holders(w)
		total += weights[i]
	}
	best := map[int]finding{}
	for id := range x.touched(held) {
		f := x.score(id, held, weights, total, lang)
		if old, ok := best[f.entry]; f.score > 0 && (!ok || better(f, old) < 0) {
			best[f.entry] = f
		}
	}
	out := make([]finding, 0, len(best))
	for _, f := range best {
		out = append(out, f)
	}
	slices.SortFunc(out, better)
	return out
}

// better orders findings: higher score, then the list's own order, then the
// text's.
func better(a, b finding) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry), cmp.Compare(a.text, b.text))
}

// touched returns the texts that hold any word asked for, each once.
func (x *index) touched(held []map[int]hold) map[int]struct{} {
	out := map[int]struct{}{}
	for _, texts := range held {
		for id := range texts {
			out[id] = struct{}{}
		}
	}
	return out
}

// holders returns the texts that hold word in some way, each with its best
// way, and what the word weighs: as much as the most telling of the words that
// are equal or nearest to it.
func (x *index) holders(word string) (map[int]hold, float64) {
	out := map[int]hold{}
	weight, top := 1.0, 0.0
	for _, h := range x.alike(word) {
		t := x.terms[h.term]
		if h.quality > top || h.quality == top && t.weight > weight {
			weight, top = t.weight, h.quality
		}
		for _, p := range t.places {
			quality := h.quality
			if p.heading {
				quality /= 2
			}
			if quality > out[p.text].quality {
				out[p.text] = hold{quality, t.weight, h.by, p.heading}
			}
		}
	}
	if top == 0 { // unknown to the list: as telling as a word seen once
		weight = 1 + math.Log(float64(max(len(x.texts), 1)))
	}
	return out, weight
}

// score weighs how much of the query text id holds (three quarters) and how
// much of the text the query named (one quarter).
func (x *index) score(id int, held []map[int]hold, weights []float64, total float64, lang string) finding {
	t := x.texts[id]
	f := finding{entry: t.entry, text: id, by: HitWord}
	got, named := 0.0, 0.0
	for i, texts := range held {
		h, ok := texts[id]
		if !ok {
			continue
		}
		got += weights[i] * h.quality
		if !h.heading {
			named += h.weight * h.quality
		}
		f.by = max(f.by, h.by)
	}
	if named == 0 {
		return f // only its surroundings fit: every entry below the heading would
	}
	if t.synonym {
		f.by = max(f.by, HitSynonym)
	}
	f.score = (0.75*got/total + 0.25*min(1, named/x.mass[id])) * preference(t, lang)
	if got/total < minHeld {
		f.score = 0
	}
	return f
}

// minHeld is the weighted share of the query that a text must hold.
const minHeld = 0.4

// preference breaks ties: the language asked for before the other, the list's
// own name before an everyday word.
func preference(t text, lang string) float64 {
	p := 1.0
	if t.lang != lang {
		p *= 0.95
	}
	if t.synonym {
		p *= 0.99
	}
	return p
}
