package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const alertColumns = `a.id, a.user_id, a.mail, a.language, a.name, COALESCE(a.resource_id, 0), COALESCE(a.firm_id, 0), COALESCE(a.zone_id, 0),
       a.grp, a.words, a.min_expected_try, a.every, a.paused, a.token, COALESCE(a.sent_at, 'epoch')`

func scanAlert(row pgx.CollectableRow) (geo.Alert, error) {
	var a geo.Alert
	err := row.Scan(&a.ID, &a.UserID, &a.Mail, &a.Language, &a.Name, &a.ResourceID, &a.FirmID, &a.ZoneID,
		&a.Group, &a.Text, &a.MinExpected, &a.Every, &a.Paused, &a.Token, &a.Sent, &a.Unseen)
	return a, err
}

const selectAlerts = `
SELECT ` + alertColumns + `, (SELECT count(*) FROM alert_match AS f WHERE f.alert_id = a.id AND NOT f.seen)::int
FROM alert AS a WHERE a.user_id = $1 ORDER BY a.id`

// Alerts returns the alerts that a user made, oldest first.
func (s *Store) Alerts(ctx context.Context, user int64) ([]geo.Alert, error) {
	rows, _ := s.db.Query(ctx, selectAlerts, user)
	return pgx.CollectRows(rows, scanAlert)
}

const insertAlert = `
INSERT INTO alert (user_id, mail, language, name, resource_id, firm_id, zone_id, grp, words, min_expected_try, every, paused, token)
VALUES (@user, @mail, @language, @name, @resource, @firm, @zone, @group, @text, @min_expected, @every, @paused, @token)
RETURNING id`

const updateAlert = `
UPDATE alert SET mail = @mail, language = @language, name = @name, resource_id = @resource, firm_id = @firm, zone_id = @zone,
    grp = @group, words = @text, min_expected_try = @min_expected, every = @every, paused = @paused
WHERE id = @id AND user_id = @user RETURNING id`

// SaveAlert inserts a (ID 0) or replaces what its user made before. It returns
// the id, or geo.ErrNotFound.
func (s *Store) SaveAlert(ctx context.Context, a geo.Alert) (int64, error) {
	sql := updateAlert
	if a.ID == 0 {
		sql = insertAlert
	}
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql, pgx.NamedArgs{"id": a.ID, "user": a.UserID, "mail": a.Mail, "language": a.Language, "name": a.Name,
			"resource": nullable(a.ResourceID), "firm": nullable(a.FirmID), "zone": nullable(a.ZoneID), "group": a.Group, "text": a.Text,
			"min_expected": a.MinExpected, "every": string(a.Every), "paused": a.Paused, "token": a.Token}).Scan(&a.ID)
	})
	return a.ID, err
}

// DeleteAlert deletes what a user made, or says geo.ErrNotFound.
func (s *Store) DeleteAlert(ctx context.Context, user, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `DELETE FROM alert WHERE id = $1 AND user_id = $2 RETURNING id`, id, user).Scan(&id)
	})
}

// Unsubscribe pauses the alert of a token and returns its name and language,
// or geo.ErrNotFound.
func (s *Store) Unsubscribe(ctx context.Context, token string) (a geo.Alert, err error) {
	err = s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `UPDATE alert SET paused = true WHERE token = $1 RETURNING name, language`, token).Scan(&a.Name, &a.Language)
	})
	return a, err
}

const selectFound = selectMatch + `
JOIN alert_match AS f ON f.source_id = m.source_id AND f.sink_id = m.sink_id
WHERE f.alert_id = $1 AND EXISTS (SELECT FROM alert WHERE id = $1 AND user_id = $2)
ORDER BY f.at DESC, m.sunk, coalesce(-m.expected_try, 'Infinity'), m.source_id, m.sink_id LIMIT $3`

