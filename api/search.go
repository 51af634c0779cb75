package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type foundWire struct {
	Kind  string     `json:"kind"`
	ID    *int64     `json:"id"`
	Code  string     `json:"code"`
	Label words      `json:"label"`
	Place *geo.Point `json:"place"`
}

func (s *server) search(c *fiber.Ctx) error {
	q := query{c: c}
	text, lang, limit := q.text("q"), q.lang(), q.integer("limit", 12, 1, 50)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Search(c.UserContext(), text, lang, limit)
	if err != nil {
		return err
	}
	out := make([]foundWire, len(found))
	for i, f := range found {
		out[i] = foundWire{f.Kind, known(f.ID), f.Code, words{f.NameTR, f.NameEN}, f.Place}
	}
	return c.JSON(fiber.Map{"results": out})
}
