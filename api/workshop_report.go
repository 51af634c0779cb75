package api

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
	"simbiyoz/geo/sheet"
)

type tallyWire struct {
	Firms        int `json:"firms"`
	Participants int `json:"participants"`
	Resources    int `json:"resources"`
	Sources      int `json:"sources"`
	Sinks        int `json:"sinks"`
	Synergies    int `json:"synergies"`
}

type shareWire struct {
	Key   string `json:"key"`
	Label words  `json:"label"`
	tallyWire
}

type workshopReportWire struct {
	Workshop *workshopWire `json:"workshop"` // null: of all
	tallyWire
	Among   int         `json:"among"`
	Pending int         `json:"pending"`
	Sectors []shareWire `json:"sectors"`
	Zones   []shareWire `json:"zones"`
	Tables  []shareWire `json:"tables"`
}

func wireTally(t programme.Tally) tallyWire {
	return tallyWire{t.Firms, t.Participants, t.Resources(), t.Sources, t.Sinks, t.Synergies}
}

// wireShares labels shares; what has no key is labelled none.
func wireShares(shares []programme.Share, none words, label func(key string) words) []shareWire {
	out := make([]shareWire, len(shares))
	for i, s := range shares {
		out[i] = shareWire{s.Key, none, wireTally(s.Tally)}
		if s.Key != "" {
			out[i].Label = label(s.Key)
		}
	}
	return out
}

// workshopReport tells what came of a workshop, or with id 0 of all of them, as
// JSON or as an XLSX workbook.
func (s *server) workshopReport(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	q := query{c: c}
	lang, format := q.lang(), q.text("format")
	if err := q.errs.Err(); err != nil {
		return err
	}
	r, err := s.readReport(c, n)
	if err != nil {
		return err
	}
	switch format {
	case "", "json":
		return c.JSON(r)
	case "xlsx":
		return sendReport(c, r, lang)
	}
	return geo.Invalid("format", "unknown", "%q is neither json nor xlsx", format)
}

func (s *server) readReport(c *fiber.Ctx, workshop int64) (workshopReportWire, error) {
	ctx := c.UserContext()
	var out workshopReportWire
	if workshop != 0 {
		w, err := s.x.Workshop(ctx, workshop)
		if err != nil {
			return out, err
		}
		wire := wireWorkshop(w)
		out.Workshop = &wire
	}
	r, err := s.x.WorkshopReport(ctx, workshop)
	if err != nil {
		return out, err
	}
	zones, err := s.x.Zones(ctx)
	if err != nil {
		return out, err
	}
	names := map[string]words{}
	for _, z := range zones {
		names[z.Code] = words{z.Name, z.NameEN}
	}
	out.tallyWire, out.Among, out.Pending = wireTally(r.Tally), r.Among, r.Pending
	out.Sectors = wireShares(r.Sectors, words{}, func(key string) words {
		d := s.x.Division(key)
		return words{d.NameTR, d.NameEN}
	})
	out.Zones = wireShares(r.Zones, words{"Bölge dışı", "Outside every zone"}, func(key string) words { return names[key] })
	out.Tables = wireShares(r.Tables, words{"Masasız", "No table"}, func(key string) words { return words{"Masa " + key, "Table " + key} })
	return out, nil
}

// of returns w in lang, "tr" or "en".
func (w words) of(lang string) string {
	if lang == "en" {
		return w.EN
	}
	return w.TR
}

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

func sendReport(c *fiber.Ctx, r workshopReportWire, lang string) (err error) {
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
