package api

import (
	"math"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"simbiyoz/geo/paper"
)

// figure writes a number as people of a language read it: whole above a
// thousand, with three digits below.
func figure(v float64, lang string) string {
	digits := 0
	if a := math.Abs(v); a > 0 && a < 1000 {
		digits = max(0, 2-int(math.Floor(math.Log10(a))))
	}
	scale := math.Pow(10, float64(digits))
	return message.NewPrinter(language.Make(lang)).Sprint(number.Decimal(math.Round(v*scale)/scale, number.MaxFractionDigits(digits)))
}

// told is figure of v by scale, a dash where it is not known.
func told[T ~float64](v *T, scale float64, lang string) string {
	if v == nil {
		return "–"
	}
	return figure(float64(*v)*scale, lang)
}

func totalTable(totals []totalWire, lang string) paper.Table {
	t := paper.Table{Columns: totalColumns(lang)}
	for _, total := range totals {
		t.Rows = append(t.Rows, total.texts(lang))
	}
	return t
}

// texts returns t in the order of totalColumns.
func (t totalWire) texts(lang string) []string {
	return []string{metricNames[t.Metric].of(lang), unitNames[t.Unit].of(lang), figure(t.PerYear, lang), figure(t.Sum, lang),
		figure(t.Claimed, lang), figure(t.Checked, lang), figure(t.Verified, lang)}
}

func totalColumns(lang string) []paper.Column {
	out := []paper.Column{{Title: ledgerColumns[0].of(lang), Share: 3}, {Title: ledgerColumns[1].of(lang), Share: 0.8}}
	for _, column := range ledgerColumns[2:7] {
		out = append(out, paper.Column{Title: column.of(lang), Share: 1.4, Right: true})
	}
	return out
}

func partTable(parts []partWire, lang string) paper.Table {
	t := paper.Table{Columns: append([]paper.Column{{Share: 2.4}}, totalColumns(lang)...)}
	for _, p := range parts {
		label := p.Label.of(lang)
		for _, total := range p.Totals {
			t.Rows = append(t.Rows, append([]string{label}, total.texts(lang)...))
			label = ""
		}
	}
	return t
}
