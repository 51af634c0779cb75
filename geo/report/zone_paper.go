package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/paper"
)

// How many rows of a list a page shows; the workbook holds all.
const (
	mostRows = 15
	mostBars = 10
)

// WritePaper writes the report as PDF pages.
func (z Zone) WritePaper(w io.Writer) error {
	d := paper.New(paper.Head{Title: z.title(), Subtitle: z.subtitle(), Foot: "simbiyoz · " + z.title(), Language: string(z.Lang), Made: z.Made})
	if text := z.invented(); text != "" {
		d.Paragraph(text)
	}
	d.Figures(z.figures())
	d.Heading(z.Lang.of(words{"Bulunan, anlaşılan, kanıtlanan", "Found, agreed, evidenced"}))
	d.Table(z.kindTable())
	for _, kind := range geo.FlowKinds {
		if len(z.sums(kind)) == 0 {
			d.Note(fmt.Sprintf(z.Lang.of(words{"Bu dönemde %s akış yok.", "There is no %s flow in this period."}), z.Lang.of(kinds[kind])))
		}
	}
	if bars := z.materialBars(); len(bars) > 0 {
		d.Heading(z.Lang.of(words{"En çok hareket eden malzemeler (olası, t)", "Materials that move most (potential, t)"}))
		d.Bars(bars)
	}
	if bars := z.monthBars(); len(bars) > 0 {
		d.Heading(z.Lang.of(words{"Aylara göre (olası, t)", "Month by month (potential, t)"}))
		d.Bars(bars)
	}
	for _, kind := range geo.FlowKinds {
		z.flowPart(d, kind)
	}
	z.missPart(d)
	if steps := z.steps(); len(steps) > 0 {
		d.Heading(z.Lang.of(words{"Ne yapılabilir?", "What can be done?"}))
		for _, text := range steps {
			d.Paragraph("• " + text)
		}
	}
	d.Heading(z.Lang.of(words{"Kapsam ve veri kalitesi", "Coverage and quality of the data"}))
	d.Table(z.quality())
	d.Heading(z.Lang.of(words{"Yöntem, belirsizlik ve kaynaklar", "Method, uncertainty and sources"}))
	for _, text := range z.method() {
		d.Note(text)
	}
	d.Heading(z.Lang.of(words{"Onay", "Approval"}))
	d.Table(paper.Table{Columns: []paper.Column{{Title: z.Lang.of(words{"Hazırlayan", "Prepared by"}), Share: 1}, {Title: z.Lang.of(words{"Onaylayan", "Approved by"}), Share: 1}, {Title: z.Lang.of(words{"Tarih, imza", "Date, signature"}), Share: 1}},
		Rows: [][]string{{""}, {""}}})
	return d.Write(w)
}

func (z Zone) figures() []paper.Figure {
	var out []paper.Figure
	for i, name := range []words{{"Bulunan (olası)", "Found (potential)"}, {"Anlaşılan", "Agreed"}, {"Kanıtlanan", "Evidenced"}} {
		t, withheld := z.total(geo.FlowKinds[i], geo.UnitTonne)
		out = append(out, paper.Figure{Name: z.Lang.of(name), Value: z.least(withheld, z.Lang.Amount(t.Quantity[z.Month], geo.UnitTonne))})
	}
	untaken, hidden := z.left(geo.Source)
	out = append(out, paper.Figure{Name: z.Lang.of(words{"Alıcısı olmayan (yıllık)", "Without a taker (a year)"}), Value: z.least(hidden, z.Lang.Amount(untaken, geo.UnitTonne))})
	t, withheld := z.total(geo.Potential, "")
	year := z.Lang.of(words{"olası, yıllık", "potential, a year"})
	return append(out,
		paper.Figure{Name: z.Lang.of(words{"Net kazanç", "Net gain"}), Value: z.least(withheld, z.money(t.Benefit)), Note: year},
		paper.Figure{Name: z.Lang.of(words{"Net önlenen CO₂e", "Net CO₂e avoided"}), Value: z.least(withheld, z.Lang.Number(float64(t.Avoided)/1000)+" t"), Note: year},
		paper.Figure{Name: z.Lang.of(words{"Taşıma işi", "Haulage"}), Value: z.least(withheld, z.Lang.Number(t.TonneKm)+" t·km"), Note: year},
		paper.Figure{Name: z.Lang.of(words{"Kapsam", "Coverage"}), Value: fmt.Sprintf("%d / %d", z.Flows.Coverage.Posted, z.Flows.Coverage.Firms), Note: z.Lang.of(words{"veri giren firma", "firms entered data"})})
}

