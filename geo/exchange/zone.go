package exchange

import (
	"context"
	"iter"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// Zones lists every zone with its outline, by name.
func (x *Exchange) Zones(ctx context.Context) ([]geo.Zone, error) { return x.store.Zones(ctx) }

// Zone returns one zone, or geo.ErrNotFound.
func (x *Exchange) Zone(ctx context.Context, id int64) (geo.Zone, error) {
	return x.store.Zone(ctx, id)
}

// ZoneCounts counts what every zone has that ctx's viewer may know of, by id.
// Zones of too few firms are left out for most.
func (x *Exchange) ZoneCounts(ctx context.Context) (map[int64]*geo.Counts, error) {
	counted, err := x.store.ZoneCounts(ctx)
	if err != nil {
		return nil, err
	}
	zones, err := x.store.Zones(ctx)
	out := make(map[int64]*geo.Counts, len(zones))
	for _, z := range zones {
		if n := counted[z.ID]; geo.ViewerOf(ctx).Eyes().All() || n.Firms >= geo.LeastFirms {
			out[z.ID] = &n
		}
	}
	return out, err
}

// Firms lists firms by zone (0: all) and words.
func (x *Exchange) Firms(ctx context.Context, zone int64, text string, page geo.Page) (geo.FirmPage, error) {
	return x.store.Firms(ctx, zone, material.Spaced(text), page)
}

// Firm returns one firm with its sites, or geo.ErrNotFound.
func (x *Exchange) Firm(ctx context.Context, id int64) (geo.Firm, []geo.Site, error) {
	return x.store.Firm(ctx, id)
}

// Counts says how much the exchange holds.
func (x *Exchange) Counts(ctx context.Context) (geo.Counts, error) { return x.store.Counts(ctx) }

// SaveZones stores zones by code, see Store.
func (x *Exchange) SaveZones(ctx context.Context, zones []geo.Zone) (int, error) {
	defer x.memory.gazetteer.InvalidateAll()
	return x.store.SaveZones(ctx, zones)
}

// SaveResources stores resources by ref, see Store.
func (x *Exchange) SaveResources(ctx context.Context, entries []geo.ResourceEntry) (geo.Saved, error) {
	return x.store.SaveResources(ctx, entries)
}

// Load stores many firms and resources as they come, see Store.
func (x *Exchange) Load(ctx context.Context, firms iter.Seq[geo.FirmEntry], resources iter.Seq[geo.ResourceEntry], told func(rows int)) (geo.Loaded, error) {
	return x.store.Load(ctx, firms, resources, told)
}
