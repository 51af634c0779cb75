package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"simbiyoz/geo"
)

// TestExportsComeBackUnchanged writes everything in every format and reads it
// again: nothing may change.
func TestExportsComeBackUnchanged(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	entry := geo.ResourceEntry{FirmRef: "demo-00001", Resource: geo.Resource{Ref: "rich", Role: geo.Source, Title: "Zengin; \"tanımlı\", kaynak",
		Category: geo.CategoryMaterial, Material: "100202", Unit: geo.UnitTonne, Interval: geo.Monthly, Season: 0b111, Legal: geo.LegalByProduct,
		Provenance: geo.Workshop, Visibility: geo.VisiblePublic, Composition: []geo.Property{{Parameter: "CaO", Value: 42.5, Unit: "%", Method: "XRF"}},
		Article19: map[string]bool{"certain_use": true, "no_harm": false}}}
	if _, err := h.x.SaveResources(ctx, []geo.ResourceEntry{entry}); err != nil {
		t.Fatal(err)
	}
	env := func(name string) string {
		return map[string]string{"DATABASE_URL": h.cfg.database, "SIMBIYOZ_DATA": t.TempDir(), "SIMBIYOZ_LOG": "error"}[name]
	}
	for _, what := range []string{"firms", "resources"} {
		for _, kind := range []string{"csv", "xlsx", "geojson"} {
			file := filepath.Join(t.TempDir(), what+"."+kind)
			if err := run(t.Context(), []string{"export", what, file}, env, io.Discard, os.Stderr); err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := run(t.Context(), []string{"import", what, file}, env, &out, os.Stderr); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), ": 0 new, 0 changed, ") {
				t.Errorf("%s as %s: %s", what, kind, out.String())
			}
		}
	}
}

func TestImportNamesBadRows(t *testing.T) {
	t.Parallel()
	h, _ := demoHouse(t)
	env := func(name string) string {
		return map[string]string{"DATABASE_URL": h.cfg.database, "SIMBIYOZ_DATA": t.TempDir(), "SIMBIYOZ_LOG": "error"}[name]
	}
	file := filepath.Join(t.TempDir(), "bad.csv")
	text := "ref,firm_ref,role,title,material,quantity,unit\na1,demo-00001,source,Tamam,100202,5,t\na2,demo-00001,giver,,999999,-3,t\na3,nobody,sink,Firma yok,100202,5,t\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	err := run(t.Context(), []string{"import", "resources", file}, env, io.Discard, &told)
	if err == nil || !strings.Contains(err.Error(), "nothing was saved") {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"row 3", "role", "title", "quantity"} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("does not name %q: %s", want, told.String())
		}
	}
	n, err := h.x.Counts(t.Context())
	if err != nil || n.Sources+n.Sinks != 637 {
		t.Errorf("%d resources, %v", n.Sources+n.Sinks, err)
	}
}
