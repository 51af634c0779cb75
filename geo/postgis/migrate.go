package postgis

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/tern/v2/migrate"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"simbiyoz/geo"
	"simbiyoz/migrations"
)

// versionTable is where the schema's version stands.
const versionTable = "schema_version"

// Migrate brings the schema, and the job queue's, up to this binary's under an
// advisory lock, so that any number of instances may start at once. A schema
// that a newer binary wrote is a geo.ErrTooNew.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer conn.Release()
	if err := migrateSchema(ctx, conn.Conn()); err != nil {
		return err
	}
	river, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return err
	}
	if _, err := river.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("schema of jobs: %w", err)
	}
	return nil
}

func migrateSchema(ctx context.Context, conn *pgx.Conn) error {
	m, err := migrate.NewMigrator(ctx, conn, versionTable)
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	if err := m.LoadMigrations(migrations.Files); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	at, err := m.GetCurrentVersion(ctx)
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	if newest := int32(len(m.Migrations)); at > newest {
		return fmt.Errorf("the database is at version %d, this binary knows %d: %w", at, newest, geo.ErrTooNew)
	}
	var broken migrate.MigrationPgError
	if err := m.Migrate(ctx); errors.As(err, &broken) {
		return fmt.Errorf("schema: %s: %w", broken.MigrationName, broken.PgError)
	} else if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	return nil
}

// Ready returns the schema's version; another than this binary's is an error.
func (s *Store) Ready(ctx context.Context) (int, error) {
	files, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return 0, err
	}
	var at int
	if err := s.db.QueryRow(ctx, `SELECT version FROM `+versionTable).Scan(&at); err != nil {
		return 0, fmt.Errorf("schema: %w", err)
	}
	if at != len(files) {
		return at, fmt.Errorf("the database is at version %d, this binary knows %d", at, len(files))
	}
	return at, nil
}
