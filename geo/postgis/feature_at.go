package postgis

import (
	"context"
	"encoding/binary"
	"strconv"
	"strings"

	"simbiyoz/geo/ogc"
)

// versionNow is the data's version once a statement has begun: whatever was
// committed before, and so is seen by it, has raised it.
const versionNow = `(SELECT last_value FROM data_version)`

// FeaturesAt is Features of q, which names ids, while the data is at a version.
// It reports false where that is another, or where there is no row.
func (s *Store) FeaturesAt(ctx context.Context, q ogc.Query, version uint64) (ogc.Rows, bool, error) {
	w, sql, err := pageOf(q)
	if err != nil {
		return nil, false, err
	}
	rows, err := s.db.Query(ctx, strings.Replace(sql, "\nFROM ", ", "+versionNow+"\nFROM ", 1), w.args...)
	if err != nil {
		return nil, false, translate(err)
	}
	f := w.features(q, rows, nil)
	if f.ahead = rows.Next(); f.ahead {
		if row := rows.RawValues(); binary.BigEndian.Uint64(row[len(row)-1]) == version {
			return f, true, nil
		}
	}
	f.Close()
	return nil, false, f.Err()
}

// AfterID returns the id behind which a page in the order of ids begins, 0 of
// the first one. A token that is none of such a page is a field error.
func (s *Store) AfterID(token string) (int64, error) {
	if token == "" {
		return 0, nil
	}
	var key []string
	if err := position(token, &key); err != nil {
		return 0, err
	}
	if len(key) == 1 {
		if id, err := strconv.ParseInt(key[0], 10, 64); err == nil {
			return id, nil
		}
	}
	return 0, noToken()
}

const resound = `SELECT pg_notify('touched', 'nothing ' || last_value || ' 0') FROM data_version`

// Resound has the data's version told to all who follow, as changes are.
func (s *Store) Resound(ctx context.Context) error {
	_, err := s.db.Exec(ctx, resound)
	return err
}
