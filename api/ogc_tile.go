package api

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/ogc"
	"simbiyoz/geo/tile"
)

// OGC API – Tiles (OGC 20-057): collections that are drawn, as vector tiles.

const (
	mercatorQuad = "WebMercatorQuad"
	quadURI      = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
	mercatorCRS  = "http://www.opengis.net/def/crs/EPSG/0/3857"
	relTilesets  = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relSchemes   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relScheme    = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	typeTileJSON = "application/vnd.mapbox.tilejson+json"
	typeStyle    = "application/vnd.mapbox.style+json"
	quadEdge     = 20037508.3427892 // metres from the middle of the world to its edge
	quadSize     = 256              // pixels of a tile, as the scheme counts them
	pixel        = 0.00028          // metres, by which scales are told
)

func (s *server) ogcTileRoutes(r fiber.Router) {
	r.Get("/style", s.ogcStyle)
	r.Get("/tileMatrixSets", s.ogcSchemes)
	r.Get("/tileMatrixSets/:scheme", s.ogcScheme)
	r.Get("/collections/:collection/tiles", s.ogcTilesets)
	r.Get("/collections/:collection/tiles/:scheme", s.ogcTileset)
	r.Get("/collections/:collection/tiles/:scheme/:z/:y/:x", s.ogcTile)
}

// drawnOf returns the collection of the address if there are tiles of it.
func drawnOf(c *fiber.Ctx) (ogc.Collection, error) {
	of, err := collectionOf(c)
	if err == nil && !drawn(of.ID) {
		err = geo.ErrNotFound
	}
	if scheme := c.Params("scheme"); err == nil && scheme != "" && scheme != mercatorQuad {
		err = geo.ErrNotFound
	}
	return of, err
}

func drawn(collection string) bool { return slices.Contains(exchange.TileLayers, collection) }

// ogcTile answers with a tile: row before column, as the standard has it.
func (s *server) ogcTile(c *fiber.Ctx) error {
	of, err := drawnOf(c)
	if err != nil {
		return err
	}
	if f := c.Query("f"); f != "" && f != "mvt" {
		return geo.Invalid("f", "unknown", "%q is not mvt", f)
	}
	at, err := tile.Parse(c.Params("z"), c.Params("x"), c.Params("y"))
	if err != nil {
		return err
	}
	return s.sendTile(c, of.ID, at)
}

type tilesetWire struct {
	Title     string           `json:"title"`
	DataType  string           `json:"dataType"`
	CRS       string           `json:"crs"`
	SchemeURI string           `json:"tileMatrixSetURI"`
	SchemeID  string           `json:"tileMatrixSetId,omitempty"`
	Limits    []tileLimits     `json:"tileMatrixSetLimits,omitempty"`
	Layers    []tileLayerWire  `json:"layers,omitempty"`
	Box       *tileBoundingBox `json:"boundingBox,omitempty"`
	Links     []templatedLink  `json:"links"`
}

// templatedLink is a link whose address may have holes to be filled.
type templatedLink struct {
	link
	Templated bool `json:"templated,omitempty"`
}

type tileLimits struct {
	Matrix string `json:"tileMatrix"`
	MinRow uint32 `json:"minTileRow"`
	MaxRow uint32 `json:"maxTileRow"`
	MinCol uint32 `json:"minTileCol"`
	MaxCol uint32 `json:"maxTileCol"`
}

type tileLayerWire struct {
	ID         string    `json:"id"`
	DataType   string    `json:"dataType"`
	Properties fiber.Map `json:"propertiesSchema"`
}

type tileBoundingBox struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

func tilesetOf(c *fiber.Ctx, of ogc.Collection) tilesetWire {
	base := ogcBase(c)
	at := base + "/collections/" + of.ID + "/tiles/" + mercatorQuad
	return tilesetWire{Title: of.TR + " · " + of.EN, DataType: "vector", CRS: mercatorCRS, SchemeURI: quadURI, SchemeID: mercatorQuad, Links: []templatedLink{
		{link{at, "self", typeJSON, of.EN}, false},
		{link{at + "?f=tilejson", "describedby", typeTileJSON, "TileJSON"}, false},
		{link{base + "/tileMatrixSets/" + mercatorQuad, relScheme, typeJSON, mercatorQuad}, false},
		{link{at + "/{tileMatrix}/{tileRow}/{tileCol}", "item", typeMVT, "MVT"}, true},
		{link{base + "/collections/" + of.ID, "http://www.opengis.net/def/rel/ogc/1.0/geodata", typeJSON, of.EN}, false},
	}}
}

