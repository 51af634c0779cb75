package sheet

import (
	"fmt"
	"io"
	"math"

	"github.com/xuri/excelize/v2"
)

// Book is an XLSX workbook that is written row by row, in all its sheets at
// once.
type Book struct {
	file   *excelize.File
	sheets []*excelize.StreamWriter
	next   []int // row of each sheet
	styles map[string]int
}

// NewBook returns a book with a sheet of each name. Close must follow.
func NewBook(names ...string) (*Book, error) {
	b := &Book{file: excelize.NewFile(), next: make([]int, len(names)), styles: map[string]int{}}
	for i, name := range names {
		var err error
		if i == 0 {
			err = b.file.SetSheetName(b.file.GetSheetName(0), name)
		} else {
			_, err = b.file.NewSheet(name)
		}
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", name, err)
		}
		stream, err := b.file.NewStreamWriter(name)
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", name, err)
		}
		b.sheets = append(b.sheets, stream)
	}
	return b, nil
}

// Append adds a row to sheet i. A cell is a string, a float64 or nil.
func (b *Book) Append(i int, cells []any) error {
	b.next[i]++
	at, err := excelize.CoordinatesToCellName(1, b.next[i])
	if err != nil {
		return err
	}
	return b.sheets[i].SetRow(at, cells)
}

// Widths sets how wide the columns of sheet i are, in letters. It comes before
// the sheet's rows.
func (b *Book) Widths(i int, letters ...float64) error {
	for n, w := range letters {
		if err := b.sheets[i].SetColWidth(n+1, n+1, w); err != nil {
			return err
		}
	}
	return nil
}

// Head begins sheet i with a row of titles that stays in sight.
func (b *Book) Head(i int, titles []string) error {
	if err := b.sheets[i].SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return b.Titles(i, titles)
}

// Titles adds a row of titles to sheet i, which stand out.
func (b *Book) Titles(i int, titles []string) error {
	style, err := b.style("title", &excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EBE7"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	cells := make([]any, len(titles))
	for n, text := range titles {
		cells[n] = excelize.Cell{StyleID: style, Value: text}
	}
	return b.Append(i, cells)
}

// Figures is Append with numbers as people read them: thousands apart, and two
// decimals at most.
func (b *Book) Figures(i int, cells []any) error {
	out := make([]any, len(cells))
	for n, cell := range cells {
		v, number := cell.(float64)
		if !number {
			out[n] = cell
			continue
		}
		format := "#,##0.00"
		if v == math.Trunc(v) || math.Abs(v) >= 1000 {
			format = "#,##0"
		}
		style, err := b.style(format, &excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		out[n] = excelize.Cell{StyleID: style, Value: v}
	}
	return b.Append(i, out)
}

// style returns the number of a style, which the book holds once under a name.
func (b *Book) style(name string, s *excelize.Style) (int, error) {
	if n, known := b.styles[name]; known {
		return n, nil
	}
	n, err := b.file.NewStyle(s)
	b.styles[name] = n
	return n, err
}

// Text adds a long text to sheet i, wrapped in its first column.
func (b *Book) Text(i int, text string) error {
	style, err := b.style("text", &excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	return b.Append(i, []any{excelize.Cell{StyleID: style, Value: text}})
}

// Write writes the book to w.
func (b *Book) Write(w io.Writer) error {
	for _, s := range b.sheets {
		if err := s.Flush(); err != nil {
			return err
		}
	}
	return b.file.Write(w)
}

// Close frees what b holds.
func (b *Book) Close() error { return b.file.Close() }
