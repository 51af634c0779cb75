package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// insertMatches stores the matches of one posting, given as JSON, in the order
// of the partners.
const insertMatches = `
INSERT INTO match (source_id, sink_id, relation, use_id, unit, %[1]s)
SELECT m.source, m.sink, m.relation, m.use, m.unit, %[2]s
FROM jsonb_to_recordset(@matches) AS m (source bigint, sink bigint, other bigint, mine boolean, relation text, use bigint, unit text, %[3]s)
WHERE EXISTS (SELECT FROM resource WHERE id = m.other)
  AND (m.mine OR EXISTS (SELECT FROM match WHERE source_id = m.source AND sink_id = m.sink))
ORDER BY m.other
ON CONFLICT (source_id, sink_id) DO UPDATE SET relation = excluded.relation, use_id = excluded.use_id, unit = excluded.unit, %[4]s`

// judged are the columns of a match that its judgement fills; those of what
// others are shown bear "shown_" before the same names.
var judged = []string{"fit", "rate", "share", "decay", "score", "haul", "vehicle", "road_m", "error_m", "benefit_try", "expected_try", "break_even_m",
	"co2e_kg", "co2e_break_even_m", "benefit_low_try", "benefit_high_try", "co2e_low_kg", "co2e_high_kg", "inputs", "reasons", "blocked"}

// judgedTypes are the types of those of judged that are no double precision.
var judgedTypes = map[string]string{"haul": "float8[]", "vehicle": "text", "inputs": "float8[]", "reasons": "int4[]", "blocked": "boolean"}

// eachJudged writes a format for every column that a judgement fills, its own
// and those that others are shown: "?" is its name, "!" its type.
func eachJudged(format string) string {
	var out []string
	for _, prefix := range []string{"", "shown_"} {
		for _, column := range judged {
			kind := judgedTypes[column]
			if kind == "" {
				kind = "float8"
			}
			out = append(out, strings.NewReplacer("?", prefix+column, "!", kind).Replace(format))
		}
	}
	return strings.Join(out, ", ")
}

var mergeMatches = fmt.Sprintf(insertMatches, eachJudged("?"), eachJudged("m.?"), eachJudged("? !"), eachJudged("? = excluded.?"))

// alone lets one transaction at a time store what was found: whether a match
// stands hangs on what both its sides found.
const alone = `SELECT pg_advisory_xact_lock(hashtextextended('simbiyoz.match', 0))`

const noteMatched = `
INSERT INTO matched (resource_id, network, partners) SELECT id, $2, $3 FROM resource WHERE id = $1
ON CONFLICT (resource_id) DO UPDATE SET network = excluded.network, partners = excluded.partners, at = excluded.at
RETURNING (SELECT role FROM resource WHERE id = $1)`

// A match stands while either side has it among its best: what one no longer
// finds goes unless the other lists it, or is still to be asked.
const dropLost = `
DELETE FROM match AS m
WHERE (m.source_id = @id AND m.sink_id <> ALL(@partners) OR m.sink_id = @id AND m.source_id <> ALL(@partners))
  AND (m.source_id + m.sink_id - @id = ANY(@lost) OR (m.source_id = @id) <> (@role = 'source')
       OR EXISTS (SELECT FROM matched AS o WHERE o.resource_id = m.source_id + m.sink_id - @id AND @id <> ALL(o.partners)))`

// ReplaceMatches stores what the search for a posting's matches came to, or
// says geo.ErrNotFound when the posting is gone.
func (s *Store) ReplaceMatches(ctx context.Context, f geo.Finding) error {
	if err := s.number(ctx, f.Best, f.Kept); err != nil {
		return err
	}
	return s.change(ctx, func(tx pgx.Tx) error { return s.replace(ctx, tx, f) })
}

