package tile

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
)

// Margin is how many units beyond its tile a line or an outline is drawn, so
// that strokes join over the border. Points need none: each is drawn whole by
// the tile it lies in.
const Margin = 64

// Layer encodes one layer of one tile. A feature begins with Point, Line or
// Polygon; Text, Number and Flag then give it attributes. It is for one
// goroutine, and is ready for the next tile after Begin.
type Layer struct {
	name     string
	at       Address
	features []byte
	count    int

	id       uint64 // the feature that is open
	kind     uint64
	geometry []byte
	tags     []byte
	open     bool

	keys   keys
	values dictionary
	out    []byte
	tail   []byte // what stands behind features
	value  []byte // that is being written

	encoded []byte // elsewhere
}

// value is an attribute's, as the dictionary of a layer holds it.
type value struct {
	text string
	bits uint64
	kind byte
}

// Field numbers of the message's value, which tell its kind, and the kinds of
// geometry (Vector Tile Specification 2.1, vector_tile.proto).
const (
	valueText   = 1
	valueDouble = 3
	valueInt    = 4
	valueFlag   = 7

	kindPoint   = 1
	kindLine    = 2
	kindPolygon = 3
)

// Begin forgets what was encoded and begins layer name of tile at.
func (l *Layer) Begin(name string, at Address) {
	l.name, l.at, l.count, l.open, l.encoded = name, at, 0, false, nil
	l.features = l.features[:0]
	l.keys.reset()
	l.values.reset()
}

// Encoded makes a tile of what was encoded elsewhere, with the same name, in
// place of features.
func (l *Layer) Encoded(tile []byte) { l.encoded = tile }

// Len returns how many features l has.
func (l *Layer) Len() int {
	if l.open {
		return l.count + 1
	}
	return l.count
}

// Point begins a point.
func (l *Layer) Point(id uint64, p orb.Point) {
	x, y := l.at.Unit(p)
	l.point(id, x, y)
}

func (l *Layer) point(id uint64, x, y int32) {
	l.begin(id, kindPoint)
	l.geometry = binary.AppendUvarint(l.geometry, moveTo|1<<3)
	l.step(x, y)
}

// Line begins a line, clipped to the tile, and reports whether any of it lies
// there.
func (l *Layer) Line(id uint64, line orb.LineString) bool {
	projected := l.project(line)
	pieces := clip.LineString(box, projected)
	l.begin(id, kindLine)
	var at cursor
	for _, piece := range pieces {
		l.geometry = at.path(l.geometry, piece, false)
	}
	return l.keep()
}

// Polygon begins a polygon with holes, clipped to the tile, and reports
// whether any of it lies there.
func (l *Layer) Polygon(id uint64, outline orb.MultiPolygon) bool {
	l.begin(id, kindPolygon)
	var at cursor
	for _, p := range outline {
		rings := make(orb.Polygon, len(p))
		for i, ring := range p {
			rings[i] = orb.Ring(l.project(orb.LineString(ring)))
		}
		for i, ring := range clip.Polygon(box, rings) {
			l.geometry = at.ring(l.geometry, ring, i > 0)
		}
	}
	return l.keep()
}

// box is what is drawn of lines and outlines, in units.
var box = orb.Bound{Min: orb.Point{-Margin, -Margin}, Max: orb.Point{Extent + Margin, Extent + Margin}}

func (l *Layer) project(line orb.LineString) orb.LineString {
	out := make(orb.LineString, len(line))
	for i, p := range line {
		x, y := l.at.Unit(p)
		out[i] = orb.Point{float64(x), float64(y)}
	}
	return out
}

func (l *Layer) begin(id, kind uint64) {
	l.end()
	l.id, l.kind, l.open = id, kind, true
	l.geometry, l.tags = l.geometry[:0], l.tags[:0]
}

// keep drops the open feature where nothing of it is left.
func (l *Layer) keep() bool {
	l.open = len(l.geometry) > 0
	return l.open
}

// Text gives the open feature an attribute; an empty one is left out.
func (l *Layer) Text(key, text string) {
	if text != "" {
		l.tag(key, value{text: text, kind: valueText})
	}
}

// Number gives the open feature an attribute, a whole one as an integer.
func (l *Layer) Number(key string, n float64) {
	if whole := int64(n); float64(whole) == n {
		l.tag(key, value{bits: uint64(whole), kind: valueInt})
		return
	}
	l.tag(key, value{bits: math.Float64bits(n), kind: valueDouble})
}

// Flag gives the open feature an attribute.
func (l *Layer) Flag(key string, yes bool) {
	v := value{kind: valueFlag}
	if yes {
		v.bits = 1
	}
	l.tag(key, v)
}

func (l *Layer) tag(key string, v value) {
	if !l.open {
		return
	}
	l.tags = binary.AppendUvarint(l.tags, uint64(l.keys.number(key)))
	l.tags = binary.AppendUvarint(l.tags, uint64(l.values.number(v)))
}

// end writes the open feature.
func (l *Layer) end() {
	if !l.open {
		return
	}
	l.open = false
	l.count++
	size := 1 + varintSize(l.id) + 2 + part(len(l.geometry)) + part(len(l.tags))
	l.features = field(l.features, 2, uint64(size))
	l.features = number64(l.features, 1, l.id)
	if len(l.tags) > 0 {
		l.features = message(l.features, 2, l.tags)
	}
	l.features = number64(l.features, 3, l.kind)
	l.features = message(l.features, 4, l.geometry)
}

// Bytes returns the tile, which is empty where the layer is. It is good until
// Begin.
func (l *Layer) Bytes() []byte {
	if l.encoded != nil {
		return l.encoded
	}
	l.end()
	l.out = l.out[:0]
	if l.count == 0 {
		return l.out
	}
	tail := l.tail[:0]
	for _, key := range l.keys.list {
		tail = append(field(tail, 3, uint64(len(key))), key...)
	}
	for _, v := range l.values.list {
		l.value = v.append(l.value[:0])
		tail = message(tail, 4, l.value)
	}
	tail = number64(tail, 5, Extent)
	l.tail = tail
	head := number64(message(nil, 1, []byte(l.name)), 15, 2)
	l.out = field(l.out, 3, uint64(len(head)+len(l.features)+len(tail)))
	l.out = append(append(append(l.out, head...), l.features...), tail...)
	return l.out
}

func (v value) append(b []byte) []byte {
	switch v.kind {
	case valueText:
		return append(field(b, valueText, uint64(len(v.text))), v.text...)
	case valueDouble:
		return binary.LittleEndian.AppendUint64(binary.AppendUvarint(b, valueDouble<<3|1), v.bits)
	}
	return number64(b, uint64(v.kind), v.bits)
}

// area is twice a ring's, positive where it runs as an outer one must: its
// units grow downward.
func area(r orb.Ring) float64 { return 2 * planar.Area(r) }
