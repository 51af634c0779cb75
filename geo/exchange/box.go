package exchange

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
	"simbiyoz/geo/ogc"
)

// boxed answers what a rectangle of the map holds out of memory, which knows
// where every resource is: the database would read thousands of rows to count
// them and to sort a hundred to the front. It fetches those alone, and tells in
// the same breath whether memory is as fresh as it is. Where memory is not, or
// cannot tell, ok is false.
//
// It is for who sees every place as it is; what others may see, the database's
// views know.
func (x *Exchange) boxed(ctx context.Context, q ogc.Query) (rows ogc.Rows, n int, ok bool, err error) {
	if !x.plainBox(ctx, q) {
		return nil, 0, false, nil
	}
	after, err := x.store.AfterID(q.After)
	if err != nil {
		return nil, 0, false, err
	}
	version := x.remembered.Load() // before the atlas is looked at, which may be later
	ids, n, sure := x.atlas.Box(bound(*q.Box), after, q.Limit+1)
	if !sure || len(ids) == 0 {
		return nil, 0, false, nil
	}
	of := ogc.Query{Collection: q.Collection, IDs: ids, CRS: q.CRS, Limit: q.Limit}
	rows, ok, err = x.store.FeaturesAt(ctx, of, version)
	if ok {
		x.boxes.Add(1)
	} else if err == nil {
		x.resound(ctx)
	}
	return rows, n, ok, err
}

// BoxesRemembered returns of how many rectangles memory told what they hold.
func (x *Exchange) BoxesRemembered() int64 { return x.boxes.Load() }

// plainBox reports whether q asks for nothing but a rectangle of degrees, in
// the order of ids, on behalf of somebody from whom nothing is hidden.
func (x *Exchange) plainBox(ctx context.Context, q ogc.Query) bool {
	return q.Collection == atlas.Resources && q.Box != nil && q.Box.CRS.Code == ogc.CRSs[0].Code && q.Time == nil && q.Filter == nil &&
		len(q.Sort)+len(q.IDs) == 0 && geo.ViewerOf(ctx).Eyes().All()
}

// bound returns a rectangle of degrees, longitudes first.
func bound(b ogc.Box) orb.Bound {
	if b.CRS.Swapped {
		return orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
	}
	return orb.Bound{Min: b.Min, Max: b.Max}
}

// resoundAfter is how long memory is let be behind before it is asked for
// anew.
const resoundAfter = time.Second

// resound asks to be told the data's version: one whose transaction was rolled
// back is told to nobody, and memory would seem to be behind until the next
// change.
func (x *Exchange) resound(ctx context.Context) {
	last, now := x.resounded.Load(), time.Now().UnixNano()
	if now-last < int64(resoundAfter) || !x.resounded.CompareAndSwap(last, now) {
		return
	}
	if err := x.store.Resound(ctx); err != nil {
		x.log.WarnContext(ctx, "version is not told", "error", err)
	}
}
