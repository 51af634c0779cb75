package exchange

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// farthest is the largest road radius that a search may have.
const farthest geo.Metres = 100_000

// mostNear is how many postings are weighed by road in one search.
const mostNear = 2_000

// NearPosting is a posting with the way to it, nil where no road leads there.
type NearPosting struct {
	geo.Posting
	Road *geo.Road
}

// PostResource validates r and stores it, new when its ID is 0. Its matches
// follow by a job within seconds. It returns the stored posting.
func (x *Exchange) PostResource(ctx context.Context, r geo.Resource) (geo.Posting, error) {
	if err := x.mayPost(ctx, r); err != nil {
		return geo.Posting{}, err
	}
	r.Material = materialCode(r.Material)
	if err := checkResource(r); err != nil {
		return geo.Posting{}, err
	}
	if err := x.checkNamed(ctx, r); err != nil {
		return geo.Posting{}, err
	}
	id, err := x.store.SaveResource(ctx, r)
	if err != nil {
		return geo.Posting{}, fmt.Errorf("save resource %q: %w", r.Title, err)
	}
	return x.store.Posting(ctx, id)
}

// checkResource adds to r's own checks that its material exists.
func checkResource(r geo.Resource) error {
	var errs geo.FieldErrors
	errs.Add("resource", r.Validate())
	if _, ok := material.ByCode(r.Material); !ok && len(errs) == 0 {
		errs.Add("material", geo.Invalid("material", "unknown", "%q is in no list", r.Material))
	}
	return errs.Err()
}

// mayPost refuses who may not write for r's firm, or for the one that has r so
// far.
func (x *Exchange) mayPost(ctx context.Context, r geo.Resource) error {
	if err := x.may(ctx, Post, of(r.FirmID)); err != nil || r.ID == 0 {
		return err
	}
	was, err := x.store.Posting(ctx, r.ID)
	if err != nil {
		return err
	}
	return x.may(ctx, Post, of(was.Resource.FirmID))
}

// DeleteResource removes resource id and its matches.
func (x *Exchange) DeleteResource(ctx context.Context, id int64) error {
	p, err := x.store.Posting(ctx, id)
	if err != nil {
		return err
	}
	if err := x.may(ctx, Post, of(p.Resource.FirmID)); err != nil {
		return err
	}
	return x.store.DeleteResource(ctx, id)
}

// Posting returns one posting, or geo.ErrNotFound.
func (x *Exchange) Posting(ctx context.Context, id int64) (geo.Posting, error) {
	return x.store.Posting(ctx, id)
}

// Postings lists postings by filter.
func (x *Exchange) Postings(ctx context.Context, f geo.ResourceFilter, page geo.Page) (geo.PostingPage, error) {
	return x.store.Postings(ctx, f, page)
}

// PostingsNear lists the postings within f.Within of f.Near by road, nearest
// first. It is one list without pages, of at most limit rows; matched counts
// all that lie within.
func (x *Exchange) PostingsNear(ctx context.Context, f geo.ResourceFilter, limit int) (found []NearPosting, matched int, err error) {
	if f.Within <= 0 || f.Within > farthest {
		return nil, 0, geo.Invalid("radius_m", "range", "%v is not from 1 to %v", float64(f.Within), float64(farthest))
	}
	page, err := x.store.Postings(ctx, f, geo.Page{Limit: mostNear})
	if err != nil {
		return nil, 0, err
	}
	places := make([]geo.Point, len(page.Postings))
	for i, p := range page.Postings {
		places[i] = p.Site.Place
	}
	lorry, err := geo.VehicleByCode("articulated")
	if err != nil {
		return nil, 0, err
	}
	roads, errs, err := x.roads.OneToMany(ctx, lorry, *f.Near, places, false)
	if err != nil {
		return nil, 0, err
	}
	for i, p := range page.Postings {
		if errs[i] == nil && roads[i].Length <= f.Within {
			found = append(found, NearPosting{p, &roads[i]})
		}
	}
	slices.SortFunc(found, func(a, b NearPosting) int {
		return cmp.Or(cmp.Compare(a.Road.Length, b.Road.Length), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(limit, len(found))], len(found), nil
}

// Facets counts the values that each filter could take.
func (x *Exchange) Facets(ctx context.Context, f geo.ResourceFilter) ([]geo.Facet, error) {
	return x.store.Facets(ctx, f)
}

// Place resolves the gate of the zone with a code, for hauls between zones.
func (x *Exchange) Place(ctx context.Context, zone string) (geo.Point, error) {
	zones, err := x.store.Zones(ctx)
	if err != nil {
		return geo.Point{}, err
	}
	for _, z := range zones {
		if z.Code == zone {
			return z.Gate, nil
		}
	}
	return geo.Point{}, errors.Join(geo.ErrNotFound, fmt.Errorf("zone %q", zone))
}
