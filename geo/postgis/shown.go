package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo"
)

// Split is a database with two doors. On behalf of those who run the programme
// it is asked as it is; on behalf of all others through connections that read
// the schema shown first, whose views stand before the tables of their names
// and hide what has not been agreed. A statement that names no schema is so
// answered rightly on behalf of everybody.
type Split struct {
	Exact DB
	Shown DB // of OpenShown
}

func (s Split) of(ctx context.Context) DB {
	if geo.ViewerOf(ctx).Eyes().All() {
		return s.Exact
	}
	return s.Shown
}

// Begin begins a transaction behind the door of ctx's viewer, as all that
// follows.
func (s Split) Begin(ctx context.Context) (pgx.Tx, error) { return s.of(ctx).Begin(ctx) }

// Exec executes a statement.
func (s Split) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return s.of(ctx).Exec(ctx, sql, args...)
}

// Query asks for rows.
func (s Split) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return s.of(ctx).Query(ctx, sql, args...)
}

// QueryRow asks for a row.
func (s Split) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return s.of(ctx).QueryRow(ctx, sql, args...)
}

// SendBatch sends statements together.
func (s Split) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return s.of(ctx).SendBatch(ctx, b)
}

const readShown = `SET search_path = shown, public`

// viewerIs notes on whose behalf a connection, or with true a transaction, asks.
const viewerIs = `SELECT set_config('simbiyoz.viewer', $1, $2)`

// setting writes whose eyes look as the views read it.
func setting(e geo.Eyes) string { return fmt.Sprintf("%s %d", e.Standing, e.FirmID) }

// OpenShown returns a pool whose connections see what their context's viewer
// may: see [Split]. A connection is told who asks when that is another than
// before.
func OpenShown(ctx context.Context, cfg *pgxpool.Config) (*pgxpool.Pool, error) {
	cfg = cfg.Copy()
	cfg.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, readShown)
		return err
	}
	cfg.PrepareConn = func(ctx context.Context, conn *pgx.Conn) (bool, error) {
		asks, known := setting(geo.ViewerOf(ctx).Eyes()), conn.PgConn().CustomData()
		if known["viewer"] == asks {
			return true, nil
		}
		delete(known, "viewer")
		if _, err := conn.Exec(ctx, viewerIs, asks, false); err != nil {
			return false, err
		}
		known["viewer"] = asks
		return true, nil
	}
	return pgxpool.NewWithConfig(ctx, cfg)
}

// see makes the rest of tx read what a viewer may see.
func see(ctx context.Context, tx pgx.Tx, v geo.Viewer) error {
	if v.Eyes().All() {
		return nil
	}
	var batch pgx.Batch
	batch.Queue(viewerIs, setting(v.Eyes()), true)
	batch.Queue(`SET LOCAL search_path = shown, public`)
	return tx.SendBatch(ctx, &batch).Close()
}
