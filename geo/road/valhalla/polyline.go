package valhalla

import (
	"errors"

	"simbiyoz/geo"
)

var errShape = errors.New("a shape that is none")

// decode reads a line in Google's polyline encoding with six decimals.
func decode(shape string) ([]geo.Point, error) {
	var line []geo.Point
	var at [2]int64 // latitude, longitude, 1e-6 degrees
	for i := 0; i < len(shape); {
		for axis := range at {
			var value uint64
			for shift := 0; ; shift += 5 {
				if i == len(shape) || shift > 35 || shape[i] < 63 {
					return nil, errShape
				}
				bits := uint64(shape[i] - 63)
				i++
				value |= (bits & 31) << shift
				if bits < 32 {
					break
				}
			}
			step := int64(value >> 1)
			if value&1 == 1 {
				step = ^step
			}
			at[axis] += step
		}
		line = append(line, geo.Point{float64(at[1]) / 1e6, float64(at[0]) / 1e6})
	}
	return line, nil
}
