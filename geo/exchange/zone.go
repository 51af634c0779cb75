package exchange

import (
	"context"
	"iter"

	"github.com/maypok86/otter/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
	"simbiyoz/geo/material"
)

// Zones lists every zone with its outline, by name.
func (x *Exchange) Zones(ctx context.Context) ([]geo.Zone, error) { return x.store.Zones(ctx) }

// Zone returns one zone, or geo.ErrNotFound.
func (x *Exchange) Zone(ctx context.Context, id int64) (geo.Zone, error) {
	return x.store.Zone(ctx, id)
}

// zoneKey is what somebody sees of all postings, at one version of them.
type zoneKey struct {
	eyes    geo.Eyes
	version uint64
}

func newZoneCounts() *otter.Cache[zoneKey, map[int64]geo.Counts] {
	return otter.Must(&otter.Options[zoneKey, map[int64]geo.Counts]{MaximumSize: zoneCountsKept,
		ExpiryCalculator: otter.ExpiryWriting[zoneKey, map[int64]geo.Counts](countedFor)})
}

// ZoneCounts counts what every zone has that ctx's viewer may know of, by id,
// as of a few seconds ago at most. Zones of too few firms are left out for most.
func (x *Exchange) ZoneCounts(ctx context.Context) (map[int64]*geo.Counts, error) {
	key := zoneKey{geo.ViewerOf(ctx).Eyes(), x.news.of(atlas.Resources)}
	counted, err := x.memory.zones.Get(ctx, key, otter.LoaderFunc[zoneKey, map[int64]geo.Counts](func(ctx context.Context, _ zoneKey) (map[int64]geo.Counts, error) {
		return x.store.ZoneCounts(ctx)
	}))
	out := make(map[int64]*geo.Counts, len(counted))
	for id, n := range counted {
		if key.eyes.All() || n.Firms >= geo.LeastFirms {
			out[id] = &n
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
