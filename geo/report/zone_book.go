package report

import (
	"io"

	"simbiyoz/geo"
	"simbiyoz/geo/sheet"
)

// WriteBook writes the report as a workbook: a summary, the flows of every
// kind, the balances, and how all that comes about.
func (z Zone) WriteBook(w io.Writer) error {
	book, err := sheet.NewBook(z.Lang.of(words{"Özet", "Summary"}), z.Lang.of(words{"Akışlar", "Flows"}), z.Lang.of(words{"Denge", "Balances"}), z.Lang.of(words{"Yöntem", "Method"}))
	if err != nil {
		return err
	}
	defer book.Close()
	put := func(at int, rows ...[]any) {
		for _, row := range rows {
			if err == nil {
				err = book.Append(at, row)
			}
		}
	}
	put(0, []any{z.title()}, []any{z.subtitle()}, []any{z.invented()}, []any{z.covered()}, nil)
	head := []any{}
	for _, c := range z.kindTable().Columns {
		head = append(head, c.Title)
	}
	put(0, append(head[:3:3], append([]any{z.Lang.of(words{"Birim", "Unit"})}, head[3:]...)...))
	for _, kind := range geo.FlowKinds {
		for _, s := range z.sums(kind) {
			put(0, z.bookRow(kind, s))
		}
	}
	for _, text := range z.method() {
		put(3, []any{text})
	}
	if err != nil {
		return err
	}
	if err := z.bookFlows(book); err != nil {
		return err
	}
	if err := appendTable(book, 2, z.heads(balanceHead), z.balances()); err != nil {
		return err
	}
	return book.Write(w)
}

func (z Zone) bookRow(kind geo.FlowKind, s sum) []any {
	f := s.flow
	q, unit := z.Lang.shown(f.Quantity[z.Month], f.Unit)
	row := []any{z.Lang.of(kinds[kind]), z.Lang.of(ways[s.way])}
	if f.Withheld {
		return append(row, z.Lang.of(words{"gizli", "withheld"}), unit)
	}
	return append(row, q, unit, f.Firms[z.Month], f.TonneKm, float64(f.Cost), float64(f.Benefit), float64(f.Avoided)/1000)
}

// bookFlows writes the flows of every kind below each other.
func (z Zone) bookFlows(book *sheet.Book) error {
	first := true
	for _, kind := range geo.FlowKinds {
		of := z.Source
		of.Flows = z.Report.Kinds[kind]
		if first {
			if err := appendTable(book, 1, of.heads(flowHead), of.flows()); err != nil {
				return err
			}
			first = false
			continue
		}
		for row := range of.flows() {
			if err := book.Append(1, row); err != nil {
				return err
			}
		}
	}
	return nil
}
