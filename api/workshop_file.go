package api

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/paper"
	"simbiyoz/geo/sheet"
)

// The words of the report's files; on screen the web app has its own.
var (
	reportTitle   = words{"Sinerji çalıştayı raporu", "Synergy workshop report"}
	reportParts   = []words{{"Özet", "Summary"}, {"Sektörler", "Sectors"}, {"Bölgeler", "Zones"}, {"Masalar", "Tables"}}
	reportColumns = []words{{"firma", "firms"}, {"katılımcı", "participants"}, {"kaynak", "resources"}, {"çıktı", "outputs"},
		{"girdi", "inputs"}, {"potansiyel sinerji", "potential synergies"}}
	reportAmong   = words{"iki tarafı da çalıştayda girilen", "with both sides entered at a workshop"}
	reportAll     = words{"Tüm çalıştaylar", "All workshops"}
	reportCounted = words{"İki parça arasındaki sinerji her ikisinde de sayılır.", "A synergy between two parts counts in both."}
)

// cells returns t's figures in the order of reportColumns.
func (t tallyWire) cells() []any {
	return []any{float64(t.Firms), float64(t.Participants), float64(t.Resources), float64(t.Sources), float64(t.Sinks), float64(t.Synergies)}
}

// name is what a report is of.
func (r workshopReportWire) name(lang string) string {
	if r.Workshop == nil {
		return reportAll.of(lang)
	}
	return fmt.Sprintf("%s · %s", r.Workshop.Title, *r.Workshop.HeldOn)
}

func sendReportBook(c *fiber.Ctx, r workshopReportWire, lang string) (err error) {
	sheets := make([]string, len(reportParts))
	for i, part := range reportParts {
		sheets[i] = part.of(lang)
	}
	book, err := sheet.NewBook(sheets...)
	if err != nil {
		return err
	}
	defer book.Close()
	rows := [][]any{{reportTitle.of(lang)}, {r.name(lang)}, {}}
	for i, cell := range r.cells() {
		rows = append(rows, []any{reportColumns[i].of(lang), cell})
	}
	rows = append(rows, []any{reportAmong.of(lang), float64(r.Among)}, nil, []any{reportCounted.of(lang)})
	for _, row := range rows {
		if err := book.Append(0, row); err != nil {
			return err
		}
	}
	for i, shares := range [][]shareWire{r.Sectors, r.Zones, r.Tables} {
		if err := appendShares(book, i+1, shares, lang); err != nil {
			return err
		}
	}
	attach(c, xlsxType, "workshop.xlsx")
	return book.Write(c)
}

func appendShares(book *sheet.Book, at int, shares []shareWire, lang string) error {
	head := []any{"", ""}
	for _, column := range reportColumns {
		head = append(head, column.of(lang))
	}
	if err := book.Append(at, head); err != nil {
		return err
	}
	for _, s := range shares {
		if err := book.Append(at, append([]any{s.Key, s.Label.of(lang)}, s.cells()...)); err != nil {
			return err
		}
	}
	return nil
}

func sendReportPaper(c *fiber.Ctx, r workshopReportWire, lang string) error {
	d := paper.New(paper.Head{Title: reportTitle.of(lang), Subtitle: r.name(lang), Foot: "simbiyoz", Language: lang, Made: time.Now()})
	cells := r.texts()
	var figures []paper.Figure
	for _, i := range []int{0, 1, 2, 5} { // what the four figures of the slide are
		figures = append(figures, paper.Figure{Name: reportColumns[i].of(lang), Value: cells[i]})
	}
	d.Figures(figures)
	d.Paragraph(fmt.Sprintf("%s: %d", reportAmong.of(lang), r.Among))
	for i, shares := range [][]shareWire{r.Sectors, r.Zones, r.Tables} {
		if len(shares) == 0 || r.Workshop == nil && i == 2 { // tables of different workshops have nothing in common
			continue
		}
		d.Heading(reportParts[i+1].of(lang))
		d.Table(shareTable(shares, lang))
	}
	d.Note(reportCounted.of(lang))
	attach(c, "application/pdf", "workshop.pdf")
	return d.Write(c)
}

func shareTable(shares []shareWire, lang string) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Share: 3}}}
	for _, column := range reportColumns {
		t.Columns = append(t.Columns, paper.Column{Title: column.of(lang), Share: 1, Right: true})
	}
	for _, s := range shares {
		t.Rows = append(t.Rows, append([]string{s.Label.of(lang)}, s.texts()...))
	}
	return t
}

// texts returns t's figures in the order of reportColumns.
func (t tallyWire) texts() []string {
	var out []string
	for _, n := range []int{t.Firms, t.Participants, t.Resources, t.Sources, t.Sinks, t.Synergies} {
		out = append(out, strconv.Itoa(n))
	}
	return out
}
