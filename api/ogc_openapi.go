package api

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/ogc"
)

// ogcAPI describes the features' routes as OpenAPI 3.0, from the collections
// themselves. QGIS and GDAL ask for it.
func (s *server) ogcAPI(c *fiber.Ctx) error {
	paths := fiber.Map{
		"/":            operation("landing", "Landing page", nil, typeJSON),
		"/conformance": operation("conformance", "Conformance classes", nil, typeJSON),
		"/collections": operation("collections", "Collections", nil, typeJSON),
	}
	for _, of := range ogc.Collections {
		path := "/collections/" + of.ID
		paths[path] = operation("describe-"+of.ID, of.EN, nil, typeJSON)
		paths[path+"/queryables"] = operation("queryables-"+of.ID, "What "+of.ID+" are filtered by", nil, typeSchema)
		paths[path+"/items"] = operation("items-"+of.ID, of.AboutEN, itemsParameters(of), typeGeoJSON)
		paths[path+"/items/{feature}"] = operation("item-"+of.ID, "One of "+of.ID, []fiber.Map{
			{"name": "feature", "in": "path", "required": true, "schema": fiber.Map{"type": "integer", "format": "int64"}},
			parameter("crs", fiber.Map{"type": "string", "enum": crsNames()}),
		}, typeGeoJSON)
	}
	for _, id := range ingested {
		paths["/collections/"+id+"/items"].(fiber.Map)["post"] = ingestOperation(id)
		item := paths["/collections/"+id+"/items/{feature}"].(fiber.Map)
		for method := range writable[id] {
			item[strings.ToLower(method)] = writeOperation(id, method)
		}
	}
	if err := onlyKnown(c, "f"); err != nil {
		return err
	}
	err := c.JSON(fiber.Map{
		"openapi": "3.0.3",
		"info": fiber.Map{"title": "simbiyoz · OGC API – Features", "version": "1", "description": "Zones, firms, sites, resources, matches and flows.",
			"license": fiber.Map{"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}},
		"servers": []fiber.Map{{"url": ogcBase(c)}},
		"paths":   paths,
		"components": fiber.Map{"securitySchemes": fiber.Map{"token": fiber.Map{"type": "http", "scheme": "bearer"}},
			// QGIS and GDAL look here for how long a page may be
			"parameters": fiber.Map{"limit": parameter("limit", fiber.Map{"type": "integer", "minimum": 1, "maximum": ogcMost, "default": ogcLimit})}},
	})
	c.Set(fiber.HeaderContentType, typeOpenAPI)
	return err
}

func operation(id, summary string, parameters []fiber.Map, media string) fiber.Map {
	parameters = append(parameters, parameter("f", fiber.Map{"type": "string", "enum": []string{"json", "html"}}))
	problem := func(text string) fiber.Map {
		return fiber.Map{"description": text, "content": fiber.Map{"application/problem+json": fiber.Map{"schema": fiber.Map{"type": "object"}}}}
	}
	return fiber.Map{"get": fiber.Map{
		"operationId": id, "summary": summary, "parameters": parameters, "security": []fiber.Map{},
		"responses": fiber.Map{
			"200": fiber.Map{"description": summary, "content": fiber.Map{
				media: fiber.Map{"schema": fiber.Map{"type": "object"}}, "text/html": fiber.Map{"schema": fiber.Map{"type": "string"}}}},
			"400": problem("A parameter is wrong"), "404": problem("There is no such thing"),
		},
	}}
}

// ingestOperation tells of tables: they have the columns of an import.
func ingestOperation(id string) fiber.Map {
	content := fiber.Map{}
	for media := range ingestible {
		content[media] = fiber.Map{"schema": fiber.Map{"type": "string"}}
	}
	content[typeGeoJSON] = fiber.Map{"schema": fiber.Map{"type": "object", "description": "a Feature, which is created, or a FeatureCollection"}}
	answer := func(text, media string) fiber.Map {
		return fiber.Map{"description": text, "content": fiber.Map{media: fiber.Map{"schema": fiber.Map{"type": "object"}}}}
	}
	return fiber.Map{
		"operationId": "ingest-" + id, "summary": "Creates one of " + id + ", or inserts or updates many by ref, all or nothing", "security": []fiber.Map{{"token": []string{}}, {}},
		"parameters":  []fiber.Map{parameter("on_error", fiber.Map{"type": "string", "enum": []string{"stop", "skip"}, "default": "stop"})},
		"requestBody": fiber.Map{"required": true, "content": content},
		"responses": fiber.Map{
			"200": answer("How many rows were inserted, updated and unchanged, and what was wrong with those left out", typeJSON),
			"201": answer("The feature that was created; Location names it", typeGeoJSON),
			"400": answer("Every row and field that is wrong; nothing was stored", "application/problem+json"),
			"415": answer("The body is no table", "application/problem+json"),
		},
	}
}

// writeOperation tells of a change to one feature.
func writeOperation(id, method string) fiber.Map {
	answer := func(text, media string) fiber.Map {
		return fiber.Map{"description": text, "content": fiber.Map{media: fiber.Map{"schema": fiber.Map{"type": "object"}}}}
	}
	header := func(name, about string, required bool) fiber.Map {
		return fiber.Map{"name": name, "in": "header", "required": required, "description": about, "schema": fiber.Map{"type": "string"}}
	}
	out := fiber.Map{
		"operationId": strings.ToLower(method) + "-" + id, "summary": method + " of one of " + id, "security": []fiber.Map{{"token": []string{}}, {}},
		"parameters": []fiber.Map{
			{"name": "feature", "in": "path", "required": true, "schema": fiber.Map{"type": "integer", "format": "int64"}},
			header("If-Match", "ETag of the feature that is changed", true),
			header("Content-Crs", "reference system of the geometry; CRS84 where it is left out", false),
			header("Idempotency-Key", "the same key with the same request is answered the same within 24 hours", false),
		},
		"responses": fiber.Map{
			"200": answer("The feature as it is now", typeGeoJSON), "400": answer("Every field that is wrong", "application/problem+json"),
			"403": answer("Who asks may not", "application/problem+json"), "404": answer("There is no such feature", "application/problem+json"),
			"412": answer("The feature was changed meanwhile", "application/problem+json"), "428": answer("If-Match is missing", "application/problem+json"),
		},
	}
	if method == fiber.MethodDelete {
		delete(out["responses"].(fiber.Map), "200")
		out["responses"].(fiber.Map)["204"] = fiber.Map{"description": "It is gone"}
		return out
	}
	feature := fiber.Map{"schema": fiber.Map{"type": "object"}}
	content := fiber.Map{typeGeoJSON: feature}
	if method == fiber.MethodPatch {
		content[typeMergePatch] = feature
	}
	out["requestBody"] = fiber.Map{"required": true, "content": content}
	return out
}

func parameter(name string, schema fiber.Map) fiber.Map {
	p := fiber.Map{"name": name, "in": "query", "required": false, "schema": schema}
	if schema["type"] == "array" {
		p["style"], p["explode"] = "form", false
	}
	return p
}

func itemsParameters(of ogc.Collection) []fiber.Map {
	text := fiber.Map{"type": "string"}
	crs := fiber.Map{"type": "string", "enum": crsNames(), "default": ogc.CRSs[0].URI}
	out := []fiber.Map{
		{"$ref": "#/components/parameters/limit"},
		parameter("after", text),
		parameter("bbox", fiber.Map{"type": "array", "minItems": 4, "maxItems": 6, "items": fiber.Map{"type": "number"}}),
		parameter("bbox-crs", crs),
		parameter("datetime", text),
		parameter("crs", crs),
		parameter("filter", text),
		parameter("filter-lang", fiber.Map{"type": "string", "enum": []string{"cql2-text", "cql2-json"}, "default": "cql2-text"}),
		parameter("filter-crs", fiber.Map{"type": "string", "enum": []string{ogc.CRSs[0].URI}}),
		parameter("sortby", fiber.Map{"type": "array", "maxItems": 3, "items": fiber.Map{"type": "string"}}),
	}
	for _, p := range of.Properties {
		schema := schemaOf(p)
		delete(schema, "title")
		out = append(out, parameter(p.Name, schema))
	}
	return out
}