func (s *server) ogcTilesets(c *fiber.Ctx) error {
	of, err := drawnOf(c)
	if err != nil {
		return err
	}
	self := link{ogcBase(c) + "/collections/" + of.ID + "/tiles", "self", typeJSON, of.EN}
	return c.JSON(fiber.Map{"links": []link{self}, "tilesets": []tilesetWire{tilesetOf(c, of)}})
}

func (s *server) ogcTileset(c *fiber.Ctx) error {
	of, err := drawnOf(c)
	if err != nil {
		return err
	}
	at := ogcBase(c) + "/collections/" + of.ID + "/tiles/" + mercatorQuad
	switch f := c.Query("f"); f {
	case "", "json":
	case "tilejson":
		w, err := s.tileJSONOf(c, of.ID, at+"/{z}/{y}/{x}")
		if err != nil {
			return err
		}
		defer c.Set(fiber.HeaderContentType, typeTileJSON)
		return c.JSON(w)
	default:
		return geo.Invalid("f", "unknown", "%q is neither json nor tilejson", f)
	}
	b, err := s.x.Extent(c.UserContext(), of.ID)
	if err != nil {
		return err
	}
	w := tilesetOf(c, of)
	w.Box = &tileBoundingBox{b.Min, b.Max, ogc.CRSs[0].URI}
	properties := fiber.Map{}
	for name, about := range tileFields[of.ID] {
		properties[name] = fiber.Map{"title": about}
	}
	w.Layers = []tileLayerWire{{of.ID, "vector", fiber.Map{"type": "object", "properties": properties}}}
	for z := range uint8(tile.Deepest + 1) {
		first, last := tile.At(geo.Point{b.Min[0], b.Max[1]}, z), tile.At(geo.Point{b.Max[0], b.Min[1]}, z)
		w.Limits = append(w.Limits, tileLimits{strconv.Itoa(int(z)), first.Y, last.Y, first.X, last.X})
	}
	return c.JSON(w)
}

func (s *server) ogcSchemes(c *fiber.Ctx) error {
	at := ogcBase(c) + "/tileMatrixSets"
	return c.JSON(fiber.Map{"links": []link{{at, "self", typeJSON, "Tile matrix sets"}}, "tileMatrixSets": []fiber.Map{{
		"id": mercatorQuad, "title": "Google Maps Compatible for the World", "uri": quadURI, "crs": mercatorCRS,
		"links": []link{{at + "/" + mercatorQuad, "self", typeJSON, mercatorQuad}},
	}}})
}

type tileMatrix struct {
	ID     string     `json:"id"`
	Scale  float64    `json:"scaleDenominator"`
	Cell   float64    `json:"cellSize"`
	Corner string     `json:"cornerOfOrigin"`
	Origin [2]float64 `json:"pointOfOrigin"`
	Width  int        `json:"tileWidth"`
	Height int        `json:"tileHeight"`
	Cols   int        `json:"matrixWidth"`
	Rows   int        `json:"matrixHeight"`
}

func (s *server) ogcScheme(c *fiber.Ctx) error {
	if c.Params("scheme") != mercatorQuad {
		return geo.ErrNotFound
	}
	var matrices []tileMatrix
	for z := range tile.Deepest + 1 {
		n := 1 << z
		cell := 2 * quadEdge / quadSize / float64(n)
		matrices = append(matrices, tileMatrix{strconv.Itoa(z), cell / pixel, cell, "topLeft", [2]float64{-quadEdge, quadEdge}, quadSize, quadSize, n, n})
	}
	return c.JSON(fiber.Map{
		"id": mercatorQuad, "title": "Google Maps Compatible for the World", "uri": quadURI, "crs": mercatorCRS,
		"orderedAxes": []string{"X", "Y"}, "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
		"tileMatrices": matrices,
	})
}

