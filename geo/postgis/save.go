package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// stored are the columns of a resource that its owner gives, with rate, which
// follows from four of them.
var stored = []string{"role", "title", "category", "material", "quantity", "unit", "every", "season", "rate", "from_on", "until_on",
	"min_lot", "form", "density_kg_m3", "moisture_pct", "packaging", "composition", "fate", "fate_cost_try_t", "fate_until",
	"price_try_t", "ships", "legal", "article19", "provenance", "confirmed_on", "visibility"}

// values returns r's values of stored.
func values(r geo.Resource) ([]any, error) {
	composition := r.Composition
	if composition == nil {
		composition = []geo.Property{}
	}
	rows, err := json.Marshal(composition)
	if err != nil {
		return nil, err
	}
	article19 := r.Article19
	if article19 == nil {
		article19 = map[string]bool{}
	}
	list, err := json.Marshal(article19)
	if err != nil {
		return nil, err
	}
	return []any{string(r.Role), r.Title, string(r.Category), r.Material, r.Quantity, string(r.Unit), string(r.Interval), int16(r.Season),
		r.Rate(), day(r.From), day(r.Until), r.MinLot, nullable(string(r.Form)), r.Density, r.Moisture, r.Packaging, string(rows),
		r.Fate, r.FateCost, day(r.FateUntil), r.Price, r.Ships, string(r.Legal), string(list), string(r.Provenance),
		day(r.Confirmed), string(r.Visibility)}, nil
}

func day(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// SaveResource inserts r (ID 0) or replaces it, and queues its matching in the
// same transaction. It returns the id; a stored row that is at another version
// than r is geo.ErrStale.
func (s *Store) SaveResource(ctx context.Context, r geo.Resource) (int64, error) {
	vals, err := values(r)
	if err != nil {
		return 0, err
	}
	columns := append([]string{"ref", "firm_id", "site_id"}, stored...)
	args := append([]any{nullable(r.Ref), r.FirmID, r.SiteID}, vals...)
	sql := insertSQL(columns)
	if r.ID != 0 {
		sql = updateSQL(columns)
		args = append(args, r.ID, r.Version)
	}
	err = s.change(ctx, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, sql, args...).Scan(&r.ID); errors.Is(err, pgx.ErrNoRows) && r.Version != 0 {
			return geo.ErrStale
		} else if err != nil {
			return err
		}
		if r.Named != nil {
			if _, err := tx.Exec(ctx, nameFirms, r.ID, r.Named); err != nil {
				return fmt.Errorf("firms that may see %d: %w", r.ID, err)
			}
		}
		return s.due(ctx, tx, []int64{r.ID})
	})
	return r.ID, err
}

func insertSQL(columns []string) string {
	marks := make([]string, len(columns))
	for i := range columns {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	return fmt.Sprintf(`INSERT INTO resource (%s) VALUES (%s) RETURNING id`, strings.Join(columns, ", "), strings.Join(marks, ", "))
}

func updateSQL(columns []string) string {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = fmt.Sprintf("%s = $%d", c, i+1)
	}
	n := len(columns)
	return fmt.Sprintf(`UPDATE resource SET %s WHERE id = $%d AND ($%d::bigint = 0 OR xmin::text::bigint = $%[3]d) RETURNING id`, strings.Join(sets, ", "), n+1, n+2)
}

