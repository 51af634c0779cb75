package postgis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb/encoding/ewkb"

	"simbiyoz/geo"
	"simbiyoz/geo/cql"
	"simbiyoz/geo/ogc"
)

// clause builds a condition. Everything that was asked for becomes an argument.
type clause struct {
	of    ogc.Collection
	table table
	args  []any

	joined bool // a condition or the order needs more than the rows' own table
}

// arg adds an argument and returns what stands for it, of a type.
func (w *clause) arg(v any, as string) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args)) + "::" + as
}

// geometry adds one as an argument, WGS 84.
func (w *clause) geometry(g cql.Spatial) (string, error) {
	raw, err := ewkb.Marshal(g.Geometry, wgs84)
	if err != nil {
		return "", err
	}
	return "ST_GeomFromEWKB(" + w.arg(raw, "bytea") + ")", nil
}

// expr returns e as SQL. A property that the collection lacks, or values that
// cannot be compared, are a *geo.FieldError of "filter".
func (w *clause) expr(e cql.Expr) (string, error) {
	switch e := e.(type) {
	case cql.And:
		return w.join(e, " AND ")
	case cql.Or:
		return w.join(e, " OR ")
	case cql.Not:
		return w.each("NOT %s", e.Expr)
	case cql.Constant:
		return strconv.FormatBool(bool(e)), nil
	case cql.Spatial:
		return w.spatial(e)
	case cql.IsNull:
		return w.values("%s IS NULL", e.Value)
	case cql.Like:
		return w.values("%s LIKE %s", e.Value, e.Pattern)
	case cql.Between:
		return w.values("%s BETWEEN %s AND %s", e.Value, e.Low, e.High)
	case cql.In:
		return w.values("%s IN ("+strings.TrimSuffix(strings.Repeat("%s, ", len(e.List)), ", ")+")", append([]cql.Value{e.Value}, e.List...)...)
	case cql.Compare:
		return w.values("%s "+string(e.Op)+" %s", e.Left, e.Right)
	}
	return "", fmt.Errorf("%T is no condition", e)
}

func (w *clause) join(list []cql.Expr, word string) (string, error) {
	parts := make([]string, len(list))
	for i, one := range list {
		var err error
		if parts[i], err = w.expr(one); err != nil {
			return "", err
		}
	}
	return "(" + strings.Join(parts, word) + ")", nil
}

func (w *clause) each(format string, e cql.Expr) (string, error) {
	text, err := w.expr(e)
	return fmt.Sprintf(format, text), err
}

// values writes a condition over values, which must all be of one kind.
func (w *clause) values(format string, values ...cql.Value) (string, error) {
	kind := ogc.Kind("")
	for _, v := range values {
		k, err := w.kind(v)
		if err != nil {
			return "", err
		}
		if kind != "" && k != kind {
			return "", geo.Invalid("filter", "type", "a %s cannot be compared with a %s", kind, k)
		}
		kind = k
	}
	if strings.Contains(format, " LIKE ") && kind != ogc.Text {
		return "", geo.Invalid("filter", "type", "LIKE is for texts, not for a %s", kind)
	}
	parts := make([]any, len(values))
	for i, v := range values {
		var err error
		if parts[i], err = w.value(v); err != nil {
			return "", err
		}
	}
	return "(" + fmt.Sprintf(format, parts...) + ")", nil
}

// kind returns the kind of v; whole numbers count as numbers.
func (w *clause) kind(v cql.Value) (ogc.Kind, error) {
	switch v := v.(type) {
	case cql.Property:
		p, known := w.of.Property(string(v))
		if v == "id" {
			return ogc.Number, nil
		}
		if !known {
			return "", geo.Invalid("filter", "unknown", "%q is no property of %s", string(v), w.of.ID)
		}
		if p.Kind == ogc.Integer {
			return ogc.Number, nil
		}
		return p.Kind, nil
	case cql.Number:
		return ogc.Number, nil
	case cql.Bool:
		return ogc.Bool, nil
	case cql.Time:
		return ogc.Date, nil
	case cql.CaseI:
		return w.textual(v.Value)
	case cql.AccentI:
		return w.textual(v.Value)
	}
	return ogc.Text, nil
}

func (w *clause) textual(v cql.Value) (ogc.Kind, error) {
	kind, err := w.kind(v)
	if err == nil && kind != ogc.Text {
		err = geo.Invalid("filter", "type", "CASEI and ACCENTI are for texts, not for a %s", kind)
	}
	return kind, err
}

// value returns v as SQL. Of the four i of Turkish and of letters with marks,
// see migrations: casei and accenti.
func (w *clause) value(v cql.Value) (string, error) {
	switch v := v.(type) {
	case cql.Property:
		if v == "id" {
			return w.table.id, nil
		}
		p, _ := w.of.Property(string(v)) // kind has seen that there is one
		return w.expression(p), nil
	case cql.Text:
		return w.arg(string(v), "text"), nil
	case cql.Number:
		return w.arg(float64(v), "float8"), nil
	case cql.Bool:
		return w.arg(bool(v), "bool"), nil
	case cql.Time:
		return w.arg(string(v), "text") + "::timestamptz", nil
	case cql.CaseI:
		return w.call("casei", v.Value)
	case cql.AccentI:
		return w.call("accenti", v.Value)
	}
	return "", fmt.Errorf("%T is no value", v)
}

func (w *clause) call(function string, v cql.Value) (string, error) {
	text, err := w.value(v)
	return function + "(" + text + ")", err
}

// spatial writes a condition on the geometry. Metres are measured on the
// ellipsoid, behind a box in degrees that the index serves.
func (w *clause) spatial(e cql.Spatial) (string, error) {
	if e.Property != "geometry" && e.Property != "geom" {
		return "", geo.Invalid("filter", "unknown", "%q is no geometry of %s", string(e.Property), w.of.ID)
	}
	g, err := w.geometry(e)
	if err != nil {
		return "", err
	}
	near, holds := g, ""
	switch e.Op {
	case cql.Intersects:
		holds = fmt.Sprintf("ST_Intersects(%s, %s)", w.place(), g)
	case cql.Within:
		holds = fmt.Sprintf("ST_Within(%s, %s)", w.place(), g)
	case cql.DWithin:
		distance := w.arg(float64(e.Distance), "float8")
		near = fmt.Sprintf("ST_Envelope(ST_Buffer(%s::geography, 1.01 * %s + 1)::geometry)", g, distance)
		holds = fmt.Sprintf("ST_DWithin(%s::geography, %s::geography, %s)", w.place(), g, distance)
	default:
		return "", fmt.Errorf("%q is no spatial relation", e.Op)
	}
	return "(" + fmt.Sprintf(w.table.near, near) + " AND " + holds + ")", nil
}