// AlertFound returns what a user's alert told of, last first, and notes that
// it was seen.
func (s *Store) AlertFound(ctx context.Context, user, id int64, limit int) ([]geo.MatchPair, error) {
	rows, _ := s.db.Query(ctx, selectFound, id, user, limit)
	found, err := s.collect(ctx, s.db, rows, scanMatch)
	if err != nil {
		return nil, fmt.Errorf("found by alert %d: %w", id, err)
	}
	if _, err := s.db.Exec(ctx, `UPDATE alert_match SET seen = true WHERE alert_id = $1 AND NOT seen
AND EXISTS (SELECT FROM alert WHERE id = $1 AND user_id = $2)`, id, user); err != nil {
		return nil, err
	}
	return s.pairs(ctx, found)
}

const dueAlerts = `
SELECT id FROM alert
WHERE NOT paused AND (sent_at IS NULL OR sent_at + ('1 ' || every)::interval <= now()) ORDER BY id`

// DueAlerts returns the alerts that may speak again.
func (s *Store) DueAlerts(ctx context.Context) ([]int64, error) {
	rows, _ := s.db.Query(ctx, dueAlerts)
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// A match is stored by the clock of its transaction's beginning, and seen when
// that ends: what was found up to so long ago is looked for again. What was
// told stays known, so that nothing is told twice.
const overlap = `interval '10 minutes'`

const findNew = `
INSERT INTO alert_match (alert_id, source_id, sink_id)
SELECT a.id, m.source_id, m.sink_id
FROM alert AS a
JOIN match AS m ON m.found_at > GREATEST(a.since - ` + overlap + `, a.created_at)
JOIN resource AS source ON source.id = m.source_id
JOIN resource AS sink   ON sink.id = m.sink_id
WHERE a.id = $1 AND NOT m.sunk
  AND (a.resource_id IS NULL OR a.resource_id IN (m.source_id, m.sink_id))
  AND (a.firm_id IS NULL OR a.firm_id IN (source.firm_id, sink.firm_id))
  AND (a.zone_id IS NULL OR a.zone_id IN (source.zone_id, sink.zone_id))
  AND (a.grp = '' OR source.material LIKE a.grp || '%' OR source.grp = a.grp)
  AND (a.words = '' OR source.words LIKE '%' || fold(a.words) || '%' OR sink.words LIKE '%' || fold(a.words) || '%')
  AND (a.min_expected_try IS NULL OR m.expected_try >= a.min_expected_try)
ON CONFLICT DO NOTHING
RETURNING source_id, sink_id`

const noteLooked = `UPDATE alert SET since = now(), sent_at = CASE WHEN $2 THEN now() ELSE sent_at END WHERE id = $1`

// digestMatches are listed in a digest; of the others their number is told.
const digestMatches = 20

// TellAlert hands the new matches of a due alert to tell, when there are any,
// and notes that they were told unless tell fails. It finds and tells what who
// may see that made it.
func (s *Store) TellAlert(ctx context.Context, id int64, who func(user int64) (geo.Viewer, error), tell func(geo.Digest) error) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT `+alertColumns+`, 0 FROM alert AS a WHERE a.id = $1 AND NOT a.paused FOR UPDATE`, id)
		alert, err := pgx.CollectExactlyOneRow(rows, scanAlert)
		if err != nil {
			return err
		}
		d := geo.Digest{Alert: alert}
		viewer, err := who(alert.UserID)
		if err != nil {
			return err
		}
		if err := see(ctx, tx, viewer); err != nil {
			return err
		}
		rows, _ = tx.Query(ctx, findNew, id)
		var source, sink int64
		var sources, sinks []int64
		if _, err := pgx.ForEachRow(rows, []any{&source, &sink}, func() error {
			sources, sinks = append(sources, source), append(sinks, sink)
			return nil
		}); err != nil {
			return fmt.Errorf("new matches: %w", err)
		}
		if d.New = len(sources); d.New > 0 {
			rows, _ = tx.Query(ctx, selectMatch+`
WHERE (m.source_id, m.sink_id) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[]))
ORDER BY coalesce(-m.expected_try, 'Infinity'), -m.score, m.road_m, m.source_id, m.sink_id LIMIT $3`, sources, sinks, digestMatches)
			best, err := s.collect(ctx, tx, rows, scanMatch)
			if err != nil {
				return err
			}
			if d.Matches, err = s.pairs(geo.WithViewer(ctx, viewer), best); err != nil {
				return err
			}
			if err := tell(d); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, noteLooked, id, d.New > 0)
		return err
	})
}
