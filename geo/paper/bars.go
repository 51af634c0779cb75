package paper

// Bar is a row of a bar chart.
type Bar struct {
	Name  string
	Value float64 // 0 or more
	Text  string  // the value with its unit, as people read it
}

const barTall = 5.5 // mm from one bar to the next

// Bars writes a chart of horizontal bars to one scale, that of the largest.
func (d *Document) Bars(bars []Bar) {
	widest := 0.0
	for _, b := range bars {
		widest = max(widest, b.Value)
	}
	const names, figures = 68.0, 30.0
	for _, b := range bars {
		d.need(barTall)
		y := d.pdf.GetY()
		d.style("", 8.5, black)
		if lines := d.wrapped(b.Name, names-3); len(lines) > 1 {
			b.Name = lines[0] + " …"
		}
		d.at(margin, y, names, b.Name, "", 8.5, black)
		long := 0.0
		if widest > 0 {
			long = (inner - names - figures) * b.Value / widest
		}
		d.pdf.SetFillColor(green.r, green.g, green.b)
		d.pdf.Rect(margin+names, y+0.8, max(long, 0.3), barTall-1.9, "F")
		d.at(margin+names+long+1, y, figures, b.Text, "", 8.5, grey)
		d.pdf.SetXY(margin, y+barTall)
	}
	d.pdf.Ln(3)
}

var green = ink{11, 93, 68}
