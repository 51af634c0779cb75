package sheet

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/paulmach/orb/geojson"
)

// mostRow bounds what one row of a stream may take, bytes.
const mostRow = 8 << 20

// errStop ends reading because nobody wants more.
var errStop = errors.New("no more rows are wanted")

// Each reads a table row by row, however long it is: one row at a time is in
// memory. Of XLSX there is no stream. An error ends the rows.
func Each(r io.Reader, format Format) iter.Seq2[Row, error] {
	bounded := &rowBound{r, mostRow}
	return func(yield func(Row, error) bool) {
		give := func(row Row) error {
			bounded.left = mostRow
			if !yield(row, nil) {
				return errStop
			}
			return nil
		}
		var err error
		switch format {
		case CSV:
			err = eachCSV(bounded, give)
		case GeoJSONSeq:
			err = eachSeq(bounded, give)
		case GeoJSON:
			err = eachFeature(bounded, give)
		default:
			err = fmt.Errorf("%s is no stream", format)
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(Row{}, err)
		}
	}
}

// rowBound fails when a row is longer than it may be.
type rowBound struct {
	io.Reader
	left int
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a row is longer than %d bytes", mostRow)
	}
	n, err := b.Reader.Read(p)
	b.left -= n
	return n, err
}

func eachCSV(r io.Reader, give func(Row) error) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	first, err := buffered.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return err
	}
	lines := csv.NewReader(buffered)
	lines.Comma = separator(first)
	lines.FieldsPerRecord, lines.ReuseRecord = -1, true
	header, err := lines.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("is empty")
	}
	if err != nil {
		return err
	}
	if header, err = columns(header); err != nil {
		return err
	}
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		number, _ := lines.FieldPos(0)
		for _, cell := range cells {
			if !utf8.ValidString(cell) {
				return fmt.Errorf("row %d: is not UTF-8", number)
			}
		}
		row, any, err := named(header, cells)
		if err != nil {
			return fmt.Errorf("row %d: %w", number, err)
		}
		if !any {
			continue
		}
		if err := give(Row{number, row}); err != nil {
			return err
		}
	}
}

func eachSeq(r io.Reader, give func(Row) error) error {
	features := json.NewDecoder(unseparated{r})
	for i := 0; ; i++ {
		if err := giveFeature(features, i, give); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// eachFeature reads the features of a collection; what else it has is left out.
func eachFeature(r io.Reader, give func(Row) error) error {
	text := json.NewDecoder(r)
	if t, err := text.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("is no GeoJSON feature collection: %w", errors.Join(err))
	}
	for text.More() {
		key, err := text.Token()
		if err != nil {
			return err
		}
		if key != "features" {
			var other json.RawMessage
			if err := text.Decode(&other); err != nil {
				return err
			}
			continue
		}
		if t, err := text.Token(); err != nil || t != json.Delim('[') {
			return errors.New("is no GeoJSON feature collection: features are no list")
		}
		for i := 0; text.More(); i++ {
			if err := giveFeature(text, i, give); err != nil {
				return err
			}
		}
		if _, err := text.Token(); err != nil {
			return err
		}
	}
	_, err := text.Token()
	return err
}

// giveFeature reads feature i, from 0; io.EOF is after the last.
func giveFeature(text *json.Decoder, i int, give func(Row) error) error {
	var f geojson.Feature
	err := text.Decode(&f)
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return fmt.Errorf("row %d: is no GeoJSON feature: %w", i+2, err)
	}
	row, err := rowOf(i, &f)
	if err != nil {
		return err
	}
	return give(row)
}
