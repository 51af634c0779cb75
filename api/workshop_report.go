package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
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
// JSON, an XLSX workbook or a PDF.
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
		return sendReportBook(c, r, lang)
	case "pdf":
		return sendReportPaper(c, r, lang)
	}
	return geo.Invalid("format", "unknown", "%q is neither json, xlsx nor pdf", format)
}

func (s *server) readReport(c *fiber.Ctx, workshop int64) (workshopReportWire, error) {
	ctx := c.UserContext()
	var out workshopReportWire
	if workshop != 0 {
		w, err := s.x.Workshop(ctx, workshop)
		if err != nil {
			return out, err
		}
		wire := s.wireWorkshop(w)
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
