package postgis

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// wrongRows tell of staged rows that cannot be stored: row, field, code, reason.
const wrongResources = `
SELECT s.line, 'ref', 'twice', format('"%s" stands in row %s already', s.ref, s.first)
FROM (SELECT line, ref, min(line) OVER (PARTITION BY ref) AS first FROM staged) AS s WHERE s.line > s.first
UNION ALL
SELECT s.line, CASE WHEN f.id IS NULL THEN 'firm_ref' ELSE 'site_ref' END, 'unknown',
       format('"%s" names nothing that is stored', CASE WHEN f.id IS NULL THEN s.firm_ref ELSE s.site_ref END)
FROM staged AS s LEFT JOIN firm AS f ON f.ref = s.firm_ref
WHERE NOT EXISTS (SELECT FROM site WHERE site.firm_id = f.id AND (s.site_ref = '' OR site.ref = s.site_ref))
UNION ALL
SELECT s.line, 'named', 'unknown', format('"%s" names nothing that is stored', n.ref)
FROM staged AS s CROSS JOIN unnest(s.named) AS n (ref)
WHERE NOT EXISTS (SELECT FROM firm WHERE firm.ref = n.ref)
ORDER BY 1 LIMIT 1001`

const wrongSites = `
SELECT s.line, 'site_ref', 'twice', format('"%s" of the firm "%s" stands in row %s already', s.ref, s.firm_ref, s.first)
FROM (SELECT line, firm_ref, ref, min(line) OVER (PARTITION BY firm_ref, ref) AS first FROM staged_site) AS s WHERE s.line > s.first
ORDER BY 1 LIMIT 1001`

// StreamResources inserts or updates resources by ref as they come, all or
// nothing, in bounded memory, and queues their matching. A row that names what
// is not stored, or a ref for the second time, is a field error; with skip it
// is left out and told.
func (s *Store) StreamResources(ctx context.Context, resources iter.Seq2[geo.ResourceEntry, error], skip bool) (geo.Saved, geo.FieldErrors, error) {
	var saved geo.Saved
	var left geo.FieldErrors
	err := s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, noTimeout+"; "+fmt.Sprintf(stageResources, strings.Join(stored, ", "))); err != nil {
			return err
		}
		last := 0
		columns := append([]string{"line", "ref", "firm_ref", "site_ref", "named"}, stored...)
		err := copyFrom(ctx, tx, "staged", columns, func(yield func([]any, error) bool) {
			for e, err := range resources {
				var vals []any
				if err == nil {
					vals, err = values(e.Resource)
				}
				last = max(last, e.Row)
				if !yield(append([]any{e.Row, e.Resource.Ref, e.FirmRef, e.SiteRef, e.Named}, vals...), err) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `CREATE INDEX ON staged (line); ANALYZE staged`); err != nil {
			return err
		}
		if left, err = leaveOut(ctx, tx, wrongResources, `DELETE FROM staged WHERE line = ANY($1)`, skip); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM staged`).Scan(&saved.Unchanged); err != nil {
			return err
		}
		var ids []int64
		for from := 0; from <= last; from += loadStep {
			changed, err := merge(ctx, tx, from, from+loadStep-1)
			if err != nil {
				return err
			}
			for _, m := range changed {
				saved.Unchanged--
				if m.Fresh {
					saved.Inserted++
				} else {
					saved.Updated++
				}
				if len(ids) <= mostJobs { // more are swept
					ids = append(ids, m.ID)
				}
			}
		}
		return s.due(ctx, tx, ids)
	})
	return saved, left, err
}

// StreamFirms inserts or updates firms and their sites by ref as they come, all
// or nothing, in bounded memory. It counts firms.
func (s *Store) StreamFirms(ctx context.Context, firms iter.Seq2[geo.FirmLine, error], skip bool) (geo.Saved, geo.FieldErrors, error) {
	var saved geo.Saved
	var left geo.FieldErrors
	err := s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, noTimeout+"; "+stageFirms+"; ALTER TABLE staged_site ADD COLUMN line integer"); err != nil {
			return err
		}
		columns := []string{"line", "firm_ref", "name", "nace", "tax_number", "demo", "ref", "site", "lon", "lat", "hours", "dock_t", "dock_height_m"}
		err := copyFrom(ctx, tx, "staged_site", columns, func(yield func([]any, error) bool) {
			for f, err := range firms {
				if !yield([]any{f.Row, f.Firm.Ref, f.Firm.Name, f.Firm.NACE, f.Firm.TaxNumber, f.Firm.Demo, f.Site.Ref, f.Site.Name, f.Site.Place[0], f.Site.Place[1],
					f.Site.Hours, nullable(float64(f.Site.DockTonnes)), nullable(float64(f.Site.DockHeight))}, err) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
		if left, err = leaveOut(ctx, tx, wrongSites, `DELETE FROM staged_site WHERE line = ANY($1)`, skip); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRow(ctx, `SELECT count(DISTINCT firm_ref) FROM staged_site`).Scan(&n); err != nil {
			return err
		}
		if saved, err = mergeStagedFirms(ctx, tx, n); err != nil {
			return err
		}
		return s.sweep(ctx, tx)
	})
	return saved, left, err
}

// leaveOut deletes the staged rows that are wrong and tells of them. Without
// skip, or when they are more than 1,000, they are the error.
func leaveOut(ctx context.Context, tx pgx.Tx, find, drop string, skip bool) (geo.FieldErrors, error) {
	rows, _ := tx.Query(ctx, find)
	wrong, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*geo.FieldError, error) {
		var e geo.FieldError
		return &e, row.Scan(&e.Row, &e.Field, &e.Code, &e.Reason)
	})
	if err != nil || len(wrong) == 0 {
		return nil, err
	}
	if !skip || len(wrong) > 1000 {
		return nil, geo.FieldErrors(wrong)
	}
	lines := make([]int, len(wrong))
	for i, e := range wrong {
		lines[i] = e.Row
	}
	_, err = tx.Exec(ctx, drop, lines)
	return wrong, errors.Join(err)
}
