package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

// rankedWire is a class of firms that can use a material.
type rankedWire struct {
	NACE    string       `json:"nace"`
	Name    words        `json:"name"`
	Score   float64      `json:"score"`
	Reasons []groundWire `json:"reasons"`
}

// groundWire is a reason: how it was reached, and the evidence where a use is
// known rather than usual, with what people here made of it.
type groundWire struct {
	Code      string       `json:"code"`
	Weight    float64      `json:"weight"`
	Material  string       `json:"material"` // a code, a prefix of one, or a kind of matter
	Use       words        `json:"use"`
	Count     int          `json:"count"` // materials that tell the same
	Evidence  geo.Evidence `json:"evidence,omitempty"`
	Source    string       `json:"source,omitempty"`
	Completed int          `json:"completed"`
	Unfit     int          `json:"unfit"`
}

func (s *server) uses(c *fiber.Ctx) error {
	q := query{c: c}
	code, from, limit := q.text("material"), q.text("from_nace"), q.integer("limit", 10, 1, 100)
	if code == "" && from == "" {
		q.bad("material", "required", "is missing, and so is from_nace")
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.RankUses(code, from, limit)
	if err != nil {
		return err
	}
	out := make([]rankedWire, len(found))
	for i, r := range found {
		class := s.x.Class(r.NACE)
		out[i] = rankedWire{NACE: r.NACE, Name: words{class.NameTR, class.NameEN}, Score: r.Score}
		for _, g := range r.Reasons {
			out[i].Reasons = append(out[i].Reasons, groundWire{Code: string(g.Step), Weight: g.Weight, Material: g.Use.Material,
				Use: words{g.Use.UseTR, g.Use.UseEN}, Count: g.Count, Evidence: g.Use.Evidence, Source: g.Use.Source,
				Completed: g.Use.Completed, Unfit: g.Use.Unfit})
		}
	}
	return c.JSON(out)
}
