package izmir

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
)

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
		var wrong geo.FieldErrors
		wrong.Add("zone", err)
		for _, e := range wrong {
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
