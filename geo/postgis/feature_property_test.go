package postgis

import (
	"strings"
	"testing"

	"simbiyoz/geo/cql"
	"simbiyoz/geo/ogc"
)

// mark is text that no statement of ours has.
const mark = "zqx'x--\"$$%_"

// TestTextNeverReachesSQL puts text that would break out of SQL wherever a
// filter may have text: all of it must be arguments.
func TestTextNeverReachesSQL(t *testing.T) {
	t.Parallel()
	text := cql.Text(mark)
	column := cql.Property("title")
	tests := map[string]cql.Expr{
		"compared":   cql.Compare{Op: cql.Equal, Left: column, Right: text},
		"turned":     cql.Compare{Op: cql.Equal, Left: text, Right: column},
		"both sides": cql.Compare{Op: cql.Equal, Left: text, Right: text},
		"joined":     cql.And{cql.Compare{Op: cql.Equal, Left: column, Right: text}, cql.Compare{Op: cql.Equal, Left: column, Right: text}},
	}
	for name, filter := range tests {
		holdText(t, name, ogc.Query{Collection: "resources", Filter: filter, Limit: 10})
	}
}

// holdText fails where a statement for q holds any of mark.
func holdText(t *testing.T, name string, q ogc.Query) {
	t.Helper()
	w, err := newClause(q.Collection)
	if err != nil {
		t.Fatal(err)
	}
	q.CRS = ogc.CRSs[0]
	sql, err := w.page(q)
	if err == nil && strings.Contains(sql, "zqx") {
		t.Errorf("%s: %s", name, sql)
	}
}

// FuzzFilter holds that whatever filter is read, its quoted text is never in
// the statement.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"title = 'zqx'", "CASEI(title) LIKE '%zqx%'", "title IN ('zqx', 'b') AND NOT rate BETWEEN 1 AND 2",
		"zqx = 1", "title IS NULL OR ACCENTI(firm) = 'zqx'", "S_INTERSECTS(geometry, POINT(27 38)) AND title = 'zqx'", "from_on > DATE('2026-01-01')", "a' OR 'zqx'='zqx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := cql.Parse(text)
		if err != nil {
			return
		}
		holdText(t, text, ogc.Query{Collection: "resources", Filter: filter, Limit: 10})
	})
}

// FuzzAfter holds that a token is either one of a page or a field error, and
// never text of a statement.
func FuzzAfter(f *testing.F) {
	f.Add(token([]*string{new(string)}))
	f.Add(token([]string{"zqx'", "7"}))
	f.Add("zqx")
	f.Add("")
	f.Fuzz(func(t *testing.T, after string) {
		for _, sort := range [][]ogc.Sort{nil, {{Property: "title", Falling: true}}} {
			holdText(t, after, ogc.Query{Collection: "resources", Sort: sort, After: after, Limit: 10})
		}
	})
}
