package tile

import (
	"encoding/binary"
	"math/bits"

	"github.com/paulmach/orb"
)

// Protocol Buffers' wire format, as far as tiles need it.

// field writes a field of given length.
func field(b []byte, number, length uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, number<<3|2), length)
}

func message(b []byte, number uint64, body []byte) []byte {
	return append(field(b, number, uint64(len(body))), body...)
}

func number64(b []byte, number, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, number<<3), v)
}

func varintSize(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

// part is the size of a field whose number takes one byte, 0 when it is empty.
func part(length int) int {
	if length == 0 {
		return 0
	}
	return 1 + varintSize(uint64(length)) + length
}

// Commands of a geometry; their count stands above the lowest three bits.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

func (l *Layer) step(dx, dy int32) {
	l.geometry = zigzag(zigzag(l.geometry, dx), dy)
}

func zigzag(b []byte, v int32) []byte {
	return binary.AppendUvarint(b, uint64(uint32(v<<1)^uint32(v>>31)))
}

// cursor is where the last command of a feature ended.
type cursor struct{ x, y int32 }

func (c *cursor) to(b []byte, p orb.Point) []byte {
	x, y := int32(p[0]), int32(p[1])
	b = zigzag(zigzag(b, x-c.x), y-c.y)
	c.x, c.y = x, y
	return b
}

// path writes a line's commands, nothing where it is a mere point.
func (c *cursor) path(b []byte, line orb.LineString, ring bool) []byte {
	line = distinct(line)
	least, count := 2, len(line)-1
	if ring {
		least = 3
	}
	if len(line) < least {
		return b
	}
	b = c.to(binary.AppendUvarint(b, moveTo|1<<3), line[0])
	b = binary.AppendUvarint(b, lineTo|uint64(count)<<3)
	for _, p := range line[1:] {
		b = c.to(b, p)
	}
	if ring {
		b = binary.AppendUvarint(b, closePath|1<<3)
	}
	return b
}

// ring writes an outer ring or a hole, each in its own direction; one that has
// no area is left out.
func (c *cursor) ring(b []byte, r orb.Ring, hole bool) []byte {
	size := area(r)
	if size == 0 || len(r) < 4 {
		return b
	}
	if (size > 0) == hole {
		r = r.Clone()
		r.Reverse()
	}
	return c.path(b, orb.LineString(r[:len(r)-1]), true)
}

// distinct leaves out corners that fall on the one before.
func distinct(line orb.LineString) orb.LineString {
	out := line[:0:0]
	for _, p := range line {
		p = orb.Point{float64(int32(p[0])), float64(int32(p[1]))}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

// keys numbers attributes' names, of which a layer has a few.
type keys struct{ list []string }

func (k *keys) reset() { k.list = k.list[:0] }

func (k *keys) number(key string) uint32 {
	for i, known := range k.list {
		if known == key {
			return uint32(i)
		}
	}
	k.list = append(k.list, key)
	return uint32(len(k.list) - 1)
}

// dictionary numbers attributes' values: texts and numbers each by themselves, for
// which maps are quickest, and small whole numbers, which most are, without one.
type dictionary struct {
	list    []value
	texts   map[string]uint32
	numbers [valueFlag + 1]map[uint64]uint32 // by kind
	small   [1 << 12]uint32                  // of whole numbers, one more than each has; 0: none
}

func (v *dictionary) reset() {
	for _, of := range v.list {
		if v.isSmall(of) {
			v.small[of.bits] = 0
		}
	}
	v.list = v.list[:0]
	clear(v.texts)
	for _, of := range v.numbers {
		clear(of)
	}
}

func (v *dictionary) isSmall(of value) bool {
	return of.kind == valueInt && of.bits < uint64(len(v.small))
}

func (v *dictionary) number(of value) uint32 {
	n, known := uint32(0), false
	switch {
	case of.kind == valueText:
		n, known = v.texts[of.text]
	case v.isSmall(of):
		n = v.small[of.bits] - 1
		known = v.small[of.bits] != 0
	default:
		n, known = v.numbers[of.kind][of.bits]
	}
	if known {
		return n
	}
	n = uint32(len(v.list))
	v.list = append(v.list, of)
	v.note(of, n)
	return n
}

func (v *dictionary) note(of value, n uint32) {
	switch {
	case of.kind == valueText:
		if v.texts == nil {
			v.texts = map[string]uint32{}
		}
		v.texts[of.text] = n
	case v.isSmall(of):
		v.small[of.bits] = n + 1
	default:
		if v.numbers[of.kind] == nil {
			v.numbers[of.kind] = map[uint64]uint32{}
		}
		v.numbers[of.kind][of.bits] = n
	}
}
