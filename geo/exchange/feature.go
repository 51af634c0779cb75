package exchange

import (
	"context"
	"fmt"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/ogc"
)

// FeatureStore is what a store tells machines by.
type FeatureStore interface {
	// Features asks for a page. What is wrong with q is a *geo.FieldError; an
	// unknown collection is geo.ErrNotFound.
	Features(ctx context.Context, q ogc.Query) (ogc.Rows, error)
	// CountFeatures returns how many features q asks for, on all its pages.
	CountFeatures(ctx context.Context, q ogc.Query) (int, error)
	// CountedFeatures is both in one round trip.
	CountedFeatures(ctx context.Context, q ogc.Query) (ogc.Rows, int, error)
	// FeaturesAt is Features while the data is at a version; else, or where there
	// is no row, it reports false.
	FeaturesAt(ctx context.Context, q ogc.Query, version uint64) (ogc.Rows, bool, error)
	// AfterID returns the id behind which a page in the order of ids begins, 0
	// of the first one.
	AfterID(token string) (int64, error)
	// Resound has the data's version told to all who follow, as changes are.
	Resound(ctx context.Context) error
	// Extent returns what a collection's geometries cover.
	Extent(ctx context.Context, collection string) (orb.Bound, error)
}

// Counts of features are kept for a while: a client that turns pages asks for
// the same one on each, and over a million rows it takes longer than the page.
const (
	countsKept = 1000
	countedFor = 5 * time.Second
	extentKept = 1000
	coveredFor = time.Minute

	zoneCountsKept = 100
)

// memory keeps what is asked for again and again.
type memory struct {
	counts     *otter.Cache[countKey, int]
	extents    *otter.Cache[extentKey, orb.Bound]
	scopes     *otter.Cache[scope, []geo.MatchPair]
	spots      *otter.Cache[spotRoad, *geo.Road]
	gazetteer  *otter.Cache[struct{}, gazetteer]
	circuities *otter.Cache[string, Circuity]
	zones      *otter.Cache[zoneKey, map[int64]geo.Counts]
}

// countKey is what is counted, as somebody sees it.
type countKey struct {
	eyes       geo.Eyes
	collection string
	box        ogc.Box
	boxed      bool
	rest       string // time and filter
}

func keyOf(ctx context.Context, q ogc.Query) countKey {
	key := countKey{eyes: geo.ViewerOf(ctx).Eyes(), collection: q.Collection}
	if q.Box != nil {
		key.box, key.boxed = *q.Box, true
	}
	if q.Time != nil {
		key.rest = fmt.Sprint(q.Time.First, q.Time.Last, " ")
	}
	if q.Filter != nil {
		key.rest += fmt.Sprintf("%#v", q.Filter)
	}
	return key
}

// extentKey is a collection as somebody sees it.
type extentKey struct {
	eyes       geo.Eyes
	collection string
}

func newMemory() memory {
	return memory{
		otter.Must(&otter.Options[countKey, int]{MaximumSize: countsKept, ExpiryCalculator: otter.ExpiryWriting[countKey, int](countedFor)}),
		otter.Must(&otter.Options[extentKey, orb.Bound]{MaximumSize: extentKept, ExpiryCalculator: otter.ExpiryWriting[extentKey, orb.Bound](coveredFor)}),
		newScopes(),
		newSpotRoads(),
		newGazetteer(),
		newCircuities(),
		newZoneCounts(),
	}
}

// Features asks for a page of a collection; Close must follow.
func (x *Exchange) Features(ctx context.Context, q ogc.Query) (ogc.Rows, error) {
	return x.store.Features(ctx, q)
}

// CountedFeatures is Features with how many features q asks for, on all its
// pages, as of a few seconds ago at most.
func (x *Exchange) CountedFeatures(ctx context.Context, q ogc.Query) (ogc.Rows, int, error) {
	if rows, n, ok, err := x.boxed(ctx, q); ok || err != nil {
		return rows, n, err
	}
	key := keyOf(ctx, q)
	n, known := x.memory.counts.GetIfPresent(key)
	if !known && (key.boxed || key.rest != "") {
		rows, n, err := x.store.CountedFeatures(ctx, q)
		if err == nil {
			x.memory.counts.Set(key, n)
		}
		return rows, n, err
	}
	if !known { // dear, and the same for many who ask at a time
		var err error
		n, err = x.memory.counts.Get(ctx, key, otter.LoaderFunc[countKey, int](func(ctx context.Context, _ countKey) (int, error) {
			return x.store.CountFeatures(ctx, q)
		}))
		if err != nil {
			return nil, 0, err
		}
	}
	rows, err := x.store.Features(ctx, q)
	return rows, n, err
}

// Extent returns what a collection's geometries cover, as of a minute ago at
// most.
func (x *Exchange) Extent(ctx context.Context, collection string) (orb.Bound, error) {
	key := extentKey{geo.ViewerOf(ctx).Eyes(), collection}
	return x.memory.extents.Get(ctx, key, otter.LoaderFunc[extentKey, orb.Bound](func(ctx context.Context, key extentKey) (orb.Bound, error) {
		return x.store.Extent(ctx, key.collection)
	}))
}
