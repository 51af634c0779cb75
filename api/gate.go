package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type conditionWire struct {
	Item     string            `json:"item"`
	Answer   programme.Verdict `json:"answer"`
	Note     string            `json:"note"`
	Files    []int64           `json:"evidence"`
	Declared *bool             `json:"declared"`
	Actor    string            `json:"actor"`
}

type permitWire struct {
	ID      int64                `json:"id"`
	Kind    programme.PermitKind `json:"kind"`
	Holder  string               `json:"holder"`
	Number  string               `json:"number"`
	Expires *string              `json:"expires_on"`
	Expired bool                 `json:"expired"`
	FileID  *int64               `json:"file_id"`
}

// gate tells what the law asks of a synergy, and what of it is missing.
func (s *server) gate(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	g, blocks, err := s.x.Gate(c.UserContext(), n)
	if err != nil {
		return err
	}
	conditions := make([]conditionWire, len(g.Conditions))
	for i, x := range g.Conditions {
		conditions[i] = conditionWire{x.Item, x.Answer, x.Note, x.Files, x.Declared, x.Actor}
	}
	permits := make([]permitWire, len(g.Permits))
	for i, p := range g.Permits {
		permits[i] = permitWire{p.ID, p.Kind, p.Holder, p.Number, day(p.Expires), p.Expired(time.Now()), known(p.FileID)}
	}
	missing := make([]fieldError, len(blocks))
	for i, e := range blocks {
		missing[i] = wireFieldError(e)
	}
	return c.JSON(fiber.Map{"conditions": conditions, "permits": permits, "missing": missing})
}

func (s *server) answerGate(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		Answer programme.Verdict `json:"answer"`
		Note   string            `json:"note"`
		Files  []int64           `json:"evidence"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.AnswerGate(c.UserContext(), n, programme.Condition{Item: c.Params("item"), Answer: b.Answer, Note: b.Note, Files: b.Files}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *server) postPermit(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		Kind    programme.PermitKind `json:"kind"`
		Holder  string               `json:"holder"`
		Number  string               `json:"number"`
		Expires *string              `json:"expires_on"`
		FileID  int64                `json:"file_id"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	var errs geo.FieldErrors
	p := programme.Permit{SynergyID: n, Kind: b.Kind, Holder: b.Holder, Number: b.Number, Expires: date(&errs, "expires_on", b.Expires), FileID: b.FileID}
	if err := errs.Err(); err != nil {
		return err
	}
	stored, err := s.x.AddPermit(c.UserContext(), p)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"id": stored})
}

func (s *server) deletePermit(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	which, err := id(c, "permit")
	if err != nil {
		return err
	}
	if err := s.x.DropPermit(c.UserContext(), n, which); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// criterionBody is a reference page as it is written and, with its id, read.
type criterionBody struct {
	Materials []string `json:"materials"`
	Title     words    `json:"title"`
	Text      words    `json:"text"`
	Source    string   `json:"source"`
	URL       string   `json:"url"`
	CheckedOn *string  `json:"checked_on"`
}

type criterionWire struct {
	ID int64 `json:"id"`
	criterionBody
}

func (s *server) criteria(c *fiber.Ctx) error {
	q := query{c: c}
	material := q.text("material")
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Criteria(c.UserContext(), material)
	if err != nil {
		return err
	}
	out := make([]criterionWire, len(found))
	for i, x := range found {
		out[i] = criterionWire{x.ID, criterionBody{x.Materials, words{x.TitleTR, x.TitleEN}, words{x.TextTR, x.TextEN}, x.Source, x.URL, day(x.CheckedOn)}}
	}
	return c.JSON(fiber.Map{"criteria": out})
}

func (s *server) postCriterion(c *fiber.Ctx) error { return s.saveCriterion(c, 0, fiber.StatusCreated) }

func (s *server) putCriterion(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.saveCriterion(c, n, fiber.StatusOK)
}

func (s *server) saveCriterion(c *fiber.Ctx, n int64, status int) error {
	var b criterionBody
	if err := body(c, &b); err != nil {
		return err
	}
	var errs geo.FieldErrors
	checked := date(&errs, "checked_on", b.CheckedOn)
	if err := errs.Err(); err != nil {
		return err
	}
	n, err := s.x.SaveCriterion(c.UserContext(), programme.Criterion{ID: n, Materials: b.Materials, TitleTR: b.Title.TR, TitleEN: b.Title.EN,
		TextTR: b.Text.TR, TextEN: b.Text.EN, Source: b.Source, URL: b.URL, CheckedOn: checked})
	if err != nil {
		return err
	}
	return c.Status(status).JSON(fiber.Map{"id": n})
}

func (s *server) deleteCriterion(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.DropCriterion(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
