package exchange

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Reacher is what roads may be able to tell beside: how far one gets.
type Reacher interface {
	// Reach returns the bands that r asks for, each inside the next.
	Reach(ctx context.Context, r geo.ReachRequest) ([]geo.Band, error)
}

// Bounds on bands.
const (
	mostBands = 6
	mostTime  = 12 * 3600 // s
	mostReach = 1_000_000 // m
	finest    = geo.Metres(10)
	coarsest  = geo.Metres(2_000)
)

// MostInside bounds how many postings inside bands are listed at once.
const MostInside = 20_000

// DefaultTolerance is how exact outlines are where nobody asks for better.
const DefaultTolerance geo.Metres = 50

// Reach returns the bands within which a place can be reached or, reverse, can
// be left for it. Only geo.ErrUnsupported tells that the road engine draws none.
func (x *Exchange) Reach(ctx context.Context, r geo.ReachRequest) ([]geo.Band, error) {
	if r.Tolerance == 0 {
		r.Tolerance = DefaultTolerance
	}
	if err := validReach(r); err != nil {
		return nil, err
	}
	return x.roads.Reach(ctx, r)
}

func validReach(r geo.ReachRequest) error {
	var errs geo.FieldErrors
	errs.Add("from", validPlace("from", r.From))
	most := 0.0
	switch r.By {
	case geo.ByTime:
		most = mostTime
	case geo.ByDistance:
		most = mostReach
	default:
		errs.Add("by", geo.Invalid("by", "unknown", "%q is neither time nor distance", r.By))
	}
	if len(r.Upto) == 0 || len(r.Upto) > mostBands {
		errs.Add("bands", geo.Invalid("bands", "length", "%d bands are not from 1 to %d", len(r.Upto), mostBands))
	}
	last := 0.0
	for _, upto := range r.Upto {
		if !(upto > last && upto <= most) && most > 0 {
			errs.Add("bands", geo.Invalid("bands", "range", "they do not ascend from above 0 to 12 h or 1000 km"))
			break
		}
		last = upto
	}
	if !(r.Tolerance >= finest && r.Tolerance <= coarsest) {
		errs.Add("tolerance_m", geo.Invalid("tolerance_m", "range", "%v is not from %v to %v m", r.Tolerance, finest, coarsest))
	}
	return errs.Err()
}

func outlinesOf(bands []geo.Band) []orb.MultiPolygon {
	outlines := make([]orb.MultiPolygon, len(bands))
	for i, b := range bands {
		outlines[i] = b.Outline
	}
	return outlines
}

// ListInside returns up to limit postings inside bands, by band: hidden ones
// where they are shown.
func (x *Exchange) ListInside(ctx context.Context, bands []geo.Band, limit int) ([]geo.InBand, error) {
	found, err := x.store.ListInside(ctx, outlinesOf(bands), limit)
	if err != nil {
		return nil, fmt.Errorf("postings inside bands: %w", err)
	}
	return found, nil
}

// Inside returns what lies inside each of bands.
func (x *Exchange) Inside(ctx context.Context, bands []geo.Band) ([]geo.Inside, error) {
	inside, err := x.store.Inside(ctx, outlinesOf(bands))
	if err != nil {
		return nil, fmt.Errorf("what lies inside bands: %w", err)
	}
	return inside, nil
}

// Reach walks beside a coarse network's roads as hauls do.
func (d doors) Reach(ctx context.Context, r geo.ReachRequest) ([]geo.Band, error) {
	roads, able := as[Reacher](d.Roads)
	if !able {
		return nil, fmt.Errorf("bands of reach: %w: the road engine draws none", geo.ErrUnsupported)
	}
	r.Walk = access
	return roads.Reach(ctx, r)
}
