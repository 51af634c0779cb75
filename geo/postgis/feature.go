package postgis

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
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
	sent    pgx.BatchResults // that rows are of; nil: of none
	encoder encoder
	limit   int
	read    int
	ahead   bool // a row was read that was not told
	byID    bool
	key     []keyValue // of the last row that was told
	err     error
}

// keyValue is a key's value as text.
type keyValue struct {
	text  []byte
	known bool
}

// Features asks for a page of features. What is wrong with q is a
// *geo.FieldError; an unknown collection is geo.ErrNotFound.
func (s *Store) Features(ctx context.Context, q ogc.Query) (ogc.Rows, error) {
	w, sql, err := pageOf(q)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Query(ctx, sql, w.args...)
	if err != nil {
		return nil, incomparable(err)
	}
	return w.features(q, rows, nil), nil
}

// CountedFeatures is Features and CountFeatures in one round trip.
func (s *Store) CountedFeatures(ctx context.Context, q ogc.Query) (ogc.Rows, int, error) {
	w, sql, err := pageOf(q)
	if err != nil {
		return nil, 0, err
	}
	counted, countArgs, err := countOf(q)
	if err != nil {
		return nil, 0, err
	}
	var both pgx.Batch
	both.Queue(counted, countArgs...)
	both.Queue(sql, w.args...)
	sent := s.db.SendBatch(ctx, &both)
	var n int
	err = sent.QueryRow().Scan(&n)
	var rows pgx.Rows
	if err == nil {
		rows, err = sent.Query()
	}
	if err != nil {
		sent.Close()
		return nil, 0, incomparable(err)
	}
	return w.features(q, rows, sent), n, nil
}

func (w *clause) features(q ogc.Query, rows pgx.Rows, sent pgx.BatchResults) *features {
	return &features{rows: rows, sent: sent, limit: q.Limit, byID: w.byID(q.Sort), encoder: newEncoder(w.of, q.CRS)}
}

// Next appends the next feature as GeoJSON to b; it returns nil after the
// last, or at an error, see Err.
func (f *features) Next(b []byte) []byte {
	if f.read == f.limit || !f.ahead && !f.rows.Next() {
		return nil
	}
	f.ahead = false
	f.read++
	raw := f.rows.RawValues()
	n := 2 + len(f.encoder.of.Properties)
	if f.read == f.limit {
		f.keep(raw, n)
	}
	b, f.err = f.encoder.append(b, raw[:n])
	return b
}

// keep notes the key of a row, of which n columns are told.
func (f *features) keep(raw [][]byte, n int) {
	if f.byID {
		f.key = []keyValue{{strconv.AppendInt(nil, int64(binary.BigEndian.Uint64(raw[0])), 10), true}}
		return
	}
	for _, v := range raw[n:] {
		f.key = append(f.key, keyValue{bytes.Clone(v), v != nil})
	}
}

// After returns the token of the page that follows, empty on the last one.
func (f *features) After() string {
	if f.err != nil || f.read < f.limit || !f.rows.Next() {
		return ""
	}
	key := make([]*string, len(f.key))
	for i, v := range f.key {
		if text := string(v.text); v.known {
			key[i] = &text
		}
	}
	return token(key)
}

// Err returns what ended the rows too early.
func (f *features) Err() error {
	if f.err != nil {
		return f.err
	}
	return incomparable(f.rows.Err())
}

// Close gives the connection back.
func (f *features) Close() {
	f.rows.Close()
	if f.sent != nil {
		f.sent.Close() // what went wrong, the rows have told
	}
}

// CountFeatures returns how many features q asks for, on all its pages.
func (s *Store) CountFeatures(ctx context.Context, q ogc.Query) (int, error) {
	sql, args, err := countOf(q)
	if err != nil {
		return 0, err
	}
	var n int
	err = s.db.QueryRow(ctx, sql, args...).Scan(&n)
	return n, incomparable(err)
}

