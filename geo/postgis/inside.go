package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Outlines are cut into pieces of few corners, so that an index finds what lies
// in each and no point is held against thousands of sides.
const areas = `
WITH area AS MATERIALIZED (
    SELECT o.n, ST_Subdivide(ST_GeomFromEWKB(o.outline), 128) AS piece
    FROM unnest(@outlines::bytea[]) WITH ORDINALITY AS o (outline, n)
)`

const countInside = areas + `, hit AS (
    SELECT DISTINCT a.n, r.id, r.firm_id, r.role FROM area AS a JOIN resource AS r ON ST_Intersects(a.piece, r.place)
), gate AS (
    SELECT DISTINCT a.n, z.code, z.name FROM area AS a JOIN zone AS z ON ST_Intersects(a.piece, z.gate)
)
SELECT o.n,
       (SELECT count(DISTINCT h.firm_id) FROM hit AS h WHERE h.n = o.n),
       (SELECT count(*) FROM hit AS h WHERE h.n = o.n AND h.role = 'source'),
       (SELECT count(*) FROM hit AS h WHERE h.n = o.n AND h.role = 'sink'),
       ARRAY(SELECT g.code FROM gate AS g WHERE g.n = o.n ORDER BY g.name, g.code),
       ARRAY(SELECT g.name FROM gate AS g WHERE g.n = o.n ORDER BY g.name, g.code)
FROM generate_series(1, cardinality(@outlines::bytea[])) AS o (n) ORDER BY o.n`

// Inside counts, of each outline, the firms that posted inside, their sources
// and sinks, and names the zones whose gate lies inside.
func (s *Store) Inside(ctx context.Context, outlines []orb.MultiPolygon) ([]geo.Inside, error) {
	raw, err := encodeAll(outlines)
	if err != nil {
		return nil, err
	}
	rows, _ := s.db.Query(ctx, countInside, pgx.NamedArgs{"outlines": raw})
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Inside, error) {
		var n int
		var in geo.Inside
		var codes, names []string
		err := row.Scan(&n, &in.Firms, &in.Sources, &in.Sinks, &codes, &names)
		for i := range codes {
			in.Zones = append(in.Zones, geo.ZoneName{Code: codes[i], Name: names[i]})
		}
		return in, err
	})
}

func encodeAll(outlines []orb.MultiPolygon) ([][]byte, error) {
	raw := make([][]byte, len(outlines))
	for i, o := range outlines {
		var err error
		if raw[i], err = encode(o); err != nil {
			return nil, fmt.Errorf("outline %d: %w", i+1, err)
		}
	}
	return raw, nil
}

const listInside = areas + `
SELECT min(a.n) - 1, r.id FROM area AS a JOIN resource AS r ON ST_Intersects(a.piece, r.place)
GROUP BY r.id ORDER BY 1, r.id LIMIT @limit`

// ListInside returns the first postings that lie inside outlines, of which each
// lies inside the next: by outline, then by number.
func (s *Store) ListInside(ctx context.Context, outlines []orb.MultiPolygon, limit int) ([]geo.InBand, error) {
	raw, err := encodeAll(outlines)
	if err != nil {
		return nil, err
	}
	rows, _ := s.db.Query(ctx, listInside, pgx.NamedArgs{"outlines": raw, "limit": limit})
	var ids []int64
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.InBand, error) {
		var in geo.InBand
		err := row.Scan(&in.Band, &in.Resource.ID)
		ids = append(ids, in.Resource.ID)
		return in, err
	})
	if err != nil {
		return nil, err
	}
	postings, err := s.postingsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	there := found[:0]
	for _, in := range found {
		if p, still := postings[in.Resource.ID]; still { // it may have been withdrawn meanwhile
			there = append(there, geo.InBand{Band: in.Band, Posting: p})
		}
	}
	return there, nil
}
