// Package geo is the language of simbiyoz: firms, sites, zones, resources,
// matches and hauls, their units and their errors. It does no I/O and knows
// neither SQL nor HTTP.
package geo

import (
	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

// Point is a position, longitude first, in degrees of WGS 84 (EPSG:4326).
type Point = orb.Point

// ValidPoint reports whether p is a position on Earth: finite, longitude in
// [-180, 180], latitude in [-90, 90].
func ValidPoint(p Point) bool {
	return p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90
}

// Crow returns the great-circle distance between a and b: no road is shorter.
func Crow(a, b Point) Metres { return Metres(orbgeo.DistanceHaversine(a, b)) }

// Area returns what mp covers on the ground, holes left out, in m².
func Area(mp orb.MultiPolygon) float64 { return orbgeo.Area(mp) }

// Line returns points as a line. Of a way from a place to itself that is the
// place twice: one position makes no line.
func Line(points []Point) orb.LineString {
	if len(points) == 1 {
		return orb.LineString{points[0], points[0]}
	}
	return orb.LineString(points)
}
