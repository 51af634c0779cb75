package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type materialWire struct {
	Code     string       `json:"code"`
	Group    string       `json:"group"`
	Category geo.Category `json:"category"`
	Hazard   geo.Hazard   `json:"hazard"`
	Unit     geo.Unit     `json:"unit"`
	Name     words        `json:"name"`
	Matched  *string      `json:"matched"` // the word that was recognised
}

func wireMaterial(m geo.Material, matched string) materialWire {
	return materialWire{m.Code, m.Group, m.Category, m.Hazard, m.Unit, words{m.NameTR, m.NameEN}, orNull(matched)}
}

func (s *server) materials(c *fiber.Ctx) error {
	q := query{c: c}
	text, lang, limit, all := q.text("q"), q.lang(), q.integer("limit", 10, 1, 100), q.yes("all")
	if err := q.errs.Err(); err != nil {
		return err
	}
	out := []materialWire{}
	if all != nil && *all {
		for _, m := range s.x.AllMaterials() {
			out = append(out, wireMaterial(m, ""))
		}
		return c.JSON(fiber.Map{"materials": out})
	}
	for _, hit := range s.x.SearchMaterials(text, lang, limit) {
		out = append(out, wireMaterial(hit.Material, hit.Matched))
	}
	return c.JSON(fiber.Map{"materials": out})
}

func (s *server) material(c *fiber.Ctx) error {
	m, err := s.x.Material(c.Params("code"))
	if err != nil {
		return err
	}
	return c.JSON(wireMaterial(m, ""))
}

type classWire struct {
	Class string `json:"class"`
	Name  words  `json:"name"`
}

func (s *server) classes(c *fiber.Ctx) error {
	q := query{c: c}
	text, lang, limit := q.text("q"), q.lang(), q.integer("limit", 10, 1, 100)
	if err := q.errs.Err(); err != nil {
		return err
	}
	out := []classWire{}
	for _, n := range s.x.SearchClasses(text, lang, limit) {
		out = append(out, classWire{n.Code, words{n.NameTR, n.NameEN}})
	}
	return c.JSON(fiber.Map{"classes": out})
}
