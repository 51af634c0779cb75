package api

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type foundWire struct {
	Kind    string     `json:"kind"`
	ID      *int64     `json:"id"`
	Code    string     `json:"code"`
	Label   words      `json:"label"`
	Matched string     `json:"matched"`
	By      string     `json:"by"`
	Place   *geo.Point `json:"place"`
}

func (s *server) search(c *fiber.Ctx) error {
	q := query{c: c}
	ask := exchange.SearchQuery{Text: q.text("q"), Lang: q.lang(), Limit: q.integer("limit", 12, 1, 50), Kinds: q.list("kinds")}
	for _, kind := range ask.Kinds {
		if !slices.Contains(exchange.Kinds, kind) {
			q.bad("kinds", "unknown", "%q is no kind of things that are found", kind)
		}
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Search(c.UserContext(), ask)
	if err != nil {
		return err
	}
	out := make([]foundWire, len(found))
	for i, f := range found {
		out[i] = foundWire{f.Kind, known(f.ID), f.Code, words{f.NameTR, f.NameEN}, f.Matched, f.By.String(), f.Place}
	}
	return c.JSON(fiber.Map{"results": out})
}
