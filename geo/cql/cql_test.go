package cql

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
)

var square = orb.Polygon{{{27, 38}, {28, 38}, {28, 39}, {27, 39}, {27, 38}}}

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]Expr{
		`role = 'source'`:                                Compare{Equal, Property("role"), Text("source")},
		`"order" <> 'it''s'`:                             Compare{NotEqual, Property("order"), Text("it's")},
		`rate >= -1.5e3`:                                 Compare{GreaterEqual, Property("rate"), Number(-1500)},
		`a=1 AND b=2 OR c=3`:                             Or{And{eq("a", 1), eq("b", 2)}, eq("c", 3)},
		`a=1 and (b=2 or c=3)`:                           And{eq("a", 1), Or{eq("b", 2), eq("c", 3)}},
		`NOT a=1`:                                        Not{eq("a", 1)},
		`NOT NOT (a=1)`:                                  Not{Not{eq("a", 1)}},
		`title LIKE '%kül\%'`:                            Like{Property("title"), Text(`%kül\%`)},
		`title NOT LIKE 'x'`:                             Not{Like{Property("title"), Text("x")}},
		`CASEI(title) LIKE casei('İZMİR%')`:              Like{CaseI{Property("title")}, CaseI{Text("İZMİR%")}},
		`ACCENTI(CASEI(t)) = ACCENTI('ç')`:               Compare{Equal, AccentI{CaseI{Property("t")}}, AccentI{Text("ç")}},
		`rate BETWEEN 1 AND 2 AND a=1`:                   And{Between{Property("rate"), Number(1), Number(2)}, eq("a", 1)},
		`rate NOT BETWEEN 1 AND 2`:                       Not{Between{Property("rate"), Number(1), Number(2)}},
		`unit IN ('t','m3')`:                             In{Property("unit"), []Value{Text("t"), Text("m3")}},
		`unit NOT IN ('t')`:                              Not{In{Property("unit"), []Value{Text("t")}}},
		`rate IS NULL`:                                   IsNull{Property("rate")},
		`rate IS NOT NULL`:                               Not{IsNull{Property("rate")}},
		`from_on > DATE('2026-11-01')`:                   Compare{Greater, Property("from_on"), Time("2026-11-01")},
		`at < TIMESTAMP('2026-11-01T00:00:00Z')`:         Compare{Less, Property("at"), Time("2026-11-01T00:00:00Z")},
		`date = 1`:                                       eq("date", 1),
		`TRUE`:                                           Constant(true),
		`hazardous = true`:                               Compare{Equal, Property("hazardous"), Bool(true)},
		`S_INTERSECTS(geometry, POINT(27 38))`:           Spatial{Op: Intersects, Property: "geometry", Geometry: orb.Point{27, 38}},
		`s_within(geometry,BBOX(27, 38, 28, 39)) OR a=1`: Or{Spatial{Op: Within, Property: "geometry", Geometry: square}, eq("a", 1)},
		`S_DWITHIN(geometry, POINT(27 38), 5000)`:        Spatial{DWithin, "geometry", orb.Point{27, 38}, 5000},
		`S_WITHIN(g, POLYGON((27 38,28 38,28 39,27 39,27 38)))`: Spatial{Op: Within, Property: "g", Geometry: square},
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got, err := Parse(text); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %#v, %v, want %#v", got, err, want)
			}
		})
	}
}

func eq(name string, n float64) Expr { return Compare{Equal, Property(name), Number(n)} }

func TestParseTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "a", "a =", "= 1", "a = 1 b", "a = 'x", "(a = 1", "a = 1)", "a ; DROP TABLE zone", "a IN ()", "a IN (1", "a BETWEEN 1",
		"a BETWEEN 1 OR 2", "a IS", "a LIKE", "a = --1", "a = 1e999", "NOT", "AND a=1", "a=1 AND", "CASEI(a", "DATE('2026-13-01') = a", "DATE(a) = 1",
		"S_INTERSECTS(geometry)", "S_INTERSECTS('x', POINT(1 2))", "S_INTERSECTS(g, POINT(1))", "S_INTERSECTS(g, POINT(200 2))", "S_INTERSECTS(g, CIRCLE(1 2))",
		"S_WITHIN(g, BBOX(1,2,3))", "S_WITHIN(g, BBOX(3,2,1,4))", "S_WITHIN(g, POLYGON((1 1,2 2,1 1)))", "S_WITHIN(g, POLYGON((1 1,2 1,2 2,1 2)))",
		"S_DWITHIN(g, POINT(1 2))", "S_DWITHIN(g, POINT(1 2), -1)", "S_DWITHIN(g, POINT(1 2), 'x')", "S_INTERSECTS(g, POINT(NaN 1))", "a = \xff",
		strings.Repeat("(", 5000) + "a=1", strings.Repeat("NOT ", 4000) + "a=1", strings.Repeat("CASEI(", 2000) + "a", strings.Repeat("x", longest+1)} {
		var wrong *geo.FieldError
		if e, err := Parse(text); !errors.As(err, &wrong) || wrong.Field != "filter" {
			t.Errorf("%.40q is %#v, %v", text, e, err)
		}
	}
	for _, text := range []string{``, `null`, `1`, `{}`, `{"op":"="}`, `{"op":"=","args":[1]}`, `{"op":"and","args":[true]}`, `{"op":"nope","args":[]}`,
		`{"op":"in","args":[{"property":"a"},1]}`, `{"op":"in","args":[{"property":"a"},[]]}`, `{"op":"=","args":[null,1]}`, `{"op":"=","args":[{"date":"x"},1]}`,
		`{"op":"s_within","args":[{"property":"g"},{"type":"Point"}]}`, `{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2]}]}`,
		`{"op":"s_dwithin","args":[{"property":"g"},{"type":"Point","coordinates":[1,2]},"x"]}`,
		strings.Repeat(`{"op":"not","args":[`, 300) + "true" + strings.Repeat("]}", 300)} {
		var wrong *geo.FieldError
		if e, err := ParseJSON([]byte(text)); !errors.As(err, &wrong) || wrong.Field != "filter" {
			t.Errorf("%.60q is %#v, %v", text, e, err)
		}
	}
}

// TestTextAndJSONSayTheSame writes random filters both ways and reads them
// back.
func TestTextAndJSONSayTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		want := random(rand.New(rand.NewPCG(seed, 1)), 4)
		if got, err := Parse(text(want)); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %s is %#v, %v, want %#v", seed, text(want), got, err, want)
		}
		body, err := json.Marshal(tree(want))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseJSON(body); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %s is %#v, %v, want %#v", seed, body, got, err, want)
		}
	}
}

// random returns a filter whose conditions nest no deeper than depth.
func random(rnd *rand.Rand, depth int) Expr {
	if depth > 0 && rnd.IntN(2) == 0 {
		a, b := random(rnd, depth-1), random(rnd, depth-1)
		return []Expr{And{a, b}, Or{a, b, random(rnd, 0)}, Not{a}}[rnd.IntN(3)]
	}
	p := Property([]string{"title", "rate", "order", "ağırlık"}[rnd.IntN(4)])
	value := func() Value {
		return []Value{Text("it's % \" ü"), Number(rnd.IntN(1000)) / 8, Bool(rnd.IntN(2) == 0), Time("2026-11-25"), CaseI{p}, AccentI{CaseI{Text("ı")}}}[rnd.IntN(6)]
	}
	switch rnd.IntN(6) {
	case 0:
		return Like{CaseI{p}, CaseI{Text("a%_\\%")}}
	case 1:
		return Between{p, value(), value()}
	case 2:
		return In{p, []Value{value(), value()}}
	case 3:
		return IsNull{p}
	case 4:
		return Spatial{DWithin, p, orb.Point{27.5, 38.25}, 1500}
	}
	return Compare{[]Op{Equal, NotEqual, Less, Greater, LessEqual, GreaterEqual}[rnd.IntN(6)], p, value()}
}

