package exchange

import (
	"context"
	"slices"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// SharingStore keeps who may see a resource before anything was agreed.
type SharingStore interface {
	// NamedFirms are those that the owners of resources name, by resource; of
	// one that the viewer does not see nothing but the ID is told.
	NamedFirms(ctx context.Context, resources []int64) (map[int64][]geo.Firm, error)
	// FirmsByID returns those that the viewer sees, with their sites.
	FirmsByID(ctx context.Context, ids []int64) ([]geo.FirmEntry, error)
	// FirmsDescribed finds firms but one by the beginnings of words of their
	// names and places, and by the classes that stand for a word.
	FirmsDescribed(ctx context.Context, words, classes []string, but int64, limit int) ([]geo.FirmEntry, error)
	// Share says who may see a resource; firms nil: the same as before.
	Share(ctx context.Context, resource int64, v geo.Visibility, firms []int64) error
}

// Sharing returns who may see resource id. Its owner alone, and who runs the
// programme, may ask.
func (x *Exchange) Sharing(ctx context.Context, id int64) (geo.Sharing, error) {
	p, err := x.store.Posting(ctx, id)
	if err != nil {
		return geo.Sharing{}, err
	}
	if err := x.may(ctx, Post, of(p.Resource.FirmID)); err != nil {
		return geo.Sharing{}, err
	}
	named, err := x.namedIDs(ctx, id)
	if err != nil {
		return geo.Sharing{}, err
	}
	firms, err := x.store.FirmsByID(ctx, named)
	for _, n := range named {
		if !slices.ContainsFunc(firms, func(f geo.FirmEntry) bool { return f.Firm.ID == n }) {
			firms = append(firms, geo.FirmEntry{Firm: geo.Firm{ID: n}})
		}
	}
	return geo.Sharing{Visibility: p.Visibility, Firms: firms}, err
}

// Share says who may see resource id: with named nil, the same firms as before
// where it is named ones.
func (x *Exchange) Share(ctx context.Context, id int64, v geo.Visibility, named []int64) (geo.Sharing, error) {
	p, err := x.store.Posting(ctx, id)
	if err != nil {
		return geo.Sharing{}, err
	}
	r := p.Resource
	if err := x.may(ctx, Post, of(r.FirmID)); err != nil {
		return geo.Sharing{}, err
	}
	r.Visibility, r.Named = v, named
	if err := r.Validate(); err != nil {
		return geo.Sharing{}, err
	}
	if err := x.checkNamed(ctx, r); err != nil {
		return geo.Sharing{}, err
	}
	if err := x.store.Share(ctx, id, v, named); err != nil {
		return geo.Sharing{}, err
	}
	return x.Sharing(ctx, id)
}

// checkNamed refuses firms that r names and the viewer does not see, but for
// those that it named before: so nobody learns which there are.
func (x *Exchange) checkNamed(ctx context.Context, r geo.Resource) error {
	if len(r.Named) == 0 {
		return nil
	}
	known, err := x.store.FirmsByID(ctx, r.Named)
	if err != nil {
		return err
	}
	var before []int64
	if r.ID != 0 {
		if before, err = x.namedIDs(ctx, r.ID); err != nil {
			return err
		}
	}
	var errs geo.FieldErrors
	for _, id := range r.Named {
		seen := slices.ContainsFunc(known, func(f geo.FirmEntry) bool { return f.Firm.ID == id })
		if !seen && !slices.Contains(before, id) {
			errs.Add("named", geo.Invalid("named", "unknown", "%d names no firm that can be seen", id))
		}
	}
	return errs.Err()
}

func (x *Exchange) namedIDs(ctx context.Context, resource int64) ([]int64, error) {
	named, err := x.store.NamedFirms(ctx, []int64{resource})
	ids := []int64{}
	for _, f := range named[resource] {
		ids = append(ids, f.ID)
	}
	return ids, err
}

// namedRefs returns the refs of the firms that may see postings, by resource.
func (x *Exchange) namedRefs(ctx context.Context, of []geo.Posting) (map[int64][]string, error) {
	var ids []int64
	for _, p := range of {
		if p.Visibility == geo.VisibleNamed {
			ids = append(ids, p.Resource.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	named, err := x.store.NamedFirms(ctx, ids)
	out := make(map[int64][]string, len(named))
	for id, firms := range named {
		for _, f := range firms {
			out[id] = append(out[id], f.Ref)
		}
	}
	return out, err
}

// mostClasses of NACE stand for a word that somebody describes a firm by.
const mostClasses = 40

// FirmsDescribed finds firms that the owner of a resource may name, by what the
// owner may know of them: where they are and what they do, and their names
// where those are open. It returns at most limit, the known ones first.
func (x *Exchange) FirmsDescribed(ctx context.Context, text, lang string, limit int) ([]geo.FirmEntry, error) {
	own, every, err := x.actFor(ctx, Post, 0)
	if err != nil {
		return nil, err
	}
	if every {
		own = 0
	}
	words := strings.Fields(material.Spaced(text))
	if len(words) == 0 {
		return nil, nil
	}
	classes := make([]string, len(words))
	for i, w := range words {
		var codes []string
		for _, c := range material.SearchNACE(w, lang, mostClasses) {
			codes = append(codes, c.Code)
		}
		classes[i] = strings.Join(codes, " ")
	}
	return x.store.FirmsDescribed(ctx, words, classes, own, limit)
}