// ogcStyle is the map as viewers of MapLibre's styles open it from this one
// address. It has no words: they would need fonts to be served as glyphs.
func (s *server) ogcStyle(c *fiber.Ctx) error {
	b, err := s.x.Extent(c.UserContext(), "zones")
	if err != nil {
		return err
	}
	sources := fiber.Map{}
	for _, layer := range exchange.TileLayers {
		sources[layer] = fiber.Map{"type": "vector", "url": c.BaseURL() + "/tiles/" + layer + ".json"}
	}
	zoom := math.Max(0, math.Floor(math.Log2(360/math.Max(1e-6, b.Max[0]-b.Min[0]))))
	defer c.Set(fiber.HeaderContentType, typeStyle)
	return c.JSON(fiber.Map{"version": 8, "name": "simbiyoz", "sources": sources, "layers": styleLayers,
		"center": b.Center(), "zoom": zoom, "metadata": fiber.Map{"source": fmt.Sprintf("%s/", ogcBase(c))}})
}

// styleLayers draw each layer of tiles: firms as bubbles where they are summed
// up, sources as dots and sinks as rings where they are not.
var styleLayers = []fiber.Map{
	{"id": "sea", "type": "background", "paint": fiber.Map{"background-color": "#cfe3ee"}},
	{"id": "land", "type": "fill", "source": "coast", "source-layer": "coast", "filter": []any{"==", "kind", "land"}, "paint": fiber.Map{"fill-color": "#f7f5f0"}},
	{"id": "coast", "type": "line", "source": "coast", "source-layer": "coast", "filter": []any{"==", "kind", "coast"}, "paint": fiber.Map{"line-color": "#8fb3c7", "line-width": 0.8}},
	{"id": "roads", "type": "line", "source": "roads", "source-layer": "roads", "paint": fiber.Map{"line-color": "#b9a88a", "line-width": 1}},
	{"id": "zones", "type": "fill", "source": "zones", "source-layer": "zones", "paint": fiber.Map{"fill-color": "#54606b", "fill-opacity": 0.15, "fill-outline-color": "#54606b"}},
	{"id": "flows", "type": "line", "source": "flows", "source-layer": "flows", "filter": []any{"all", []any{"==", "kind", "potential"}, []any{"==", "unit", "t"}}, "layout": fiber.Map{"line-cap": "round"},
		"paint": fiber.Map{"line-color": "#a4562b", "line-opacity": 0.3, "line-width": []any{"interpolate", []any{"linear"}, []any{"sqrt", []any{"coalesce", []any{"get", "quantity"}, 0}}, 0, 0.5, 100, 4, 1000, 12}}},
	{"id": "sums", "type": "circle", "source": "firms", "source-layer": "firms", "filter": []any{"has", "count"},
		"paint": fiber.Map{"circle-color": "#0b6b4d", "circle-opacity": 0.85, "circle-radius": []any{"interpolate", []any{"linear"}, []any{"sqrt", []any{"get", "count"}}, 1, 6, 10, 20, 1000, 36}}},
	{"id": "sinks", "type": "circle", "source": "firms", "source-layer": "firms", "filter": []any{"all", []any{"!has", "count"}, []any{">", "sinks", 0}},
		"paint": fiber.Map{"circle-color": "#ffffff", "circle-radius": 7, "circle-stroke-color": "#7a2bbf", "circle-stroke-width": 3}},
	{"id": "sources", "type": "circle", "source": "firms", "source-layer": "firms", "filter": []any{"all", []any{"!has", "count"}, []any{">", "sources", 0}},
		"paint": fiber.Map{"circle-color": "#0b6b4d", "circle-radius": 5}},
	{"id": "resources", "type": "circle", "source": "resources", "source-layer": "resources", "minzoom": 14, "filter": []any{"!has", "count"},
		"paint": fiber.Map{"circle-color": "#e0a100", "circle-radius": 2}},
}
