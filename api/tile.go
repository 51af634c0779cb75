package api

import (
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/tile"
)

const typeMVT = "application/vnd.mapbox-vector-tile"

// tile answers with a vector tile. Whoever has one asks whether it is still
// good, which costs next to nothing.
func (s *server) tile(c *fiber.Ctx) error {
	at, err := tile.Parse(c.Params("z"), c.Params("x"), c.Params("y"))
	if err != nil {
		return err
	}
	return s.sendTile(c, c.Params("layer"), at)
}

func (s *server) sendTile(c *fiber.Ctx, layer string, at tile.Address) error {
	t, err := s.x.Tile(c.UserContext(), layer, at)
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set(fiber.HeaderETag, t.ETag)
	h.Set(fiber.HeaderVary, "Accept-Encoding, Authorization, Cookie, "+viewAs)
	h.Set(fiber.HeaderCacheControl, "public, no-cache")
	if geo.ViewerOf(c.UserContext()).Eyes().All() {
		h.Set(fiber.HeaderCacheControl, "private, no-cache")
	}
	if has(c.Get(fiber.HeaderIfNoneMatch), t.ETag) {
		c.Status(fiber.StatusNotModified)
		return nil
	}
	if len(t.Gzip) == 0 {
		c.Status(fiber.StatusNoContent)
		return nil
	}
	h.SetContentType(typeMVT)
	if !strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		return sendUnpacked(c, t)
	}
	h.Set(fiber.HeaderContentEncoding, "gzip")
	c.Response().SetBodyRaw(t.Gzip) // which nobody writes to
	return nil
}

// has reports whether an If-None-Match names tag.
func has(list, tag string) bool {
	return list == tag || list == "*" || list != "" && slices.ContainsFunc(strings.Split(list, ","), func(one string) bool {
		return strings.TrimPrefix(strings.TrimSpace(one), "W/") == tag
	})
}

func sendUnpacked(c *fiber.Ctx, t tile.Tile) error {
	r, err := gzip.NewReader(bytes.NewReader(t.Gzip))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return c.Send(body)
}

// tileJSON tells a viewer all about a layer (TileJSON 3.0.0).
type tileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Attribution  string        `json:"attribution"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"`
	VectorLayers []vectorLayer `json:"vector_layers"`
}

type vectorLayer struct {
	ID     string            `json:"id"`
	Fields map[string]string `json:"fields"`
}

// tileDepth is the zoom beyond which viewers enlarge tiles: a unit is 15 cm.
const tileDepth = 16

// tileFields are the attributes of each layer's features.
var tileFields = map[string]map[string]string{
	exchange.CoastLayer: {"kind": "land or coast"},
	exchange.RoadLayer:  {"class": "class of road, as OpenStreetMap names it"},
	exchange.FlowLayer: {"kind": "potential, agreed or evidenced", "origin": "zone's code, empty outside zones", "destination": "zone's code, empty outside zones", "material": "material's code",
		"quantity": "a year; none where it is withheld", "unit": "of the quantity", "firms": "that stand behind it", "withheld": "fewer than three firms stand behind it"},
	atlas.Zones: {"code": "code", "name": "name", "name_en": "English name", "kind": "kind of zone", "district": "district"},
	atlas.Resources: {"role": "source or sink", "group": "group of materials", "t": "tonnes a year", "zone": "zone's id", "name": "zone's name", "site": "site's id", "firm": "firm's id",
		"alike": "resources of the role that are drawn as one in a crowd; of what they do not share, nothing is told",
		"count": "resources, where they are summed up", "sources": "sources, where they are summed up", "sinks": "sinks, where they are summed up"},
	atlas.Firms: {"firm": "firm's id", "name": "firm's name, or zone's where they are summed up", "zone": "zone's id", "t": "tonnes a year, where they are summed up",
		"alike": "sites that are drawn as one in a crowd, the first of them",
		"count": "resources, where they are summed up", "sources": "sources", "sinks": "sinks"},
}

func (s *server) tileJSON(c *fiber.Ctx) error {
	layer := c.Params("layer")
	w, err := s.tileJSONOf(c, layer, c.BaseURL()+"/tiles/"+layer+"/{z}/{x}/{y}.mvt")
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	return c.JSON(w)
}

func (s *server) tileJSONOf(c *fiber.Ctx, layer, address string) (tileJSON, error) {
	fields, known := tileFields[layer]
	if !known {
		return tileJSON{}, geo.ErrNotFound
	}
	b, err := s.x.Extent(c.UserContext(), atlas.Zones)
	b = b.Pad(1)
	return tileJSON{
		TileJSON: "3.0.0", Name: layer, Attribution: s.x.Network().Attribution, Scheme: "xyz", Tiles: []string{address},
		MaxZoom: tileDepth, Bounds: [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}, VectorLayers: []vectorLayer{{layer, fields}},
	}, err
}