// DeleteResource removes a resource with its matches, or says
// geo.ErrNotFound.
func (s *Store) DeleteResource(ctx context.Context, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM resource WHERE id = $1`, id)
		if err == nil && tag.RowsAffected() == 0 {
			err = geo.ErrNotFound
		}
		return err
	})
}

// noTimeout lets a table take as long to come as its sender needs.
const noTimeout = `SET LOCAL statement_timeout = 0`

const stageResources = `
CREATE TEMP TABLE staged ON COMMIT DROP AS
SELECT 0 AS line, ''::text AS ref, ''::text AS firm_ref, ''::text AS site_ref, '{}'::text[] AS named, %s FROM resource LIMIT 0`

const orphanResources = `
SELECT s.line, CASE WHEN f.id IS NULL THEN 'firm_ref' ELSE 'site_ref' END,
       CASE WHEN f.id IS NULL THEN s.firm_ref ELSE s.site_ref END
FROM staged AS s LEFT JOIN firm AS f ON f.ref = s.firm_ref
WHERE NOT EXISTS (SELECT FROM site WHERE site.firm_id = f.id AND (s.site_ref = '' OR site.ref = s.site_ref))
UNION ALL
SELECT s.line, 'named', n.ref FROM staged AS s CROSS JOIN unnest(s.named) AS n (ref)
WHERE NOT EXISTS (SELECT FROM firm WHERE firm.ref = n.ref)
ORDER BY 1 LIMIT 10000`

const mergeResources = `
INSERT INTO resource AS r (ref, firm_id, site_id, %[1]s)
SELECT s.ref, f.id, (SELECT min(site.id) FROM site WHERE site.firm_id = f.id AND (s.site_ref = '' OR site.ref = s.site_ref)), %[2]s
FROM staged AS s JOIN firm AS f ON f.ref = s.firm_ref
WHERE s.line BETWEEN $1 AND $2
ORDER BY s.line
ON CONFLICT (ref) DO UPDATE SET firm_id = excluded.firm_id, site_id = excluded.site_id, %[3]s
WHERE (r.firm_id, r.site_id, %[4]s) IS DISTINCT FROM (excluded.firm_id, excluded.site_id, %[5]s)
RETURNING id, (xmax = 0)`

// merged is a resource that a merge changed.
type merged struct {
	ID    int64
	Fresh bool
}

// SaveResources inserts or updates by ref, all or nothing, and queues the
// matching of those that changed. A firm or site that is not stored is a
// field error of its row.
func (s *Store) SaveResources(ctx context.Context, entries []geo.ResourceEntry) (geo.Saved, error) {
	var saved geo.Saved
	err := s.change(ctx, func(tx pgx.Tx) error {
		if err := stage(ctx, tx, slices.Values(entries)); err != nil {
			return err
		}
		changed, err := merge(ctx, tx, 0, math.MaxInt32)
		if err != nil {
			return err
		}
		fresh := make([]bool, len(changed))
		ids := make([]int64, len(changed))
		for i, m := range changed {
			ids[i], fresh[i] = m.ID, m.Fresh
		}
		saved = tally(fresh, len(entries))
		return s.due(ctx, tx, ids)
	})
	return saved, err
}

// merge stores the staged resources of some lines, both ends included.
func merge(ctx context.Context, tx pgx.Tx, from, to int) ([]merged, error) {
	prefix := func(p string) string { return p + strings.Join(stored, ", "+p) }
	sets := make([]string, len(stored))
	for i, c := range stored {
		sets[i] = c + " = excluded." + c
	}
	sql := fmt.Sprintf(mergeResources, prefix(""), prefix("s."), strings.Join(sets, ", "), prefix("r."), prefix("excluded."))
	rows, _ := tx.Query(ctx, sql, from, to)
	changed, err := pgx.CollectRows(rows, pgx.RowToStructByPos[merged])
	if err != nil {
		return nil, fmt.Errorf("resources: %w", err)
	}
	if _, err := tx.Exec(ctx, nameStagedFirms, from, to); err != nil {
		return nil, fmt.Errorf("firms that may see resources: %w", err)
	}
	return changed, nil
}

// stage copies entries beside the table they are for, and says which of them
// name a firm or site that is not stored. Lines count from 1.
func stage(ctx context.Context, tx pgx.Tx, entries iter.Seq[geo.ResourceEntry]) error {
	if _, err := tx.Exec(ctx, noTimeout); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf(stageResources, strings.Join(stored, ", "))); err != nil {
		return err
	}
	n := 0
	lines := func(yield func([]any, error) bool) {
		for e := range entries {
			n++
			vals, err := values(e.Resource)
			line := e.Row
			if line == 0 {
				line = n
			}
			if !yield(append([]any{line, e.Resource.Ref, e.FirmRef, e.SiteRef, e.Named}, vals...), err) {
				return
			}
		}
	}
	columns := append([]string{"line", "ref", "firm_ref", "site_ref", "named"}, stored...)
	if err := copyFrom(ctx, tx, "staged", columns, lines); err != nil {
		return fmt.Errorf("stage resources: %w", err)
	}
	if _, err := tx.Exec(ctx, `ANALYZE staged`); err != nil {
		return err
	}
	return orphans(ctx, tx)
}

func orphans(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, orphanResources)
	if err != nil {
		return err
	}
	var errs geo.FieldErrors
	var e geo.FieldError
	var ref string
	_, err = pgx.ForEachRow(rows, []any{&e.Row, &e.Field, &ref}, func() error {
		one := e
		one.Code, one.Reason = "unknown", fmt.Sprintf("%q names nothing that is stored", ref)
		errs = append(errs, &one)
		return nil
	})
	if err != nil {
		return err
	}
	return errs.Err()
}
