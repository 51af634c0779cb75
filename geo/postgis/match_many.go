package postgis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/nearby"
)

const selectNearby = `
SELECT c.id, c.firm_id, c.role, c.material, c.nace, c.category, c.unit, c.rate, ST_X(c.place_m), ST_Y(c.place_m), NOT (` + seen + `)
FROM resource AS c ORDER BY c.id`

// Nearby returns every posting as the search for partners looks at it.
func (s *Store) Nearby(ctx context.Context) ([]nearby.Entry, error) {
	rows, _ := s.db.Query(ctx, selectNearby)
	same := interned{}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (nearby.Entry, error) {
		var e nearby.Entry
		var role, category, unit string
		var rate *float64
		err := row.Scan(&e.ID, &e.Firm, &role, &e.Material, &e.NACE, &category, &unit, &rate, &e.X, &e.Y, &e.Hidden)
		e.Role, e.Material, e.NACE = geo.Role(same.of(role)), same.of(e.Material), same.of(e.NACE)
		e.Category, e.Unit = geo.Category(same.of(category)), geo.Unit(same.of(unit))
		if e.Rate = math.NaN(); rate != nil {
			e.Rate = *rate
		}
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("postings to look among: %w", err)
	}
	return out, nil
}

// interned holds one copy of every text that rows repeat.
type interned map[string]string

func (i interned) of(s string) string {
	if same, there := i[s]; there {
		return same
	}
	i[s] = s
	return s
}

const selectVersioned = selected + ` 0, r.xmin::text::bigint` + joined + ` WHERE r.id = ANY($1)`

// PostingsOf returns postings with their versions; those that are gone are
// left out. They do not say how many matches they have.
func (s *Store) PostingsOf(ctx context.Context, ids []int64) ([]geo.Posting, error) {
	rows, _ := s.db.Query(ctx, selectVersioned, ids)
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Posting, error) {
		var version int64
		p, err := scanPosting(also{row, &version})
		p.Resource.Version = version
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("%d postings: %w", len(ids), err)
	}
	return out, nil
}

// also scans one more column than it is asked for.
type also struct {
	pgx.CollectableRow
	last any
}

func (a also) Scan(to ...any) error { return a.CollectableRow.Scan(append(to, a.last)...) }

// Partners calls each with every posting whose matches are found, and the
// partners that are among its best.
func (s *Store) Partners(ctx context.Context, each func(of int64, partners []int64)) error {
	rows, _ := s.db.Query(ctx, `SELECT resource_id, partners FROM matched`)
	var of int64
	var partners []int64
	_, err := pgx.ForEachRow(rows, []any{&of, &partners}, func() error {
		each(of, slices.Clone(partners))
		return nil
	})
	return err
}

const (
	changedSince = `
SELECT v.id FROM unnest($1::bigint[], $2::bigint[]) AS v (id, version) LEFT JOIN resource AS r ON r.id = v.id
WHERE r.xmin::text::bigint IS DISTINCT FROM v.version`
	standing = `
SELECT source_id, sink_id FROM match WHERE source_id = ANY($1)
UNION ALL
SELECT source_id, sink_id FROM match WHERE sink_id = ANY($1) AND source_id <> ALL($1)`
	unlisted = `
DELETE FROM match AS m USING unnest($1::bigint[], $2::bigint[]) AS p (source, sink), matched AS a, matched AS b
WHERE m.source_id = p.source AND m.sink_id = p.sink AND a.resource_id = p.source AND b.resource_id = p.sink
  AND p.sink <> ALL(a.partners) AND p.source <> ALL(b.partners)`
	lost = `
DELETE FROM match AS m USING unnest($1::bigint[], $2::bigint[]) AS p (source, sink) WHERE m.source_id = p.source AND m.sink_id = p.sink`
	verdicts = `
UPDATE match AS m SET verdict = NULLIF(v.verdict, 'withdrawn')
FROM (SELECT DISTINCT ON (source_id, sink_id) source_id, sink_id, verdict FROM verdict
      WHERE source_id = ANY($1) OR sink_id = ANY($1) ORDER BY source_id, sink_id, id DESC) AS v
WHERE m.source_id = v.source_id AND m.sink_id = v.sink_id AND m.verdict IS DISTINCT FROM NULLIF(v.verdict, 'withdrawn')`
)

// unhurried lets a transaction end before the disk has it: what a crash of the
// server takes back is due again, for both are in the same transaction.
const unhurried = `SET LOCAL synchronous_commit = off`

// pairOf names a match.
type pairOf struct{ source, sink int64 }

// ReplaceMany is ReplaceMatches for several postings at once, all or nothing.
// The findings are those of postings that are as the versions say; what is of,
// or looked at, another that changed meanwhile is not stored. It returns the
// postings that this left.
func (s *Store) ReplaceMany(ctx context.Context, fs []geo.Finding, versions map[int64]int64) (left []int64, err error) {
	lists := make([][]geo.Match, 0, 2*len(fs))
	for _, f := range fs {
		lists = append(lists, f.Best, f.Kept)
	}
	if err := s.number(ctx, lists...); err != nil {
		return nil, err
	}
	err = s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, beginLoad+`; `+unhurried+`; `+alone); err != nil {
			return err
		}
		m := many{s: s, ctx: ctx, tx: tx}
		if left, err = m.sort(fs, versions); err != nil {
			return err
		}
		return m.store()
	})
	return left, err
}

// many stores findings in one transaction.
type many struct {
	s   *Store
	ctx context.Context
	tx  pgx.Tx
	fs  []geo.Finding
	of  []int64 // whose they are
}

