package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const saveMaterial = `
INSERT INTO material (code, grp, category, hazard, unit, name_en, name_tr)
SELECT * FROM unnest(@code::text[], @grp::text[], @category::text[], @hazard::text[], @unit::text[], @name_en::text[], @name_tr::text[])
ON CONFLICT (code) DO UPDATE SET grp = excluded.grp, category = excluded.category, hazard = excluded.hazard,
    unit = excluded.unit, name_en = excluded.name_en, name_tr = excluded.name_tr
WHERE (material.grp, material.category, material.hazard, material.unit, material.name_en, material.name_tr)
      IS DISTINCT FROM (excluded.grp, excluded.category, excluded.hazard, excluded.unit, excluded.name_en, excluded.name_tr)`

// SaveMaterials inserts or updates the list of materials.
func (s *Store) SaveMaterials(ctx context.Context, ms []geo.Material) error {
	columns := map[string][]string{}
	for _, m := range ms {
		for name, v := range map[string]string{"code": m.Code, "grp": m.Group, "category": string(m.Category),
			"hazard": string(m.Hazard), "unit": string(m.Unit), "name_en": m.NameEN, "name_tr": m.NameTR} {
			columns[name] = append(columns[name], v)
		}
	}
	args := pgx.NamedArgs{}
	for name, column := range columns {
		args[name] = column
	}
	if len(ms) == 0 {
		return nil
	}
	return s.change(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, saveMaterial, args)
		return err
	})
}

const countAll = `
SELECT (SELECT count(*) FROM zone), (SELECT count(*) FROM firm), (SELECT count(*) FROM site),
       (SELECT count(*) FROM resource WHERE role = 'source'), (SELECT count(*) FROM resource WHERE role = 'sink'),
       (SELECT count(*) FROM match), (SELECT count(*) FROM resource) - (SELECT count(*) FROM matched),
       (SELECT count(*) FROM firm WHERE demo)`

// Counts says how much the store holds.
func (s *Store) Counts(ctx context.Context) (geo.Counts, error) {
	var n geo.Counts
	err := s.db.QueryRow(ctx, countAll).Scan(&n.Zones, &n.Firms, &n.Sites, &n.Sources, &n.Sinks, &n.Matches, &n.Pending, &n.Demo)
	return n, err
}

const selectChanges = `
SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, noun, row_id, action
FROM audit WHERE noun = $1 AND row_id = $2 ORDER BY id`

// Changes returns the audit trail of one row, oldest first.
func (s *Store) Changes(ctx context.Context, noun string, row int64) ([]geo.Change, error) {
	rows, _ := s.db.Query(ctx, selectChanges, noun, row)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[geo.Change])
}
