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

const selectNotices = `
SELECT id, COALESCE(firm_id, 0), kind, COALESCE(source_id, 0), COALESCE(sink_id, 0), COALESCE(synergy_id, 0), detail, at, seen_at
FROM notice WHERE firm_id IS NOT DISTINCT FROM $1 ORDER BY seen_at IS NOT NULL, id DESC LIMIT $2`

func scanNotice(row pgx.CollectableRow) (programme.Notice, error) {
	var n programme.Notice
	var seen moment
	err := row.Scan(&n.ID, &n.FirmID, &n.Kind, &n.SourceID, &n.SinkID, &n.SynergyID, &n.Detail, &n.At, &seen)
	n.Seen = seen.Time
	return n, err
}

// Notices returns up to limit notices for a firm (0: for the facilitators),
// those not seen first, then the last ones.
func (s *Store) Notices(ctx context.Context, firm int64, limit int) ([]programme.Notice, error) {
	rows, _ := s.db.Query(ctx, selectNotices, nullable(firm), limit)
	return pgx.CollectRows(rows, scanNotice)
}

// SeeNotices notes that the notices of a firm (0: of the facilitators) up to
// one were seen.
func (s *Store) SeeNotices(ctx context.Context, firm, upto int64) error {
	_, err := s.db.Exec(ctx, `UPDATE notice SET seen_at = clock_timestamp()
WHERE firm_id IS NOT DISTINCT FROM $1 AND id <= $2 AND seen_at IS NULL`, nullable(firm), upto)
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
