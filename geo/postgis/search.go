package postgis

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// Each step runs only where the one before left room, the last one only where
// neither found anything: alike names cost the most to find and are worth the
// least, so the best of the first 200 will do. firm.words begins with a blank, see the function spaced.
const firmsNamed = `
WITH begun AS MATERIALIZED (
    SELECT id, ref, name, nace, demo FROM firm
    WHERE words ~>=~ @first AND words ~<~ @last
    ORDER BY words USING ~<~, id LIMIT @limit
), inside AS MATERIALIZED (
    SELECT id, ref, name, nace, demo FROM firm
    WHERE (SELECT count(*) FROM begun) < @limit
      AND words LIKE @longest AND words LIKE ALL (@others) AND NOT (words ~>=~ @first AND words ~<~ @last)
     
    LIMIT @limit
), alike AS (
    SELECT id, ref, name, nace, demo FROM (
        SELECT * FROM firm
        WHERE NOT EXISTS (SELECT FROM begun) AND NOT EXISTS (SELECT FROM inside)
          AND @text <% words
        LIMIT 200
    ) AS likely
    ORDER BY @text <<-> words, id LIMIT @limit
)
SELECT f.id, f.ref, f.name, f.nace, f.demo, s.id, s.lon, s.lat
FROM (SELECT * FROM begun UNION ALL SELECT * FROM inside UNION ALL SELECT * FROM alike) AS f
LEFT JOIN LATERAL (
    SELECT id, ST_X(place) AS lon, ST_Y(place) AS lat FROM site WHERE firm_id = f.id ORDER BY id LIMIT 1
) AS s ON true
LIMIT @limit`

// FirmsNamed returns at most limit firms for words as material.Spaced writes
// them, with their first site each: those whose names begin with text, then
// those that have a word beginning with each of its words, and only where
// there are none, those that are alike.
func (s *Store) FirmsNamed(ctx context.Context, text string, limit int) ([]geo.FirmEntry, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for i, w := range words {
		words[i] = "% " + w + "%"
	}
	const end = "\U0010FFFF"
	rows, _ := s.db.Query(ctx, firmsNamed, pgx.NamedArgs{"text": text, "limit": limit,
		"first": " " + text, "last": " " + text + end, "longest": words[0], "others": words[1:]})
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.FirmEntry, error) {
		var e geo.FirmEntry
		var site *int64
		var lon, lat *float64
		err := row.Scan(&e.Firm.ID, &e.Firm.Ref, &e.Firm.Name, &e.Firm.NACE, &e.Firm.Demo, &site, &lon, &lat)
		if site != nil {
			e.Sites = []geo.Site{{ID: *site, FirmID: e.Firm.ID, Place: geo.Point{*lon, *lat}}}
		}
		return e, err
	})
}
