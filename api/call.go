package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type callBody struct {
	Kind   programme.CallKind  `json:"kind"`
	Title  words               `json:"title"`
	Asks   words               `json:"asks"`
	Budget *float64            `json:"budget_try"`
	Limit  *float64            `json:"limit_try"`
	Opens  *string             `json:"opens_on"`
	Closes *string             `json:"closes_on"`
	State  programme.CallState `json:"state"`
}

type callWire struct {
	ID int64 `json:"id"`
	callBody
	Phase   programme.Phase `json:"phase"`
	Applied *int            `json:"applications"` // null to who does not decide on them, as the next
	Waiting *int            `json:"waiting"`
	Demo    bool            `json:"demo"`
}

func (s *server) wireCall(c *fiber.Ctx, x programme.Call) callWire {
	w := callWire{ID: x.ID, Phase: x.Phase(time.Now()), Demo: x.Demo, callBody: callBody{Kind: x.Kind, Title: words{x.TitleTR, x.TitleEN},
		Asks: words{x.AsksTR, x.AsksEN}, Budget: x.Budget, Limit: x.Limit, Opens: day(x.Opens),
		Closes: day(x.Closes), State: x.State}}
	if s.x.KeepsCalls(c.UserContext()) {
		w.Applied, w.Waiting = &x.Applied, &x.Waiting
	}
	return w
}

func (s *server) calls(c *fiber.Ctx) error {
	found, err := s.x.Calls(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]callWire, len(found))
	for i, x := range found {
		out[i] = s.wireCall(c, x)
	}
	return c.JSON(fiber.Map{"calls": out})
}

func (s *server) call(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	x, err := s.x.Call(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(s.wireCall(c, x))
}

func (s *server) postCall(c *fiber.Ctx) error { return s.saveCall(c, 0, fiber.StatusCreated) }

func (s *server) putCall(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.saveCall(c, n, fiber.StatusOK)
}

func (s *server) saveCall(c *fiber.Ctx, n int64, status int) error {
	var b callBody
	if err := body(c, &b); err != nil {
		return err
	}
	x := programme.Call{ID: n, Kind: b.Kind, TitleTR: b.Title.TR, TitleEN: b.Title.EN, AsksTR: b.Asks.TR, AsksEN: b.Asks.EN,
		Budget: b.Budget, Limit: b.Limit, State: b.State}
	var errs geo.FieldErrors
	x.Opens, x.Closes = date(&errs, "opens_on", b.Opens), date(&errs, "closes_on", b.Closes)
	if err := errs.Err(); err != nil {
		return err
	}
	n, err := s.x.SaveCall(c.UserContext(), x)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(fiber.Map{"id": n})
}

func (s *server) deleteCall(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.DropCall(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
