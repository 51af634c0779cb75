package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectConditions = `
SELECT k.item, COALESCE(g.answer, ''), COALESCE(g.note, ''), COALESCE(g.files, '{}'), g.at, COALESCE(g.actor, ''),
       (SELECT (r.article19 ->> k.item)::boolean FROM synergy AS y JOIN resource AS r ON r.id = y.source_id WHERE y.id = @synergy)
FROM unnest(@items::text[]) WITH ORDINALITY AS k (item, n)
LEFT JOIN gate AS g ON g.synergy_id = @synergy AND g.item = k.item
ORDER BY k.n`

const selectPermits = `SELECT id, synergy_id, kind, holder, number, expires_on, COALESCE(file_id, 0), at, actor
FROM permit WHERE synergy_id = $1 ORDER BY kind, expires_on DESC, id`

// Gate returns every condition and permit of a synergy.
func (s *Store) Gate(ctx context.Context, synergy int64) (programme.Gate, error) {
	var g programme.Gate
	rows, _ := s.db.Query(ctx, selectConditions, pgx.NamedArgs{"synergy": synergy, "items": geo.Article19Keys})
	var err error
	g.Conditions, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (programme.Condition, error) {
		var c programme.Condition
		var at moment
		err := row.Scan(&c.Item, &c.Answer, &c.Note, &c.Files, &at, &c.Actor, &c.Declared)
		c.At = at.Time
		return c, err
	})
	if err != nil {
		return g, fmt.Errorf("gate of synergy %d: %w", synergy, err)
	}
	rows, _ = s.db.Query(ctx, selectPermits, synergy)
	g.Permits, err = pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Permit])
	return g, err
}

const answerGate = `
INSERT INTO gate (synergy_id, item, answer, note, files, actor) VALUES (@synergy, @item, @answer, @note, @files, @actor)
ON CONFLICT (synergy_id, item) DO UPDATE
SET answer = excluded.answer, note = excluded.note, files = excluded.files, at = clock_timestamp(), actor = excluded.actor`

// AnswerGate stores ctx's actor's answer to a condition; its files must be the
// synergy's.
func (s *Store) AnswerGate(ctx context.Context, synergy int64, c programme.Condition) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		if err := ofSynergy(ctx, tx, synergy, c.Files); err != nil {
			return err
		}
		args := pgx.NamedArgs{"synergy": synergy, "item": c.Item, "answer": string(c.Answer), "note": c.Note, "files": orEmpty(c.Files), "actor": geo.Actor(ctx)}
		if _, err := tx.Exec(ctx, answerGate, args); err != nil {
			return err
		}
		return note(ctx, tx, synergy, programme.LogEntry{Kind: "gate", Text: c.Item + " " + string(c.Answer)})
	})
}

func orEmpty(ids []int64) []int64 {
	if ids == nil {
		return []int64{}
	}
	return ids
}

// ofSynergy accepts ids of files of a synergy.
func ofSynergy(ctx context.Context, tx pgx.Tx, synergy int64, files []int64) error {
	var there int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM file WHERE id = ANY($1) AND synergy_id = $2`, orEmpty(files), synergy).Scan(&there); err != nil {
		return err
	}
	if there != len(files) {
		return geo.Invalid("evidence", "unknown", "%v are not all files of this synergy", files)
	}
	return nil
}

const insertPermit = `
INSERT INTO permit (synergy_id, kind, holder, number, expires_on, file_id, actor)
VALUES (@synergy, @kind, @holder, @number, @expires, @file, @actor) RETURNING id`

// AddPermit stores a permit of a synergy and returns its id.
func (s *Store) AddPermit(ctx context.Context, p programme.Permit) (int64, error) {
	err := s.change(ctx, func(tx pgx.Tx) error {
		if p.FileID != 0 {
			if err := ofSynergy(ctx, tx, p.SynergyID, []int64{p.FileID}); err != nil {
				return err
			}
		}
		args := pgx.NamedArgs{"synergy": p.SynergyID, "kind": string(p.Kind), "holder": p.Holder, "number": p.Number, "expires": p.Expires,
			"file": nullable(p.FileID), "actor": geo.Actor(ctx)}
		if err := tx.QueryRow(ctx, insertPermit, args).Scan(&p.ID); err != nil {
			return err
		}
		return note(ctx, tx, p.SynergyID, programme.LogEntry{Kind: "gate", Text: "permit " + string(p.Kind)})
	})
	return p.ID, err
}

// DropPermit removes a permit of a synergy, or says geo.ErrNotFound.
func (s *Store) DropPermit(ctx context.Context, synergy, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM permit WHERE synergy_id = $1 AND id = $2`, synergy, id)
		if err == nil && tag.RowsAffected() == 0 {
			err = geo.ErrNotFound
		}
		return err
	})
}

const remindPermits = `
INSERT INTO notice (firm_id, kind, source_id, sink_id, synergy_id, detail)
SELECT f.id, 'permit', y.source_id, y.sink_id, y.id, p.expires_on::text
FROM permit AS p JOIN synergy AS y ON y.id = p.synergy_id
CROSS JOIN LATERAL (VALUES (y.source_firm_id), (y.sink_firm_id), (NULL::bigint)) AS f (id)
WHERE y.stage NOT IN ('paused', 'stopped') AND p.expires_on BETWEEN $1::date AND $1::date + 30
  AND NOT EXISTS (SELECT FROM permit AS n WHERE n.synergy_id = p.synergy_id AND n.kind = p.kind AND n.expires_on > p.expires_on)
  AND NOT EXISTS (SELECT FROM notice AS n WHERE n.synergy_id = y.id AND n.kind = 'permit' AND n.detail = p.expires_on::text)`

// RemindPermits tells partners and facilitators, once, of permits that end
// within thirty days and have no successor. It returns how many notices that
// made.
func (s *Store) RemindPermits(ctx context.Context, today time.Time) (int, error) {
	tag, err := s.db.Exec(ctx, remindPermits, today)
	return int(tag.RowsAffected()), err
}
