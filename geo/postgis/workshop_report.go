package postgis

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo/programme"
)

//go:embed workshop_report.sql
var workshopCame string

// parts are what a row is counted in: the whole, its sector, zone and table.
const parts = `
CROSS JOIN LATERAL (VALUES ('all', ''), ('sector', sector), ('zone', coalesce(zone, '')), ('table', coalesce(table_no::text, ''))) AS parts (part, key)`

const workshopShares = `, people AS (
    SELECT part, key, count(DISTINCT firm_id) AS firms, count(*) AS participants FROM p` + parts + ` GROUP BY part, key
), things AS (
    SELECT part, key, count(*) FILTER (WHERE role = 'source') AS sources, count(*) FILTER (WHERE role = 'sink') AS sinks
    FROM r` + parts + ` GROUP BY part, key
), side AS (
    SELECT m.*, r.sector, r.zone, r.table_no FROM m JOIN r ON r.id = m.source_id
    UNION ALL
    SELECT m.*, r.sector, r.zone, r.table_no FROM m JOIN r ON r.id = m.sink_id
), pairs AS (
    SELECT part, key, count(DISTINCT (source_id, sink_id)) AS synergies FROM side` + parts + ` GROUP BY part, key
)
SELECT part, key, coalesce(firms, 0), coalesce(participants, 0), coalesce(sources, 0), coalesce(sinks, 0), coalesce(synergies, 0)
FROM people FULL JOIN things USING (part, key) FULL JOIN pairs USING (part, key)
ORDER BY part, coalesce(sources, 0) + coalesce(sinks, 0) DESC, key`

const workshopRest = `
SELECT (SELECT count(*) FROM m WHERE source_id IN (SELECT id FROM r) AND sink_id IN (SELECT id FROM r)),
       (SELECT count(*) FROM r WHERE NOT EXISTS (SELECT FROM matched WHERE resource_id = r.id))`

// WorkshopReport counts what came of a workshop, or with 0 of all of them. The
// parts with most resources come first.
func (s *Store) WorkshopReport(ctx context.Context, workshop int64) (programme.Report, error) {
	var out programme.Report
	args := pgx.NamedArgs{"workshop": workshop}
	rows, err := s.db.Query(ctx, workshopCame+workshopShares, args)
	if err != nil {
		return out, err
	}
	into := map[string]*[]programme.Share{"sector": &out.Sectors, "zone": &out.Zones, "table": &out.Tables}
	var part string
	var share programme.Share
	t := &share.Tally
	_, err = pgx.ForEachRow(rows, []any{&part, &share.Key, &t.Firms, &t.Participants, &t.Sources, &t.Sinks, &t.Synergies}, func() error {
		if list := into[part]; list != nil {
			*list = append(*list, share)
		} else {
			out.Tally = share.Tally
		}
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("report of workshop %d: %w", workshop, err)
	}
	return out, s.db.QueryRow(ctx, workshopCame+workshopRest, args).Scan(&out.Among, &out.Pending)
}
