package postgis

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"time"

	"simbiyoz/geo/ogc"
)

// encoder writes rows as GeoJSON from the bytes that PostgreSQL sends, which
// is what a page of thousands spends its time on.
type encoder struct {
	of     ogc.Collection
	crs    ogc.CRS
	scale  float64
	prefix [][]byte // `,"name":` of properties
}

func newEncoder(of ogc.Collection, crs ogc.CRS) encoder {
	return encoder{of: of, crs: crs, scale: math.Pow10(crs.Decimals), prefix: prefixes[of.ID]}
}

// prefixes are what stands before properties, by collection.
var prefixes = func() map[string][][]byte {
	out := map[string][][]byte{}
	for _, of := range ogc.Collections {
		for i, p := range of.Properties {
			prefix := append(ogc.AppendText(nil, p.Name), ':')
			if i > 0 {
				prefix = append([]byte{','}, prefix...)
			}
			out[of.ID] = append(out[of.ID], prefix)
		}
	}
	return out
}()

// append writes a row: id, geometry, properties.
func (e *encoder) append(b []byte, row [][]byte) ([]byte, error) {
	b = append(b, `{"type":"Feature","id":`...)
	b = strconv.AppendInt(b, int64(binary.BigEndian.Uint64(row[0])), 10)
	b = append(b, `,"geometry":`...)
	if row[1] == nil {
		b = append(b, "null"...)
	} else {
		var err error
		if b, _, err = e.geometry(b, row[1]); err != nil {
			return b, err
		}
	}
	b = append(b, `,"properties":{`...)
	for i, p := range e.of.Properties {
		b = append(b, e.prefix[i]...)
		b = appendValue(b, p.Kind, row[2+i])
	}
	return append(b, "}}"...), nil
}

func appendValue(b []byte, kind ogc.Kind, raw []byte) []byte {
	if raw == nil {
		return append(b, "null"...)
	}
	switch kind {
	case ogc.Number:
		v := math.Float64frombits(binary.BigEndian.Uint64(raw))
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(b, "null"...) // JSON has no word for it
		}
		if whole := int64(v); float64(whole) == v && whole > -1e15 && whole < 1e15 {
			return strconv.AppendInt(b, whole, 10)
		}
		return strconv.AppendFloat(b, v, 'g', -1, 64)
	case ogc.Integer:
		return strconv.AppendInt(b, int64(binary.BigEndian.Uint64(raw)), 10)
	case ogc.Bool:
		return strconv.AppendBool(b, raw[0] != 0)
	case ogc.Date:
		return appendDate(b, int32(binary.BigEndian.Uint32(raw)))
	}
	return ogc.AppendText(b, raw)
}

// appendDate writes a day, counted from the first of 2000, as PostgreSQL does.
func appendDate(b []byte, day int32) []byte {
	switch day {
	case math.MaxInt32:
		return append(b, `"infinity"`...)
	case math.MinInt32:
		return append(b, `"-infinity"`...)
	}
	b = time.Date(2000, 1, 1+int(day), 0, 0, 0, 0, time.UTC).AppendFormat(append(b, '"'), time.DateOnly)
	return append(b, '"')
}

// errWKB is about bytes that are no geometry.
var errWKB = errors.New("not well-known binary")

// Kinds of geometry by their number in well-known binary.
var wkbNames = [...]string{1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}

// geometry writes little-endian WKB as a GeoJSON geometry and returns what is
// left of it.
func (e *encoder) geometry(b, wkb []byte) (_, rest []byte, err error) {
	kind, rest, err := wkbHead(wkb)
	if err != nil {
		return b, nil, err
	}
	b = append(append(append(b, `{"type":"`...), wkbNames[kind]...), `","coordinates":`...)
	b, rest, err = e.coordinates(b, kind, rest)
	return append(b, '}'), rest, err
}

func wkbHead(wkb []byte) (kind uint32, rest []byte, err error) {
	if len(wkb) < 5 || wkb[0] != 1 {
		return 0, nil, errWKB
	}
	if kind = binary.LittleEndian.Uint32(wkb[1:]); kind == 0 || int(kind) >= len(wkbNames) {
		return 0, nil, errWKB
	}
	return kind, wkb[5:], nil
}

func (e *encoder) coordinates(b []byte, kind uint32, wkb []byte) ([]byte, []byte, error) {
	switch kind {
	case 1:
		return e.position(b, wkb)
	case 2:
		return each(b, wkb, e.position)
	case 3:
		return each(b, wkb, func(b, wkb []byte) ([]byte, []byte, error) { return each(b, wkb, e.position) })
	}
	return each(b, wkb, func(b, wkb []byte) ([]byte, []byte, error) {
		kind, rest, err := wkbHead(wkb)
		if err != nil {
			return b, nil, err
		}
		return e.coordinates(b, kind, rest)
	})
}

// each writes as many parts as a number says, as an array.
func each(b, wkb []byte, one func(b, wkb []byte) ([]byte, []byte, error)) ([]byte, []byte, error) {
	if len(wkb) < 4 {
		return b, nil, errWKB
	}
	n := binary.LittleEndian.Uint32(wkb)
	wkb = wkb[4:]
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, wkb, err = one(b, wkb); err != nil {
			return b, nil, err
		}
	}
	return append(b, ']'), wkb, nil
}

func (e *encoder) position(b, wkb []byte) ([]byte, []byte, error) {
	if len(wkb) < 16 {
		return b, nil, errWKB
	}
	x, y := binary.LittleEndian.Uint64(wkb), binary.LittleEndian.Uint64(wkb[8:])
	if e.crs.Swapped {
		x, y = y, x
	}
	b = e.number(append(b, '['), x)
	b = e.number(append(b, ','), y)
	return append(b, ']'), wkb[16:], nil
}

func (e *encoder) number(b []byte, bits uint64) []byte {
	v := math.Round(math.Float64frombits(bits) * e.scale)
	if math.Abs(v) >= 1<<53 || math.IsNaN(v) {
		return strconv.AppendFloat(b, v/e.scale, 'f', -1, 64)
	}
	return appendFixed(b, int64(v), e.crs.Decimals)
}

// appendFixed writes v parts of a tenth, hundredth or so, as a decimal without
// zeros at its end: much quicker than to find the shortest one of a double.
func appendFixed(b []byte, v int64, decimals int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	for ; decimals > 0 && v%10 == 0; decimals-- {
		v /= 10
	}
	var digits [20]byte
	at := len(digits)
	for ; v > 0 || decimals >= 0; v /= 10 {
		at--
		digits[at] = byte('0' + v%10)
		if decimals--; decimals == 0 {
			at--
			digits[at] = '.'
		}
	}
	return append(b, digits[at:]...)
}
