package api_test

import (
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"simbiyoz/api"
	"simbiyoz/geo/exchange"
)

// parameter matches a path parameter as fiber writes it, ":id<int>".
var parameter = regexp.MustCompile(`:([a-z]+)(<[a-z]+>)?`)

// TestOpenAPIHasEveryRoute holds the document against the routes, both ways.
// Those below /ogc have a document of their own, at /ogc/api.
func TestOpenAPIHasEveryRoute(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var written []string
	for path, ops := range doc.Paths {
		for method := range ops {
			written = append(written, strings.ToUpper(method)+" "+path)
		}
	}
	app := api.New(exchange.New(nil, nil, slog.Default()), api.Config{Log: slog.Default()})
	var served []string
	for _, r := range app.GetRoutes(true) {
		route := r.Method + " " + parameter.ReplaceAllString(r.Path, "{$1}")
		if r.Method != http.MethodHead && !strings.Contains(r.Path, "*") && !strings.HasPrefix(r.Path, "/ogc/") && !slices.Contains(served, route) {
			served = append(served, route)
		}
	}
	for _, route := range served {
		if !slices.Contains(written, route) {
			t.Errorf("%s is served and not written down", route)
		}
	}
	for _, route := range written {
		if !slices.Contains(served, route) {
			t.Errorf("%s is written down and not served", route)
		}
	}
	if len(served) < 20 {
		t.Errorf("only %d routes were found", len(served))
	}
}
