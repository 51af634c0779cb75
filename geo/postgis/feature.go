package postgis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/ogc"
)

// features are the rows of a page.
type features struct {
	rows    pgx.Rows
	encoder encoder
	limit   int
	read    int
	key     []*string // of the last row that was told, nil where unknown
	err     error
}

// Features asks for a page of features. What is wrong with q is a
// *geo.FieldError; an unknown collection is geo.ErrNotFound.
func (s *Store) Features(ctx context.Context, q ogc.Query) (ogc.Rows, error) {
	w, err := newClause(q.Collection)
	if err != nil {
		return nil, err
	}
	sql, err := w.page(q)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Query(ctx, sql, w.args...)
	if err != nil {
		return nil, incomparable(err)
	}
	return &features{rows: rows, limit: q.Limit, encoder: newEncoder(w.of, q.CRS)}, nil
}

// Next appends the next feature as GeoJSON to b; it returns nil after the
// last, or at an error, see Err.
func (f *features) Next(b []byte) []byte {
	if f.read == f.limit || !f.rows.Next() {
		return nil
	}
	f.read++
	raw := f.rows.RawValues()
	n := 2 + len(f.encoder.of.Properties)
	f.key = f.key[:0]
	for _, v := range raw[n:] {
		var text *string
		if v != nil {
			s := string(v)
			text = &s
		}
		f.key = append(f.key, text)
	}
	b, f.err = f.encoder.append(b, raw[:n])
	return b
}

// After returns the token of the page that follows, empty on the last one.
func (f *features) After() string {
	if f.err != nil || f.read < f.limit || !f.rows.Next() {
		return ""
	}
	return token(f.key)
}

// Err returns what ended the rows too early.
func (f *features) Err() error {
	if f.err != nil {
		return f.err
	}
	return incomparable(f.rows.Err())
}

// Close gives the connection back.
func (f *features) Close() { f.rows.Close() }

// CountFeatures returns how many features q asks for, on all its pages.
func (s *Store) CountFeatures(ctx context.Context, q ogc.Query) (int, error) {
	w, err := newClause(q.Collection)
	if err != nil {
		return 0, err
	}
	conditions, err := w.conditions(q)
	if err != nil {
		return 0, err
	}
	sql := w.table.count
	if sql == "" || len(w.args) > 0 || q.Filter != nil {
		sql = "SELECT count(*) FROM " + w.table.from + all(conditions)
	}
	var n int
	err = s.db.QueryRow(ctx, sql, w.args...).Scan(&n)
	return n, incomparable(err)
}

// incomparable turns what PostgreSQL says of a value that is none of its type
// into an error of the filter, and else translates.
func incomparable(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && strings.HasPrefix(pg.Code, "22") { // data exception
		return geo.Invalid("filter", "value", "%s", pg.Message)
	}
	return translate(err)
}

func newClause(collection string) (*clause, error) {
	of, known := ogc.ByID(collection)
	if !known {
		return nil, fmt.Errorf("collection %q: %w", collection, geo.ErrNotFound)
	}
	return &clause{of: of, table: tables[collection]}, nil
}

// page writes the statement of a page: what is told, then the key by which the
// next page goes on, as text.
func (w *clause) page(q ogc.Query) (string, error) {
	conditions, err := w.conditions(q)
	if err != nil {
		return "", err
	}
	keys, err := w.keys(q.Sort)
	if err != nil {
		return "", err
	}
	if q.After != "" {
		after, err := w.after(keys, q.After)
		if err != nil {
			return "", err
		}
		conditions = append(conditions, after)
	}
	columns := []string{w.table.id + "::int8", w.drawn(q.CRS)}
	for _, p := range w.of.Properties {
		columns = append(columns, w.table.expression(p)+"::"+casts[p.Kind])
	}
	var order []string
	for _, k := range keys {
		columns = append(columns, k.expression+"::text")
		order = append(order, k.order())
	}
	return "SELECT " + strings.Join(columns, ", ") + "\nFROM " + w.table.from + all(conditions) +
		"\nORDER BY " + strings.Join(order, ", ") + "\nLIMIT " + w.arg(q.Limit+1, "int8"), nil
}

// drawn returns the geometry in a reference system, as WKB.
func (w *clause) drawn(crs ogc.CRS) string {
	if crs.Code == wgs84 {
		return "ST_AsBinary(" + w.table.geometry + ", 'NDR')"
	}
	return fmt.Sprintf("ST_AsBinary(ST_Transform(%s, %d), 'NDR')", w.table.geometry, crs.Code)
}

// all joins conditions that must hold together.
func all(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return "\nWHERE " + strings.Join(conditions, " AND ")
}

