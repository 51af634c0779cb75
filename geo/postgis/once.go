package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const forgetOnce = `DELETE FROM once WHERE at < now() - interval '24 hours'`

// A request that a crash cut short before it changed anything is begun anew.
const beginOnce = `
INSERT INTO once AS o (actor, key, request) VALUES ($1, $2, $3)
ON CONFLICT (actor, key) DO UPDATE SET at = now()
WHERE o.request = excluded.request AND o.status IS NULL AND NOT o.written AND o.at < now() - interval '1 minute'
RETURNING true`

const readOnce = `SELECT request = $3, status, header, body FROM once WHERE actor = $1 AND key = $2`

// BeginOnce notes that o is under way and returns nil, or what it was answered.
// The key of another request is a *geo.FieldError, one that is under way
// geo.ErrConflict.
func (s *Store) BeginOnce(ctx context.Context, o geo.Single) (*geo.Answer, error) {
	if _, err := s.db.Exec(ctx, forgetOnce); err != nil {
		return nil, err
	}
	var fresh bool
	err := s.db.QueryRow(ctx, beginOnce, o.Actor, o.Key, o.Request).Scan(&fresh)
	if err == nil || !errors.Is(err, pgx.ErrNoRows) {
		return nil, translate(err)
	}
	var same bool
	var status *int
	var header []byte
	var a geo.Answer
	if err := s.db.QueryRow(ctx, readOnce, o.Actor, o.Key, o.Request).Scan(&same, &status, &header, &a.Body); err != nil {
		return nil, translate(err)
	}
	switch {
	case !same:
		return nil, geo.Invalid("Idempotency-Key", "used", "was sent with another request")
	case status == nil:
		return nil, fmt.Errorf("idempotency key %q is under way, or its answer was lost: %w", o.Key, geo.ErrConflict)
	}
	a.Status = *status
	return &a, json.Unmarshal(header, &a.Header)
}

// EndOnce keeps what o was answered; without an answer o may be tried anew.
func (s *Store) EndOnce(ctx context.Context, o geo.Single, a *geo.Answer) error {
	if a == nil {
		_, err := s.db.Exec(ctx, `DELETE FROM once WHERE actor = $1 AND key = $2 AND NOT written`, o.Actor, o.Key)
		return err
	}
	header, err := json.Marshal(a.Header)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE once SET status = $3, header = $4, body = $5 WHERE actor = $1 AND key = $2`, o.Actor, o.Key, a.Status, header, a.Body)
	return err
}

// noteOnce notes in tx that ctx's request changes something.
func noteOnce(ctx context.Context, tx pgx.Tx) error {
	o, yes := geo.OnceOf(ctx)
	if !yes {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE once SET written = true WHERE actor = $1 AND key = $2`, o.Actor, o.Key)
	return err
}