// least marks a sum of which parts are withheld.
func (z Zone) least(withheld bool, text string) string {
	if withheld {
		return "≥ " + text
	}
	return text
}

func (z Zone) money(v geo.Lira) string {
	f := float64(v)
	if f >= 1e6 || f <= -1e6 {
		return z.Lang.Number(f/1e6) + z.Lang.of(words{" mn TL", "m TRY"})
	}
	return z.Lang.Number(f) + z.Lang.of(words{" TL", " TRY"})
}

func (z Zone) kindTable() paper.Table {
	t := paper.Table{Columns: z.columns([]words{{"Tür", "Kind"}, {"Yön", "Way"}, {"Miktar", "Quantity"}, {"Firma", "Firms"}, {"t·km/yıl", "t·km/yr"}, {"Taşıma TL/yıl", "Haulage TRY/yr"},
		{"Net kazanç TL/yıl", "Net gain TRY/yr"}, {"Net önlenen t CO₂e/yıl", "Net avoided t CO₂e/yr"}}, 2)}
	for i, share := range []float64{0.95, 1.15, 1.15, 0.65, 1.1, 1.15, 1.4, 1} {
		t.Columns[i].Share = share
	}
	for _, kind := range geo.FlowKinds {
		for _, s := range z.sums(kind) {
			row := []string{z.Lang.of(kinds[kind]), z.Lang.of(ways[s.way])}
			f := s.flow
			if f.Withheld {
				_, unit := z.Lang.shown(0, f.Unit)
				row = append(row, z.Lang.of(words{"gizli", "withheld"})+" ("+unit+")")
			} else {
				row = append(row, z.Lang.Amount(f.Quantity[z.Month], f.Unit), z.Lang.Number(f.Firms[z.Month]), z.known(f.TonneKm), z.known(float64(f.Cost)), z.known(float64(f.Benefit)), z.known(float64(f.Avoided)/1000))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// columns are titled; those from the numbers on stand at the right.
func (z Zone) columns(titles []words, texts int) []paper.Column {
	out := make([]paper.Column, len(titles))
	for i, w := range titles {
		out[i] = paper.Column{Title: z.Lang.of(w), Share: 1, Right: i >= texts}
	}
	return out
}

func (z Zone) materialBars() []paper.Bar {
	sums := map[string]float64{}
	for _, f := range z.each(geo.Potential) {
		if f.Unit == geo.UnitTonne {
			sums[f.Material] += f.Quantity[z.Month]
		}
	}
	var out []paper.Bar
	for code, q := range sums {
		out = append(out, paper.Bar{Name: z.coded(code), Value: q, Text: z.Lang.Amount(q, geo.UnitTonne)})
	}
	slices.SortFunc(out, func(a, b paper.Bar) int { return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Name, b.Name)) })
	return out[:min(len(out), mostBars)]
}

// monthBars are a year's months; none where the report is of one, or where a
// month's sum is withheld.
func (z Zone) monthBars() []paper.Bar {
	var total geo.Amounts
	for _, s := range z.sums(geo.Potential) {
		if s.flow.Unit == geo.UnitTonne {
			if s.flow.Withheld || s.flow.Shield != 0 && !z.Full {
				return nil
			}
			total = total.Plus(s.flow.Quantity)
		}
	}
	if z.Month != 0 || total.Nothing() {
		return nil
	}
	var out []paper.Bar
	for m, name := range months {
		out = append(out, paper.Bar{Name: z.Lang.of(name), Value: total[m+1], Text: z.Lang.Amount(total[m+1], geo.UnitTonne)})
	}
	return out
}

func (z Zone) flowPart(d *paper.Document, kind geo.FlowKind) {
	flows := z.each(kind)
	if len(flows) == 0 {
		return
	}
	d.Heading(fmt.Sprintf(z.Lang.of(words{"Akışlar: %s", "Flows: %s"}), z.Lang.of(kinds[kind])))
	t := paper.Table{Columns: []paper.Column{{Title: z.Lang.of(words{"Nereden", "From"}), Share: 2}, {Title: z.Lang.of(words{"Malzeme", "Material"}), Share: 3.4}, {Title: z.Lang.of(words{"Nereye", "To"}), Share: 2},
		{Title: z.Lang.of(words{"Miktar", "Quantity"}), Share: 1.3, Right: true}, {Title: "km", Share: 0.8, Right: true}, {Title: z.Lang.of(words{"Net kazanç TL/yıl", "Net gain TRY/yr"}), Share: 1.6, Right: true},
		{Title: "t CO₂e", Share: 1.1, Right: true}}}
	for _, f := range flows[:min(len(flows), mostRows)] {
		km := "–"
		if f.Length > 0 {
			km = z.Lang.Number(f.Length.Km())
		}
		t.Rows = append(t.Rows, []string{z.short(f.From), z.coded(f.Material), z.short(f.To), z.Lang.Amount(f.Quantity[z.Month], f.Unit), km, z.known(float64(f.Benefit)), z.known(float64(f.Avoided) / 1000)})
	}
	d.Table(t)
	z.rest(d, len(flows))
}

// known writes a figure of a flow; nil says that nothing of it is priced, or
// has a factor.
func (z Zone) known(v float64) string {
	if v == 0 {
		return "–"
	}
	return z.Lang.Number(v)
}

// short names a zone where room is scarce.
func (z Zone) short(code string) string {
	return strings.Replace(z.zone(code), "Organised Industrial Zone", "OIZ", 1)
}

// coded names a material, a waste with its code of the List of Waste.
func (z Zone) coded(code string) string {
	if len(code) == 6 && strings.Trim(code, "0123456789") == "" {
		return code[:2] + " " + code[2:4] + " " + code[4:] + " · " + z.material(code)
	}
	return z.material(code)
}

func (z Zone) rest(d *paper.Document, n int) {
	if n > mostRows {
		d.Note(fmt.Sprintf(z.Lang.of(words{"En büyük %d satır; %d satırın hepsi Excel dosyasındadır.", "The largest %d rows; all %d are in the workbook."}), mostRows, n))
	}
}

func (z Zone) missPart(d *paper.Document) {
	left := z.unmatched()
	if len(left) == 0 {
		return
	}
	d.Heading(z.Lang.of(words{"Eşleşmeyenler ve nedenleri (yıllık)", "What finds no partner, and why (a year)"}))
	t := paper.Table{Columns: []paper.Column{{Title: z.Lang.of(words{"Malzeme", "Material"}), Share: 3}, {Title: z.Lang.of(words{"Rol", "Role"}), Share: 1.05}, {Title: z.Lang.of(words{"Kalan", "Left"}), Share: 1.3, Right: true},
		{Title: z.Lang.of(words{"Toplam", "Total"}), Share: 1.3, Right: true}, {Title: z.Lang.of(words{"En yakın taraf", "Nearest partner"}), Share: 1.8}, {Title: z.Lang.of(words{"Neden", "Why"}), Share: 3}}}
	for _, b := range left[:min(len(left), mostRows)] {
		near, why := "–", "–"
		if b.Miss != nil {
			why = z.Lang.Why(*b.Miss)
			if b.Miss.Why != geo.MissNone {
				near = z.short(b.Miss.Place)
			}
			if b.Miss.Length > 0 {
				near += ", " + z.Lang.Number(b.Miss.Length.Km()) + " km"
			}
		}
		t.Rows = append(t.Rows, []string{z.coded(b.Material), z.Lang.of(roles[b.Role]), z.Lang.Amount(b.Left, b.Unit), z.Lang.Amount(b.Total, b.Unit), near, why})
	}
	d.Table(t)
	z.rest(d, len(left))
}
