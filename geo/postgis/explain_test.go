package postgis_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/postgis/postgistest"
)

// plans gathers the plan of every statement that goes through a pool.
type plans struct {
	pool  *pgxpool.Pool
	asked []statement
}

type statement struct {
	sql  string
	args []any
}

// TraceQueryStart notes a statement.
func (p *plans) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if strings.Contains(q.SQL, "SELECT") && !strings.HasPrefix(q.SQL, "EXPLAIN") {
		p.asked = append(p.asked, statement{q.SQL, q.Args})
	}
	return ctx
}

func (p *plans) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// indexes returns which indexes the plans of everything asked use, and which
// tables they read whole.
func (p *plans) indexes(t *testing.T) (indexes, whole []string) {
	t.Helper()
	for _, s := range p.asked {
		var text []byte
		if err := p.pool.QueryRow(t.Context(), "EXPLAIN (FORMAT JSON) "+s.sql, s.args...).Scan(&text); err != nil {
			t.Fatalf("%s: %v", s.sql, err)
		}
		var out []struct{ Plan node }
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatal(err)
		}
		out[0].Plan.walk(func(n node) {
			if n.Index != "" {
				indexes = append(indexes, n.Index)
			}
			if n.Type == "Seq Scan" {
				whole = append(whole, n.Table)
			}
		})
	}
	return indexes, whole
}

type node struct {
	Type  string `json:"Node Type"`
	Index string `json:"Index Name"`
	Table string `json:"Relation Name"`
	Plans []node
}

func (n node) walk(do func(node)) {
	do(n)
	for _, child := range n.Plans {
		child.walk(do)
	}
}

// many makes 24,000 resources of 800 materials at 2,000 firms of 400 classes.
const many = `
WITH materials AS (
    INSERT INTO material (code, grp, category, hazard, unit, name_en, name_tr)
    SELECT (100000 + n)::text, '1000', 'material', 'none', 't', 'thing ' || n, 'şey ' || n FROM generate_series(0, 799) AS n RETURNING code
), firms AS (
    INSERT INTO firm (ref, name, nace)
    SELECT 'many-' || n, 'Çok ' || n || ' (kurgu)', (10 + n % 40) || '.' || (10 + n % 10) FROM generate_series(1, 2000) AS n RETURNING id
)
SELECT (SELECT count(*) FROM materials), (SELECT count(*) FROM firms)`

const manySites = `
INSERT INTO site (firm_id, ref, name, place)
SELECT id, '1', 'Tesis', ST_SetSRID(ST_MakePoint(26.5 + (id % 97) / 60.0, 38 + (id % 89) / 80.0), 4326) FROM firm WHERE ref LIKE 'many-%'`

const manyResources = `
INSERT INTO resource (firm_id, site_id, ref, role, title, category, material, quantity, unit, every, season, legal, provenance, visibility)
SELECT s.firm_id, s.id, 'many-' || s.id || '-' || n, CASE WHEN n % 2 = 0 THEN 'source' ELSE 'sink' END, 'Çok ' || n, 'material',
       (100000 + (s.id * 7 + n * 31) % 800)::text, 1, 't', 'year', 4095, 'waste', 'declared', 'public'
FROM site AS s JOIN firm AS f ON f.id = s.firm_id AND f.ref LIKE 'many-%' CROSS JOIN generate_series(1, 12) AS n`

const manyNames = `INSERT INTO firm (ref, name, nace) SELECT 'named-' || n, 'Ad ' || n, '23.51' FROM generate_series(1, 30000) AS n`

func TestQueriesUseTheirIndexes(t *testing.T) {
	t.Parallel()
	base := postgistest.New(t)
	for _, sql := range []string{many, manySites, manyResources, manyNames, "ANALYZE"} {
		if _, err := base.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	traced := &plans{pool: base}
	cfg := base.Config()
	cfg.ConnConfig.Tracer = traced
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	s := postgis.New(pool, nil)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{Role: geo.Source, Material: "100202"}, geo.Page{Limit: 1})
	if err != nil || len(page.Postings) == 0 {
		t.Fatalf("%v, %v", page, err)
	}
	of := page.Postings[0]
	west := geo.Point{26.6, 38.1}
	tests := map[string]struct {
		ask  func() error
		want []string // any of them
	}{
		"partners by code and class": {func() error {
			_, err := s.Candidates(t.Context(), geo.CandidateQuery{Of: of, Each: 10, Codes: []string{"100202"}, Classes: []string{"23.13"}})
			return err
		}, []string{"resource_sinks"}},
		"sinks of a class": {func() error {
			_, err := s.Candidates(t.Context(), geo.CandidateQuery{Of: of, Each: 10, Classes: []string{"23.13"}})
			return err
		}, []string{"resource_sinks_of_class"}},
		"names that begin so": {func() error {
			found, err := s.FirmsNamed(t.Context(), "cok 17", 10)
			if len(found) != 10 {
				t.Errorf("found %v", found)
			}
			return err
		}, []string{"firm_begins"}},
		"names that have such a word": {func() error {
			found, err := s.FirmsNamed(t.Context(), "1713", 20)
			if len(found) != 12 {
				t.Errorf("found %v", found)
			}
			return err
		}, []string{"firm_words"}},
		"a map's rectangle": {func() error {
			b := orb.Bound{Min: geo.Point{27, 38.3}, Max: geo.Point{27.02, 38.32}}
			_, err := s.Postings(t.Context(), geo.ResourceFilter{BBox: &b}, geo.Page{Limit: 50})
			return err
		}, []string{"resource_place"}},
		"near a place": {func() error {
			_, err := s.Postings(t.Context(), geo.ResourceFilter{Near: &west, Within: 3000}, geo.Page{Limit: 50})
			return err
		}, []string{"resource_place_m"}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			traced.asked = nil
			if err := c.ask(); err != nil {
				t.Fatal(err)
			}
			indexes, whole := traced.indexes(t)
			if !slices.ContainsFunc(c.want, func(w string) bool { return slices.Contains(indexes, w) }) {
				t.Errorf("uses %v, want one of %v", indexes, c.want)
			}
			if slices.Contains(whole, "resource") {
				t.Errorf("reads all resources; indexes %v", indexes)
			}
		})
	}
}