// countOf writes the statement that counts what q asks for.
func countOf(q ogc.Query) (string, []any, error) {
	w, err := newClause(q.Collection)
	if err != nil {
		return "", nil, err
	}
	conditions, err := w.conditions(q)
	if err != nil {
		return "", nil, err
	}
	from := w.table.from
	if w.table.rows != "" && !w.joined {
		from = w.table.rows
	}
	return "SELECT count(*) FROM " + from + all(conditions), w.args, nil
}

// pageOf writes the statement of q's page.
func pageOf(q ogc.Query) (*clause, string, error) {
	w, err := newClause(q.Collection)
	if err != nil {
		return nil, "", err
	}
	if len(q.IDs) == 1 && q.Box == nil && q.Time == nil && q.Filter == nil && q.After == "" {
		return w, w.one(q), nil
	}
	sql, err := w.page(q)
	return w, sql, err
}

// ones are the statements by which single features are asked for.
var ones sync.Map // of text, by oneKey

type oneKey struct {
	collection string
	crs        ogc.CRS
}

// one writes the statement of a single feature, once for all of a collection.
func (w *clause) one(q ogc.Query) string {
	key := oneKey{w.of.ID, q.CRS}
	w.args = []any{q.IDs[0]}
	if sql, known := ones.Load(key); known {
		return sql.(string)
	}
	sql := "SELECT " + strings.Join(w.told(q.CRS), ", ") + "\nFROM " + w.table.from + "\nWHERE " + w.table.id + " = $1::int8"
	ones.Store(key, sql)
	return sql
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
	var order, keyed []string
	for _, k := range keys {
		keyed = append(keyed, k.expression+"::text")
		order = append(order, k.order())
	}
	if w.byID(q.Sort) {
		keyed = nil // it is told
	}
	ordered := "\nORDER BY " + strings.Join(order, ", ")
	// a number, no argument: with one, each page would be planned anew
	chosen := all(conditions) + ordered + "\nLIMIT " + strconv.Itoa(q.Limit+1)
	from := w.table.from + chosen
	if w.table.rows != "" && !w.joined {
		// only what is told is joined, not all that may be sorted away
		from = strings.Replace(w.table.from, w.table.rows, "(SELECT t.* FROM "+w.table.rows+chosen+") AS t", 1) + ordered
	}
	return "SELECT " + strings.Join(append(w.told(q.CRS), keyed...), ", ") + "\nFROM " + from, nil
}

// told are the columns that a feature is written from.
func (w *clause) told(crs ogc.CRS) []string {
	columns := []string{w.table.id + "::int8", w.drawn(crs)}
	for _, p := range w.of.Properties {
		columns = append(columns, w.table.expression(p)+"::"+casts[p.Kind])
	}
	return columns
}

// byID reports whether an order is that of rising ids.
func (w *clause) byID(sort []ogc.Sort) bool {
	return len(sort) == 0 || sort[0] == ogc.Sort{Property: "id"}
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
	if len(q.IDs) == 1 {
		parts = append(parts, w.table.id+" = "+w.arg(q.IDs[0], "int8"))
	} else if len(q.IDs) > 1 {
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
	near := fmt.Sprintf(w.table.near, envelope)
	if w.of.Shape == ogc.Point && b.CRS.Code == wgs84 { // which costs next to nothing; && alone rounds
		args := len(w.args)
		return near + fmt.Sprintf(" AND ST_X(%[1]s) BETWEEN $%[2]d AND $%[4]d AND ST_Y(%[1]s) BETWEEN $%[3]d AND $%[5]d", w.place(), args-3, args-2, args-1, args)
	}
	return near + fmt.Sprintf(" AND ST_Intersects(%s, %s)", w.place(), envelope)
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
		out = append(out, key{w.expression(p), casts[p.Kind], s.Falling})
	}
	return append(out, key{w.table.id, "int8", false}), nil
}

func noToken() error { return geo.Invalid("after", "format", "is no token of such a page") }

// after holds for the rows behind the one that a token tells of. Unknown
// values stand last.
func (w *clause) after(keys []key, token string) (string, error) {
	var at []*string
	if err := position(token, &at); err != nil || len(at) != len(keys) || at[len(at)-1] == nil {
		return "", noToken()
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
