package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const insertVerdict = `
INSERT INTO verdict (source_id, sink_id, use_id, material, nace, verdict, reason, note, actor)
SELECT m.source_id, m.sink_id, m.use_id, source.material, sink.nace, @verdict, @reason, @note, @actor
FROM match AS m
JOIN resource AS source ON source.id = m.source_id
JOIN resource AS sink   ON sink.id = m.sink_id
WHERE m.source_id = @source AND m.sink_id = @sink
RETURNING id, COALESCE(use_id, 0), at`

// AddVerdict stores what ctx's actor says of a stored match and returns it as
// stored, or geo.ErrNotFound when there is no such match.
func (s *Store) AddVerdict(ctx context.Context, v geo.Verdict) (geo.Verdict, error) {
	v.Actor = geo.Actor(ctx)
	err := s.change(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, insertVerdict, pgx.NamedArgs{"source": v.SourceID, "sink": v.SinkID, "verdict": string(v.Opinion),
			"reason": nullable(v.Reason), "note": v.Note, "actor": v.Actor}).Scan(&v.ID, &v.UseID, &v.At)
		if err != nil {
			return err
		}
		return s.flowsDue(ctx, tx) // what is unfit moves nothing
	})
	return v, err
}

const selectVerdicts = `
SELECT id, source_id, sink_id, COALESCE(use_id, 0), verdict, COALESCE(reason, ''), note, at, actor
FROM verdict WHERE source_id = $1 AND sink_id = $2 ORDER BY id DESC`

// Verdicts returns everything that was said of a pair, the last first.
func (s *Store) Verdicts(ctx context.Context, source, sink int64) ([]geo.Verdict, error) {
	rows, _ := s.db.Query(ctx, selectVerdicts, source, sink)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[geo.Verdict])
}
