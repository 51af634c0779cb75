// Package ogc says what the exchange shows to machines: its collections,
// what their features are told by, and how they are asked for. It is the words
// of OGC API – Features without its HTTP.
package ogc

import (
	"slices"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/cql"
)

// Kind is the kind of a property's value.
type Kind string

const (
	Text    Kind = "string"
	Number  Kind = "number"
	Integer Kind = "integer"
	Bool    Kind = "boolean"
	Date    Kind = "date"
)

// Property is what a feature is told by.
type Property struct {
	Name   string
	Kind   Kind
	TR, EN string // what it is called
	Unit   string // of a number; empty: none
}

// Shape is the kind of a collection's geometries.
type Shape string

const (
	Point      Shape = "Point"
	MultiPoint Shape = "MultiPoint"
	Line       Shape = "LineString"
	Outline    Shape = "MultiPolygon"
)

// Collection is features of one kind.
type Collection struct {
	ID         string
	Shape      Shape
	TR, EN     string // what it is called
	AboutTR    string
	AboutEN    string
	Properties []Property
	Since      string // property that says from when a feature is; empty: it has no time
	Until      string // property that says until when
}

// Property returns the property of a name.
func (c Collection) Property(name string) (Property, bool) {
	i := slices.IndexFunc(c.Properties, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return Property{}, false
	}
	return c.Properties[i], true
}

// CRS is a coordinate reference system that features are told in.
type CRS struct {
	Code     int    // EPSG; CRS84's is that of WGS 84
	URI      string // as OGC names it
	Swapped  bool   // northing, or latitude, comes first
	Decimals int    // that a centimetre needs
}

// CRSs are the systems that are served. The first is GeoJSON's own; TUREF /
// TM27 and ED50 / UTM 35N are what the region's surveyors use. The order of
// axes is the EPSG register's.
var CRSs = []CRS{
	{4326, "http://www.opengis.net/def/crs/OGC/1.3/CRS84", false, 7},
	{4326, "http://www.opengis.net/def/crs/EPSG/0/4326", true, 7},
	{3857, "http://www.opengis.net/def/crs/EPSG/0/3857", false, 2},
	{5253, "http://www.opengis.net/def/crs/EPSG/0/5253", true, 2},
	{23035, "http://www.opengis.net/def/crs/EPSG/0/23035", false, 2},
}

// ParseCRS returns the system of an OGC address, of "EPSG:n" in brackets or
// not, or of a bare number, which count as the address of EPSG does. An error
// is one of field.
func ParseCRS(field, text string) (CRS, error) {
	if text == "" {
		return CRSs[0], nil
	}
	for _, c := range CRSs {
		code := strconv.Itoa(c.Code)
		short := c != CRSs[0] && slices.Contains([]string{code, "EPSG:" + code, "[EPSG:" + code + "]"}, text)
		if text == c.URI || text == "<"+c.URI+">" || short {
			return c, nil
		}
	}
	return CRS{}, geo.Invalid(field, "unknown", "%q is no reference system that is served", text)
}

// Sort is one key of an order.
type Sort struct {
	Property string
	Falling  bool
}

// Span is a time: from First to Last, either of which may be open.
type Span struct{ First, Last *time.Time }

// Box is a rectangle in a reference system's own order of axes.
type Box struct {
	Min, Max orb.Point
	CRS      CRS
}

// Query asks for features of a collection.
type Query struct {
	Collection string
	IDs        []int64 // no others, where there are any
	Box        *Box
	Time       *Span
	Filter     cql.Expr // nil: all
	Sort       []Sort   // then by id
	CRS        CRS
	Limit      int
	After      string // token of the page before; empty: from the first
}

// Rows are the features of a page. Close must follow.
type Rows interface {
	// Next appends the next feature as GeoJSON to b; it returns nil after the
	// last, or at an error.
	Next(b []byte) []byte
	// After returns the token of the page that follows, empty on the last one.
	After() string
	// Err returns what ended the rows too early.
	Err() error
	Close()
}
