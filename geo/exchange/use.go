package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/maypok86/otter/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// useIndex finds known uses by material code or prefix. It is immutable.
type useIndex struct {
	all        []geo.Use
	byID       map[int64]*geo.Use
	byMaterial map[string][]geo.Use
	byNACE     map[string][]string // class, division or "*" → six-digit and product codes used there
	kinships   *otter.Cache[kinshipKey, kinship]
}

// kinshipKey is what a kinship hangs on.
type kinshipKey struct{ source, sink, nace string }

// kinship is what is known between a source's material and a sink's at firms
// of a class.
type kinship struct {
	relation     geo.Relation
	use, sinkUse *geo.Use
}

// mostKinships are remembered: the same materials meet over and over.
const mostKinships = 50_000

// between returns what is known between two materials at firms of a class.
func (i *useIndex) between(source, sink, nace string) kinship {
	key := kinshipKey{source, sink, nace}
	if i.kinships != nil {
		if k, there := i.kinships.GetIfPresent(key); there {
			return k
		}
	}
	k := kinship{geo.RelationText, i.known(source, nace), i.known(sink, nace)}
	switch {
	case source == sink || slices.Contains(material.Equivalents(source), sink):
		k.relation = geo.RelationSame
	case k.use != nil:
		k.relation = geo.RelationUse
	case slices.Contains(material.Siblings(source), sink):
		k.relation = geo.RelationGroup
	}
	if i.kinships != nil {
		i.kinships.Set(key, k)
	}
	return k
}

// LoadUses reads the known uses from the store, after start and after every
// import of uses.
func (x *Exchange) LoadUses(ctx context.Context) error {
	uses, err := x.store.Uses(ctx)
	if err != nil {
		return fmt.Errorf("known uses: %w", err)
	}
	index := &useIndex{all: uses, byID: map[int64]*geo.Use{}, byMaterial: map[string][]geo.Use{}, byNACE: map[string][]string{},
		kinships: otter.Must(&otter.Options[kinshipKey, kinship]{MaximumSize: mostKinships})}
	for _, u := range uses {
		index.byID[u.ID] = &u
		index.byMaterial[u.Material] = append(index.byMaterial[u.Material], u)
		index.byNACE[u.NACE] = append(index.byNACE[u.NACE], codesUnder(u.Material)...)
	}
	x.uses.Store(index)
	return nil
}

// RankUses returns who can use a material, most likely first, at most top
// classes, by the uses that are stored; see [material.Rank]. A giver's class that
// is not in the list is a FieldError of from_nace.
func (x *Exchange) RankUses(code, from string, top int) ([]material.Ranked, error) {
	if from != "" {
		class, ok := material.ParseNACE(from)
		if !ok {
			return nil, geo.Invalid("from_nace", "unknown", "%q is no class, group or division of NACE Rev. 2", from)
		}
		from = class
	}
	return material.Rank(x.uses.Load().all, code, from, top)
}

func (i *useIndex) size() int { return len(i.byID) }

// unlike returns those uses that i does not hold as they are.
func (i *useIndex) unlike(uses []geo.Use) []geo.Use {
	held := make(map[[3]string]geo.Use, len(i.all))
	for _, u := range i.all {
		held[[3]string{u.Material, u.NACE, u.UseEN}] = u
	}
	return slices.DeleteFunc(slices.Clone(uses), func(u geo.Use) bool {
		h, there := held[[3]string{u.Material, u.NACE, u.UseEN}]
		return there && u.UseTR == h.UseTR && u.Treatment == h.Treatment && slices.Equal(u.Forms, h.Forms) && u.Limits == h.Limits &&
			u.Ratio == h.Ratio && u.Evidence == h.Evidence && u.Source == h.Source
	})
}

// of returns the known uses of a material: its own and those of the wastes or
// products it stands for, then its group's, then its chapter's.
func (i *useIndex) of(code string) []geo.Use {
	var out []geo.Use
	for _, key := range useKeys(code) {
		out = append(out, i.byMaterial[key]...)
	}
	return out
}

// known returns the most trusted use of code by firms of a NACE class, nil
// when none is known. A narrower material is more trusted than a wider one,
// then the stronger evidence.
func (i *useIndex) known(code, nace string) *geo.Use {
	for _, key := range useKeys(code) {
		var best *geo.Use
		for n := range i.byMaterial[key] {
			u := &i.byMaterial[key][n]
			if receives(u.NACE, nace) && (best == nil || rank(u) < rank(best)) {
				best = u
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// materialsFor returns the materials that firms of a NACE class are known to
// use.
func (i *useIndex) materialsFor(nace string) []string {
	return slices.Concat(i.byNACE[nace], i.byNACE[nace[:2]], i.byNACE["*"])
}

// codesUnder returns the materials that a use's material stands for: itself
// and what is the same, or all wastes of a group or chapter.
func codesUnder(prefix string) []string {
	if _, is := material.ByCode(prefix); is {
		return append([]string{prefix}, material.Equivalents(prefix)...)
	}
	var out []string
	for _, m := range material.All() {
		if material.IsWaste(m.Code) && strings.HasPrefix(m.Code, prefix) {
			out = append(out, m.Code)
		}
	}
	return out
}

// classes returns the NACE classes that uses are told of; those of any sector
// are left to the codes they are posted under.
func classes(uses []geo.Use) []string {
	var out []string
	for _, c := range material.NACE() {
		if slices.ContainsFunc(uses, func(u geo.Use) bool { return u.NACE != "*" && receives(u.NACE, c.Code) }) {
			out = append(out, c.Code)
		}
	}
	return out
}

// useKeys returns the codes and prefixes under which uses of code are listed,
// narrowest first.
func useKeys(code string) []string {
	keys := append([]string{code}, material.Equivalents(code)...)
	if len(code) == 6 && code[0] >= '0' && code[0] <= '9' {
		keys = append(keys, code[:4], code[:2])
	}
	return keys
}

// receives reports whether a use's NACE (class, division or "*") covers class.
func receives(use, class string) bool {
	return use == "*" || use == class || len(use) == 2 && len(class) >= 2 && use == class[:2]
}

func rank(u *geo.Use) int {
	width := map[int]int{1: 2, 2: 1}[len(u.NACE)] // "*" is weakest, then a division
	return width*10 + slices.Index([]geo.Evidence{geo.Implemented, geo.Piloted, geo.Studied}, u.Evidence)
}
