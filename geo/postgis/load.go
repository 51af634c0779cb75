package postgis

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// loadStep is how many resources of a load are stored at once.
const loadStep = 20_000

// A load leaves one row in the audit trail, not one for every row it stores.
const (
	beginLoad = `SELECT set_config('simbiyoz.bulk', 'on', true)`
	noteLoad  = `
INSERT INTO audit (actor, noun, row_id, action, new)
VALUES (current_setting('simbiyoz.actor'), 'load', 0, 'insert',
        jsonb_build_object('firms', @firms::bigint, 'resources', @resources::bigint))`
)

// Load stores firms and resources by ref as they come, all or nothing, in
// bounded memory, and queues a sweep. The audit trail has the load as a whole.
// told hears now and then how many rows were copied and stored: each counts
// twice in the end.
func (s *Store) Load(ctx context.Context, firms iter.Seq[geo.FirmEntry], resources iter.Seq[geo.ResourceEntry], told func(rows int)) (geo.Loaded, error) {
	var out geo.Loaded
	err := s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, beginLoad); err != nil {
			return err
		}
		var err error
		if out.Firms, err = loadFirms(ctx, tx, firms, told); err != nil {
			return err
		}
		if out.Resources, err = loadResources(ctx, tx, resources, told); err != nil {
			return err
		}
		changed := func(n geo.Saved) int { return n.Inserted + n.Updated }
		if changed(out.Firms)+changed(out.Resources) == 0 {
			return nil
		}
		if _, err := tx.Exec(ctx, noteLoad, pgx.NamedArgs{"firms": changed(out.Firms), "resources": changed(out.Resources)}); err != nil {
			return err
		}
		return s.sweep(ctx, tx)
	})
	return out, err
}

func loadFirms(ctx context.Context, tx pgx.Tx, firms iter.Seq[geo.FirmEntry], told func(rows int)) (geo.Saved, error) {
	n := 0
	if err := stageFirm(ctx, tx, counted(firms, &n, told)); err != nil {
		return geo.Saved{}, err
	}
	saved, err := mergeStagedFirms(ctx, tx, n)
	told(n)
	return saved, err
}

func loadResources(ctx context.Context, tx pgx.Tx, resources iter.Seq[geo.ResourceEntry], told func(rows int)) (geo.Saved, error) {
	n := 0
	if err := stage(ctx, tx, counted(resources, &n, told)); err != nil {
		return geo.Saved{}, err
	}
	if _, err := tx.Exec(ctx, `CREATE INDEX ON staged (line); ANALYZE firm; ANALYZE site`); err != nil {
		return geo.Saved{}, err
	}
	saved := geo.Saved{Unchanged: n}
	for from := 1; from <= n; from += loadStep {
		changed, err := merge(ctx, tx, from, from+loadStep-1)
		if err != nil {
			return saved, err
		}
		for _, m := range changed {
			saved.Unchanged--
			if m.Fresh {
				saved.Inserted++
			} else {
				saved.Updated++
			}
		}
		told(min(loadStep, n-from+1))
	}
	// what is asked next is else planned for an empty table, until the database finds the time
	_, err := tx.Exec(ctx, `ANALYZE resource`)
	return saved, err
}

// counted passes rows on and counts them in n.
func counted[T any](rows iter.Seq[T], n *int, told func(rows int)) iter.Seq[T] {
	return func(yield func(T) bool) {
		for row := range rows {
			*n++
			if *n%1000 == 0 {
				told(1000)
			}
			if !yield(row) {
				return
			}
		}
		told(*n % 1000)
	}
}

// copyFrom copies lines into a table by COPY, as they come.
func copyFrom(ctx context.Context, tx pgx.Tx, table string, columns []string, lines iter.Seq2[[]any, error]) error {
	next, stop := iter.Pull2(lines)
	defer stop()
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		line, err, more := next()
		if !more {
			return nil, nil
		}
		return line, err
	}))
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}
