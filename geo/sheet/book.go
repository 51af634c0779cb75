package sheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Book is an XLSX workbook that is written row by row, in all its sheets at
// once.
type Book struct {
	file   *excelize.File
	sheets []*excelize.StreamWriter
	next   []int // row of each sheet
}

// NewBook returns a book with a sheet of each name. Close must follow.
func NewBook(names ...string) (*Book, error) {
	b := &Book{file: excelize.NewFile(), next: make([]int, len(names))}
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
