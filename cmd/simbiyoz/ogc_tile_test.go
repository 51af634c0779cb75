package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

// TestOGCTiles walks from the landing page to a tile as a viewer does.
func TestOGCTiles(t *testing.T) {
	t.Parallel()
	_, _, app := mapHouse(t)
	at := maptile.At(orb.Point{27.1, 38.4}, 9)
	get := func(t *testing.T, address string) answer {
		t.Helper()
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		a := ask(t, app, http.MethodGet, u.RequestURI(), "")
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d %s", address, a.status, a.text)
		}
		return a
	}

	t.Run("the scheme is that of the web's maps", func(t *testing.T) {
		schemes := get(t, linkOf(t, get(t, "/ogc/"), "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"))
		one := schemes.body["tileMatrixSets"].([]any)[0].(map[string]any)
		scheme := get(t, one["links"].([]any)[0].(map[string]any)["href"].(string))
		matrices := scheme.body["tileMatrices"].([]any)
		first, tenth := matrices[0].(map[string]any), matrices[10].(map[string]any)
		if first["scaleDenominator"].(float64) < 559082264 || first["scaleDenominator"].(float64) > 559082265 || tenth["matrixWidth"] != 1024.0 {
			t.Errorf("%v %v", first, tenth)
		}
	})

	for _, collection := range []string{"zones", "firms", "resources", "flows"} {
		t.Run(collection, func(t *testing.T) {
			sets := get(t, linkOf(t, get(t, "/ogc/collections/"+collection), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"))
			set := sets.body["tilesets"].([]any)[0].(map[string]any)
			if set["dataType"] != "vector" || set["tileMatrixSetURI"] != "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad" {
				t.Fatalf("%v", set)
			}
			whole := get(t, set["links"].([]any)[0].(map[string]any)["href"].(string))
			template := ""
			for _, l := range whole.body["links"].([]any) {
				if l := l.(map[string]any); l["rel"] == "item" && l["templated"] == true && l["type"] == "application/vnd.mapbox-vector-tile" {
					template = l["href"].(string)
				}
			}
			limits := whole.body["tileMatrixSetLimits"].([]any)[9].(map[string]any)
			if float64(at.Y) < limits["minTileRow"].(float64) || float64(at.Y) > limits["maxTileRow"].(float64) || float64(at.X) < limits["minTileCol"].(float64) || float64(at.X) > limits["maxTileCol"].(float64) {
				t.Errorf("%v lies outside %v", at, limits)
			}
			address := strings.NewReplacer("{tileMatrix}", fmt.Sprint(at.Z), "{tileRow}", fmt.Sprint(at.Y), "{tileCol}", fmt.Sprint(at.X)).Replace(template)
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			got, same := fetch(t, app, u.Path), fetch(t, app, tilePath(collection, at))
			if len(got.features(t, collection)) == 0 || !bytes.Equal(got.body, same.body) || got.header.Get("ETag") != same.header.Get("ETag") {
				t.Errorf("%s is another tile", u.Path)
			}
			if again := fetch(t, app, u.Path, "If-None-Match", got.header.Get("ETag")); again.status != http.StatusNotModified {
				t.Errorf("%d", again.status)
			}
			a := get(t, "/ogc/collections/"+collection+"/tiles/WebMercatorQuad?f=tilejson")
			if a.body["tilejson"] != "3.0.0" || !strings.Contains(a.text, "/{z}/{y}/{x}") {
				t.Errorf("%s", a.text)
			}
		})
	}

	t.Run("what is not there is told", func(t *testing.T) {
		for path, status := range map[string]int{
			"/ogc/collections/matches/tiles": 404, "/ogc/collections/zones/tiles/Other": 404, "/ogc/tileMatrixSets/Other": 404,
			"/ogc/collections/zones/tiles/WebMercatorQuad/1/2/0": 400, "/ogc/collections/zones/tiles/WebMercatorQuad/1/0/0?f=png": 400, "/ogc/collections/zones/tiles/WebMercatorQuad?f=x": 400,
		} {
			if a := ask(t, app, http.MethodGet, path, ""); a.status != status {
				t.Errorf("%s: %d %s", path, a.status, a.text)
			}
		}
	})

	t.Run("a style opens all of it", func(t *testing.T) {
		style := get(t, linkOf(t, get(t, "/ogc/"), "stylesheet"))
		for name, source := range style.body["sources"].(map[string]any) {
			a := get(t, source.(map[string]any)["url"].(string))
			tile := strings.NewReplacer("{z}", fmt.Sprint(at.Z), "{x}", fmt.Sprint(at.X), "{y}", fmt.Sprint(at.Y)).Replace(a.body["tiles"].([]any)[0].(string))
			u, err := url.Parse(tile)
			if err != nil {
				t.Fatal(err)
			}
			if got := fetch(t, app, u.Path); len(got.features(t, name)) == 0 {
				t.Errorf("%s is empty", tile)
			}
		}
	})
}
