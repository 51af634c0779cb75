package sheet_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/sheet"
)

func TestReadCSV(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, column, want string }{
		"semicolons and a byte order mark": {"\ufeffRef;Name\nA;Üzüm, cibre\n", "name", "Üzüm, cibre"},
		"commas and quotes":                {"ref,name\nA,\"x, y\"\n", "name", "x, y"},
		"tabs":                             {"ref\tname\nA\tz\n", "name", "z"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, err := sheet.Read(strings.NewReader(test.text), sheet.CSV)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != 1 || rows[0].Number != 2 || rows[0].Cells[test.column] != test.want {
				t.Errorf("got %+v", rows)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		format sheet.Format
		want   string
	}{
		"nothing":           {"", sheet.CSV, "is empty"},
		"a column twice":    {"a;A\n1;2\n", sheet.CSV, "stands twice"},
		"too many cells":    {"a;b\n1;2\n1;2;3\n", sheet.CSV, "row 3"},
		"another encoding":  {"a;b\n\xfc;2\n", sheet.CSV, "not UTF-8"},
		"no workbook":       {"PK, but no", sheet.XLSX, "no XLSX workbook"},
		"no collection":     {"{}", sheet.GeoJSON, "no GeoJSON"},
		"a line for a site": {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}`, sheet.GeoJSON, "row 2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := sheet.Read(strings.NewReader(test.text), test.format)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestWriteReadsBack(t *testing.T) {
	t.Parallel()
	header := []string{"ref", "title", "quantity", "lon", "lat", "note"}
	lines := [][]any{
		{"r1", "Üzüm cibresi; \"yaş\"", 40.5, 27.05, 38.48, nil},
		{"r2", "ışık", float64(1_000_000), 26.9, 38.3, "x\ny"},
	}
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX, sheet.GeoJSON} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			rows := func(yield func([]any, error) bool) {
				for _, line := range lines {
					if !yield(slices.Clone(line), nil) {
						return
					}
				}
			}
			if err := sheet.Write(&out, format, header, rows); err != nil {
				t.Fatal(err)
			}
			got, err := sheet.Read(&out, format)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 2 {
				t.Fatalf("%d rows came back", len(got))
			}
			want := map[string]string{"ref": "r1", "title": "Üzüm cibresi; \"yaş\"", "quantity": "40.5", "lon": "27.05", "lat": "38.48"}
			for column, v := range want {
				if got[0].Cells[column] != v {
					t.Errorf("%s: got %q, want %q", column, got[0].Cells[column], v)
				}
			}
			if _, there := got[0].Cells["note"]; there || got[1].Cells["quantity"] != "1000000" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a;b\n1;2\n"), 0)
	f.Add([]byte(`{"type":"FeatureCollection","features":[]}`), 1)
	f.Add([]byte("\x1e{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"ref\":1}}\n"), 2)
	f.Fuzz(func(t *testing.T, text []byte, which int) {
		format := []sheet.Format{sheet.CSV, sheet.GeoJSON, sheet.GeoJSONSeq}[uint(which)%3]
		rows, err := sheet.Read(bytes.NewReader(text), format)
		if err == nil {
			for _, row := range rows {
				if row.Number < 2 {
					t.Errorf("row %d", row.Number)
				}
			}
		}
	})
}

func TestPlacesNameEveryRowThatIsWrong(t *testing.T) {
	t.Parallel()
	rows, err := sheet.Read(strings.NewReader("name;lon;lat\nÇiğli;27,05;38.48\n;27;38\nx;;91\ny;doğu;38\n"), sheet.CSV)
	if err != nil {
		t.Fatal(err)
	}
	places, err := sheet.Places(rows[:2])
	if err != nil || places[0] != (sheet.Place{Name: "Çiğli", At: geo.Point{27.05, 38.48}}) || places[1].Name != "3" {
		t.Errorf("got %+v, %v", places, err)
	}
	var wrong geo.FieldErrors
	if _, err = sheet.Places(rows); !errors.As(err, &wrong) || len(wrong) != 3 ||
		wrong[0].Row != 4 || wrong[0].Field != "lon" || wrong[1].Field != "lat" || wrong[2].Row != 5 {
		t.Errorf("got %v", wrong)
	}
}

func TestBookHasASheetEach(t *testing.T) {
	t.Parallel()
	b, err := sheet.NewBook("km", "hours")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for _, row := range [][]any{{"", "A"}, {"B", 1.5}, {"C", nil}} {
		for i := range 2 {
			if err := b.Append(i, row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got, err := book.GetCellValue("hours", "B2"); got != "1.5" || !slices.Equal(book.GetSheetList(), []string{"km", "hours"}) {
		t.Errorf("got %q in %v, %v", got, book.GetSheetList(), err)
	}
}