func (s *Store) replace(ctx context.Context, tx pgx.Tx, f geo.Finding) error {
	if _, err := tx.Exec(ctx, alone); err != nil {
		return err
	}
	all := slices.Concat(f.Best, f.Kept)
	partners := make([]int64, len(all))
	for i, m := range all {
		partners[i] = m.SourceID + m.SinkID - f.Of
	}
	var role string
	if err := tx.QueryRow(ctx, noteMatched, f.Of, f.Network, partners[:len(f.Best)]).Scan(&role); err != nil {
		return err
	}
	var batch pgx.Batch
	batch.Queue(dropLost, pgx.NamedArgs{"id": f.Of, "partners": partners, "lost": f.Lost, "role": role})
	rows := make([]pgx.NamedArgs, len(all))
	for i, m := range all {
		row := s.matchArgs(m, f.Of)
		row["mine"] = i < len(f.Best)
		rows[i] = row
	}
	if len(rows) > 0 {
		text, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		batch.Queue(mergeMatches, pgx.NamedArgs{"matches": string(text)})
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// matchArgs returns m's columns, as arguments or as a row of JSON; of is the
// posting that found it.
func (s *Store) matchArgs(m geo.Match, of int64) pgx.NamedArgs {
	args := make(pgx.NamedArgs, len(matchFields)+2)
	for i, v := range s.matchRow(&m) {
		args[matchFields[i]] = v
	}
	args["other"] = m.SourceID + m.SinkID - of
	return args
}

// matchRow returns m's values of matchColumns. What it rests on has its numbers.
func (s *Store) matchRow(m *geo.Match) []any {
	s.grounds.mu.RLock()
	defer s.grounds.mu.RUnlock()
	row := append(make([]any, 0, len(matchColumns)), m.SourceID, m.SinkID, string(m.Relation), nullable(m.UseID), string(m.Unit))
	return s.grounds.appendJudged(s.grounds.appendJudged(row, m), m.Shown)
}

// appendJudged appends the values of judged, all null where there is no match.
func (g *grounds) appendJudged(row []any, m *geo.Match) []any {
	if m == nil {
		return append(row, make([]any, len(judged))...)
	}
	var vehicle *string
	length := 0.0
	if m.Haul != nil {
		vehicle, length = &m.Haul.Vehicle, float64(m.Haul.Road.Length)
	}
	benefitLow, benefitHigh := ends(m.BenefitRange)
	co2eLow, co2eHigh := ends(m.CO2eRange)
	return append(row, float64(m.Fit), m.Rate, float64(m.Share), float64(m.Decay), float64(m.Score), g.packHaul(m.Haul), vehicle, length, float64(m.Error), (*float64)(m.Benefit),
		(*float64)(m.Expected), (*float64)(m.BreakEven), (*float64)(m.CO2e), (*float64)(m.CO2eBreakEven), benefitLow, benefitHigh, co2eLow, co2eHigh,
		g.packInputs(m.Inputs), g.packReasons(m.Reasons), m.Blocked())
}

// ends returns the ends of a span, nil when there is none.
func ends(s *geo.Span) (low, high *float64) {
	if s == nil {
		return nil, nil
	}
	return &s.Low, &s.High
}

func spanOf(low, high *float64) *geo.Span {
	if low == nil || high == nil {
		return nil
	}
	return &geo.Span{Low: *low, High: *high}
}

const selectMatchColumns = `
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.unit, COALESCE(m.verdict, ''), m.fit, m.rate, m.share, m.decay, m.score, m.haul, m.vehicle, m.error_m,
       m.benefit_try, m.expected_try, m.break_even_m, m.co2e_kg, m.co2e_break_even_m, m.benefit_low_try, m.benefit_high_try,
       m.co2e_low_kg, m.co2e_high_kg, m.inputs, m.reasons `

const selectMatch = selectMatchColumns + `FROM match AS m`

// place is where a match stands in the ranking, as geo.Match.Less orders it.
type place struct {
	Sunk     bool
	Expected *float64 // negated; nil: unknown, after every known one
	Score    float64  // negated
	Road     float64
	Source   int64
	Sink     int64
}

const whereMatch = `
WHERE (@resource = 0 OR m.source_id = @resource OR m.sink_id = @resource)
  AND (@zone = 0 OR EXISTS (SELECT FROM resource AS r WHERE r.id IN (m.source_id, m.sink_id) AND r.zone_id = @zone))
  AND (@firm = 0 OR EXISTS (SELECT FROM resource AS r WHERE r.id IN (m.source_id, m.sink_id) AND r.firm_id = @firm))
  AND (@group = '' OR EXISTS (SELECT FROM resource AS r WHERE r.id = m.source_id AND (r.material LIKE @group || '%' OR r.grp = @group)))
  AND m.score >= @min_score
  AND NOT (@runnable AND m.sunk)`

const nextMatches = `
  AND (@first OR (m.sunk, coalesce(-m.expected_try, 'Infinity'), -m.score, m.road_m, m.source_id, m.sink_id)
       > (@sunk, @expected, @score, @road, @source, @sink))
ORDER BY m.sunk, coalesce(-m.expected_try, 'Infinity'), -m.score, m.road_m, m.source_id, m.sink_id
LIMIT @limit`

// Matches lists matches with both their postings, best first.
func (s *Store) Matches(ctx context.Context, f geo.MatchFilter, page geo.Page) (geo.MatchPage, error) {
	var out geo.MatchPage
	var at place
	if page.After != "" {
		if err := position(page.After, &at); err != nil {
			return out, err
		}
	}
	expected := math.Inf(1)
	if at.Expected != nil {
		expected = *at.Expected
	}
	args := pgx.NamedArgs{"resource": f.ResourceID, "zone": f.ZoneID, "firm": f.FirmID, "group": f.Group, "min_score": f.MinScore, "runnable": f.Runnable,
		"first": page.After == "", "sunk": at.Sunk, "expected": expected, "score": at.Score, "road": at.Road,
		"source": at.Source, "sink": at.Sink, "limit": page.Limit + 1}
	rows, _ := s.db.Query(ctx, selectMatch+whereMatch+nextMatches, args)
	found, err := s.collect(ctx, s.db, rows, scanMatch)
	if err != nil {
		return out, fmt.Errorf("matches: %w", err)
	}
	if len(found) > page.Limit {
		found = found[:page.Limit]
		out.Next = token(placeOf(found[page.Limit-1]))
	}
	if err := s.db.QueryRow(ctx, `SELECT count(*) FROM match AS m`+whereMatch, args).Scan(&out.Matched); err != nil {
		return out, err
	}
	out.Matches, err = s.pairs(ctx, found)
	return out, err
}

func placeOf(m geo.Match) place {
	p := place{Sunk: m.Sunk(), Score: -float64(m.Score), Source: m.SourceID, Sink: m.SinkID}
	if m.Expected != nil {
		negated := -float64(*m.Expected)
		p.Expected = &negated
	}
	if m.Haul != nil {
		p.Road = float64(m.Haul.Road.Length)
	}
	return p
}

func (s *Store) pairs(ctx context.Context, matches []geo.Match) ([]geo.MatchPair, error) {
	var ids []int64
	for _, m := range matches {
		ids = append(ids, m.SourceID, m.SinkID)
	}
	postings, err := s.postingsByID(ctx, ids)
	out := make([]geo.MatchPair, len(matches))
	for i, m := range matches {
		out[i] = geo.MatchPair{Match: m, Source: postings[m.SourceID], Sink: postings[m.SinkID]}
	}
	return out, err
}

// Match returns the match of a source and a sink, or geo.ErrNotFound.
func (s *Store) Match(ctx context.Context, source, sink int64) (geo.MatchPair, error) {
	rows, _ := s.db.Query(ctx, selectMatch+` WHERE m.source_id = $1 AND m.sink_id = $2`, source, sink)
	found, err := s.collect(ctx, s.db, rows, scanMatch)
	if err != nil {
		return geo.MatchPair{}, translate(err)
	}
	if len(found) == 0 {
		return geo.MatchPair{}, geo.ErrNotFound
	}
	pairs, err := s.pairs(ctx, found)
	if err != nil {
		return geo.MatchPair{}, err
	}
	return pairs[0], nil
}

// ForgetMatched makes the matches of postings due; nil: of all.
func (s *Store) ForgetMatched(ctx context.Context, ids []int64) error {
	if ids == nil {
		_, err := s.db.Exec(ctx, `TRUNCATE matched`)
		return err
	}
	_, err := s.db.Exec(ctx, `DELETE FROM matched WHERE resource_id = ANY($1)`, ids)
	return err
}

const stale = `
SELECT id FROM resource AS r
WHERE id > $1 AND NOT EXISTS (SELECT FROM matched WHERE resource_id = r.id AND ($2 = '' OR network = $2)) ORDER BY id LIMIT $3`

// Stale returns up to limit ids, above after, of postings whose matches are
// older than their data or, with a version, come from another network.
func (s *Store) Stale(ctx context.Context, version string, after int64, limit int) ([]int64, error) {
	rows, _ := s.db.Query(ctx, stale, after, version, limit)
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}
