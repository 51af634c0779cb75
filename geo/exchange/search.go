package exchange

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Kinds lists what the search box finds, in the order in which groups of
// equally close hits stand: first what there are few of.
var Kinds = []string{"zone", "place", "material", "class", "firm"}

// Found is one hit of the search box.
type Found struct {
	Kind    string // of Kinds
	ID      int64  // of zones and firms
	Code    string // of all
	NameTR  string
	NameEN  string
	Matched string // the name, everyday word or code that is closest to what was asked for
	By      Closeness
	Place   *geo.Point // of zones, places and firms
}

// SearchQuery asks for hits of some kinds.
type SearchQuery struct {
	Text  string   // words, the beginning of words, or a code
	Lang  string   // "tr" or "en"; breaks ties
	Kinds []string // empty: all
	Limit int
}

// Search finds zones, places, materials, NACE classes and firms by words or
// code: those of one kind stand together, the closest first, and the kind with
// the closest hit before the others. Every kind has its share of q.Limit.
// Firms are found by whom they may be shown to, see [geo.ViewerOf].
func (x *Exchange) Search(ctx context.Context, q SearchQuery) ([]Found, error) {
	if len(q.Kinds) == 0 {
		q.Kinds = Kinds
	}
	asked := material.Spaced(q.Text)
	if asked == "" {
		return []Found{}, nil
	}
	var groups [][]Found
	for _, kind := range Kinds {
		if !slices.Contains(q.Kinds, kind) {
			continue
		}
		found, err := x.searchKind(ctx, kind, q)
		if err != nil {
			return nil, err
		}
		for i, f := range found {
			found[i].Matched, found[i].By = closest(asked, f.Matched, f.Code, f.NameTR, f.NameEN)
		}
		slices.SortStableFunc(found, closer)
		groups = append(groups, found)
	}
	groups = slices.DeleteFunc(groups, func(g []Found) bool { return len(g) == 0 })
	slices.SortStableFunc(groups, func(a, b []Found) int { return closer(a[0], b[0]) })
	return slices.Concat(shares(groups, q.Limit)...), nil
}

func closer(a, b Found) int { return cmp.Compare(a.By, b.By) }

func (x *Exchange) searchKind(ctx context.Context, kind string, q SearchQuery) ([]Found, error) {
	switch kind {
	case "material":
		var out []Found
		for _, hit := range material.Search(q.Text, q.Lang, q.Limit) {
			m := hit.Material
			out = append(out, Found{Kind: kind, Code: m.Code, NameTR: m.NameTR, NameEN: m.NameEN, Matched: hit.Matched})
		}
		return out, nil
	case "class":
		var out []Found
		for _, c := range material.SearchNACE(q.Text, q.Lang, q.Limit) {
			out = append(out, Found{Kind: kind, Code: c.Code, NameTR: c.NameTR, NameEN: c.NameEN})
		}
		return out, nil
	case "firm":
		return x.searchFirms(ctx, q)
	}
	g, err := x.gazetteer(ctx)
	if err != nil {
		return nil, err
	}
	return g[kind].find(q), nil
}

// searchFirms finds the firms that the viewer may know by name: its own, those
// with which it has agreed, or all.
func (x *Exchange) searchFirms(ctx context.Context, q SearchQuery) ([]Found, error) {
	v := geo.ViewerOf(ctx)
	if eyes := v.Eyes(); !eyes.All() && eyes.FirmID == 0 {
		return nil, nil
	}
	firms, err := x.store.FirmsNamed(ctx, material.Spaced(q.Text), q.Limit)
	if err != nil {
		return nil, err
	}
	out := make([]Found, len(firms))
	for i, f := range firms {
		out[i] = Found{Kind: "firm", ID: f.Firm.ID, Code: f.Firm.Ref, NameTR: f.Firm.Name, NameEN: f.Firm.Name}
		if len(f.Sites) > 0 {
			out[i].Place = &f.Sites[0].Place
		}
	}
	return out, nil
}

// shares cuts groups so that limit hits are left: each group gives one in turn
// as long as it has some.
func shares(groups [][]Found, limit int) [][]Found {
	kept := make([]int, len(groups))
	for more := true; more && limit > 0; {
		more = false
		for i := range groups {
			if kept[i] < len(groups[i]) && limit > 0 {
				kept[i]++
				limit--
				more = true
			}
		}
	}
	for i := range groups {
		groups[i] = groups[i][:kept[i]]
	}
	return groups
}

// Closeness is how a name fits what was asked for, the closest first.
type Closeness int

const (
	Exact  Closeness = iota // it is what was asked for
	Prefix                  // it begins so
	Word                    // each word asked for begins one of its words
	Typo                    // it is only alike
)

func (c Closeness) String() string { return [...]string{"exact", "prefix", "word", "typo"}[c] }

// closest returns the text that is closest to asked, the first of equals, and
// how close it is.
func closest(asked string, texts ...string) (string, Closeness) {
	best, by := "", Typo
	for _, t := range texts {
		if t == "" {
			continue
		}
		if c := closeness(asked, material.Spaced(t)); c < by || best == "" {
			best, by = t, c
		}
	}
	return best, by
}

// closeness compares texts as material.Spaced writes them.
func closeness(asked, text string) Closeness {
	joined := strings.ReplaceAll(text, " ", "")
	switch {
	case asked == text || strings.ReplaceAll(asked, " ", "") == joined:
		return Exact
	case strings.HasPrefix(text, asked):
		return Prefix
	}
	for word := range strings.SplitSeq(asked, " ") {
		if !strings.Contains(" "+text, " "+word) {
			return Typo
		}
	}
	return Word
}
