// Package izmir holds what ships about İzmir province: its industrial zones,
// its district centres and a coarse network of its main roads. All of it was
// written from general knowledge of the province, by hand and unmeasured: the
// zones say how far they may be off, and numbers from the network are marked
// as coarse. Surveyed outlines and OpenStreetMap roads take their place.
package izmir

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

//go:embed zones.geojson
var zonesGeoJSON []byte

//go:embed junctions.csv
var junctionsCSV []byte

//go:embed roads.csv
var roadsCSV []byte

// Version names the state of the coarse network; a change of roads.csv or
// junctions.csv changes it, so that matches are computed anew.
const Version = "izmir-coarse-1"

// Zones returns the industrial zones that ship.
func Zones() ([]geo.Zone, error) {
	all, err := geojson.UnmarshalFeatureCollection(zonesGeoJSON)
	if err != nil {
		return nil, fmt.Errorf("zones.geojson: %w", err)
	}
	return ReadZones(all)
}

// ReadZones reads zones from GeoJSON polygons with the properties code, name,
// name_en, kind, district, manager, gate, accuracy_m and source; a gate that
// is missing is the outline's middle. Every feature that is wrong is named by
// its place in the file.
func ReadZones(all *geojson.FeatureCollection) ([]geo.Zone, error) {
	var errs geo.FieldErrors
	zones := make([]geo.Zone, len(all.Features))
	for i, f := range all.Features {
		z, err := readZone(f)
		if err == nil {
			err = z.Validate()
		}
		var row geo.FieldErrors
		row.Add("zone", err)
		for _, e := range row {
			errs = append(errs, &geo.FieldError{Row: i + 1, Field: e.Field, Code: e.Code, Reason: e.Reason})
		}
		zones[i] = z
	}
	return zones, errs.Err()
}

func readZone(f *geojson.Feature) (geo.Zone, error) {
	text := func(name string) string {
		s, _ := f.Properties[name].(string)
		return s
	}
	z := geo.Zone{Code: text("code"), Name: text("name"), NameEN: text("name_en"), Kind: geo.ZoneKind(text("kind")),
		District: text("district"), Manager: text("manager"), Source: text("source")}
	if accuracy, ok := f.Properties["accuracy_m"].(float64); ok {
		z.Accuracy = geo.Metres(accuracy)
	}
	switch g := f.Geometry.(type) {
	case orb.Polygon:
		z.Outline = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		z.Outline = g
	default:
		return z, geo.Invalid("geometry", "format", "is no polygon")
	}
	z.Gate = z.Outline.Bound().Center()
	if gate, ok := f.Properties["gate"].([]any); ok {
		p, err := position(gate)
		if err != nil {
			return z, err
		}
		z.Gate = p
	}
	return z, nil
}

func position(v []any) (geo.Point, error) {
	if len(v) == 2 {
		lon, lonOK := v[0].(float64)
		lat, latOK := v[1].(float64)
		if lonOK && latOK {
			return geo.Point{lon, lat}, nil
		}
	}
	return geo.Point{}, geo.Invalid("gate", "format", "%v is not [lon, lat]", v)
}

// Junctions returns the places where the coarse network's roads meet, by
// code: district centres, towns and motorway junctions.
func Junctions() (map[string]geo.Point, error) {
	lines, err := csv.NewReader(bytes.NewReader(junctionsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("junctions.csv: %w", err)
	}
	out := make(map[string]geo.Point, len(lines))
	for i, f := range lines[1:] {
		p, err := lonLat(f[2], f[3])
		if err != nil {
			return nil, fmt.Errorf("junctions.csv row %d: %w", i+2, err)
		}
		out[f[0]] = p
	}
	return out, nil
}

func lonLat(lon, lat string) (p geo.Point, err error) {
	if p[0], err = strconv.ParseFloat(lon, 64); err != nil {
		return p, err
	}
	p[1], err = strconv.ParseFloat(lat, 64)
	return p, err
}

// speeds are what a van and a lorry drive on a class, km/h. A lorry's are the
// limits of the Karayolları Trafik Yönetmeliği for lorries (motorway 90,
// divided road 85, other rural road 80) less what towns and hills take.
var speeds = map[road.Class]struct{ van, truck float64 }{
	road.Motorway: {105, 85}, road.Trunk: {85, 72}, road.Primary: {68, 60}, road.Secondary: {58, 50}, road.Tertiary: {42, 38},
}

// Coarse builds the coarse network.
func Coarse(ctx context.Context) (*road.Graph, error) {
	b := road.NewBuilder()
	ids, err := places(b)
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(bytes.NewReader(roadsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("roads.csv: %w", err)
	}
	bends := int64(len(ids) + 1)
	for i, f := range lines[1:] {
		w, err := way(b, ids, &bends, f)
		if err != nil {
			return nil, fmt.Errorf("roads.csv row %d: %w", i+2, err)
		}
		w.ID = int64(i + 1)
		b.AddWay(w)
	}
	return b.Build(ctx, road.BuildOptions{Name: "İzmir kaba ağ / İzmir coarse network", Version: Version, Coarse: true,
		Attribution: "simbiyoz, genel bilgiden çizildi / drawn from general knowledge"})
}

// places adds junctions and the zones' gates to b, and returns their numbers.
func places(b *road.Builder) (map[string]int64, error) {
	junctions, err := Junctions()
	if err != nil {
		return nil, err
	}
	zones, err := Zones()
	if err != nil {
		return nil, err
	}
	for _, z := range zones {
		junctions["zone:"+z.Code] = z.Gate
	}
	ids := make(map[string]int64, len(junctions))
	for code, p := range junctions {
		ids[code] = int64(len(ids) + 1)
		b.AddNode(ids[code], p)
	}
	return ids, nil
}

// way reads one line of roads.csv: from, to, road, class, km, toll, lanes,
// shape.
func way(b *road.Builder, ids map[string]int64, bends *int64, f []string) (road.Way, error) {
	from, to := ids[f[0]], ids[f[1]]
	if from == 0 || to == 0 {
		return road.Way{}, fmt.Errorf("%s or %s: %w", f[0], f[1], geo.ErrNotFound)
	}
	class, ok := road.ClassByName(f[3])
	if !ok {
		return road.Way{}, fmt.Errorf("class %q: %w", f[3], geo.ErrNotFound)
	}
	km, err := strconv.ParseFloat(f[4], 64)
	if err != nil {
		return road.Way{}, err
	}
	w := road.Way{Nodes: []int64{from}, Class: class, Name: f[2], Toll: f[5] == "yes", Metres: km * 1000}
	for bend := range strings.SplitSeq(f[7], ";") {
		if bend == "" {
			continue
		}
		lon, lat, _ := strings.Cut(bend, " ")
		p, err := lonLat(lon, lat)
		if err != nil {
			return w, err
		}
		b.AddNode(*bends, p)
		w.Nodes = append(w.Nodes, *bends)
		*bends++
	}
	w.Nodes = append(w.Nodes, to)
	w.Forward = road.Side{Open: true, Speed: speeds[class].van, TruckSpeed: speeds[class].truck}
	w.Backward = w.Forward
	return w, nil
}
