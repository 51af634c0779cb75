package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectInterest = `
SELECT i.id, i.source_id, i.sink_id, i.asker, i.note, i.state, COALESCE(i.reason, ''), COALESCE(i.synergy_id, 0),
       i.at, i.actor, i.answered_at, COALESCE(i.answered_by, '')
FROM interest AS i`

func scanInterest(row pgx.CollectableRow) (programme.Interest, error) {
	var i programme.Interest
	var answered moment
	err := row.Scan(&i.ID, &i.SourceID, &i.SinkID, &i.Asker, &i.Note, &i.State, &i.Reason, &i.SynergyID,
		&i.At, &i.Actor, &answered, &i.AnsweredBy)
	i.AnsweredAt = answered.Time
	return i, err
}

// Interest returns an interest, or geo.ErrNotFound.
func (s *Store) Interest(ctx context.Context, id int64) (programme.Interest, error) {
	rows, _ := s.db.Query(ctx, selectInterest+` WHERE i.id = $1`, id)
	i, err := pgx.CollectExactlyOneRow(rows, scanInterest)
	return i, translate(err)
}

// InterestIn returns the last interest in a pair, or geo.ErrNotFound when
// nobody was ever interested.
func (s *Store) InterestIn(ctx context.Context, source, sink int64) (programme.Interest, error) {
	rows, _ := s.db.Query(ctx, selectInterest+` WHERE i.source_id = $1 AND i.sink_id = $2 ORDER BY i.id DESC LIMIT 1`, source, sink)
	i, err := pgx.CollectExactlyOneRow(rows, scanInterest)
	return i, translate(err)
}

const whereInterest = `
WHERE $1 = 0 OR EXISTS (SELECT FROM resource AS r WHERE r.id IN (i.source_id, i.sink_id) AND r.firm_id = $1)
ORDER BY i.state <> 'asked', i.id DESC LIMIT $2`

// Inquiries returns up to limit interests that a firm (0: anybody) has part
// in with their postings, the open ones first, then the last ones.
func (s *Store) Inquiries(ctx context.Context, firm int64, limit int) ([]programme.Inquiry, error) {
	rows, _ := s.db.Query(ctx, selectInterest+whereInterest, firm, limit)
	found, err := pgx.CollectRows(rows, scanInterest)
	if err != nil {
		return nil, fmt.Errorf("interests of firm %d: %w", firm, err)
	}
	var ids []int64
	for _, i := range found {
		ids = append(ids, i.SourceID, i.SinkID)
	}
	postings, err := s.postingsByID(ctx, ids)
	out := make([]programme.Inquiry, len(found))
	for n, i := range found {
		out[n] = programme.Inquiry{Interest: i, Source: postings[i.SourceID], Sink: postings[i.SinkID]}
	}
	return out, err
}

const insertInterest = `
INSERT INTO interest (source_id, sink_id, asker, note, actor)
SELECT m.source_id, m.sink_id, @asker, @note, @actor FROM match AS m
WHERE m.source_id = @source AND m.sink_id = @sink
  AND NOT EXISTS (SELECT FROM synergy AS y WHERE y.source_id = @source AND y.sink_id = @sink AND y.stage <> 'stopped')
RETURNING id, at`

// AddInterest stores the interest that ctx's actor expresses in a stored
// match, with the verdict that goes with it, and tells the other side. It is
// a geo.ErrConflict when the pair was asked already, geo.ErrNotFound when
// there is no such match or it has become a synergy.
func (s *Store) AddInterest(ctx context.Context, i programme.Interest) (programme.Interest, error) {
	i.Actor, i.State = geo.Actor(ctx), programme.Asked
	err := s.change(ctx, func(tx pgx.Tx) error {
		args := pgx.NamedArgs{"source": i.SourceID, "sink": i.SinkID, "asker": string(i.Asker), "note": i.Note, "actor": i.Actor,
			"verdict": string(geo.Interested), "reason": nil}
		if err := tx.QueryRow(ctx, insertInterest, args).Scan(&i.ID, &i.At); err != nil {
			return err
		}
		args["note"] = "" // a verdict is read by all
		if _, err := tx.Exec(ctx, insertVerdict, args); err != nil {
			return err
		}
		return tellPair(ctx, tx, programme.ToldInterest, i, i.Asker.Opposite())
	})
	return i, err
}

const answerInterest = `
UPDATE interest SET state = @state, reason = @reason, synergy_id = @synergy, answered_at = clock_timestamp(), answered_by = @actor
WHERE id = @id AND state = 'asked' RETURNING answered_at`

// AnswerInterest stores ctx's actor's answer to an interest that is open and
// tells the side that did not give it; what is accepted becomes a synergy. An
// interest that was answered before is a geo.ErrConflict.
func (s *Store) AnswerInterest(ctx context.Context, i programme.Interest, r programme.Reply) (programme.Interest, error) {
	told := map[programme.Answer]programme.Told{programme.Accepted: programme.ToldAccepted,
		programme.Declined: programme.ToldDeclined, programme.Withdrawn: programme.ToldWithdrawn}
	i.AnsweredBy = geo.Actor(ctx)
	err := s.change(ctx, func(tx pgx.Tx) error {
		var open bool
		if err := tx.QueryRow(ctx, `SELECT state = 'asked' FROM interest WHERE id = $1 FOR UPDATE`, i.ID).Scan(&open); err != nil {
			return err
		}
		if !open {
			return fmt.Errorf("interest %d was answered: %w", i.ID, geo.ErrConflict)
		}
		if r.Answer == programme.Accepted {
			var err error
			if i.SynergyID, err = bear(ctx, tx, i.SourceID, i.SinkID); err != nil {
				return err
			}
		}
		i.State, i.Reason = r.Answer, r.Reason
		args := pgx.NamedArgs{"id": i.ID, "state": string(r.Answer), "reason": nullable(r.Reason), "synergy": nullable(i.SynergyID), "actor": i.AnsweredBy}
		if err := tx.QueryRow(ctx, answerInterest, args).Scan(&i.AnsweredAt); err != nil {
			return err
		}
		return tellPair(ctx, tx, told[r.Answer], i, r.By(i).Opposite())
	})
	return i, err
}
