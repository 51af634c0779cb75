// Package postgis keeps the exchange in PostgreSQL with PostGIS: one file a
// noun, the SQL beside the method that runs it.
package postgis

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"simbiyoz/geo"
)

// DB is what a store needs of a connection: a pool or a transaction.
type DB interface {
	Begin(ctx context.Context) (pgx.Tx, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// Store keeps the exchange. It is safe for concurrent use when its DB is.
type Store struct {
	db      DB
	jobs    Queue
	grounds *grounds
}

// Queue takes postings whose matches are due, in the transaction that changed
// them.
type Queue interface {
	// Match queues the matching of one posting.
	Match(ctx context.Context, tx pgx.Tx, ids []int64) error
	// Sweep queues the matching of all postings that are due.
	Sweep(ctx context.Context, tx pgx.Tx) error
	// Reprice queues the new valuation of the matches that prices touch: of is
	// what prices are of.
	Reprice(ctx context.Context, tx pgx.Tx, of []string) error
	// Flows queues the computing of all flows.
	Flows(ctx context.Context, tx pgx.Tx) error
}

// New returns a store on db, a [Split] where it is asked on behalf of others
// than those who run the programme; jobs may be nil, then nothing is queued.
func New(db DB, jobs Queue) *Store { return &Store{db, jobs, newGrounds()} }

// change runs do in one transaction whose changes the audit trail ascribes to
// ctx's actor.
func (s *Store) change(ctx context.Context, do func(pgx.Tx) error) error {
	tx, err := s.db.Begin(geo.WithViewer(ctx, geo.System)) // tables are written, not views
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, `SELECT set_config('simbiyoz.actor', $1, true)`, geo.Actor(ctx)); err != nil {
		return err
	}
	if err := noteOnce(ctx, tx); err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return translate(err)
	}
	return tx.Commit(ctx)
}

// most jobs queued one by one; a larger change is swept.
const mostJobs = 1000

func (s *Store) due(ctx context.Context, tx pgx.Tx, ids []int64) error {
	switch {
	case s.jobs == nil || len(ids) == 0:
		return nil
	case len(ids) > mostJobs:
		return s.jobs.Sweep(ctx, tx)
	}
	return s.jobs.Match(ctx, tx, ids)
}

// flowsDue queues the computing of flows, which follow from what tx changes.
func (s *Store) flowsDue(ctx context.Context, tx pgx.Tx) error {
	if s.jobs == nil {
		return nil
	}
	return s.jobs.Flows(ctx, tx)
}

// translate turns the database's errors into the language's.
func translate(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return geo.ErrNotFound
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "23503": // foreign_key_violation
		field := strings.TrimSuffix(strings.TrimPrefix(pg.ConstraintName, "resource_"), "_fkey")
		return geo.Invalid(field, "unknown", "names nothing that is stored")
	case "23505": // unique_violation
		return fmt.Errorf("%s: %w", pg.ConstraintName, geo.ErrConflict)
	case "23514": // check_violation
		return geo.Invalid(strings.TrimSuffix(pg.ConstraintName, "_check"), "range", "is outside what the schema allows")
	}
	return err
}

// token writes a keyset position so that it can stand in an address.
func token(position any) string {
	text, err := json.Marshal(position)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// position reads a token into v; a token that is none of ours is a field
// error of "after".
func position(token string, v any) error {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err == nil {
		err = json.Unmarshal(text, v)
	}
	if err != nil {
		return geo.Invalid("after", "format", "is no token of a page")
	}
	return nil
}

// nullable returns v, nil for the zero value that stands for unknown.
func nullable[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func orZero[T any](v *T) T {
	if v == nil {
		var zero T
		return zero
	}
	return *v
}
