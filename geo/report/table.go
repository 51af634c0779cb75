package report

import (
	"io"
	"iter"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/sheet"
)

// Source is what a file is written of.
type Source struct {
	Flows    exchange.ZoneFlows
	Kind     geo.FlowKind
	Month    int                                       // 0: the year
	Zones    map[string]geo.Zone                       // by code
	Material func(code string) (nameTR, nameEN string) // what a code is called
	Lang     Lang
}

// Part is which of the tables a file holds that can hold one.
type Part string

const (
	Flows    Part = "flows"
	Balances Part = "balances"
)

// Write writes the tables of s: CSV holds the asked one, a workbook both, each
// on a sheet of its own.
func (s Source) Write(w io.Writer, format sheet.Format, part Part) error {
	tables := map[Part]struct {
		head   []words
		widths []float64
		rows   iter.Seq[[]any]
	}{Flows: {flowHead, flowWidths, s.flows()}, Balances: {balanceHead, balanceWidths, s.balances()}}
	if format == sheet.CSV {
		t := tables[part]
		return sheet.Write(w, sheet.CSV, s.Lang.heads(t.head), s.csv(t.rows))
	}
	book, err := sheet.NewBook(s.Lang.of(words{"Akışlar", "Flows"}), s.Lang.of(words{"Denge", "Balances"}))
	if err != nil {
		return err
	}
	defer book.Close()
	for i, part := range []Part{Flows, Balances} {
		t := tables[part]
		if err := appendTable(book, i, t.head, t.widths, s.Lang, t.rows); err != nil {
			return err
		}
	}
	return book.Write(w)
}

// appendTable fills a sheet of its own.
func appendTable(book *sheet.Book, at int, head []words, widths []float64, l Lang, rows iter.Seq[[]any]) error {
	if err := book.Widths(at, widths...); err != nil {
		return err
	}
	if err := book.Head(at, l.heads(head)); err != nil {
		return err
	}
	return appendRows(book, at, rows)
}

func appendRows(book *sheet.Book, at int, rows iter.Seq[[]any]) error {
	for row := range rows {
		if err := book.Figures(at, row); err != nil {
			return err
		}
	}
	return nil
}

func (l Lang) heads(of []words) []string {
	out := make([]string, len(of))
	for i, w := range of {
		out[i] = l.of(w)
	}
	return out
}

// csv returns rows with numbers as spreadsheets of the language read them.
func (s Source) csv(rows iter.Seq[[]any]) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for row := range rows {
			for i, cell := range row {
				if v, number := cell.(float64); number {
					row[i] = s.Lang.decimal(v)
				}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

var flowHead = []words{
	{"tür", "kind"}, {"dönem", "period"}, {"nereden", "from"}, {"nereye", "to"}, {"malzeme kodu", "material code"}, {"malzeme", "material"},
	{"miktar", "quantity"}, {"birim", "unit"}, {"firma sayısı", "firms"}, {"karayolu (km)", "road (km)"}, {"t·km/yıl", "t·km a year"},
	{"taşıma (TL/yıl)", "haulage (TRY a year)"}, {"taşıma (kg CO₂e/yıl)", "haulage (kg CO₂e a year)"}, {"net kazanç (TL/yıl)", "net gain (TRY a year)"},
	{"net önlenen (kg CO₂e/yıl)", "net avoided (kg CO₂e a year)"}, {"gizli", "withheld"},
}

// How wide the columns are, letters.
var (
	flowWidths    = []float64{11, 13, 24, 24, 24, 42, 12, 8, 9, 11, 14, 15, 15, 15, 15, 8}
	balanceWidths = []float64{24, 42, 9, 13, 13, 8, 14, 9, 60, 24, 11, 8}
)

// flows are the flows material by material, the largest first.
func (s Source) flows() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, f := range s.Flows.Each {
			if f.From == geo.AnyEnd || f.To == geo.AnyEnd {
				continue
			}
			if !yield(s.flow(f)) {
				return
			}
		}
	}
}

func (s Source) flow(f geo.Flow) []any {
	q, unit := s.Lang.shown(f.Quantity[s.Month], f.Unit)
	row := []any{s.Lang.of(kinds[f.Kind]), s.Lang.Period(s.Month), s.zone(f.From), s.zone(f.To), f.Material, s.material(f.Material), nil, unit}
	if f.Withheld {
		return append(row, nil, nil, nil, nil, nil, nil, nil, s.yes(true))
	}
	row[6] = q
	var km any
	if f.Length > 0 {
		km = f.Length.Km()
	}
	return append(row, f.Firms[s.Month], km, figure(f.TonneKm), figure(float64(f.Cost)), figure(float64(f.CO2e)), figure(float64(f.Benefit)), figure(float64(f.Avoided)), s.yes(false))
}

// figure is a flow's as a cell: nil says that nothing of it goes by road, is
// priced or has a factor, and stands as nothing.
func figure(v float64) any {
	if v == 0 {
		return nil
	}
	return v
}

var balanceHead = []words{
	{"malzeme kodu", "material code"}, {"malzeme", "material"}, {"rol", "role"}, {"yılda toplam", "total a year"}, {"eşleşmeyen", "unmatched"}, {"birim", "unit"},
	{"miktarı bilinmeyen kaynak", "resources of unknown quantity"}, {"firma sayısı", "firms"}, {"neden", "why"}, {"en yakın taraf", "nearest partner"},
	{"karayolu (km)", "road (km)"}, {"gizli", "withheld"},
}

// balances are what there is of each material, and what is left of it.
func (s Source) balances() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, b := range s.Flows.Balances {
			if !yield(s.balance(b)) {
				return
			}
		}
	}
}

func (s Source) balance(b geo.Balance) []any {
	total, unit := s.Lang.shown(b.Total, b.Unit)
	left, _ := s.Lang.shown(b.Left, b.Unit)
	row := []any{b.Material, s.material(b.Material), s.Lang.of(roles[b.Role]), nil, nil, unit, nil, nil, nil, nil, nil, s.yes(b.Withheld)}
	if b.Withheld {
		return row
	}
	row[3], row[4], row[6], row[7] = total, left, float64(b.Unknown), float64(b.Firms)
	if m := b.Miss; m != nil {
		row[8] = s.Lang.Why(*m)
		if m.Why != geo.MissNone {
			row[9] = s.zone(m.Place)
		}
		if m.Length > 0 {
			row[10] = m.Length.Km()
		}
	}
	return row
}

func (s Source) yes(v bool) string {
	if v {
		return s.Lang.of(words{"evet", "yes"})
	}
	return s.Lang.of(words{"hayır", "no"})
}

// zone returns what a zone is called.
func (s Source) zone(code string) string {
	if code == geo.Outside {
		return s.Lang.of(words{"Bölge dışı", "Outside every zone"})
	}
	z, known := s.Zones[code]
	if !known {
		return code
	}
	if s.Lang == English && z.NameEN != "" {
		return z.NameEN
	}
	return z.Name
}

func (s Source) material(code string) string {
	tr, en := s.Material(code)
	return s.Lang.of(words{tr, en})
}
