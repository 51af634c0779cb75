package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// live is what any partner must be: of another firm, seen, not yet over.
const live = `c.firm_id <> @firm AND c.visibility <> 'facilitator' AND (c.until_on IS NULL OR c.until_on >= current_date)`

// nearestOfCodes takes the nearest partners of every code. The role stands in
// the text, for only then does the planner know which partial index serves.
const nearestOfCodes = `
SELECT near.id, codes.relation, 0::bigint
FROM unnest(@codes::text[], @relations::text[]) AS codes (code, relation)
CROSS JOIN LATERAL (
    SELECT c.id FROM resource AS c
    WHERE c.role = '%s' AND c.material = codes.code AND ` + live + `
    ORDER BY c.place_m <-> metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)) LIMIT @each
) AS near`

// nearestOfClasses takes the nearest sinks of firms whose class is known to
// use the material.
const nearestOfClasses = `
SELECT near.id, 'use', uses.id
FROM unnest(@uses::bigint[], @classes::text[]) AS uses (id, class)
CROSS JOIN LATERAL (
    SELECT c.id FROM resource AS c
    WHERE c.role = 'sink' AND c.nace = uses.class AND c.category = @category AND ` + live + `
    ORDER BY c.place_m <-> metric(ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)) LIMIT @each
) AS near`

// alikeInWords takes partners whose words are most like the posting's title.
const alikeInWords = `
SELECT c.id, 'text', 0::bigint FROM resource AS c
WHERE c.role = @role AND c.category = @category AND fold(@title) <% c.words AND ` + live + `
ORDER BY fold(@title) <<-> c.words, c.id LIMIT @each`

// matchedBefore takes the partners that found the posting themselves: what one
// side finds the other has too, whichever is looked at last.
const matchedBefore = `
SELECT c.id, 'text', 0::bigint FROM resource AS c
WHERE c.id IN (SELECT sink_id FROM match WHERE source_id = @of UNION ALL SELECT source_id FROM match WHERE sink_id = @of) AND ` + live

// Candidates returns partners for q in any order, none twice: the most
// trusted relation wins.
func (s *Store) Candidates(ctx context.Context, q geo.CandidateQuery) ([]geo.Candidate, error) {
	role := q.Of.Role.Opposite()
	args := pgx.NamedArgs{"of": q.Of.Resource.ID, "firm": q.Of.FirmID, "lon": q.Of.Site.Place[0], "lat": q.Of.Site.Place[1], "each": q.Each,
		"role": string(role), "category": string(q.Of.Category), "title": q.Of.Title}
	var codes, relations, classes []string
	var uses []int64
	for _, c := range q.Codes {
		codes, relations = append(codes, c.Code), append(relations, string(c.Relation))
	}
	for _, u := range q.Uses {
		uses, classes = append(uses, u.ID), append(classes, u.NACE)
	}
	args["codes"], args["relations"], args["uses"], args["classes"] = codes, relations, uses, classes
	sql := fmt.Sprintf(nearestOfCodes, string(role)) + "\nUNION ALL (" + alikeInWords + ")\nUNION ALL" + matchedBefore
	if role == geo.Sink {
		sql += "\nUNION ALL" + nearestOfClasses
	}
	rows, _ := s.db.Query(ctx, sql, args)
	found := map[int64]geo.Candidate{}
	var id, use int64
	var relation geo.Relation
	_, err := pgx.ForEachRow(rows, []any{&id, &relation, &use}, func() error {
		if old, twice := found[id]; !twice || rank(relation) < rank(old.Relation) {
			found[id] = geo.Candidate{Relation: relation, UseID: use}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.fill(ctx, found)
}

func (s *Store) fill(ctx context.Context, found map[int64]geo.Candidate) ([]geo.Candidate, error) {
	ids := make([]int64, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	postings, err := s.postingsByID(ctx, ids)
	out := make([]geo.Candidate, 0, len(ids))
	for id, c := range found {
		if p, there := postings[id]; there {
			c.Posting = p
			out = append(out, c)
		}
	}
	return out, err
}
