package postgis

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const saveDistrict = `
INSERT INTO spot (code, kind, name_tr, name_en, place, place_m, error_m)
SELECT 'district:' || @code::text, 'district', @name_tr, @name_en, at.place, metric(at.place), @error
FROM (SELECT ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)) AS at (place)
ON CONFLICT (code) DO UPDATE SET name_tr = excluded.name_tr, name_en = excluded.name_en,
    place = excluded.place, place_m = excluded.place_m, error_m = excluded.error_m
WHERE (spot.name_tr, spot.name_en, spot.error_m) IS DISTINCT FROM (excluded.name_tr, excluded.name_en, excluded.error_m)
   OR NOT ST_Equals(spot.place, excluded.place)`

const respot = `
UPDATE site SET spot_id = at.id
FROM (SELECT id, spot_for(place, NULL) FROM site WHERE zone_id IS NULL) AS at (site_id, id)
WHERE site.id = at.site_id AND site.spot_id IS DISTINCT FROM at.id`

// SaveDistricts inserts or updates, by code, what stands for sites outside
// zones to whom they are hidden, and gives those sites to the nearest.
func (s *Store) SaveDistricts(ctx context.Context, spots map[string]geo.Spot) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		changed := int64(0)
		for _, code := range slices.Sorted(maps.Keys(spots)) {
			p := spots[code]
			tag, err := tx.Exec(ctx, saveDistrict, pgx.NamedArgs{"code": code, "name_tr": p.NameTR, "name_en": p.NameEN,
				"lon": p.Place[0], "lat": p.Place[1], "error": float64(p.Error)})
			if err != nil {
				return err
			}
			changed += tag.RowsAffected()
		}
		if changed == 0 {
			return nil
		}
		_, err := tx.Exec(ctx, respot)
		return err
	})
}
