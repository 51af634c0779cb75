// Package tile draws vector tiles (Mapbox Vector Tile 2.1): addresses, layers
// in memory, their encoding, and a cache that renders each tile once however
// many ask for it.
package tile

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Deepest is the greatest zoom that has tiles.
const Deepest = 22

// Extent is how many units a tile measures on each side.
const Extent = 4096

// Address names a tile: column X from the west, row Y from the north, of the
// 2^Z by 2^Z that cover the world in Web Mercator (EPSG:3857).
type Address struct {
	Z    uint8
	X, Y uint32
}

// Parse reads an address from its three numbers. The error of a wrong one is a
// *geo.FieldError of "z", "x" or "y".
func Parse(z, x, y string) (Address, error) {
	zoom, err := strconv.ParseUint(z, 10, 8)
	if err != nil || zoom > Deepest {
		return Address{}, geo.Invalid("z", "range", "%q is no zoom from 0 to %d", z, Deepest)
	}
	column, err := number("x", x, zoom)
	if err != nil {
		return Address{}, err
	}
	row, err := number("y", y, zoom)
	return Address{uint8(zoom), column, row}, err
}

func number(field, text string, zoom uint64) (uint32, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n >= 1<<zoom {
		return 0, geo.Invalid(field, "range", "%q is none of the %d at zoom %d", text, uint64(1)<<zoom, zoom)
	}
	return uint32(n), nil
}

// At returns the tile of a zoom that a position lies in.
func At(p orb.Point, zoom uint8) Address {
	x, y := mercator(p)
	n := math.Exp2(float64(zoom))
	index := func(v float64) uint32 { return uint32(max(0, min(n-1, math.Floor(v*n)))) }
	return Address{zoom, index(x), index(y)}
}

// Bound returns what the tile covers, in degrees of WGS 84, widened by so many
// of its units on each side.
func (a Address) Bound(margin float64) orb.Bound {
	size := math.Exp2(-float64(a.Z))
	m := margin / Extent
	x0, x1 := (float64(a.X)-m)*size, (float64(a.X)+1+m)*size
	y0, y1 := (float64(a.Y)-m)*size, (float64(a.Y)+1+m)*size
	return orb.Bound{Min: orb.Point{unmercatorX(x0), unmercatorY(y1)}, Max: orb.Point{unmercatorX(x1), unmercatorY(y0)}}
}

// In returns the tile of a lesser zoom that a lies in.
func (a Address) In(zoom uint8) Address {
	return Address{zoom, a.X >> (a.Z - zoom), a.Y >> (a.Z - zoom)}
}

// steepest is the latitude at which the square world ends.
const steepest = 85.0511287798066

// mercator puts a position into the unit square that zoom 0 covers, from the
// north-west.
func mercator(p orb.Point) (x, y float64) {
	lat := max(-steepest, min(p[1], steepest)) * math.Pi / 180
	return p[0]/360 + 0.5, 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)
}

func unmercatorX(x float64) float64 { return (x - 0.5) * 360 }

func unmercatorY(y float64) float64 {
	return math.Atan(math.Sinh((0.5-y)*2*math.Pi)) * 180 / math.Pi
}

// Unit puts a position into the tile's own units.
func (a Address) Unit(p orb.Point) (x, y int32) {
	return a.units(mercator(p))
}

func (a Address) units(mx, my float64) (x, y int32) {
	n := math.Exp2(float64(a.Z))
	unit := func(v float64, at uint32) int32 { return int32(math.Floor((v*n - float64(at)) * Extent)) }
	return unit(mx, a.X), unit(my, a.Y)
}
