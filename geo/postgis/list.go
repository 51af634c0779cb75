package postgis

import (
	"context"
	"fmt"
	"slices"

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

const saveUse = `
INSERT INTO use (material, nace, use_en, use_tr, treatment, forms, limits, ratio, evidence, source)
VALUES (@material, @nace, @use_en, @use_tr, @treatment, @forms, @limits, @ratio, @evidence, @source)
ON CONFLICT (material, nace, use_en) DO UPDATE SET use_tr = excluded.use_tr, treatment = excluded.treatment, forms = excluded.forms,
    limits = excluded.limits, ratio = excluded.ratio, evidence = excluded.evidence, source = excluded.source
WHERE (use.use_tr, use.treatment, use.forms, use.limits, use.ratio, use.evidence, use.source)
      IS DISTINCT FROM (excluded.use_tr, excluded.treatment, excluded.forms, excluded.limits, excluded.ratio, excluded.evidence, excluded.source)`

// SaveUses inserts or updates known uses; others stay.
func (s *Store) SaveUses(ctx context.Context, us []geo.Use) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		var batch pgx.Batch
		for _, u := range us {
			forms := make([]string, len(u.Forms))
			for i, f := range u.Forms {
				forms[i] = string(f)
			}
			batch.Queue(saveUse, pgx.NamedArgs{"material": u.Material, "nace": u.NACE, "use_en": u.UseEN, "use_tr": u.UseTR,
				"treatment": u.Treatment, "forms": forms, "limits": u.Limits, "ratio": u.Ratio, "evidence": string(u.Evidence), "source": u.Source})
		}
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return fmt.Errorf("uses: %w", err)
		}
		return nil
	})
}

const selectUses = `
SELECT id, material, nace, use_en, use_tr, treatment, forms, limits, ratio, evidence, source FROM use ORDER BY id`

// Uses returns every known use.
func (s *Store) Uses(ctx context.Context) ([]geo.Use, error) {
	rows, _ := s.db.Query(ctx, selectUses)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Use, error) {
		var u geo.Use
		var forms []string
		err := row.Scan(&u.ID, &u.Material, &u.NACE, &u.UseEN, &u.UseTR, &u.Treatment, &forms, &u.Limits, &u.Ratio, &u.Evidence, &u.Source)
		for _, f := range forms {
			u.Forms = append(u.Forms, geo.Form(f))
		}
		return u, err
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

// rank orders relations by trust.
func rank(r geo.Relation) int {
	return slices.Index([]geo.Relation{geo.RelationSame, geo.RelationUse, geo.RelationGroup, geo.RelationText}, r)
}
