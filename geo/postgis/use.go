package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const saveUse = `
INSERT INTO use (material, nace, use_en, use_tr, treatment, forms, limits, ratio, evidence, source, completed, unfit)
VALUES (@material, @nace, @use_en, @use_tr, @treatment, @forms, @limits, @ratio, @evidence, @source, @completed, @unfit)
ON CONFLICT (material, nace, use_en) DO UPDATE SET use_tr = excluded.use_tr, treatment = excluded.treatment, forms = excluded.forms,
    limits = excluded.limits, ratio = excluded.ratio, evidence = excluded.evidence, source = excluded.source,
    completed = GREATEST(use.completed, excluded.completed), unfit = GREATEST(use.unfit, excluded.unfit)
WHERE (use.use_tr, use.treatment, use.forms, use.limits, use.ratio, use.evidence, use.source)
      IS DISTINCT FROM (excluded.use_tr, excluded.treatment, excluded.forms, excluded.limits, excluded.ratio, excluded.evidence, excluded.source)
   OR excluded.completed > use.completed OR excluded.unfit > use.unfit`

// SaveUses inserts or updates known uses; others stay. Outcomes only grow: a
// list that tells none takes none away.
func (s *Store) SaveUses(ctx context.Context, us []geo.Use) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		var batch pgx.Batch
		for _, u := range us {
			forms := make([]string, len(u.Forms))
			for i, f := range u.Forms {
				forms[i] = string(f)
			}
			batch.Queue(saveUse, pgx.NamedArgs{"material": u.Material, "nace": u.NACE, "use_en": u.UseEN, "use_tr": u.UseTR,
				"treatment": u.Treatment, "forms": forms, "limits": u.Limits, "ratio": u.Ratio, "evidence": string(u.Evidence), "source": u.Source,
				"completed": u.Completed, "unfit": u.Unfit})
		}
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return fmt.Errorf("uses: %w", err)
		}
		return nil
	})
}

const selectUses = `
SELECT u.id, u.material, u.nace, u.use_en, u.use_tr, u.treatment, u.forms, u.limits, u.ratio, u.evidence, u.source,
       u.completed, u.unfit + COALESCE(seen.unfit, 0)
FROM use AS u
LEFT JOIN (
    SELECT last.use_id, count(*) AS unfit
    FROM (SELECT DISTINCT ON (COALESCE(source_id, -id), sink_id) use_id, verdict, reason
          FROM verdict ORDER BY COALESCE(source_id, -id), sink_id, id DESC) AS last
    WHERE last.verdict = 'unfit' AND last.reason IN ('quality', 'law', 'other')
    GROUP BY last.use_id
) AS seen ON seen.use_id = u.id
ORDER BY u.id`

// Uses returns every known use, with what people made of it: the outcomes told
// with it and the pairs by it that were last judged unfit for a reason that
// speaks against the use. Price, quantity, distance, trust or silence do not.
func (s *Store) Uses(ctx context.Context) ([]geo.Use, error) {
	rows, _ := s.db.Query(ctx, selectUses)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Use, error) {
		var u geo.Use
		var forms []string
		err := row.Scan(&u.ID, &u.Material, &u.NACE, &u.UseEN, &u.UseTR, &u.Treatment, &forms, &u.Limits, &u.Ratio, &u.Evidence, &u.Source,
			&u.Completed, &u.Unfit)
		for _, f := range forms {
			u.Forms = append(u.Forms, geo.Form(f))
		}
		return u, err
	})
}
