// Package izmir holds what ships about İzmir province: its industrial zones,
// its district centres and a coarse network of its main roads. All of it was
// put down by hand and is unsurveyed: zones and places say how far they may be
// off, and every number from the network is marked as coarse. Surveyed
// outlines and OpenStreetMap roads take their place.
package izmir

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"

	"simbiyoz/geo"
)

//go:embed zones.geojson
var zonesGeoJSON []byte

//go:embed districts.csv
var districtsCSV []byte

//go:embed junctions.csv
var junctionsCSV []byte

//go:embed roads.csv
var roadsCSV []byte

// row is a line of a table, by the names in its head.
type row map[string]string

// rows reads a table with a head.
func rows(name string, table []byte) ([]row, error) {
	lines, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out := make([]row, len(lines)-1)
	for i, line := range lines[1:] {
		out[i] = row{}
		for j, field := range line {
			out[i][lines[0][j]] = field
		}
	}
	return out, nil
}

// number reads a field of r; an empty one is an error.
func (r row) number(field string) (float64, error) {
	v, err := strconv.ParseFloat(r[field], 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", field, err)
	}
	return v, nil
}

// point reads the fields lon and lat.
func (r row) point() (p geo.Point, err error) {
	if p[0], err = r.number("lon"); err != nil {
		return p, err
	}
	p[1], err = r.number("lat")
	return p, err
}
