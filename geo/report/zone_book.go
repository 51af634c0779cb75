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
	if err := z.bookSummary(book); err != nil {
		return err
	}
	if err := z.bookFlows(book); err != nil {
		return err
	}
	if err := appendTable(book, 2, balanceHead, balanceWidths, z.Lang, z.balances()); err != nil {
		return err
	}
	if err := book.Widths(3, 120); err != nil {
		return err
	}
	for _, text := range z.method() {
		if err := book.Text(3, text); err != nil {
			return err
		}
	}
	return book.Write(w)
}

// bookSummary writes what is found, agreed and evidenced, and what that rests
// on.
func (z Zone) bookSummary(book *sheet.Book) error {
	if err := book.Widths(0, 30, 22, 14, 9, 9, 15, 17, 19, 21); err != nil {
		return err
	}
	if err := book.Titles(0, []string{z.title()}); err != nil {
		return err
	}
	rows := [][]any{{z.subtitle()}, {z.invented()}, nil}
	for _, row := range rows {
		if err := book.Append(0, row); err != nil {
			return err
		}
	}
	if err := book.Titles(0, z.Lang.heads(summaryHead)); err != nil {
		return err
	}
	for _, kind := range geo.FlowKinds {
		for _, s := range z.sums(kind) {
			if err := book.Figures(0, z.bookRow(kind, s)); err != nil {
				return err
			}
		}
	}
	if err := book.Append(0, nil); err != nil {
		return err
	}
	q := z.quality()
	if err := book.Titles(0, []string{q.Columns[0].Title, q.Columns[1].Title}); err != nil {
		return err
	}
	for _, row := range q.Rows {
		if err := book.Append(0, []any{row[0], row[1]}); err != nil {
			return err
		}
	}
	return nil
}

var summaryHead = []words{{"Tür", "Kind"}, {"Yön", "Way"}, {"Miktar", "Quantity"}, {"Birim", "Unit"}, {"Firma", "Firms"}, {"t·km/yıl", "t·km/yr"},
	{"Taşıma TL/yıl", "Haulage TRY/yr"}, {"Net kazanç TL/yıl", "Net gain TRY/yr"}, {"Net önlenen t CO₂e/yıl", "Net avoided t CO₂e/yr"}}

func (z Zone) bookRow(kind geo.FlowKind, s sum) []any {
	f := s.flow
	q, unit := z.Lang.shown(f.Quantity[z.Month], f.Unit)
	row := []any{z.Lang.of(kinds[kind]), z.Lang.of(ways[s.way])}
	if f.Withheld {
		return append(row, z.Lang.of(words{"gizli", "withheld"}), unit)
	}
	return append(row, q, unit, f.Firms[z.Month], figure(f.TonneKm), figure(float64(f.Cost)), figure(float64(f.Benefit)), figure(float64(f.Avoided)/1000))
}

// bookFlows writes the flows of every kind below each other.
func (z Zone) bookFlows(book *sheet.Book) error {
	for i, kind := range geo.FlowKinds {
		of := z.Source
		of.Flows = z.Report.Kinds[kind]
		var err error
		if i == 0 {
			err = appendTable(book, 1, flowHead, flowWidths, z.Lang, of.flows())
		} else {
			err = appendRows(book, 1, of.flows())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
