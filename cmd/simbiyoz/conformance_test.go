package main

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"simbiyoz/api"
)

// provedBy says which test proves a class of conformance: file and function,
// below the project's root.
var provedBy = map[string]string{
	"ogcapi-features-1/1.0/conf/core":                     "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-1/1.0/conf/geojson":                  "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-1/1.0/conf/html":                     "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-1/1.0/conf/oas30":                    "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-2/1.0/conf/crs":                      "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-3/1.0/conf/queryables":               "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-3/1.0/conf/filter":                   "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-3/1.0/conf/features-filter":          "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"ogcapi-features-4/1.0/conf/create-replace-delete":    "cmd/simbiyoz/feature_write_test.go TestFeatureWrites",
	"ogcapi-features-4/1.0/conf/update":                   "cmd/simbiyoz/feature_write_test.go TestFeatureWrites",
	"ogcapi-features-4/1.0/conf/optimistic-locking-etags": "cmd/simbiyoz/feature_write_test.go TestFeatureWrites",
	"ogcapi-features-4/1.0/conf/features":                 "cmd/simbiyoz/feature_write_test.go TestFeatureWrites",
	"ogcapi-tiles-1/1.0/conf/core":                        "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"ogcapi-tiles-1/1.0/conf/tileset":                     "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"ogcapi-tiles-1/1.0/conf/tilesets-list":               "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"ogcapi-tiles-1/1.0/conf/geodata-tilesets":            "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"ogcapi-tiles-1/1.0/conf/mvt":                         "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"tms/2.0/conf/tilematrixset":                          "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"tms/2.0/conf/json-tilematrixset":                     "cmd/simbiyoz/ogc_tile_test.go TestOGCTiles",
	"cql2/1.0/conf/cql2-text":                             "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/cql2-json":                             "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/basic-cql2":                            "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/advanced-comparison-operators":         "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/case-insensitive-comparison":           "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/accent-insensitive-comparison":         "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/basic-spatial-functions":               "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
	"cql2/1.0/conf/basic-spatial-functions-plus":          "cmd/simbiyoz/ogc_test.go TestOGCFeatures",
}

// TestConformance holds that each declared class has a test that is there.
func TestConformance(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	app := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	a := ask(t, app, http.MethodGet, "/ogc/conformance", "")
	declared := a.body["conformsTo"].([]any)
	for _, uri := range declared {
		class := strings.TrimPrefix(uri.(string), "http://www.opengis.net/spec/")
		file, function, _ := strings.Cut(provedBy[class], " ")
		text, err := os.ReadFile(filepath.Join("..", "..", file))
		if provedBy[class] == "" || err != nil || !strings.Contains(string(text), "func "+function+"(") {
			t.Errorf("%s is proved by nothing", class)
		}
	}
	if len(declared) != len(provedBy) {
		t.Errorf("%d classes are declared, %d proved", len(declared), len(provedBy))
	}
}