// text writes a filter as text.
func text(e Expr) string {
	join := func(list []Expr, word string) string {
		parts := make([]string, len(list))
		for i, one := range list {
			parts[i] = "(" + text(one) + ")"
		}
		return strings.Join(parts, word)
	}
	switch e := e.(type) {
	case And:
		return join(e, " AND ")
	case Or:
		return join(e, " OR ")
	case Not:
		return "NOT (" + text(e.Expr) + ")"
	case Like:
		return word(e.Value) + " LIKE " + word(e.Pattern)
	case Between:
		return word(e.Value) + " BETWEEN " + word(e.Low) + " AND " + word(e.High)
	case In:
		return word(e.Value) + " IN (" + word(e.List[0]) + ", " + word(e.List[1]) + ")"
	case IsNull:
		return word(e.Value) + " IS NULL"
	case Spatial:
		return fmt.Sprintf("%s(%s, %s, %v)", e.Op, word(e.Property), wkt.MarshalString(e.Geometry), float64(e.Distance))
	case Compare:
		return word(e.Left) + string(e.Op) + word(e.Right)
	}
	panic(e)
}

func word(v Value) string {
	switch v := v.(type) {
	case Property:
		return `"` + string(v) + `"`
	case Text:
		return "'" + strings.ReplaceAll(string(v), "'", "''") + "'"
	case Number:
		return strconv.FormatFloat(float64(v), 'g', -1, 64)
	case Bool:
		return fmt.Sprint(bool(v))
	case Time:
		return "DATE('" + string(v) + "')"
	case CaseI:
		return "CASEI(" + word(v.Value) + ")"
	case AccentI:
		return "ACCENTI(" + word(v.Value) + ")"
	}
	panic(v)
}

// tree writes a filter as what JSON is made of.
func tree(e Expr) any {
	op := func(name Op, args ...any) any { return map[string]any{"op": name, "args": args} }
	list := func(exprs []Expr) []any {
		out := make([]any, len(exprs))
		for i, one := range exprs {
			out[i] = tree(one)
		}
		return out
	}
	switch e := e.(type) {
	case And:
		return op("and", list(e)...)
	case Or:
		return op("or", list(e)...)
	case Not:
		return op("not", tree(e.Expr))
	case Like:
		return op("like", leaf(e.Value), leaf(e.Pattern))
	case Between:
		return op("between", leaf(e.Value), leaf(e.Low), leaf(e.High))
	case In:
		return op("in", leaf(e.Value), []any{leaf(e.List[0]), leaf(e.List[1])})
	case IsNull:
		return op("isNull", leaf(e.Value))
	case Spatial:
		return op(e.Op, leaf(e.Property), geojson.NewGeometry(e.Geometry), e.Distance)
	case Compare:
		return op(e.Op, leaf(e.Left), leaf(e.Right))
	}
	panic(e)
}

func leaf(v Value) any {
	switch v := v.(type) {
	case Property:
		return map[string]any{"property": v}
	case Time:
		return map[string]any{"date": v}
	case CaseI:
		return map[string]any{"op": "casei", "args": []any{leaf(v.Value)}}
	case AccentI:
		return map[string]any{"op": "accenti", "args": []any{leaf(v.Value)}}
	}
	return v
}

func FuzzParse(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(text(random(rand.New(rand.NewPCG(seed, 2)), 3)))
	}
	f.Fuzz(func(t *testing.T, filter string) {
		if e, err := Parse(filter); (e == nil) == (err == nil) {
			t.Errorf("got %#v, %v", e, err)
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	for seed := range uint64(20) {
		body, err := json.Marshal(tree(random(rand.New(rand.NewPCG(seed, 2)), 3)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, filter []byte) {
		if e, err := ParseJSON(filter); (e == nil) == (err == nil) {
			t.Errorf("got %#v, %v", e, err)
		}
	})
}
