package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/ogc"
)

// featureBody is a feature as it is written, or what a patch says of one.
type featureBody struct {
	Type       string                     `json:"type"`
	Geometry   json.RawMessage            `json:"geometry"`
	Properties map[string]json.RawMessage `json:"properties"`
}

// readFeature reads the body; whole asks for all that a feature has.
func readFeature(c *fiber.Ctx, whole bool) (featureBody, error) {
	var f featureBody
	if err := json.Unmarshal(c.Body(), &f); err != nil {
		return f, geo.Invalid("body", "format", "is no GeoJSON: %s", err)
	}
	if (whole || f.Type != "") && f.Type != "Feature" {
		return f, geo.Invalid("type", "unknown", "%q is no Feature", f.Type)
	}
	if whole && f.Properties == nil {
		return f, geo.Invalid("properties", "required", "are missing")
	}
	return f, nil
}

// places reads the points of a geometry, a Point or MultiPoint in the system
// that Content-Crs names, in WGS 84. It returns nil where there is none.
func (s *server) placesOf(c *fiber.Ctx, f featureBody) ([]geo.Point, error) {
	if len(f.Geometry) == 0 || bytes.Equal(f.Geometry, []byte("null")) {
		return nil, nil
	}
	crs, err := ogc.ParseCRS("Content-Crs", c.Get("Content-Crs"))
	if err != nil {
		return nil, err
	}
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	var places []geo.Point
	if err = json.Unmarshal(f.Geometry, &g); err == nil {
		switch g.Type {
		case "Point":
			places = make([]geo.Point, 1)
			err = json.Unmarshal(g.Coordinates, &places[0])
		case "MultiPoint":
			err = json.Unmarshal(g.Coordinates, &places)
		default:
			return nil, geo.Invalid("geometry", "type", "%q is neither Point nor MultiPoint", g.Type)
		}
	}
	if err != nil {
		return nil, geo.Invalid("geometry", "format", "%s", err)
	}
	if crs.Swapped {
		for i, p := range places {
			places[i] = geo.Point{p[1], p[0]}
		}
	}
	if crs.Code != ogc.CRSs[0].Code {
		if places, err = s.x.Degrees(c.UserContext(), crs.Code, places); err != nil {
			return nil, geo.Invalid("geometry", "range", "is no place in %s", crs.URI)
		}
	}
	for _, p := range places {
		if !geo.ValidPoint(p) {
			return nil, geo.Invalid("geometry", "range", "%v is no position", p)
		}
	}
	return places, nil
}

// setter writes a property into what T is made of.
type setter[T any] func(*T, json.RawMessage) error

// into is the setter of a field; null is its zero value.
func into[T, V any](at func(*T) *V) setter[T] {
	return func(t *T, raw json.RawMessage) error {
		var v V
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
		*at(t) = v
		return nil
	}
}

func intoDate(at func(*geo.Resource) *time.Time) setter[geo.Resource] {
	return func(r *geo.Resource, raw json.RawMessage) (err error) {
		var text *string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		*at(r) = time.Time{}
		if text != nil {
			*at(r), err = time.Parse(time.DateOnly, *text)
		}
		return err
	}
}

// resourceSetters are the properties of resources that can be written. ref and
// site_id are no properties that are read.
var resourceSetters = map[string]setter[geo.Resource]{
	"ref":          into(func(r *geo.Resource) *string { return &r.Ref }),
	"site_id":      into(func(r *geo.Resource) *int64 { return &r.SiteID }),
	"firm_id":      into(func(r *geo.Resource) *int64 { return &r.FirmID }),
	"role":         into(func(r *geo.Resource) *geo.Role { return &r.Role }),
	"title":        into(func(r *geo.Resource) *string { return &r.Title }),
	"category":     into(func(r *geo.Resource) *geo.Category { return &r.Category }),
	"material":     into(func(r *geo.Resource) *string { return &r.Material }),
	"quantity":     into(func(r *geo.Resource) **float64 { return &r.Quantity }),
	"unit":         into(func(r *geo.Resource) *geo.Unit { return &r.Unit }),
	"every":        into(func(r *geo.Resource) *geo.Interval { return &r.Interval }),
	"form":         into(func(r *geo.Resource) *geo.Form { return &r.Form }),
	"legal":        into(func(r *geo.Resource) *geo.LegalStatus { return &r.Legal }),
	"visibility":   into(func(r *geo.Resource) *geo.Visibility { return &r.Visibility }),
	"named":        into(func(r *geo.Resource) *[]int64 { return &r.Named }),
	"price_try_t":  into(func(r *geo.Resource) **float64 { return &r.Price }),
	"from_on":      intoDate(func(r *geo.Resource) *time.Time { return &r.From }),
	"until_on":     intoDate(func(r *geo.Resource) *time.Time { return &r.Until }),
	"confirmed_on": intoDate(func(r *geo.Resource) *time.Time { return &r.Confirmed }),
}

var firmSetters = map[string]setter[geo.Firm]{
	"ref":  into(func(f *geo.Firm) *string { return &f.Ref }),
	"name": into(func(f *geo.Firm) *string { return &f.Name }),
	"nace": into(func(f *geo.Firm) *string { return &f.NACE }),
	"demo": into(func(f *geo.Firm) *bool { return &f.Demo }),
}

// kept are properties that a replacement leaves as they were where it does not
// name them: they are no properties that are read, name what it belongs to, or
// say who may see it, whom nobody lets in by leaving that out.
var kept = []string{"ref", "site_id", "firm_id", "visibility", "named"}

// set writes f's properties into t. A whole feature's properties that it does
// not name become unknown; those that follow from others are left alone.
func set[T any](t *T, f featureBody, of ogc.Collection, setters map[string]setter[T], whole bool) error {
	var errs geo.FieldErrors
	for name, raw := range f.Properties {
		do, writable := setters[name]
		if _, known := of.Property(name); !writable && !known {
			errs.Add(name, geo.Invalid(name, "unknown", "is no property of %s", of.ID))
		} else if writable {
			if err := do(t, raw); err != nil {
				errs.Add(name, geo.Invalid(name, "format", "%s", strings.TrimPrefix(err.Error(), "json: ")))
			}
		}
	}
	for name, do := range setters {
		if _, named := f.Properties[name]; whole && !named && !slices.Contains(kept, name) {
			errs.Add(name, do(t, []byte("null")))
		}
	}
	return errs.Err()
}

// usual fills in what a first posting most likely has.
func usual(r *geo.Resource) {
	r.Category, r.Unit, r.Interval = or(r.Category, geo.CategoryMaterial), or(r.Unit, geo.UnitTonne), or(r.Interval, geo.Yearly)
	r.Legal, r.Provenance, r.Visibility = or(r.Legal, geo.LegalWaste), or(r.Provenance, geo.Declared), or(r.Visibility, geo.VisiblePublic)
	if r.Season == 0 {
		r.Season = geo.AllYear
	}
}
