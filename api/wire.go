package api

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
)

// feature is a GeoJSON feature with typed properties.
type feature[P any] struct {
	Type       string            `json:"type"`
	ID         int64             `json:"id,omitempty"`
	Geometry   *geojson.Geometry `json:"geometry"`
	Properties P                 `json:"properties"`
}

func newFeature[P any](id int64, g orb.Geometry, props P) feature[P] {
	f := feature[P]{Type: "Feature", ID: id, Properties: props}
	if g != nil {
		f.Geometry = geojson.NewGeometry(g)
	}
	return f
}

// collection is a page of features.
type collection[P any] struct {
	Type     string       `json:"type"`
	Matched  int          `json:"numberMatched"`
	Returned int          `json:"numberReturned"`
	Next     string       `json:"next,omitempty"`
	Features []feature[P] `json:"features"`
}

func newCollection[P any](c *fiber.Ctx, features []feature[P], matched int, next string) collection[P] {
	if features == nil {
		features = []feature[P]{}
	}
	return collection[P]{"FeatureCollection", matched, len(features), nextURL(c, next), features}
}

// words is a text in both languages.
type words struct {
	TR string `json:"tr"`
	EN string `json:"en"`
}

// of returns w in lang, "tr" or "en".
func (w words) of(lang string) string {
	if lang == "en" {
		return w.EN
	}
	return w.TR
}

// nextURL returns the request's address with the next page's token, empty
// when there is none.
func nextURL(c *fiber.Ctx, token string) string {
	if token == "" {
		return ""
	}
	args := fiber.AcquireArgs()
	defer fiber.ReleaseArgs(args)
	c.Context().QueryArgs().CopyTo(args)
	args.Set("after", token)
	return c.Path() + "?" + args.String()
}

const (
	defaultLimit = 50
	mostRows     = 1000
)

// query reads the parameters of a request and gathers what is wrong with
// them.
type query struct {
	c     *fiber.Ctx
	given map[string]string // parameters from elsewhere, before those of the address
	errs  geo.FieldErrors
}

func (q *query) bad(field, code, format string, args ...any) {
	q.errs.Add(field, geo.Invalid(field, code, format, args...))
}

func (q *query) text(field string) string {
	s, given := q.given[field]
	if !given {
		s = q.c.Query(field)
	}
	if len(s) > 500 {
		q.bad(field, "length", "is longer than 500 bytes")
		return ""
	}
	return strings.TrimSpace(s)
}

// list reads words joined by commas; nil when the field is absent.
func (q *query) list(field string) []string {
	if s := q.text(field); s != "" {
		return strings.Split(s, ",")
	}
	return nil
}

// ids reads up to 50 ids joined by commas; nil when the field is absent.
func (q *query) ids(field string) []int64 {
	var out []int64
	for _, text := range q.list(field) {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 || len(out) == 50 {
			q.bad(field, "format", "%q is not up to 50 ids joined by commas", q.text(field))
			return nil
		}
		out = append(out, n)
	}
	return out
}

func (q *query) number(field string, def, min, max float64) float64 {
	s := q.text(field)
	if s == "" {
		return def
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= min && v <= max) {
		q.bad(field, "range", "%q is not a number from %v to %v", s, min, max)
		return def
	}
	return v
}

func (q *query) integer(field string, def, min, max int) int {
	s := q.text(field)
	if s == "" {
		return def
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < min || v > max {
		q.bad(field, "range", "%q is not a whole number from %d to %d", s, min, max)
		return def
	}
	return v
}

func (q *query) yes(field string) *bool {
	s := q.text(field)
	if s == "" {
		return nil
	}
	v, err := strconv.ParseBool(s)
	if err != nil {
		q.bad(field, "format", "%q is neither true nor false", s)
		return nil
	}
	return &v
}

// numbers reads n numbers joined by commas; nil when the field is absent.
func (q *query) numbers(field string, n int) []float64 {
	s := q.text(field)
	if s == "" {
		return nil
	}
	out, err := numbersOf(field, s)
	if err != nil || len(out) != n {
		q.bad(field, "format", "%q is not %d numbers joined by commas", s, n)
		return nil
	}
	return out
}

// numbersOf reads numbers joined by commas.
func numbersOf(field, text string) ([]float64, error) {
	parts := strings.Split(text, ",")
	out := make([]float64, len(parts))
	for i, part := range parts {
		var err error
		if out[i], err = strconv.ParseFloat(strings.TrimSpace(part), 64); err != nil {
			return nil, geo.Invalid(field, "format", "%q is not numbers joined by commas", text)
		}
	}
	return out, nil
}

// pointOf reads a position.
func pointOf(field, text string) (geo.Point, error) {
	v, err := numbersOf(field, text)
	if err != nil || len(v) != 2 {
		return geo.Point{}, geo.Invalid(field, "format", "%q is not 2 numbers joined by commas", text)
	}
	p := geo.Point{v[0], v[1]}
	if !geo.ValidPoint(p) {
		return p, geo.Invalid(field, "range", "%v is no position (longitude, latitude)", v)
	}
	return p, nil
}

func (q *query) point(field string) *geo.Point {
	s := q.text(field)
	if s == "" {
		return nil
	}
	p, err := pointOf(field, s)
	if err != nil {
		q.errs.Add(field, err)
		return nil
	}
	return &p
}

func (q *query) bbox(field string) *orb.Bound {
	v := q.numbers(field, 4)
	if v == nil {
		return nil
	}
	b := orb.Bound{Min: geo.Point{v[0], v[1]}, Max: geo.Point{v[2], v[3]}}
	if !geo.ValidPoint(b.Min) || !geo.ValidPoint(b.Max) || v[0] > v[2] || v[1] > v[3] {
		q.bad(field, "range", "%v is not west,south,east,north in degrees", v)
		return nil
	}
	return &b
}

func (q *query) page() geo.Page {
	return geo.Page{Limit: q.integer("limit", defaultLimit, 1, mostRows), After: q.text("after")}
}

// lang returns "tr" or "en": asked for, else the browser's first choice.
func (q *query) lang() string {
	switch l := q.text("lang"); l {
	case "tr", "en":
		return l
	case "":
	default:
		q.bad("lang", "unknown", "%q is neither tr nor en", l)
	}
	if strings.HasPrefix(q.c.Get(fiber.HeaderAcceptLanguage), "en") {
		return "en"
	}
	return "tr"
}

// id reads a path parameter that the route says is a whole number.
func id(c *fiber.Ctx, name string) (int64, error) {
	v, err := strconv.ParseInt(c.Params(name), 10, 64)
	if err != nil {
		return 0, geo.ErrNotFound
	}
	return v, nil
}

// body decodes a JSON request body into v; unknown fields are errors.
func body(c *fiber.Ctx, v any) error {
	dec := json.NewDecoder(strings.NewReader(string(c.Body())))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return geo.Invalid("body", "format", "%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// day writes a date, nil for the zero time.
func day(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.DateOnly)
	return &s
}

// orNull returns s, nil when it is empty.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
