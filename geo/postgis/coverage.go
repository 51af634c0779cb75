package postgis

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// renewCoverage counts firms by their sites, and by firm and zone, before it
// adds up, so that a million resources are gone through once. The grade is
// geo.Resource.Grade, 0 for A to 3 for D.
const renewCoverage = `
WITH told AS (
    SELECT zone_id, firm_id, CASE visibility WHEN 'public' THEN 1 WHEN 'registered' THEN 2 ELSE 3 END AS open, count(*) AS n, count(rate) AS m,
           count(*) FILTER (WHERE g.known >= 6) AS a, count(*) FILTER (WHERE g.known BETWEEN 4 AND 5) AS b,
           count(*) FILTER (WHERE g.known BETWEEN 2 AND 3) AS c, count(*) FILTER (WHERE g.known < 2) AS d,
           count(*) FILTER (WHERE confirmed_on >= current_date - 365) AS confirmed, count(*) FILTER (WHERE provenance = 'inferred') AS inferred
    FROM resource CROSS JOIN LATERAL (SELECT num_nonnulls(quantity, nullif(form, ''), density_kg_m3, nullif(composition, '[]'), fate_cost_try_t,
                                                          price_try_t, nullif(ships, ''), confirmed_on) AS known) AS g
    GROUP BY 1, 2, 3
), each AS (
    SELECT GROUPING(t.zone_id) = 1 AS everywhere, t.zone_id, e.eyes, count(DISTINCT t.firm_id) AS posted, sum(n) AS n, sum(m) AS m,
           ARRAY[sum(a), sum(b), sum(c), sum(d)] AS graded, sum(confirmed) AS confirmed, sum(inferred) AS inferred
    FROM told AS t JOIN (VALUES ('visitor', 1), ('member', 2), ('all', 3)) AS e (eyes, open) ON t.open <= e.open
    GROUP BY GROUPING SETS ((t.zone_id, e.eyes), (e.eyes))
), housed AS (
    SELECT GROUPING(zone_id) = 1 AS everywhere, zone_id, count(DISTINCT firm_id) AS firms FROM site GROUP BY GROUPING SETS ((zone_id), ())
)
INSERT INTO coverage (place, eyes, firms, posted, resources, measured, graded, confirmed, inferred)
SELECT CASE WHEN h.everywhere THEN '*' ELSE coalesce(z.code, '') END, e.eyes, h.firms, e.posted, e.n, e.m, e.graded, e.confirmed, e.inferred
FROM housed AS h
JOIN each AS e ON e.everywhere = h.everywhere AND e.zone_id IS NOT DISTINCT FROM h.zone_id
LEFT JOIN zone AS z ON z.id = h.zone_id`

func replaceCoverage(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `DELETE FROM coverage`); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, renewCoverage)
	return err
}

// Coverage says how many firms a zone has, those that show nothing among them,
// how many of those posted what ctx's viewer may know of, and how much of that
// has a quantity, as of the last time that flows were computed. The zone
// geo.AnyEnd is everywhere; of one that nothing is posted in there is nothing.
func (s *Store) Coverage(ctx context.Context, zone string) (geo.Coverage, error) {
	eyes := "member"
	switch e := geo.ViewerOf(ctx).Eyes(); {
	case e.All():
		eyes = "all"
	case e.Standing == geo.Visitor:
		eyes = "visitor"
	}
	var c geo.Coverage
	var graded []int
	err := s.db.QueryRow(ctx, `SELECT firms, posted, resources, measured, graded, confirmed, inferred FROM coverage WHERE place = $1 AND eyes = $2`, zone, eyes).
		Scan(&c.Firms, &c.Posted, &c.Resources, &c.Measured, &graded, &c.Confirmed, &c.Inferred)
	copy(c.Graded[:], graded)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, nil
	}
	return c, err
}