// conditions are what the rows must fulfil that q asks for.
func (w *clause) conditions(q ogc.Query) ([]string, error) {
	var parts []string
	if len(q.IDs) > 0 {
		parts = append(parts, w.table.id+" = ANY("+w.arg(q.IDs, "int8[]")+")")
	}
	if q.Box != nil {
		parts = append(parts, w.box(*q.Box))
	}
	if q.Time != nil && w.of.Since != "" {
		parts = append(parts, w.span(*q.Time))
	}
	if q.Filter != nil {
		text, err := w.expr(q.Filter)
		if err != nil {
			return nil, err
		}
		parts = append(parts, text)
	}
	return parts, nil
}

// box holds where the geometry touches a rectangle of any reference system.
func (w *clause) box(b ogc.Box) string {
	lo, hi := b.Min, b.Max
	if b.CRS.Swapped {
		lo[0], lo[1], hi[0], hi[1] = lo[1], lo[0], hi[1], hi[0]
	}
	envelope := fmt.Sprintf("ST_MakeEnvelope(%s, %s, %s, %s, %d)", w.arg(lo[0], "float8"), w.arg(lo[1], "float8"), w.arg(hi[0], "float8"), w.arg(hi[1], "float8"), b.CRS.Code)
	if b.CRS.Code != wgs84 {
		envelope = fmt.Sprintf("ST_Transform(ST_Segmentize(%s, 10000), %d)", envelope, wgs84)
	}
	return fmt.Sprintf(w.table.near, envelope) + fmt.Sprintf(" AND ST_Intersects(%s, %s)", w.table.geometry, envelope)
}

// span holds where the row is in force at some time of it.
func (w *clause) span(t ogc.Span) string {
	var parts []string
	if t.Last != nil {
		parts = append(parts, fmt.Sprintf("coalesce(t.%s <= %s, true)", w.of.Since, w.arg(t.Last.Format(time.DateOnly), "text")+"::date"))
	}
	if t.First != nil {
		parts = append(parts, fmt.Sprintf("coalesce(t.%s >= %s, true)", w.of.Until, w.arg(t.First.Format(time.DateOnly), "text")+"::date"))
	}
	if len(parts) == 0 {
		return "true"
	}
	return strings.Join(parts, " AND ")
}

// key is one that pages are in order of.
type key struct {
	expression, as string
	falling        bool
}

func (k key) order() string {
	if k.falling {
		return k.expression + " DESC NULLS LAST"
	}
	return k.expression + " NULLS LAST"
}

// keys are what is asked for, then the id.
func (w *clause) keys(sort []ogc.Sort) ([]key, error) {
	var out []key
	for _, s := range sort {
		p, known := w.of.Property(s.Property)
		if s.Property == "id" {
			return append(out, key{w.table.id, "int8", s.Falling}), nil
		}
		if !known {
			return nil, geo.Invalid("sortby", "unknown", "%q is no property of %s", s.Property, w.of.ID)
		}
		as := casts[p.Kind]
		if p.Kind == ogc.Date {
			as = "date"
		}
		out = append(out, key{w.table.expression(p), as, s.Falling})
	}
	return append(out, key{w.table.id, "int8", false}), nil
}

// after holds for the rows behind the one that a token tells of. Unknown
// values stand last.
func (w *clause) after(keys []key, token string) (string, error) {
	var at []*string
	if err := position(token, &at); err != nil || len(at) != len(keys) || at[len(at)-1] == nil {
		return "", geo.Invalid("after", "format", "is no token of such a page")
	}
	var alternatives []string
	same := ""
	for i, k := range keys {
		if at[i] == nil {
			same = list(" AND ", same, k.expression+" IS NULL")
			continue
		}
		v := w.arg(*at[i], "text") + "::" + k.as
		beyond := k.expression + " > " + v
		if k.falling {
			beyond = k.expression + " < " + v
		}
		if i < len(keys)-1 { // the id is never unknown
			beyond = "(" + beyond + " OR " + k.expression + " IS NULL)"
		}
		alternatives = append(alternatives, list(" AND ", same, beyond))
		same = list(" AND ", same, k.expression+" = "+v)
	}
	return "(" + strings.Join(alternatives, " OR ") + ")", nil
}

const extent = `
SELECT coalesce(ST_XMin(b), -180), coalesce(ST_YMin(b), -90), coalesce(ST_XMax(b), 180), coalesce(ST_YMax(b), 90)
FROM (SELECT %s AS b FROM %s) AS whole`

// Extent returns what a collection's geometries cover, the world where it has
// none.
func (s *Store) Extent(ctx context.Context, collection string) (orb.Bound, error) {
	var b orb.Bound
	w, err := newClause(collection)
	if err != nil {
		return b, err
	}
	box := "ST_Extent(" + w.table.geometry + ")"
	err = s.db.QueryRow(ctx, fmt.Sprintf(extent, box, w.table.from)).Scan(&b.Min[0], &b.Min[1], &b.Max[0], &b.Max[1])
	return b, translate(err)
}
