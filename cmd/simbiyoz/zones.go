package main

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/izmir"
)

// loadZones stores the zones that ship.
func (h *house) loadZones(ctx context.Context) error {
	zones, err := izmir.Zones()
	if err != nil {
		return err
	}
	_, err = h.x.SaveZones(ctx, zones)
	return err
}

// readZones reads zones from GeoJSON with the properties that the API's zones
// have. A gate that is missing is the outline's middle.
func readZones(all *geojson.FeatureCollection) ([]geo.Zone, error) {
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
	p := f.Properties
	z := geo.Zone{Code: p.MustString("code", ""), Name: p.MustString("name", ""), NameEN: p.MustString("name_en", p.MustString("name", "")),
		Kind: geo.ZoneKind(p.MustString("kind", "osb")), District: p.MustString("district", ""), Manager: p.MustString("manager", ""),
		Accuracy: geo.Metres(p.MustFloat64("accuracy_m", 0)), Source: p.MustString("source", "")}
	switch g := f.Geometry.(type) {
	case orb.Polygon:
		z.Outline = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		z.Outline = g
	default:
		return z, geo.Invalid("geometry", "format", "is no polygon")
	}
	z.Gate = z.Outline.Bound().Center()
	if gate, ok := p["gate"].([]any); ok && len(gate) == 2 {
		lon, lonOK := gate[0].(float64)
		lat, latOK := gate[1].(float64)
		if !lonOK || !latOK {
			return z, geo.Invalid("gate", "format", "%s is not [lon, lat]", fmt.Sprint(gate...))
		}
		z.Gate = geo.Point{lon, lat}
	}
	return z, nil
}
