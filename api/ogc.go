package api

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/ogc"
)

// OGC API – Features (OGC 17-069r4, 18-058r1, 19-079r2): the collections as
// QGIS, GDAL and portals read them.

// link is one of a resource's links.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeSchema  = "application/schema+json"
	typeOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
)

// conformance are the classes that are fulfilled; each has a test.
var conformance = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
	"http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
	"http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
}

func (s *server) ogcRoutes(r fiber.Router) {
	r.Get("/", s.ogcLanding)
	r.Get("/api", s.ogcAPI)
	r.Get("/conformance", s.ogcConformance)
	r.Get("/collections", s.ogcCollections)
	r.Get("/collections/:collection", s.ogcCollection)
	r.Get("/collections/:collection/queryables", s.ogcQueryables)
	r.Get("/collections/:collection/items", s.ogcItems)
	r.Post("/collections/:collection/items", s.writer, s.once, s.ogcIngest)
	r.Get("/collections/:collection/items/:feature", s.ogcItem)
	r.Options("/collections/:collection/items", s.ogcOptions)
	r.Options("/collections/:collection/items/:feature", s.ogcOptions)
	for _, method := range []string{fiber.MethodPut, fiber.MethodPatch, fiber.MethodDelete} {
		r.Add(method, "/collections/:collection/items/:feature", s.writer, s.once, s.ogcWrite)
	}
	s.ogcTileRoutes(r)
	r.Use(func(c *fiber.Ctx) error { return fiber.ErrNotFound })
}

// ogcBase is the address below which all of it lies.
func ogcBase(c *fiber.Ctx) string { return c.BaseURL() + "/ogc" }

// format returns "json" or "html", as ?f or the Accept header ask for.
func format(c *fiber.Ctx) (string, error) {
	switch f := c.Query("f"); f {
	case "json", "html":
		return f, nil
	case "":
		if c.Accepts(typeJSON, typeGeoJSON, fiber.MIMETextHTML) == fiber.MIMETextHTML {
			return "html", nil
		}
		return "json", nil
	default:
		return "", geo.Invalid("f", "unknown", "%q is neither json nor html", f)
	}
}

// both links a page to itself and to its other representation.
func both(c *fiber.Ctx, path, media string) []link {
	href := ogcBase(c) + path
	return []link{{href + "?f=json", "self", media, "JSON"}, {href + "?f=html", "alternate", "text/html", "HTML"}}
}

// show answers with v as JSON, or as a page of a template.
func (s *server) show(c *fiber.Ctx, template, media string, v any) error {
	if err := onlyKnown(c, "f"); err != nil {
		return err
	}
	f, err := format(c)
	if err != nil {
		return err
	}
	if f == "html" {
		return page(c, template, v)
	}
	if err := c.JSON(v); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, media)
	return nil
}

// onlyKnown refuses parameters that mean nothing here, as the standard asks.
func onlyKnown(c *fiber.Ctx, known ...string) error {
	var errs geo.FieldErrors
	c.Context().QueryArgs().VisitAll(func(key, _ []byte) {
		for _, k := range known {
			if string(key) == k {
				return
			}
		}
		errs.Add(string(key), geo.Invalid(string(key), "unknown", "is no parameter here"))
	})
	return errs.Err()
}

type landingWire struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Links       []link `json:"links"`
}

func (s *server) ogcLanding(c *fiber.Ctx) error {
	base := ogcBase(c)
	return s.show(c, "landing", typeJSON, landingWire{
		Title: "simbiyoz", Description: "Bölgelerin, firmaların, kaynakların, eşleşmelerin ve akışların verisi · Zones, firms, resources, matches and flows as data",
		Links: append(both(c, "/", typeJSON),
			link{base + "/api", "service-desc", typeOpenAPI, "OpenAPI 3.0"},
			link{base + "/conformance", "conformance", typeJSON, "Uygunluk sınıfları · Conformance classes"},
			link{base + "/collections", "data", typeJSON, "Koleksiyonlar · Collections"},
			link{base + "/tileMatrixSets", relSchemes, typeJSON, "Karo şemaları · Tile matrix sets"},
			link{base + "/style", "stylesheet", typeStyle, "Harita · Map"}),
	})
}

