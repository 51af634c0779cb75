package cql

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"simbiyoz/geo"
)

// spatial are the relations of geometries.
var spatial = map[Op]bool{Intersects: true, Within: true, DWithin: true}

// spatial reads S_…(property, geometry[, metres]).
func (p *parser) spatial(op Op) (Expr, error) {
	e := Spatial{Op: op}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.need("("); err != nil {
		return nil, err
	}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	property, ok := v.(Property)
	if !ok {
		return nil, wrong("the first argument of %s is no property", op)
	}
	e.Property = property
	if p.now.kind != tokenSign || p.now.text != "," {
		return nil, p.unexpected(",")
	}
	if e.Geometry, err = p.geometry(); err != nil {
		return nil, err
	}
	if op == DWithin {
		if e.Distance, err = p.distance(); err != nil {
			return nil, err
		}
	}
	return e, p.need(")")
}

// distance reads a comma and metres.
func (p *parser) distance() (geo.Metres, error) {
	if err := p.need(","); err != nil {
		return 0, err
	}
	v, err := p.value(0)
	if err != nil {
		return 0, err
	}
	n, ok := v.(Number)
	return metres(float64(n), ok)
}

func metres(n float64, is bool) (geo.Metres, error) {
	if !is || !(n >= 0 && n <= farthest) {
		return 0, wrong("the distance is no number of metres from 0 to %v", farthest)
	}
	return geo.Metres(n), nil
}

// farthest is half way round the earth, metres.
const farthest = 20_040_000.0

// geometry reads Well-Known Text, which begins behind the token that stands
// here, or BBOX(west, south, east, north).
func (p *parser) geometry() (orb.Geometry, error) {
	rest := p.scan.text[p.scan.at:]
	length := balanced(rest)
	if length < 0 {
		return nil, wrong("the geometry at %d has no closing bracket", p.scan.at+1)
	}
	text := strings.TrimSpace(rest[:length])
	p.scan.at += length
	if err := p.advance(); err != nil {
		return nil, err
	}
	if len(text) >= 4 && strings.EqualFold(text[:4], "BBOX") {
		return box(text[4:])
	}
	g, err := wkt.Unmarshal(text)
	if err != nil {
		return nil, wrong("%q is no geometry", text)
	}
	return sound(g)
}

// balanced returns the length of text up to the bracket that closes its first.
func balanced(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth <= 0 {
				return i + 1
			}
		case '\'', '"':
			return -1
		}
	}
	return -1
}

// box reads "(west, south, east, north)".
func box(text string) (orb.Geometry, error) {
	var b [4]float64
	var end string
	if n, err := fmt.Sscanf(strings.ReplaceAll(text, " ", ""), "(%g,%g,%g,%g%s", &b[0], &b[1], &b[2], &b[3], &end); n != 5 || err != nil || end != ")" {
		return nil, wrong("BBOX%s has not four numbers", text)
	}
	return bound(b[:])
}

func bound(b []float64) (orb.Geometry, error) {
	if len(b) != 4 || b[0] > b[2] || b[1] > b[3] {
		return nil, wrong("%v is no west, south, east, north", b)
	}
	return sound(orb.Bound{Min: orb.Point{b[0], b[1]}, Max: orb.Point{b[2], b[3]}}.ToPolygon())
}

// sound returns g if all of it lies on Earth and is of a kind that is filtered
// by.
func sound(g orb.Geometry) (orb.Geometry, error) {
	switch g.(type) {
	case orb.Point, orb.MultiPoint, orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
	default:
		return nil, wrong("a %s is nothing to filter by", g.GeoJSONType())
	}
	if !whole(g) {
		return nil, wrong("the geometry has a position that is none, a line of one, or a ring that is not closed")
	}
	return g, nil
}

// whole reports whether g's positions are on Earth, its lines have two and its
// rings are closed.
func whole(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return geo.ValidPoint(g)
	case orb.MultiPoint:
		return len(g) > 0 && all(g, geo.ValidPoint)
	case orb.LineString:
		return len(g) > 1 && all(g, geo.ValidPoint)
	case orb.MultiLineString:
		return len(g) > 0 && all(g, func(l orb.LineString) bool { return whole(l) })
	case orb.Polygon:
		return len(g) > 0 && all(g, func(r orb.Ring) bool { return len(r) > 3 && r.Closed() && all(r, geo.ValidPoint) })
	case orb.MultiPolygon:
		return len(g) > 0 && all(g, func(p orb.Polygon) bool { return whole(p) })
	}
	return false
}

func all[T any](list []T, do func(T) bool) bool {
	for _, one := range list {
		if !do(one) {
			return false
		}
	}
	return true
}
