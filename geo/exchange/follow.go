package exchange

import (
	"context"
	"iter"
	"slices"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
)

// Watch tells what is changed in the store, by this process or another.
type Watch interface {
	// Follow calls began with the data's version once nothing that is changed
	// from then on can be missed, and told with what is, until ctx ends, the
	// connection breaks or one of them fails.
	Follow(ctx context.Context, began func(version uint64) error, told func([]geo.Touch) error) error
}

// AtlasStore is what a store keeps the map's memory fresh by. Nil ids are all.
type AtlasStore interface {
	MappedResources(ctx context.Context, ids []int64) iter.Seq2[atlas.Resource, error]
	MappedSites(ctx context.Context, ids []int64) ([]atlas.Site, error)
	// SitesOf returns the ids of firms' sites.
	SitesOf(ctx context.Context, firms []int64) ([]int64, error)
}

// restless is how long to wait before following anew.
const restless = time.Second

// Follow keeps what is in memory as the store is, until ctx ends. What may have
// been missed is read anew.
func (x *Exchange) Follow(ctx context.Context, w Watch) {
	ctx = geo.WithViewer(ctx, geo.System)
	for ctx.Err() == nil {
		err := w.Follow(ctx,
			func(version uint64) error { return x.loadAtlas(ctx, version) },
			func(touches []geo.Touch) error { return x.take(ctx, touches) })
		if ctx.Err() != nil {
			return
		}
		x.log.WarnContext(ctx, "changes are not followed for a moment", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(restless):
		}
	}
}

func (x *Exchange) loadAtlas(ctx context.Context, version uint64) error {
	start := time.Now()
	zones, err := x.store.Zones(ctx)
	if err != nil {
		return err
	}
	sites, err := x.store.MappedSites(ctx, nil)
	if err != nil {
		return err
	}
	if err := x.atlas.Load(zones, sites, x.store.MappedResources(ctx, nil)); err != nil {
		return err
	}
	x.remembered.Store(version)
	x.news.bump(version, atlas.Zones, atlas.Firms, atlas.Resources, FlowLayer)
	x.log.InfoContext(ctx, "map loaded", "zones", len(zones), "sites", len(sites), "took_s", time.Since(start).Seconds())
	return nil
}

// most rows that are read one by one; when more changed, all are read.
const mostTouched = 20_000

// touchedRows are the rows of a noun that changed.
type touchedRows struct {
	ids  []int64
	many bool
}

func (t *touchedRows) add(ids []int64) {
	t.many = t.many || ids == nil || len(t.ids)+len(ids) > mostTouched
	t.ids = append(t.ids, ids...)
}

// take brings what is in memory up to what was touched, and then tells of it.
func (x *Exchange) take(ctx context.Context, touches []geo.Touch) error {
	by, version := map[string]*touchedRows{}, uint64(0)
	for _, t := range touches {
		version = max(version, t.Version)
		if by[t.Noun] == nil {
			by[t.Noun] = &touchedRows{}
		}
		by[t.Noun].add(t.IDs)
	}
	for _, t := range by {
		if t.many {
			return x.loadAtlas(ctx, version)
		}
	}
	var layers []string
	for noun, t := range by {
		fresh, err := x.refresh(ctx, noun, t.ids)
		if err != nil {
			return err
		}
		layers = append(layers, fresh...)
	}
	slices.Sort(layers)
	x.remembered.Store(max(version, x.remembered.Load()))
	x.news.bump(version, slices.Compact(layers)...)
	return nil
}

// refresh reads rows anew and returns which layers show them.
func (x *Exchange) refresh(ctx context.Context, noun string, ids []int64) ([]string, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	switch noun {
	case "zone":
		zones, err := x.store.Zones(ctx)
		if err != nil {
			return nil, err
		}
		x.atlas.SetZones(zones)
		return []string{atlas.Zones, atlas.Firms, atlas.Resources, FlowLayer}, nil // whose sums stand at its gate
	case "flow":
		return []string{FlowLayer}, nil
	case "resource":
		var rows []atlas.Resource
		for r, err := range x.store.MappedResources(ctx, ids) {
			if err != nil {
				return nil, err
			}
			rows = append(rows, r)
		}
		x.atlas.SetResources(ids, rows)
		return []string{atlas.Firms, atlas.Resources}, nil // firms' sums are of resources
	case "firm":
		sites, err := x.store.SitesOf(ctx, ids)
		if err != nil {
			return nil, err
		}
		return x.refresh(ctx, "site", sites)
	case "site":
		rows, err := x.store.MappedSites(ctx, ids)
		if err != nil {
			return nil, err
		}
		x.atlas.SetSites(ids, rows)
		return []string{atlas.Firms}, nil
	}
	return nil, nil
}
