package cql

import (
	"bytes"
	"encoding/json"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// ParseJSON reads a filter written as JSON; errors as of [Parse].
func ParseJSON(text []byte) (Expr, error) {
	if len(text) > longest {
		return nil, wrong("is longer than %d bytes", longest)
	}
	e, err := condition(text, 0)
	if err != nil {
		return nil, err
	}
	return e, nil
}

// call is what CQL2's JSON is made of.
type call struct {
	Op   *string           `json:"op"`
	Args []json.RawMessage `json:"args"`
}

func condition(text []byte, depth int) (Expr, error) {
	if depth > deepest {
		return nil, wrong("nests deeper than %d", deepest)
	}
	var always bool
	if json.Unmarshal(text, &always) == nil && !bytes.Equal(bytes.TrimSpace(text), []byte("null")) {
		return Constant(always), nil
	}
	var c call
	if err := json.Unmarshal(text, &c); err != nil || c.Op == nil {
		return nil, wrong("%.60s is no condition with op and args", text)
	}
	switch op := Op(*c.Op); {
	case op == "and" || op == "or":
		return c.both(depth)
	case op == "not":
		if len(c.Args) != 1 {
			return nil, c.wants(1)
		}
		e, err := condition(c.Args[0], depth+1)
		return Not{e}, err
	case spatial[op]:
		return c.spatial(op)
	default:
		return c.predicate(op)
	}
}

func (c call) wants(n int) error { return wrong("%q has %d args, not %d", *c.Op, len(c.Args), n) }

func (c call) both(depth int) (Expr, error) {
	if len(c.Args) < 2 {
		return nil, wrong("%q has %d args, not two or more", *c.Op, len(c.Args))
	}
	list := make([]Expr, len(c.Args))
	for i, arg := range c.Args {
		var err error
		if list[i], err = condition(arg, depth+1); err != nil {
			return nil, err
		}
	}
	if *c.Op == "or" {
		return Or(list), nil
	}
	return And(list), nil
}

// predicate reads comparisons, like, between, in and isNull.
func (c call) predicate(op Op) (Expr, error) {
	if op == "in" {
		return c.in()
	}
	size, known := map[Op]int{"like": 2, "between": 3, "isNull": 1}[op]
	if comparisons[op] {
		size, known = 2, true
	}
	if !known {
		return nil, wrong("%q is no op that is known here", op)
	}
	v, err := c.values(size)
	if err != nil {
		return nil, err
	}
	switch op {
	case "like":
		return Like{v[0], v[1]}, nil
	case "between":
		return Between{v[0], v[1], v[2]}, nil
	case "isNull":
		return IsNull{v[0]}, nil
	}
	return Compare{op, v[0], v[1]}, nil
}

func (c call) in() (Expr, error) {
	if len(c.Args) != 2 {
		return nil, c.wants(2)
	}
	v, err := value(c.Args[0], 0)
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(c.Args[1], &list); err != nil || len(list) == 0 {
		return nil, wrong("the second of in's args is no list")
	}
	e := In{Value: v}
	for _, text := range list {
		one, err := value(text, 0)
		if err != nil {
			return nil, err
		}
		e.List = append(e.List, one)
	}
	return e, nil
}

func (c call) values(n int) ([]Value, error) {
	if len(c.Args) != n {
		return nil, c.wants(n)
	}
	out := make([]Value, n)
	for i, arg := range c.Args {
		var err error
		if out[i], err = value(arg, 0); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// named are the values that are objects.
type named struct {
	call
	Property  *string `json:"property"`
	Date      *string `json:"date"`
	Timestamp *string `json:"timestamp"`
}

func value(text []byte, depth int) (Value, error) {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, wrong("%.60s is no value", text)
	}
	switch v := v.(type) {
	case string:
		return Text(v), nil
	case float64:
		return Number(v), nil
	case bool:
		return Bool(v), nil
	}
	var n named
	if err := json.Unmarshal(text, &n); err != nil || depth > deepest {
		return nil, wrong("%.60s is no value", text)
	}
	switch {
	case n.Property != nil:
		return Property(*n.Property), nil
	case n.Date != nil:
		return instant("DATE", *n.Date)
	case n.Timestamp != nil:
		return instant("TIMESTAMP", *n.Timestamp)
	case n.Op != nil && len(n.Args) == 1:
		return folded(*n.Op, n.Args[0], depth)
	}
	return nil, wrong("%.60s is no value", text)
}

func folded(op string, arg []byte, depth int) (Value, error) {
	v, err := value(arg, depth+1)
	switch {
	case err != nil:
		return nil, err
	case op == "casei":
		return CaseI{v}, nil
	case op == "accenti":
		return AccentI{v}, nil
	}
	return nil, wrong("%q is no function that is known here", op)
}

func (c call) spatial(op Op) (Expr, error) {
	size := 2
	if op == DWithin {
		size = 3
	}
	if len(c.Args) != size {
		return nil, c.wants(size)
	}
	v, err := value(c.Args[0], 0)
	if err != nil {
		return nil, err
	}
	e := Spatial{Op: op}
	var ok bool
	if e.Property, ok = v.(Property); !ok {
		return nil, wrong("the first of %s's args is no property", op)
	}
	if e.Geometry, err = shape(c.Args[1]); err != nil {
		return nil, err
	}
	if op == DWithin {
		var n float64
		is := json.Unmarshal(c.Args[2], &n) == nil
		if e.Distance, err = metres(n, is); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// shape reads a GeoJSON geometry or {"bbox": […]}.
func shape(text []byte) (orb.Geometry, error) {
	var b struct {
		BBox []float64 `json:"bbox"`
		Type string    `json:"type"`
	}
	if err := json.Unmarshal(text, &b); err == nil && b.Type == "" && b.BBox != nil {
		return bound(b.BBox)
	}
	g, err := geojson.UnmarshalGeometry(text)
	if err != nil || g.Coordinates == nil {
		return nil, wrong("%.60s is no geometry", text)
	}
	return sound(g.Coordinates)
}