// sort keeps the findings of what is as it was, and returns whose the others
// are.
func (m *many) sort(fs []geo.Finding, versions map[int64]int64) (left []int64, err error) {
	ids, seen := make([]int64, 0, len(versions)), make([]int64, 0, len(versions))
	for id, version := range versions {
		ids, seen = append(ids, id), append(seen, version)
	}
	rows, _ := m.tx.Query(m.ctx, changedSince, ids, seen)
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, err
	}
	changed := make(map[int64]bool, len(list))
	for _, id := range list {
		changed[id] = true
	}
	for _, f := range fs {
		if changed[f.Of] || slices.ContainsFunc(f.Found, func(id int64) bool { return changed[id] }) ||
			slices.ContainsFunc(f.Kept, func(k geo.Match) bool { return changed[k.SourceID] || changed[k.SinkID] }) {
			left = append(left, f.Of)
			continue
		}
		m.fs, m.of = append(m.fs, f), append(m.of, f.Of)
	}
	return left, nil
}

func (m *many) store() error {
	if len(m.fs) == 0 {
		return nil
	}
	there, err := m.standing()
	if err != nil {
		return err
	}
	if err := m.note(); err != nil {
		return err
	}
	var fresh, again []geo.Match
	mine := map[pairOf]bool{}
	for _, f := range m.fs {
		for _, x := range slices.Concat(f.Best, f.Kept) {
			p := pairOf{x.SourceID, x.SinkID}
			if mine[p] {
				continue
			}
			mine[p] = true
			if there[p] {
				again = append(again, x)
			} else {
				fresh = append(fresh, x)
			}
		}
	}
	if err := m.copy("match", fresh); err != nil {
		return err
	}
	if err := m.update(again); err != nil {
		return err
	}
	if err := m.drop(there, mine); err != nil {
		return err
	}
	_, err = m.tx.Exec(m.ctx, verdicts, m.of)
	return err
}

// standing returns the matches that are stored of what the findings are of.
func (m *many) standing() (map[pairOf]bool, error) {
	rows, _ := m.tx.Query(m.ctx, standing, m.of)
	out := map[pairOf]bool{}
	var p pairOf
	_, err := pgx.ForEachRow(rows, []any{&p.source, &p.sink}, func() error {
		out[p] = true
		return nil
	})
	return out, err
}

// note writes down whom each posting found.
func (m *many) note() error {
	if _, err := m.tx.Exec(m.ctx, `DELETE FROM matched WHERE resource_id = ANY($1)`, m.of); err != nil {
		return err
	}
	_, err := m.tx.CopyFrom(m.ctx, pgx.Identifier{"matched"}, []string{"resource_id", "network", "partners"},
		pgx.CopyFromSlice(len(m.fs), func(i int) ([]any, error) {
			return []any{m.fs[i].Of, m.fs[i].Network, append([]int64{}, m.fs[i].Found...)}, nil
		}))
	return err
}

// copy adds matches to a table.
func (m *many) copy(table string, ms []geo.Match) error {
	if len(ms) == 0 {
		return nil
	}
	_, err := m.tx.CopyFrom(m.ctx, pgx.Identifier{table}, matchColumns, pgx.CopyFromSlice(len(ms), func(i int) ([]any, error) {
		return m.s.matchRow(&ms[i]), nil
	}))
	return err
}

// matchColumns are the columns of match that a judgement fills, and matchFields
// what matchArgs calls them.
var matchColumns, matchFields = func() ([]string, []string) {
	own := strings.Split(eachJudged("?"), ", ")
	return append([]string{"source_id", "sink_id", "relation", "use_id", "unit"}, own...), append([]string{"source", "sink", "relation", "use", "unit"}, own...)
}()

// updateAgain writes over what is stored, where it is another.
var updateAgain = func() string {
	columns := strings.Join(matchColumns[2:], ", ")
	fresh := "f." + strings.Join(matchColumns[2:], ", f.")
	return `UPDATE match AS m SET (` + columns + `) = ROW(` + fresh + `) FROM match_again AS f
WHERE m.source_id = f.source_id AND m.sink_id = f.sink_id AND (m.` + strings.Join(matchColumns[2:], ", m.") + `) IS DISTINCT FROM (` + fresh + `)`
}()

// update writes over matches that are stored.
func (m *many) update(ms []geo.Match) error {
	if len(ms) == 0 {
		return nil
	}
	const stage = `CREATE TEMPORARY TABLE IF NOT EXISTS match_again (LIKE match INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DELETE ROWS`
	if _, err := m.tx.Exec(m.ctx, stage); err != nil {
		return err
	}
	if err := m.copy("match_again", ms); err != nil {
		return err
	}
	_, err := m.tx.Exec(m.ctx, updateAgain)
	return err
}

// drop deletes what no longer stands: of what is there, all that was not found
// again and that no side lists.
func (m *many) drop(there, mine map[pairOf]bool) error {
	found := map[pairOf]bool{}
	var gone, doubtful [2][]int64
	for i, f := range m.fs {
		for _, id := range f.Found {
			found[pairOf{m.of[i], id}], found[pairOf{id, m.of[i]}] = true, true
		}
		for _, id := range f.Lost {
			for _, p := range []pairOf{{f.Of, id}, {id, f.Of}} {
				if there[p] {
					gone[0], gone[1] = append(gone[0], p.source), append(gone[1], p.sink)
				}
			}
		}
	}
	for p := range there {
		if !mine[p] && !found[p] {
			doubtful[0], doubtful[1] = append(doubtful[0], p.source), append(doubtful[1], p.sink)
		}
	}
	if len(gone[0]) > 0 {
		if _, err := m.tx.Exec(m.ctx, lost, gone[0], gone[1]); err != nil {
			return err
		}
	}
	if len(doubtful[0]) == 0 {
		return nil
	}
	_, err := m.tx.Exec(m.ctx, unlisted, doubtful[0], doubtful[1])
	return err
}
