package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// live is what any partner must be: of another firm, seen, not yet over.
const live = `c.firm_id <> @firm AND c.visibility <> 'facilitator' AND (c.until_on IS NULL OR c.until_on >= current_date)`

// nearest takes the nearest partners of every code, and the nearest sinks of
// the classes that are known to use the material. Of equally near ones the
// first posted is taken, so that the answer hangs on the data alone. The role
// stands in the text, for only then does the planner know which partial index
// serves.
const nearest = `
WITH near AS MATERIALIZED (
    SELECT near.id
    FROM unnest(@codes::text[]) AS codes (code)
    CROSS JOIN LATERAL (
        SELECT c.id FROM resource AS c
        WHERE c.role = '%[1]s' AND c.material = codes.code AND ` + live + `
        ORDER BY c.place_m <-> metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)), c.id LIMIT @each
    ) AS near
    UNION
    SELECT near.id
    FROM unnest(@classes::text[]) AS classes (class)
    CROSS JOIN LATERAL (
        SELECT c.id FROM resource AS c
        WHERE c.role = 'sink' AND '%[1]s' = 'sink' AND c.nace = classes.class AND c.category = @category AND ` + live + `
        ORDER BY c.place_m <-> metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)), c.id LIMIT @each
    ) AS near
)`

// Where fewer than @each are near, partners are taken whose words are most
// like the posting's title. What a partner found itself is in any case asked
// for again.
const candidates = nearest + `, alike AS (
    SELECT c.id FROM resource AS c
    WHERE (SELECT count(*) FROM near) < @each
      AND c.role = '%[1]s' AND c.category = @category AND fold(@title) <%% c.words AND ` + live + `
    ORDER BY fold(@title) <<-> c.words, c.id LIMIT @each
), found AS (
    SELECT id FROM near UNION SELECT id FROM alike
)
SELECT id, true FROM found
UNION ALL
SELECT c.id, false FROM resource AS c
WHERE c.id IN (SELECT sink_id FROM match WHERE source_id = @of AND of_sink UNION ALL SELECT source_id FROM match WHERE sink_id = @of AND of_source)
  AND c.id NOT IN (SELECT id FROM found) AND ` + live

// Candidates returns partners for q in any order, none twice.
func (s *Store) Candidates(ctx context.Context, q geo.CandidateQuery) ([]geo.Candidate, error) {
	rows, _ := s.db.Query(ctx, fmt.Sprintf(candidates, q.Of.Role.Opposite()), pgx.NamedArgs{"of": q.Of.Resource.ID, "firm": q.Of.FirmID,
		"lon": q.Of.Site.Place[0], "lat": q.Of.Site.Place[1], "each": q.Each, "category": string(q.Of.Category), "title": q.Of.Title,
		"codes": q.Codes, "classes": q.Classes})
	var ids []int64
	found := map[int64]bool{}
	var id int64
	var mine bool
	_, err := pgx.ForEachRow(rows, []any{&id, &mine}, func() error {
		ids, found[id] = append(ids, id), mine
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows, _ = s.db.Query(ctx, selectPartner+` WHERE r.id = ANY($1)`, ids)
	postings, err := pgx.CollectRows(rows, scanPosting)
	out := make([]geo.Candidate, len(postings))
	for i, p := range postings {
		out[i] = geo.Candidate{Posting: p, Found: found[p.Resource.ID]}
	}
	return out, err
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
