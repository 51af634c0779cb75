package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "simbiyoz/"

// mayImport is who may import whom, of ours. A new package is a new line.
var mayImport = map[string][]string{
	"geo":               {},
	"web":               {},
	"migrations":        {},
	"geo/material":      {"geo"},
	"geo/contour":       {},
	"geo/tour":          {},
	"geo/road":          {"geo", "geo/contour"},
	"geo/tile":          {"geo"},
	"geo/atlas":         {"geo", "geo/tile"},
	"geo/nearby":        {"geo"},
	"geo/cql":           {"geo"},
	"geo/ogc":           {"geo", "geo/cql"},
	"geo/sheet":         {"geo"},
	"geo/smtp":          {"geo"},
	"geo/oidc":          {"geo", "geo/account"},
	"geo/paper":         {"geo"},
	"geo/account":       {"geo"},
	"geo/programme":     {"geo"},
	"geo/vault":         {"geo"},
	"geo/road/osm":      {"geo", "geo/road"},
	"geo/road/bench":    {"geo", "geo/road", "geo/road/osm"},
	"geo/road/remote":   {"geo", "geo/road"},
	"geo/road/osrm":     {"geo", "geo/road", "geo/road/remote"},
	"geo/road/valhalla": {"geo", "geo/road", "geo/road/remote"},
	"geo/izmir":         {"geo", "geo/road"},
	"geo/demo":          {"geo", "geo/material", "geo/programme"},
	"geo/match":         {"geo", "geo/material"},
	"geo/flow":          {"geo", "geo/match"},
	"geo/postgis":       {"geo", "geo/account", "geo/atlas", "geo/cql", "geo/nearby", "geo/ogc", "geo/programme", "geo/tile", "migrations"},
	"geo/exchange":      {"geo", "geo/account", "geo/atlas", "geo/nearby", "geo/ogc", "geo/material", "geo/match", "geo/flow", "geo/programme", "geo/tile", "geo/tour"},
	"geo/report":        {"geo", "geo/exchange", "geo/paper", "geo/sheet"},
	"api":               {"geo", "geo/account", "geo/atlas", "geo/cql", "geo/ogc", "geo/exchange", "geo/paper", "geo/programme", "geo/report", "geo/sheet", "geo/tile", "web"},
	"cmd/simbiyoz":      {"*"},
}

// forTestsOnly may be imported by test files and by nothing else.
var forTestsOnly = []string{"geo/postgis/postgistest", "geo/road/remote/remotetest", "geo/smtp/smtptest"}

// TestLayers parses every import of the tree in this process, so that the
// test cache sees the files, and fails on an arrow that mayImport lacks.
func TestLayers(t *testing.T) {
	seen := 0
	for file, imports := range sources(t, filepath.Join("..", "..")) {
		pkg := path.Dir(file)
		if slices.Contains(forTestsOnly, pkg) || strings.HasSuffix(file, "_test.go") {
			continue
		}
		allowed, listed := mayImport[pkg]
		if !listed {
			t.Errorf("%s: package %s is not listed in mayImport", file, pkg)
			continue
		}
		seen++
		for _, imported := range imports {
			if !slices.Contains(allowed, imported) && !slices.Contains(allowed, "*") {
				t.Errorf("%s: %s must not import %s", file, pkg, imported)
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d files were read", seen)
	}
}

// sources returns the imports of ours of every Go file below root, by path.
func sources(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || len(d.Name()) > 2 && d.Name()[0] == '.') {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		found[rel] = nil
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imported, module); ok {
				found[rel] = append(found[rel], ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
