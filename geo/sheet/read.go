package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/xuri/excelize/v2"
)

// mostBytes bounds what is read into memory at once.
const mostBytes = 512 << 20

// ReadFile reads a whole table; the file's name tells its format.
func ReadFile(name string) ([]Row, error) {
	format, err := FormatOf(name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := Read(f, format)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

// Read reads a whole table. Empty lines are left out; the rest keep their
// numbers.
func Read(r io.Reader, format Format) ([]Row, error) {
	r = io.LimitReader(r, mostBytes)
	switch format {
	case XLSX:
		return readXLSX(r)
	case GeoJSON:
		return readGeoJSON(r)
	case GeoJSONSeq:
		return all(eachSeq, r)
	}
	return all(eachCSV, r)
}

// all collects the rows of a stream.
func all(each func(io.Reader, func(Row) error) error, r io.Reader) ([]Row, error) {
	var rows []Row
	err := each(r, func(row Row) error {
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// separator returns ";" or "," or a tab, whichever the header line has most.
func separator(start []byte) rune {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	best, most := ',', 0
	for _, sep := range []rune{';', ',', '\t'} {
		if n := bytes.Count(line, []byte(string(sep))); n > most {
			best, most = sep, n
		}
	}
	return best
}

func add(rows []Row, number int, header, cells []string) ([]Row, error) {
	row, any, err := named(header, cells)
	if err != nil {
		return nil, fmt.Errorf("row %d: %w", number, err)
	}
	if any {
		rows = append(rows, Row{number, row})
	}
	return rows, nil
}

func readXLSX(r io.Reader) ([]Row, error) {
	book, err := excelize.OpenReader(r, excelize.Options{RawCellValue: true, UnzipSizeLimit: mostBytes})
	if err != nil {
		return nil, fmt.Errorf("is no XLSX workbook: %w", err)
	}
	defer book.Close()
	lines, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	defer lines.Close()
	var rows []Row
	var header []string
	for number := 1; lines.Next(); number++ {
		cells, err := lines.Columns()
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", number, err)
		}
		if header == nil {
			if header, err = columns(cells); err != nil {
				return nil, err
			}
			continue
		}
		if rows, err = add(rows, number, header, cells); err != nil {
			return nil, err
		}
	}
	if header == nil {
		return nil, errors.New("is empty")
	}
	return rows, lines.Error()
}

func readGeoJSON(r io.Reader) ([]Row, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		return nil, fmt.Errorf("is no GeoJSON feature collection: %w", err)
	}
	var rows []Row
	for i, f := range all.Features {
		row, err := rowOf(i, f)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// unseparated reads what it wraps with blanks for record separators, which
// stand nowhere else in JSON.
type unseparated struct{ io.Reader }

func (u unseparated) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	for i, b := range p[:n] {
		if b == 0x1E {
			p[i] = ' '
		}
	}
	return n, err
}

// rowOf takes the properties of feature i, from 0, as cells and its point as
// "lon" and "lat".
func rowOf(i int, f *geojson.Feature) (Row, error) {
	row := Row{i + 2, map[string]string{}}
	for name, v := range f.Properties {
		if s := cell(v); s != "" {
			row.Cells[name] = s
		}
	}
	switch p := f.Geometry.(type) {
	case nil:
	case orb.Point:
		row.Cells["lon"], row.Cells["lat"] = number(p[0]), number(p[1])
	default:
		return row, fmt.Errorf("row %d: the geometry is a %s, not a Point", row.Number, p.GeoJSONType())
	}
	return row, nil
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return number(v)
	}
	return fmt.Sprint(v)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
