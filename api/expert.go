package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/programme"
)

type expertBody struct {
	Pool        programme.Pool `json:"pool"`
	Name        string         `json:"name"`
	Alias       string         `json:"alias"`
	Institution string         `json:"institution"`
	Mail        string         `json:"mail"`
	Languages   []string       `json:"languages"`
	About       string         `json:"about"`
	Materials   []string       `json:"materials"`
	NACEs       []string       `json:"naces"`
	Topics      []string       `json:"topics"`
	Available   bool           `json:"available"`
}

type expertWire struct {
	ID int64 `json:"id"`
	expertBody
	Demo bool `json:"demo"`
}

func wireExpert(e programme.Expert) expertWire {
	return expertWire{e.ID, expertBody{e.Pool, e.Name, e.Alias, e.Institution, e.Mail, list(e.Languages), e.About, list(e.Materials), list(e.NACEs), list(e.Topics), e.Available}, e.Demo}
}

// list returns a list that is written as one, not as null.
func list(l []string) []string { return append([]string{}, l...) }

type fieldWire struct {
	Kind  string `json:"kind"`
	Field string `json:"field"`
}

type helperWire struct {
	expertWire
	Score   float64     `json:"score"`
	Grounds []fieldWire `json:"grounds"`
	Request *helpWire   `json:"request"`
}

type helpWire struct {
	ID    int64            `json:"id"`
	Note  string           `json:"note"`
	State programme.Answer `json:"state"`
}

func wireHelpers(found []programme.Helper) fiber.Map {
	out := make([]helperWire, len(found))
	for i, h := range found {
		out[i] = helperWire{expertWire: wireExpert(h.Expert), Score: h.Score, Grounds: make([]fieldWire, len(h.Grounds))}
		for k, g := range h.Grounds {
			out[i].Grounds[k] = fieldWire(g)
		}
		if h.Request != nil {
			out[i].Request = &helpWire{h.Request.ID, h.Request.Note, h.Request.State}
		}
	}
	return fiber.Map{"helpers": out}
}

func (s *server) experts(c *fiber.Ctx) error {
	q := query{c: c}
	text := q.text("q")
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Experts(c.UserContext(), text)
	if err != nil {
		return err
	}
	out := make([]expertWire, len(found))
	for i, e := range found {
		out[i] = wireExpert(e)
	}
	return c.JSON(fiber.Map{"experts": out})
}

func (s *server) postExpert(c *fiber.Ctx) error { return s.saveExpert(c, 0, fiber.StatusCreated) }

func (s *server) putExpert(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.saveExpert(c, n, fiber.StatusOK)
}

func (s *server) saveExpert(c *fiber.Ctx, n int64, status int) error {
	var b expertBody
	if err := body(c, &b); err != nil {
		return err
	}
	n, err := s.x.SaveExpert(c.UserContext(), programme.Expert{ID: n, Pool: b.Pool, Name: b.Name, Alias: b.Alias, Institution: b.Institution, Mail: b.Mail,
		Languages: b.Languages, About: b.About, Materials: b.Materials, NACEs: b.NACEs, Topics: b.Topics, Available: b.Available})
	if err != nil {
		return err
	}
	return c.Status(status).JSON(fiber.Map{"id": n})
}

func (s *server) deleteExpert(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.DropExpert(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *server) resourceHelpers(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.HelpersWith(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(wireHelpers(found))
}

func (s *server) synergyHelpers(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.HelpersOf(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(wireHelpers(found))
}

func (s *server) askHelp(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		ExpertID int64  `json:"expert_id"`
		Note     string `json:"note"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	stored, err := s.x.AskHelp(c.UserContext(), programme.Help{SynergyID: n, ExpertID: b.ExpertID, Note: b.Note})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"id": stored})
}

func (s *server) answerHelp(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	which, err := id(c, "help")
	if err != nil {
		return err
	}
	var b struct {
		Answer programme.Answer `json:"answer"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.AnswerHelp(c.UserContext(), n, which, b.Answer); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
