package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const selectZone = `
SELECT id, code, name, name_en, kind, district, manager, ST_AsEWKB(outline), ST_X(gate), ST_Y(gate), accuracy_m, source
FROM zone`

func scanZone(row pgx.CollectableRow) (geo.Zone, error) {
	var z geo.Zone
	var outline []byte
	err := row.Scan(&z.ID, &z.Code, &z.Name, &z.NameEN, &z.Kind, &z.District, &z.Manager, &outline,
		&z.Gate[0], &z.Gate[1], &z.Accuracy, &z.Source)
	if err != nil {
		return z, err
	}
	z.Outline, err = decode(outline)
	return z, err
}

// Zones returns every zone with its outline, by name.
func (s *Store) Zones(ctx context.Context) ([]geo.Zone, error) {
	rows, _ := s.db.Query(ctx, selectZone+` ORDER BY name, id`)
	return pgx.CollectRows(rows, scanZone)
}

// Zone returns one zone, or geo.ErrNotFound.
func (s *Store) Zone(ctx context.Context, id int64) (geo.Zone, error) {
	rows, _ := s.db.Query(ctx, selectZone+` WHERE id = $1`, id)
	z, err := pgx.CollectExactlyOneRow(rows, scanZone)
	return z, translate(err)
}

const countZones = `
SELECT zone.id, count(DISTINCT firm_id), count(*) FILTER (WHERE role = 'source'), count(*) FILTER (WHERE role = 'sink')
FROM zone LEFT JOIN resource ON zone_id = zone.id GROUP BY zone.id`

// ZoneCounts counts the firms that posted, and their sources and sinks, by
// zone, those of nobody too.
func (s *Store) ZoneCounts(ctx context.Context) (map[int64]geo.Counts, error) {
	rows, err := s.db.Query(ctx, countZones)
	if err != nil {
		return nil, err
	}
	out := map[int64]geo.Counts{}
	var id int64
	var n geo.Counts
	_, err = pgx.ForEachRow(rows, []any{&id, &n.Firms, &n.Sources, &n.Sinks}, func() error {
		out[id] = n
		return nil
	})
	return out, err
}

const saveZone = `
INSERT INTO zone (code, name, name_en, kind, district, manager, outline, gate, accuracy_m, source)
VALUES (@code, @name, @name_en, @kind, @district, @manager, ST_GeomFromEWKB(@outline),
        ST_SetSRID(ST_MakePoint(@lon, @lat), 4326), @accuracy_m, @source)
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind, district = excluded.district,
    manager = excluded.manager, outline = excluded.outline, gate = excluded.gate,
    accuracy_m = excluded.accuracy_m, source = excluded.source
WHERE (zone.name, zone.name_en, zone.kind, zone.district, zone.manager, zone.accuracy_m, zone.source)
      IS DISTINCT FROM
      (excluded.name, excluded.name_en, excluded.kind, excluded.district, excluded.manager, excluded.accuracy_m, excluded.source)
   OR NOT ST_OrderingEquals(zone.outline, excluded.outline) OR NOT ST_Equals(zone.gate, excluded.gate)`

// Sites outside every outline but within its accuracy belong to it as well:
// approximate outlines must not lose the firms at their edge. Outlines and places
// are projected once, not for every pair of them.
const placeSites = `
WITH outlines AS MATERIALIZED (SELECT id, metric(outline) AS outline, accuracy_m FROM zone),
     places AS MATERIALIZED (SELECT id, zone_id, metric(place) AS place FROM site WHERE @all OR zone_id IS NULL)
UPDATE site SET zone_id = z.id
FROM places AS s LEFT JOIN LATERAL (
    SELECT o.id FROM outlines AS o
    WHERE ST_DWithin(o.outline, s.place, o.accuracy_m)
    ORDER BY ST_Distance(o.outline, s.place), o.id LIMIT 1
) AS z ON true
WHERE site.id = s.id AND s.zone_id IS DISTINCT FROM z.id`

// oneAtATime lets nobody else save zones meanwhile: each moves sites, and what
// others see of them, all over the map, and two at once wait for one another.
const oneAtATime = `LOCK TABLE zone IN SHARE ROW EXCLUSIVE MODE`

// SaveZones inserts zones or updates those of the same code, gives every site
// to the zone it lies in, and queues the matching of resources that moved. It
// returns how many zones changed.
func (s *Store) SaveZones(ctx context.Context, zones []geo.Zone) (int, error) {
	changed := 0
	err := s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, oneAtATime); err != nil {
			return err
		}
		for i, z := range zones {
			if err := z.Validate(); err != nil {
				return fmt.Errorf("zone %d: %w", i+1, err)
			}
			outline, err := encode(z.Outline)
			if err != nil {
				return fmt.Errorf("outline of %s: %w", z.Code, err)
			}
			tag, err := tx.Exec(ctx, saveZone, pgx.NamedArgs{
				"code": z.Code, "name": z.Name, "name_en": z.NameEN, "kind": z.Kind, "district": z.District, "manager": z.Manager,
				"outline": outline, "lon": z.Gate[0], "lat": z.Gate[1], "accuracy_m": z.Accuracy, "source": z.Source})
			if err != nil {
				return fmt.Errorf("zone %s: %w", z.Code, err)
			}
			changed += int(tag.RowsAffected())
		}
		if changed == 0 {
			return nil
		}
		if _, err := tx.Exec(ctx, placeSites, pgx.NamedArgs{"all": true}); err != nil {
			return fmt.Errorf("sites of zones: %w", err)
		}
		return s.sweep(ctx, tx)
	})
	return changed, err
}

func (s *Store) sweep(ctx context.Context, tx pgx.Tx) error {
	if s.jobs == nil {
		return nil
	}
	return s.jobs.Sweep(ctx, tx)
}
