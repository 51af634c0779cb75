package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// live is what any partner must be: of another firm, seen, not yet over.
const (
	live = `c.firm_id <> @firm AND ` + seen
	seen = `c.visibility <> 'facilitator' AND (c.until_on IS NULL OR c.until_on >= current_date)`
)

// byCode and byClass are what a partner's code or class must be. The role stands
// in the text, for only then does the planner know which partial index serves.
const (
	byCode  = `c.role = '%[1]s' AND c.material = wanted.key`
	byClass = `c.role = 'sink' AND '%[1]s' = 'sink' AND c.nace = wanted.key AND c.category = @category`
	away    = `c.place_m <-> metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)) AS away`
)

// both lists, of every key in an array, the nearest @each partners, and of the
// largest the nearest: a small partner next door is often worth less than one
// that takes all a few kilometres on. Of equally near ones the first posted is
// taken, so that the answer hangs on the data alone.
//
// The index by places is walked outwards in an order of distance alone, for
// PostgreSQL 15 walks none in an order of two things: the second is left to the
// query around it. Of most keys nobody posts anything: the index by letters
// (~>=~, ~<=~) tells that quicker than the one by places.
func both(array, is, there string) string {
	return `
    SELECT near.id
    FROM unnest(` + array + `::text[]) AS wanted (key)
    CROSS JOIN LATERAL ((
        SELECT walk.id FROM (
            SELECT c.id, ` + away + ` FROM resource AS c WHERE ` + is + ` AND ` + live + ` ORDER BY away OFFSET 0
        ) AS walk ORDER BY walk.away, walk.id LIMIT @each
    ) UNION ALL (
        SELECT large.id FROM (
            SELECT c.id, ` + away + ` FROM resource AS c
            WHERE ` + is + ` AND c.unit = @unit AND c.rate IS NOT NULL AND ` + live + `
            ORDER BY c.rate DESC, c.id DESC LIMIT 10 * @each
        ) AS large ORDER BY large.away, large.id LIMIT @each
    )) AS near
    WHERE EXISTS (SELECT FROM resource AS c WHERE ` + there + `)`
}

// nearest takes partners of every code, and sinks of the classes that are known
// to use the material.
var nearest = `
WITH near AS MATERIALIZED (` +
	both("@codes", byCode, `c.material ~>=~ wanted.key AND c.material ~<=~ wanted.key AND c.role = '%[1]s'`) + `
    UNION` +
	both("@classes", byClass, `c.nace ~>=~ wanted.key AND c.nace ~<=~ wanted.key AND c.category = @category AND c.role = 'sink'`) + `
)`

// alike takes, of the 2000 nearest of its category, the partners whose words
// are most like the posting's title: to compare a title with a million takes
// seconds.
const alike = `
    SELECT worded.id FROM (
        SELECT walk.id, walk.words FROM (
            SELECT c.id, c.words, ` + away + ` FROM resource AS c
            WHERE %[2]s c.role = '%[1]s' AND c.category = @category AND ` + live + ` ORDER BY away OFFSET 0
        ) AS walk ORDER BY walk.away, walk.id LIMIT 2000
    ) AS worded
    WHERE fold(@title) <%% worded.words
    ORDER BY fold(@title) <<-> worded.words, worded.id LIMIT @each`

// Where fewer than @each are near, partners are taken whose words are alike.
// What a partner found itself is in any case asked for again.
var candidates = nearest + `, alike AS (` + strings.Replace(alike, "%[2]s", "(SELECT count(*) FROM near) < @each AND", 1) + `
), found AS (
    SELECT id FROM near UNION SELECT id FROM alike
), partner AS MATERIALIZED (
    SELECT id, 1 AS found FROM found
    UNION ALL
    SELECT c.id, 0 FROM resource AS c
    WHERE c.id IN (SELECT sink_id FROM match WHERE source_id = @of UNION ALL SELECT source_id FROM match WHERE sink_id = @of)
      AND EXISTS (SELECT FROM matched AS o WHERE o.resource_id = c.id AND @of = ANY(o.partners))
      AND c.id NOT IN (SELECT id FROM found) AND ` + live + `
)` + selected + ` partner.found` + joined + `
JOIN partner ON partner.id = r.id`

// Alike returns partners for q by their words alone, see geo.CandidateQuery:
// of the nearest of its category up to q.Each that are most like it.
func (s *Store) Alike(ctx context.Context, q geo.CandidateQuery) ([]int64, error) {
	rows, _ := s.db.Query(ctx, fmt.Sprintf(strings.Replace(alike, "%[2]s", "", 1), q.Of.Role.Opposite()), pgx.NamedArgs{"firm": q.Of.FirmID,
		"lon": q.Of.Site.Place[0], "lat": q.Of.Site.Place[1], "each": q.Each, "category": string(q.Of.Category), "title": q.Of.Title})
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// Candidates returns partners for q in any order, none twice.
func (s *Store) Candidates(ctx context.Context, q geo.CandidateQuery) ([]geo.Candidate, error) {
	rows, _ := s.db.Query(ctx, fmt.Sprintf(candidates, q.Of.Role.Opposite()), pgx.NamedArgs{"of": q.Of.Resource.ID, "firm": q.Of.FirmID,
		"lon": q.Of.Site.Place[0], "lat": q.Of.Site.Place[1], "each": q.Each, "category": string(q.Of.Category), "title": q.Of.Title,
		"codes": q.Codes, "classes": q.Classes, "unit": string(q.Of.Unit)})
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Candidate, error) {
		p, err := scanPosting(row)
		found := p.Matches == 1 // the column that counts matches elsewhere
		p.Matches = 0
		return geo.Candidate{Posting: p, Found: found}, err
	})
}

const partners = `
SELECT count(*) FROM (
    SELECT c.id FROM unnest(@codes::text[]) AS codes (code)
    CROSS JOIN LATERAL (SELECT c.id FROM resource AS c WHERE c.role = '%[1]s' AND c.material = codes.code AND ` + live + ` LIMIT @each) AS c
    UNION
    SELECT c.id FROM unnest(@classes::text[]) AS classes (class)
    CROSS JOIN LATERAL (
        SELECT c.id FROM resource AS c
        WHERE c.role = 'sink' AND '%[1]s' = 'sink' AND c.nace = classes.class AND c.category = @category AND ` + live + `
        LIMIT @each
    ) AS c
) AS partners`

// CountPartners counts, wherever they are, the postings that q's material or
// class relates to: up to q.Each of every code and class.
func (s *Store) CountPartners(ctx context.Context, q geo.CandidateQuery) (n int, err error) {
	err = s.db.QueryRow(ctx, fmt.Sprintf(partners, q.Of.Role.Opposite()), pgx.NamedArgs{"firm": q.Of.FirmID, "each": q.Each,
		"category": string(q.Of.Category), "codes": q.Codes, "classes": q.Classes}).Scan(&n)
	return n, err
}
