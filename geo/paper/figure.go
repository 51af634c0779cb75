package paper

// Figure is a key figure: what a reader is to see first.
type Figure struct {
	Name  string
	Value string // with its unit
	Note  string // below it, in small print: coverage, method
}

const (
	abreast   = 4    // figures in a row at most
	gap       = 3.0  // mm between them
	figureTop = 20.0 // mm that name and value take
)

// Figures writes key figures side by side, at most four in a row.
func (d *Document) Figures(figures []Figure) {
	for len(figures) > 0 {
		n := min(len(figures), abreast)
		d.figures(figures[:n], (inner-gap*float64(abreast-1))/abreast)
		figures = figures[n:]
	}
	d.pdf.Ln(2)
}

// figures writes one row of them, each so wide.
func (d *Document) figures(row []Figure, wide float64) {
	d.style("", 8, grey)
	tall := figureTop
	for _, f := range row {
		tall = max(tall, figureTop+4*float64(len(d.wrapped(f.Note, wide-4))))
	}
	d.need(tall + gap)
	top := d.pdf.GetY()
	for i, f := range row {
		x := margin + float64(i)*(wide+gap)
		d.pdf.SetFillColor(pale.r, pale.g, pale.b)
		d.pdf.Rect(x, top, wide, tall, "F")
		d.at(x+2, top+2, wide-4, f.Name, "", 8, grey)
		d.at(x+2, top+8, wide-4, f.Value, "B", d.fitting(f.Value, wide-4), black)
		d.style("", 8, grey)
		for k, text := range d.wrapped(f.Note, wide-4) {
			d.at(x+2, top+15.5+4*float64(k), wide-4, text, "", 8, grey)
		}
	}
	d.pdf.SetXY(margin, top+tall+gap)
}

// at writes one line of text at a place.
func (d *Document) at(x, y, wide float64, text, style string, size float64, c ink) {
	d.style(style, size, c)
	d.pdf.SetXY(x, y)
	d.pdf.CellFormat(wide, line, shown(text), "", 0, "L", false, 0, "")
}

// fitting returns the largest size, up to 15 points, at which a value is no
// wider than wide.
func (d *Document) fitting(value string, wide float64) float64 {
	size := 15.0
	for d.style("B", size, black); size > 7 && d.pdf.GetStringWidth(shown(value)) > wide-2; d.style("B", size, black) {
		size--
	}
	return size
}

// wrapped returns text in lines no wider than wide in the style that is set.
func (d *Document) wrapped(text string, wide float64) []string {
	if text == "" {
		return nil
	}
	return d.pdf.SplitText(shown(text), wide)
}
