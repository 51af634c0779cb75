package api

import (
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/paper"
	"simbiyoz/geo/programme"
	"simbiyoz/geo/sheet"
)

// The words of the ledger's files; on screen the web app has its own.
var (
	ledgerTitle = words{"Kazanım defteri", "Benefits ledger"}
	ledgerParts = []words{{"Toplamlar", "Totals"}, {"Programlar", "Programmes"}, {"Bölgeler", "Zones"}, {"Sektörler", "Sectors"},
		{"Yıllar", "Years"}, {"Kayıtlar", "Entries"}}
	ledgerColumns = []words{{"kazanım", "benefit"}, {"birim", "unit"}, {"yıllık", "a year"}, {"toplam", "total"},
		{"beyan", "claimed"}, {"kontrol edilmiş", "checked"}, {"doğrulanmış", "verified"}, {"kayıt", "entries"}}
	entryColumns = []words{{"no", "no."}, {"sinerji", "synergy"}, {"kazanım", "benefit"}, {"taraf", "side"}, {"değer", "value"}, {"birim", "unit"},
		{"program payı", "attribution"}, {"sayılan", "counted"}, {"başlangıç", "from"}, {"bitiş", "until"}, {"durum", "status"},
		{"beyan eden", "claimed by"}, {"doğrulayan", "verified by"}, {"kanıt", "evidence"}, {"kaynak", "source"}}
	ledgerPredicted = words{"Öngörü (eşleşmelerin hesabı; kazanımlara katılmaz): %d sinerji, yılda %s t, %s TL net fayda, %s t CO₂e",
		"Predicted (by the matches; not part of the benefits): %d synergies, a year %s t, TRY %s net benefit, %s t CO₂e"}
	ledgerNote = words{"Bir ton bir kez sayılır; sayılan, değer × program payıdır. Dönemin bir bölümü istendiğinde kayıtlar güne göre bölünür. Para birimleri toplanmaz.",
		"A tonne is counted once; what counts is value × attribution. Of entries that lie partly in the period, that part counts, by days. Currencies are not added up."}
	ledgerDemo  = words{"Kurgu kayıtlar içerir.", "Holds invented entries."}
	ledgerEmpty = words{"Bu süzgeçle kayıt yok.", "No entries under this filter."}
	metricNames = map[programme.Metric]words{
		programme.CostSavings: {"İşletmelerdeki tasarruf", "Cost savings"}, programme.AdditionalSales: {"İlave satışlar", "Additional sales"},
		programme.Landfill: {"Depolanması gereken atıkta azalma", "Landfill diverted"}, programme.CO2e: {"CO₂e salımında azalma", "CO₂e avoided"},
		programme.Virgin: {"Hammadde tasarrufu", "Virgin material saved"}, programme.Hazardous: {"Tehlikeli atık azaltımı", "Hazardous waste eliminated"},
		programme.Water: {"Su tasarrufu", "Water saved"}, programme.Jobs: {"İş imkânları", "Jobs created or kept"},
		programme.Investment: {"Özel yatırım", "Private investment"}, programme.HaulWork: {"Taşıma işi", "Haulage"}, programme.HaulCO2e: {"Taşımanın CO₂e salımı", "CO₂e of haulage"},
		programme.ReachedFirms: {"Firma", "Firms"}, programme.ReachedParticipants: {"Katılımcı", "Participants"},
		programme.ReachedResources: {"Kaynak", "Resources"}, programme.ReachedSynergies: {"Potansiyel sinerji", "Potential synergies"},
	}
	unitNames = map[programme.BenefitUnit]words{"t": {"ton", "t"}, "m3": {"m³", "m³"}, "tkm": {"t·km", "t·km"}, "person": {"kişi", "people"},
		"count": {"adet", "number"}, "TRY": {"TL", "TRY"}, "EUR": {"€", "€"}, "USD": {"$", "$"}, "GBP": {"£", "£"}}
	statusNames = map[programme.Status]words{programme.Claimed: {"beyan", "claimed"}, programme.Checked: {"kontrol edildi", "checked"},
		programme.Verified: {"doğrulandı", "verified"}, programme.Retracted: {"geri alındı", "withdrawn"}}
	sideNames = map[string]words{"source": {"veren", "giver"}, "sink": {"alan", "taker"}, "both": {"ortak", "both"}}
)

// cells returns t in the order of ledgerColumns.
func (t totalWire) cells(lang string) []any {
	return []any{metricNames[t.Metric].of(lang), unitNames[t.Unit].of(lang), t.PerYear, t.Sum, t.Claimed, t.Checked, t.Verified, float64(t.Entries)}
}

func columnTitles(columns []words, lang string) []any {
	out := make([]any, len(columns))
	for i, c := range columns {
		out[i] = c.of(lang)
	}
	return out
}

