package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const insertPairNotice = `
INSERT INTO notice (firm_id, kind, source_id, sink_id, synergy_id, detail)
SELECT f.id, @kind, @source, @sink, @synergy, @detail
FROM (SELECT firm_id FROM resource WHERE id = @whose UNION ALL SELECT NULL) AS f (id)`

// tellPair tells one side of a pair, and the facilitators.
func tellPair(ctx context.Context, tx pgx.Tx, kind programme.Told, i programme.Interest, side geo.Role) error {
	whose := i.SourceID
	if side == geo.Sink {
		whose = i.SinkID
	}
	_, err := tx.Exec(ctx, insertPairNotice, pgx.NamedArgs{"kind": string(kind), "source": i.SourceID, "sink": i.SinkID,
		"synergy": nullable(i.SynergyID), "detail": i.Reason, "whose": whose})
	return err
}

const insertSynergyNotice = `
INSERT INTO notice (firm_id, kind, source_id, sink_id, synergy_id, detail)
SELECT f.id, @kind, y.source_id, y.sink_id, y.id, @detail
FROM synergy AS y CROSS JOIN LATERAL (VALUES (y.source_firm_id), (y.sink_firm_id)) AS f (id)
WHERE y.id = @synergy AND f.id IS NOT NULL`

// tellSynergy tells both partners of a synergy.
func tellSynergy(ctx context.Context, tx pgx.Tx, kind programme.Told, synergy int64, detail string) error {
	_, err := tx.Exec(ctx, insertSynergyNotice, pgx.NamedArgs{"kind": string(kind), "synergy": synergy, "detail": detail})
	return err
}

const insertFacilitatorNotice = `
INSERT INTO notice (kind, source_id, sink_id, synergy_id, detail)
SELECT @kind, y.source_id, y.sink_id, y.id, @detail FROM synergy AS y WHERE y.id = @synergy`

// tellFacilitators tells those who run the programme of a synergy.
func tellFacilitators(ctx context.Context, tx pgx.Tx, kind programme.Told, synergy int64, detail string) error {
	_, err := tx.Exec(ctx, insertFacilitatorNotice, pgx.NamedArgs{"kind": string(kind), "synergy": synergy, "detail": detail})
	return err
}

// ofBox leaves the notices of a programme.Box.
const ofBox = `(n.account_id = @account OR n.account_id IS NULL AND n.firm_id = @firm OR @office AND n.account_id IS NULL AND n.firm_id IS NULL)`

func boxArgs(b programme.Box) pgx.NamedArgs {
	return pgx.NamedArgs{"firm": b.FirmID, "account": b.AccountID, "office": b.Office}
}

const selectNotices = `
SELECT n.id, COALESCE(n.firm_id, 0), n.kind, COALESCE(n.source_id, 0), COALESCE(n.sink_id, 0), COALESCE(n.synergy_id, 0), COALESCE(a.call_id, 0),
       n.detail, n.at, n.seen_at
FROM notice AS n LEFT JOIN application AS a ON a.id = n.application_id
WHERE ` + ofBox + ` ORDER BY n.seen_at IS NOT NULL, n.id DESC LIMIT @limit`

func scanNotice(row pgx.CollectableRow) (programme.Notice, error) {
	var n programme.Notice
	var seen moment
	err := row.Scan(&n.ID, &n.FirmID, &n.Kind, &n.SourceID, &n.SinkID, &n.SynergyID, &n.CallID, &n.Detail, &n.At, &seen)
	n.Seen = seen.Time
	return n, err
}

// Notices returns up to limit notices of a box, those not seen first, then the
// last ones.
func (s *Store) Notices(ctx context.Context, b programme.Box, limit int) ([]programme.Notice, error) {
	args := boxArgs(b)
	args["limit"] = limit
	rows, _ := s.db.Query(ctx, selectNotices, args)
	return pgx.CollectRows(rows, scanNotice)
}

// SeeNotices notes that the notices of a box up to one were seen.
func (s *Store) SeeNotices(ctx context.Context, b programme.Box, upto int64) error {
	args := boxArgs(b)
	args["upto"] = upto
	_, err := s.db.Exec(ctx, `UPDATE notice AS n SET seen_at = clock_timestamp() WHERE `+ofBox+` AND n.id <= @upto AND n.seen_at IS NULL`, args)
	return err
}

const remind = `
INSERT INTO notice (firm_id, kind, source_id, sink_id, synergy_id, detail)
SELECT DISTINCT f.id, 'overdue', y.source_id, y.sink_id, y.id, y.next_on::text
FROM synergy AS y CROSS JOIN LATERAL (VALUES (y.source_firm_id), (y.sink_firm_id), (NULL::bigint)) AS f (id)
WHERE y.stage NOT IN ('completed', 'stopped') AND y.next_on < $1::date
  AND NOT EXISTS (SELECT FROM notice AS n WHERE n.synergy_id = y.id AND n.kind = 'overdue' AND n.at >= $1::date)`

// Remind tells the partners and the facilitators of every synergy whose next
// action should have been done before today, once a day. It returns how many
// notices that made.
func (s *Store) Remind(ctx context.Context, today time.Time) (int, error) {
	tag, err := s.db.Exec(ctx, remind, today)
	return int(tag.RowsAffected()), err
}
