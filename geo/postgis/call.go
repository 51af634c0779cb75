package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectCalls = `
SELECT c.id, c.kind, c.title_tr, c.title_en, c.asks_tr, c.asks_en, c.budget_try, c.limit_try, c.opens_on, c.closes_on, c.state, c.demo,
       count(a.id), count(a.id) FILTER (WHERE a.state IN ('submitted', 'shortlisted'))
FROM call AS c LEFT JOIN application AS a ON a.call_id = c.id AND a.state <> 'withdrawn'
GROUP BY c.id ORDER BY c.closes_on, c.id`

// Calls returns every call, drafts too, the one that ends soonest first.
func (s *Store) Calls(ctx context.Context) ([]programme.Call, error) {
	rows, _ := s.db.Query(ctx, selectCalls)
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Call])
	if err != nil {
		return nil, fmt.Errorf("calls: %w", err)
	}
	return found, nil
}

const insertCall = `
INSERT INTO call (kind, title_tr, title_en, asks_tr, asks_en, budget_try, limit_try, opens_on, closes_on, state, demo)
VALUES (@kind, @title_tr, @title_en, @asks_tr, @asks_en, @budget, @limit, @opens, @closes, @state, @demo) RETURNING id`

const updateCall = `
UPDATE call SET kind = @kind, title_tr = @title_tr, title_en = @title_en, asks_tr = @asks_tr, asks_en = @asks_en, budget_try = @budget,
       limit_try = @limit, opens_on = @opens, closes_on = @closes, state = @state
WHERE id = @id RETURNING id`

// SaveCall inserts c (ID 0) or replaces it, and returns its id, or
// geo.ErrNotFound.
func (s *Store) SaveCall(ctx context.Context, c programme.Call) (int64, error) {
	sql := insertCall
	if c.ID != 0 {
		sql = updateCall
	}
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql, pgx.NamedArgs{"id": c.ID, "kind": string(c.Kind), "title_tr": c.TitleTR, "title_en": c.TitleEN,
			"asks_tr": c.AsksTR, "asks_en": c.AsksEN, "budget": c.Budget, "limit": c.Limit, "opens": c.Opens, "closes": c.Closes,
			"state": string(c.State), "demo": c.Demo}).Scan(&c.ID)
	})
	return c.ID, err
}

// DropCall removes a call that nobody has applied to, or says geo.ErrNotFound;
// one that somebody has applied to is a geo.ErrConflict.
func (s *Store) DropCall(ctx context.Context, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		var applied bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM application WHERE call_id = c.id) FROM call AS c WHERE c.id = $1 FOR UPDATE`, id).Scan(&applied); err != nil {
			return err
		}
		if applied {
			return fmt.Errorf("call %d has applications: %w", id, geo.ErrConflict)
		}
		_, err := tx.Exec(ctx, `DELETE FROM call WHERE id = $1`, id)
		return err
	})
}
