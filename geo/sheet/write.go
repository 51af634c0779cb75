package sheet

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// Write writes rows under header in a format. A cell is a string, a float64,
// an int64, a bool or nil; CSV gets a byte order mark and ";", as Excel wants
// it in Turkish, and a decimal point. GeoJSON makes points of the columns
// "lon" and "lat".
func Write(w io.Writer, format Format, header []string, rows iter.Seq2[[]any, error]) error {
	switch format {
	case XLSX:
		return writeXLSX(w, header, rows)
	case GeoJSON:
		return writeGeoJSON(w, header, rows)
	}
	return writeCSV(w, header, rows)
}

func writeCSV(w io.Writer, header []string, rows iter.Seq2[[]any, error]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	if err := out.Write(header); err != nil {
		return err
	}
	line := make([]string, len(header))
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, v := range row {
			line[i] = text(v)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// text writes v for a CSV file. A text that a spreadsheet would take for a
// formula gets an apostrophe before it.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return number(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		if v != "" && (v[0] == '=' || v[0] == '@' || v[0] == '+') {
			return "'" + v
		}
		return v
	}
	return fmt.Sprint(v)
}

func writeXLSX(w io.Writer, header []string, rows iter.Seq2[[]any, error]) error {
	book := excelize.NewFile()
	defer book.Close()
	stream, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return err
	}
	first := make([]any, len(header))
	for i, name := range header {
		first[i] = name
	}
	if err := stream.SetRow("A1", first); err != nil {
		return err
	}
	at := 2
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := stream.SetRow("A"+strconv.Itoa(at), row); err != nil {
			return err
		}
		at++
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}

func writeGeoJSON(w io.Writer, header []string, rows iter.Seq2[[]any, error]) error {
	out := bufio.NewWriter(w)
	sep := `{"type":"FeatureCollection","features":[`
	for row, err := range rows {
		if err != nil {
			return err
		}
		f, err := json.Marshal(point(header, row))
		if err != nil {
			return err
		}
		out.WriteString(sep)
		out.WriteByte('\n')
		out.Write(f)
		sep = ","
	}
	if sep != "," {
		out.WriteString(sep)
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

func point(header []string, row []any) map[string]any {
	props := map[string]any{}
	var lon, lat any
	for i, v := range row {
		switch header[i] {
		case "lon":
			lon = v
		case "lat":
			lat = v
		default:
			props[header[i]] = v
		}
	}
	f := map[string]any{"type": "Feature", "properties": props, "geometry": nil}
	if lon != nil && lat != nil {
		f["geometry"] = map[string]any{"type": "Point", "coordinates": []any{lon, lat}}
	}
	return f
}
