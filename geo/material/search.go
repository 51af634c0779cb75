package material

import (
	"strings"
	"sync"

	"simbiyoz/geo"
)

// Reason says why something was found, the surest first.
type Reason int

const (
	HitCode    Reason = iota // the query is its code, or begins it
	HitWord                  // every word found is a word of its name
	HitPrefix                // a word begins, or shares the stem of, one of its name's
	HitSynonym               // an everyday word for it
	HitTypo                  // a word is misspelt
)

func (r Reason) String() string { return [...]string{"code", "word", "prefix", "synonym", "typo"}[r] }

// Hit is a material found.
type Hit struct {
	Material geo.Material
	Matched  string  // the name or everyday word that fits the query best, or the code
	By       Reason  // how it fits
	Score    float64 // in (0, 1]; hits are in falling order
}

// maxQuery bounds how much of a query is read, in bytes.
const maxQuery = 200

// Search returns at most limit materials for a code, the beginning of a code,
// or words in Turkish and English, best first; lang ("tr" or "en") only breaks
// ties. Words may be misspelt, unfinished, or lack their Turkish marks. The
// same query always has the same answer; an empty one has none.
func Search(query, lang string, limit int) []Hit {
	query = bounded(query)
	if limit <= 0 || query == "" {
		return []Hit{}
	}
	out := byCode(query, limit)
	if len(out) > 0 {
		return out
	}
	x := materialIndex()
	for _, f := range x.find(query, lang) {
		if len(out) == limit {
			break
		}
		out = append(out, Hit{lists().materials[f.entry], x.texts[f.text].written, f.by, f.score})
	}
	return out
}

// bounded returns at most maxQuery bytes of query without spaces around it.
func bounded(query string) string {
	query = strings.TrimSpace(query)
	return strings.TrimSpace(strings.ToValidUTF8(query[:min(len(query), maxQuery)], ""))
}

// byCode returns the materials whose code query is or begins, by code.
func byCode(query string, limit int) []Hit {
	if code := separators.Replace(query); digits.MatchString(code) {
		if hits := beginning(code, limit); len(hits) > 0 {
			return hits
		}
		return beginning(ParseCode(query), limit) // the zero that a spreadsheet lost
	}
	if code := strings.ToLower(query); strings.Contains(code, ".") {
		return beginning(code, limit)
	}
	return []Hit{}
}

func beginning(code string, limit int) []Hit {
	out := []Hit{}
	for _, m := range lists().materials {
		if code != "" && strings.HasPrefix(m.Code, code) && len(out) < limit {
			out = append(out, Hit{m, m.Code, HitCode, float64(len(code)) / float64(len(m.Code))})
		}
	}
	return out
}

// SearchNACE returns at most limit NACE classes for a code, the beginning of a
// code, or words, in the manner of Search.
func SearchNACE(query, lang string, limit int) []Class {
	query = bounded(query)
	out := []Class{}
	if limit <= 0 || query == "" {
		return out
	}
	if code := separators.Replace(query); digits.MatchString(code) {
		for _, c := range NACE() {
			if strings.HasPrefix(strings.Replace(c.Code, ".", "", 1), code) && len(out) < limit {
				out = append(out, c)
			}
		}
		return out
	}
	for _, f := range classIndex().find(query, lang) {
		if len(out) == limit {
			break
		}
		out = append(out, NACE()[f.entry])
	}
	return out
}

// materialIndex indexes all materials by their names and everyday words, with
// the names of the wastes' groups as surroundings.
var materialIndex = sync.OnceValue(func() *index {
	x := &index{}
	for i, m := range All() {
		group, _ := HeadingOf(m.Group)
		x.add(text{entry: i, lang: "tr", written: m.NameTR}, group.NameTR)
		x.add(text{entry: i, lang: "en", written: m.NameEN}, group.NameEN)
		for _, s := range lists().synonyms[m.Code] {
			x.add(text{entry: i, lang: s.lang, synonym: true, written: s.word}, "")
		}
	}
	x.close()
	return x
})

var classIndex = sync.OnceValue(func() *index {
	x := &index{}
	for i, c := range NACE() {
		x.add(text{entry: i, lang: "tr", written: c.NameTR}, "")
		x.add(text{entry: i, lang: "en", written: c.NameEN}, "")
	}
	x.close()
	return x
})
