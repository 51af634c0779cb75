package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// versions tell at which version a row of a collection is: that of the last
// transaction that wrote it.
var versions = map[string]string{
	"firms":     `SELECT xmin::text::bigint FROM public.firm WHERE id = $1 AND EXISTS (SELECT FROM firm WHERE id = $1)`,
	"resources": `SELECT xmin::text::bigint FROM public.resource WHERE id = $1 AND EXISTS (SELECT FROM resource WHERE id = $1)`,
}

// RowVersion returns at which version a feature of "firms" or "resources" is,
// never 0, or geo.ErrNotFound.
func (s *Store) RowVersion(ctx context.Context, collection string, id int64) (int64, error) {
	sql, known := versions[collection]
	if !known {
		return 0, geo.ErrUnsupported
	}
	var v int64
	err := s.db.QueryRow(ctx, sql, id).Scan(&v)
	return v, translate(err)
}

// DropResource is DeleteResource of a resource that is still at a version, or
// says geo.ErrStale.
func (s *Store) DropResource(ctx context.Context, id, version int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM resource WHERE id = $1 AND xmin::text::bigint = $2`, id, version)
		if err == nil && tag.RowsAffected() == 0 {
			err = geo.ErrStale
		}
		return err
	})
}

const renameFirm = `UPDATE firm SET ref = $3, name = $4, nace = $5, demo = $6 WHERE id = $1 AND xmin::text::bigint = $2`

// ReplaceFirm stores what f says but for its tax number, if the stored one is
// still at a version, or says geo.ErrStale. Another firm's ref is
// geo.ErrConflict.
func (s *Store) ReplaceFirm(ctx context.Context, f geo.Firm, version int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, renameFirm, f.ID, version, f.Ref, f.Name, f.NACE, f.Demo)
		if err == nil && tag.RowsAffected() == 0 {
			return geo.ErrStale
		}
		if err != nil {
			return err
		}
		return s.sweep(ctx, tx)
	})
}

// AddFirm stores a firm with its sites and returns its id. A ref that is taken
// is geo.ErrConflict.
func (s *Store) AddFirm(ctx context.Context, e geo.FirmEntry) (id int64, err error) {
	err = s.change(ctx, func(tx pgx.Tx) error {
		// two at the same time would both find the ref free
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('firm ' || $1, 0))`, e.Firm.Ref); err != nil {
			return err
		}
		var taken bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM firm WHERE ref = $1)`, e.Firm.Ref).Scan(&taken); err != nil {
			return err
		}
		if taken {
			return geo.ErrConflict
		}
		if err := stageFirm(ctx, tx, func(yield func(geo.FirmEntry) bool) { yield(e) }); err != nil {
			return err
		}
		if _, err := mergeStagedFirms(ctx, tx, 1); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT id FROM firm WHERE ref = $1`, e.Firm.Ref).Scan(&id)
	})
	return id, err
}

const toDegrees = `
SELECT ST_X(p), ST_Y(p)
FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(x, y), $3::int), 4326) AS p, n
      FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t (x, y, n)) AS moved ORDER BY n`

// Degrees returns places of a reference system, east before north, in WGS 84.
func (s *Store) Degrees(ctx context.Context, epsg int, places []geo.Point) ([]geo.Point, error) {
	x, y := make([]float64, len(places)), make([]float64, len(places))
	for i, p := range places {
		x[i], y[i] = p[0], p[1]
	}
	rows, _ := s.db.Query(ctx, toDegrees, x, y, epsg)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p geo.Point, err error) {
		return p, row.Scan(&p[0], &p[1])
	})
}
