package exchange

import (
	"context"
	"math"
	"slices"

	"simbiyoz/geo"
)

// VersionStore keeps lost updates out: who read a row at a version changes it
// at that version alone.
type VersionStore interface {
	RowVersion(ctx context.Context, collection string, id int64) (int64, error)
	DropResource(ctx context.Context, id, version int64) error
	AddFirm(ctx context.Context, e geo.FirmEntry) (int64, error)
	ReplaceFirm(ctx context.Context, f geo.Firm, version int64) error
	Degrees(ctx context.Context, epsg int, places []geo.Point) ([]geo.Point, error)
}

// Version returns at which version a feature of "firms" or "resources" is, or
// geo.ErrNotFound.
func (x *Exchange) Version(ctx context.Context, collection string, id int64) (int64, error) {
	return x.store.RowVersion(ctx, collection, id)
}

// WithdrawResource is DeleteResource of one that is still at a version, or
// says geo.ErrStale.
func (x *Exchange) WithdrawResource(ctx context.Context, id, version int64) error {
	p, err := x.store.Posting(ctx, id)
	if err != nil {
		return err
	}
	if err := x.may(ctx, Post, of(p.Resource.FirmID)); err != nil {
		return err
	}
	return x.store.DropResource(ctx, id, version)
}

// AddFirm validates and stores a firm that is new, with its sites, and returns
// its id. A ref that is taken is geo.ErrConflict.
func (x *Exchange) AddFirm(ctx context.Context, e geo.FirmEntry) (int64, error) {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return 0, err
	}
	var errs geo.FieldErrors
	errs.Add("firm", e.Firm.Validate())
	for _, s := range e.Sites {
		errs.Add("site", s.Validate())
	}
	if len(e.Sites) == 0 {
		errs.Add("geometry", geo.Invalid("geometry", "required", "a firm has one site or more"))
	}
	if err := errs.Err(); err != nil {
		return 0, err
	}
	return x.store.AddFirm(ctx, e)
}

// ReplaceFirm validates and stores what f says, if the stored one is still at a
// version, or says geo.ErrStale.
func (x *Exchange) ReplaceFirm(ctx context.Context, f geo.Firm, version int64) error {
	if err := x.may(ctx, Import, Object{}); err != nil {
		return err
	}
	if err := f.Validate(); err != nil {
		return err
	}
	return x.store.ReplaceFirm(ctx, f, version)
}

// Degrees returns places of a reference system, east before north, in WGS 84.
func (x *Exchange) Degrees(ctx context.Context, epsg int, places []geo.Point) ([]geo.Point, error) {
	return x.store.Degrees(ctx, epsg, places)
}

// AnyAt reports whether one of sites is at a place.
func AnyAt(sites []geo.Site, place geo.Point) bool { return siteAt(sites, place) >= 0 }

func siteAt(sites []geo.Site, place geo.Point) int {
	return slices.IndexFunc(sites, func(s geo.Site) bool {
		return math.Abs(s.Place[0]-place[0]) < samePlace && math.Abs(s.Place[1]-place[1]) < samePlace
	})
}

// samePlace is how far a feature's place may be from its site's, in degrees:
// a metre, which what is rounded for the wire stays within.
const samePlace = 1e-5

// SiteAt returns the firm's site at a place, or its only one where place is
// nil. None is a *geo.FieldError of "geometry".
func (x *Exchange) SiteAt(ctx context.Context, firm int64, place *geo.Point) (int64, error) {
	_, sites, err := x.store.Firm(ctx, firm)
	if err != nil {
		return 0, geo.Invalid("firm_id", "unknown", "names nothing that is stored")
	}
	if place == nil && len(sites) == 1 {
		return sites[0].ID, nil
	}
	i := -1
	if place != nil {
		i = siteAt(sites, *place)
	}
	if i < 0 {
		return 0, geo.Invalid("geometry", "unknown", "no site of the firm lies there: a resource lies at one")
	}
	return sites[i].ID, nil
}
