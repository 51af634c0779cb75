// Package report writes what moves in a zone as files that people hand in or
// work on: tables of exactly what a screen shows, and the zone's report as PDF
// pages and as a workbook, in Turkish and English.
package report

import (
	"math"
	"strconv"
	"strings"

	"simbiyoz/geo"
)

// Lang is the language of a file.
type Lang string

const (
	Turkish Lang = "tr"
	English Lang = "en"
)

// words is a text in both languages.
type words struct{ tr, en string }

func (l Lang) of(w words) string {
	if l == English {
		return w.en
	}
	return w.tr
}

// Number writes v in a language: three significant digits below a thousand,
// whole numbers above, thousands apart.
func (l Lang) Number(v float64) string {
	decimals := 0
	if a := math.Abs(v); a > 0 && a < 1000 {
		decimals = max(0, 2-int(math.Floor(math.Log10(a))))
	}
	return l.fixed(v, min(decimals, 6))
}

// fixed writes v with so many decimals at most, none that are 0 at the end.
func (l Lang) fixed(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, part, _ := strings.Cut(text, ".")
	part = strings.TrimRight(part, "0")
	thousands, point := ".", ","
	if l == English {
		thousands, point = ",", "."
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	if part != "" {
		whole += point + part
	}
	if v < 0 && strings.Trim(text, "0.") != "" {
		return "−" + whole
	}
	return whole
}

// Percent writes a share of one.
func (l Lang) Percent(v float64) string {
	if l == English {
		return l.fixed(100*v, 0) + "%"
	}
	return "%" + l.fixed(100*v, 0)
}

// decimal writes v as a cell of a CSV file: with a decimal comma in Turkish,
// as spreadsheets read it there, and no thousands apart. What is behind the
// fourth decimal is noise of adding up.
func (l Lang) decimal(v float64) string {
	text := strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
	if l == Turkish {
		return strings.ReplaceAll(text, ".", ",")
	}
	return text
}

var units = map[geo.Unit]words{
	geo.UnitTonne: {"t", "t"}, geo.UnitCubic: {"m³", "m³"}, geo.UnitKWh: {"MWh", "MWh"}, geo.UnitPiece: {"adet", "pieces"}, geo.UnitHour: {"saat", "hours"},
}

// shown returns a quantity in the unit that people count it in, and that unit:
// energy is told in MWh.
func (l Lang) shown(q float64, u geo.Unit) (float64, string) {
	if u == geo.UnitKWh {
		q /= 1000
	}
	return q, l.of(units[u])
}

// Amount writes a quantity with its unit.
func (l Lang) Amount(q float64, u geo.Unit) string {
	q, unit := l.shown(q, u)
	return l.Number(q) + " " + unit
}

// Period names a year, or its month from 1 to 12.
func (l Lang) Period(month int) string {
	if month == 0 {
		return l.of(words{"yıl boyunca", "over the year"})
	}
	return l.of(months[month-1])
}

var months = [12]words{
	{"ocak", "January"}, {"şubat", "February"}, {"mart", "March"}, {"nisan", "April"}, {"mayıs", "May"}, {"haziran", "June"}, {"temmuz", "July"},
	{"ağustos", "August"}, {"eylül", "September"}, {"ekim", "October"}, {"kasım", "November"}, {"aralık", "December"},
}

var kinds = map[geo.FlowKind]words{
	geo.Potential: {"olası", "potential"}, geo.Agreed: {"anlaşılan", "agreed"}, geo.Evidenced: {"kanıtlanan", "evidenced"},
}

var roles = map[geo.Role]words{geo.Source: {"veren", "source"}, geo.Sink: {"alan", "sink"}}
