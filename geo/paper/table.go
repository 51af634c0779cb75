package paper

// Column is a column of a table.
type Column struct {
	Title string
	Share float64 // of the table's width, beside the other columns' shares
	Right bool    // figures stand at the right
}

// Table is rows of texts below their columns. A row may be shorter than the
// columns are many.
type Table struct {
	Columns []Column
	Rows    [][]string
	Total   []string // a last row that stands out; nil: none
}

const (
	cellPad  = 1.5 // mm around a cell's text
	cellLine = 4.2
)

// Table writes a table over the whole width. Long cells are wrapped, and every
// page that it goes on to repeats the header.
func (d *Document) Table(t Table) {
	widths := t.widths()
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = c.Title
	}
	d.need(20)
	d.row(t, widths, header, "B", true)
	for _, cells := range t.Rows {
		d.below(t, widths, header, cells, "")
	}
	if t.Total != nil {
		d.below(t, widths, header, t.Total, "B")
	}
	d.pdf.Ln(3)
}

// below writes a row, on a new page below the header where none is left.
func (d *Document) below(t Table, widths []float64, header, cells []string, style string) {
	d.style(style, 8.5, black)
	if d.need(d.tall(widths, cells)) {
		d.row(t, widths, header, "B", true)
	}
	d.row(t, widths, cells, style, false)
}

func (t Table) widths() []float64 {
	total := 0.0
	for _, c := range t.Columns {
		total += c.Share
	}
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = inner * c.Share / total
	}
	return out
}

// tall returns how high a row is in the style that is set.
func (d *Document) tall(widths []float64, cells []string) float64 {
	lines := 1
	for i, text := range cells {
		lines = max(lines, len(d.wrapped(text, widths[i]-2*cellPad)))
	}
	return float64(lines)*cellLine + 2*cellPad
}

// row writes a row where the pen is, and a rule below it.
func (d *Document) row(t Table, widths []float64, cells []string, style string, filled bool) {
	d.style(style, 8.5, black)
	top, tall := d.pdf.GetY(), d.tall(widths, cells)
	if filled {
		d.pdf.SetFillColor(pale.r, pale.g, pale.b)
		d.pdf.Rect(margin, top, inner, tall, "F")
	}
	x := margin
	for i, text := range cells {
		align, wide := "L", widths[i]
		if t.Columns[i].Right {
			align, wide = "R", wide-cellPad // figures keep off the text of the next column
		}
		for k, part := range d.wrapped(text, widths[i]-2*cellPad) {
			d.pdf.SetXY(x, top+cellPad+float64(k)*cellLine)
			d.pdf.CellFormat(wide, cellLine, part, "", 0, align, false, 0, "")
		}
		x += widths[i]
	}
	d.pdf.SetDrawColor(rule.r, rule.g, rule.b)
	d.pdf.SetLineWidth(0.2)
	d.pdf.Line(margin, top+tall, margin+inner, top+tall)
	d.pdf.SetXY(margin, top+tall)
}