func (s *server) ogcConformance(c *fiber.Ctx) error {
	return s.show(c, "conformance", typeJSON, fiber.Map{"conformsTo": conformance})
}

type collectionsWire struct {
	Links       []link           `json:"links"`
	Collections []collectionWire `json:"collections"`
	CRS         []string         `json:"crs"`
}

type collectionWire struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Extent      extentWire `json:"extent"`
	ItemType    string     `json:"itemType"`
	CRS         []string   `json:"crs"`
	StorageCRS  string     `json:"storageCrs"`
	Links       []link     `json:"links"`
}

type extentWire struct {
	Spatial struct {
		BBox [][4]float64 `json:"bbox"`
		CRS  string       `json:"crs"`
	} `json:"spatial"`
}

func crsNames() []string {
	out := make([]string, len(ogc.CRSs))
	for i, c := range ogc.CRSs {
		out[i] = c.URI
	}
	return out
}

func (s *server) ogcCollections(c *fiber.Ctx) error {
	w := collectionsWire{Links: both(c, "/collections", typeJSON), CRS: crsNames()}
	for _, of := range ogc.Collections {
		one, err := s.collectionWire(c, of)
		if err != nil {
			return err
		}
		one.CRS = []string{"#/crs"}
		w.Collections = append(w.Collections, one)
	}
	return s.show(c, "collections", typeJSON, w)
}

func (s *server) collectionWire(c *fiber.Ctx, of ogc.Collection) (collectionWire, error) {
	path := "/collections/" + of.ID
	w := collectionWire{ID: of.ID, Title: of.TR + " · " + of.EN, Description: of.AboutTR + " · " + of.AboutEN,
		ItemType: "feature", CRS: crsNames(), StorageCRS: ogc.CRSs[0].URI}
	b, err := s.x.Extent(c.UserContext(), of.ID)
	if err != nil {
		return w, err
	}
	w.Extent.Spatial.BBox = [][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}
	w.Extent.Spatial.CRS = ogc.CRSs[0].URI
	base := ogcBase(c) + path
	w.Links = append(both(c, path, typeJSON),
		link{base + "/items?f=json", "items", typeGeoJSON, of.TR + " · " + of.EN},
		link{base + "/items?f=html", "items", "text/html", of.TR + " · " + of.EN},
		link{base + "/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", typeSchema, "Sorgulanabilenler · Queryables"})
	if drawn(of.ID) {
		w.Links = append(w.Links, link{base + "/tiles", relTilesets, typeJSON, "Karolar · Vector tiles"})
	}
	return w, nil
}

// collectionOf returns the collection of the address, or geo.ErrNotFound.
func collectionOf(c *fiber.Ctx) (ogc.Collection, error) {
	of, known := ogc.ByID(c.Params("collection"))
	if !known {
		return of, geo.ErrNotFound
	}
	return of, nil
}

func (s *server) ogcCollection(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	w, err := s.collectionWire(c, of)
	if err != nil {
		return err
	}
	return s.show(c, "collection", typeJSON, w)
}

func (s *server) ogcQueryables(c *fiber.Ctx) error {
	of, err := collectionOf(c)
	if err != nil {
		return err
	}
	properties := map[string]any{"geometry": fiber.Map{"$ref": "https://geojson.org/schema/" + string(of.Shape) + ".json", "title": "geometri · geometry"}}
	for _, p := range of.Properties {
		properties[p.Name] = schemaOf(p)
	}
	return s.show(c, "queryables", typeSchema, fiber.Map{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ogcBase(c) + "/collections/" + of.ID + "/queryables",
		"type": "object", "title": of.TR + " · " + of.EN, "properties": properties, "additionalProperties": false,
	})
}

// schemaOf tells a property as JSON Schema does.
func schemaOf(p ogc.Property) fiber.Map {
	m := fiber.Map{"title": p.TR + " · " + p.EN, "type": string(p.Kind)}
	if p.Kind == ogc.Date {
		m["type"], m["format"] = "string", "date"
	}
	if p.Unit != "" {
		m["title"] = m["title"].(string) + ", " + strings.TrimSpace(p.Unit)
	}
	return m
}
