// Package sheet reads and writes tables as firms keep them: CSV with ";" or
// ",", XLSX and GeoJSON points. A row is a line of named texts; what the texts
// mean is for the caller to say.
package sheet

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Row is one line of a table. Number counts as the file's user does: the
// header is row 1, a GeoJSON feature's is its place plus one.
type Row struct {
	Number int
	Cells  map[string]string // by column, lower-case; absent and empty are alike
}

// Format is how a table is written.
type Format string

const (
	CSV     Format = "csv"
	XLSX    Format = "xlsx"
	GeoJSON Format = "geojson"
	// GeoJSONSeq is features one after another, with a record separator (RFC 8142)
	// or a new line between them.
	GeoJSONSeq Format = "geojsonseq"
)

// FormatOf returns the format that a file's name tells.
func FormatOf(name string) (Format, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".txt":
		return CSV, nil
	case ".xlsx":
		return XLSX, nil
	case ".geojson", ".json":
		return GeoJSON, nil
	}
	return "", fmt.Errorf("%s: neither .csv, .xlsx nor .geojson", name)
}

// named returns the cells of a line under their columns, and whether any has
// text. Cells beyond the header are an error of the file.
func named(header, cells []string) (map[string]string, bool, error) {
	out := make(map[string]string, len(cells))
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		if i >= len(header) || header[i] == "" {
			return nil, false, fmt.Errorf("%q stands beyond the header's columns", cell)
		}
		out[header[i]] = cell
	}
	return out, len(out) > 0, nil
}

// columns cleans a header line; two columns of one name are an error.
func columns(cells []string) ([]string, error) {
	seen := map[string]bool{}
	out := make([]string, len(cells))
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(cell, "\ufeff")))
		if name != "" && seen[name] {
			return nil, fmt.Errorf("the column %q stands twice in the header", name)
		}
		seen[name] = true
		out[i] = name
	}
	return out, nil
}
