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
)

// memory keeps what is asked for again and again.
type memory struct {
	counts    *otter.Cache[string, int]
	extents   *otter.Cache[extentKey, orb.Bound]
	scopes    *otter.Cache[scope, []geo.MatchPair]
	spots     *otter.Cache[spotRoad, *geo.Road]
	gazetteer *otter.Cache[struct{}, gazetteer]
}

// extentKey is a collection as somebody sees it.
type extentKey struct {
	eyes       geo.Eyes
	collection string
}

func newMemory() memory {
	return memory{
		otter.Must(&otter.Options[string, int]{MaximumSize: countsKept, ExpiryCalculator: otter.ExpiryWriting[string, int](countedFor)}),
		otter.Must(&otter.Options[extentKey, orb.Bound]{MaximumSize: extentKept, ExpiryCalculator: otter.ExpiryWriting[extentKey, orb.Bound](coveredFor)}),
		newScopes(),
		newSpotRoads(),
		newGazetteer(),
	}
}

// Features asks for a page of a collection; Close must follow.
func (x *Exchange) Features(ctx context.Context, q ogc.Query) (ogc.Rows, error) {
	return x.store.Features(ctx, q)
}

// CountFeatures returns how many features q asks for, on all its pages, as of
// a few seconds ago at most.
func (x *Exchange) CountFeatures(ctx context.Context, q ogc.Query) (int, error) {
	all := q
	all.Sort, all.Limit, all.After, all.CRS, all.Box, all.Time = nil, 0, "", ogc.CRS{}, nil, nil
	key := fmt.Sprintf("%#v %#v", geo.ViewerOf(ctx).Eyes(), all)
	if q.Box != nil {
		key += fmt.Sprintf("%#v", *q.Box)
	}
	if q.Time != nil {
		key += fmt.Sprint(q.Time.First, q.Time.Last)
	}
	return x.memory.counts.Get(ctx, key, otter.LoaderFunc[string, int](func(ctx context.Context, _ string) (int, error) {
		return x.store.CountFeatures(ctx, q)
	}))
}

// Extent returns what a collection's geometries cover, as of a minute ago at
// most.
func (x *Exchange) Extent(ctx context.Context, collection string) (orb.Bound, error) {
	key := extentKey{geo.ViewerOf(ctx).Eyes(), collection}
	return x.memory.extents.Get(ctx, key, otter.LoaderFunc[extentKey, orb.Bound](func(ctx context.Context, key extentKey) (orb.Bound, error) {
		return x.store.Extent(ctx, key.collection)
	}))
}