// subtitle says what of the ledger is told.
func (w ledgerWire) subtitle(f programme.LedgerFilter, lang string) string {
	var parts []string
	if f.ProgrammeID != 0 || len(w.Programmes) == 1 {
		for _, p := range w.Programmes {
			parts = append(parts, p.Label.of(lang))
		}
	}
	if from, until := day(f.From), day(f.Until); from != nil || until != nil {
		parts = append(parts, fmt.Sprintf("%s – %s", orDash(from), orDash(until)))
	}
	if f.Status != "" {
		parts = append(parts, statusNames[f.Status].of(lang))
	}
	return strings.Join(parts, " · ")
}

func orDash(s *string) string {
	if s == nil {
		return "…"
	}
	return *s
}

func (w ledgerWire) predicted(lang string) string {
	p := w.Predicted
	return fmt.Sprintf(ledgerPredicted.of(lang), p.Synergies, told(p.Tonnes, 1, lang), told(p.Benefit, 1, lang), told(p.CO2e, 1e-3, lang))
}

func (w ledgerWire) demo() bool {
	for _, t := range w.Totals {
		if t.Demo > 0 {
			return true
		}
	}
	return false
}

func sendLedgerBook(c *fiber.Ctx, w ledgerWire, f programme.LedgerFilter, lang string) error {
	names := make([]string, len(ledgerParts))
	for i, part := range ledgerParts {
		names[i] = part.of(lang)
	}
	book, err := sheet.NewBook(names...)
	if err != nil {
		return err
	}
	defer book.Close()
	rows := [][]any{{ledgerTitle.of(lang)}, {w.subtitle(f, lang)}, nil, columnTitles(ledgerColumns, lang)}
	for _, t := range w.Totals {
		rows = append(rows, t.cells(lang))
	}
	rows = append(rows, nil, []any{w.predicted(lang)}, []any{ledgerNote.of(lang)})
	if w.demo() {
		rows = append(rows, []any{ledgerDemo.of(lang)})
	}
	for i, part := range [][]partWire{w.Programmes, w.Zones, w.Sectors, w.Years} {
		if err := appendRows(book, i+1, partRows(part, lang)); err != nil {
			return err
		}
	}
	if err := appendRows(book, 0, rows); err != nil {
		return err
	}
	if err := appendRows(book, len(ledgerParts)-1, entryRows(w.Entries, lang)); err != nil {
		return err
	}
	attach(c, xlsxType, "ledger.xlsx")
	return book.Write(c)
}

func appendRows(book *sheet.Book, at int, rows [][]any) error {
	for _, row := range rows {
		if err := book.Append(at, row); err != nil {
			return err
		}
	}
	return nil
}

func partRows(parts []partWire, lang string) [][]any {
	rows := [][]any{append([]any{""}, columnTitles(ledgerColumns, lang)...)}
	for _, p := range parts {
		for _, t := range p.Totals {
			rows = append(rows, append([]any{p.Label.of(lang)}, t.cells(lang)...))
		}
	}
	return rows
}

func entryRows(entries []benefitWire, lang string) [][]any {
	rows := [][]any{columnTitles(entryColumns, lang)}
	for _, b := range entries {
		synergy, verifier := "", ""
		if b.Synergy != nil {
			synergy = *b.Synergy
		}
		if b.Verified != nil {
			verifier = b.Verified.By
		}
		var files []string
		for _, f := range b.Evidence {
			files = append(files, f.Name)
		}
		rows = append(rows, []any{float64(b.ID), synergy, metricNames[b.Metric].of(lang), sideNames[string(b.Side)].of(lang), b.Value, unitNames[b.Unit].of(lang),
			float64(b.Attribution), b.Counted, b.From, b.Until, statusNames[b.Status].of(lang), b.Claimed.By, verifier, strings.Join(files, ", "), b.Source})
	}
	return rows
}

func sendLedgerPaper(c *fiber.Ctx, w ledgerWire, f programme.LedgerFilter, lang string) error {
	d := paper.New(paper.Head{Title: ledgerTitle.of(lang), Subtitle: w.subtitle(f, lang), Foot: "simbiyoz", Language: lang, Made: time.Now()})
	if w.demo() {
		d.Note(ledgerDemo.of(lang))
	}
	if len(w.Totals) == 0 {
		d.Paragraph(ledgerEmpty.of(lang))
	} else {
		d.Table(totalTable(w.Totals, lang))
	}
	d.Paragraph(w.predicted(lang))
	for i, part := range [][]partWire{w.Programmes, w.Zones, w.Sectors, w.Years} {
		if len(part) < 2 && i == 0 || len(part) == 0 {
			continue
		}
		d.Heading(ledgerParts[i+1].of(lang))
		d.Table(partTable(part, lang))
	}
	d.Note(ledgerNote.of(lang))
	attach(c, "application/pdf", "ledger.pdf")
	return d.Write(c)
}
