package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/exchange"
	"simbiyoz/geo/programme"
)

type applicationBody struct {
	Summary    string  `json:"summary"`
	Contact    string  `json:"contact"`
	Partners   string  `json:"partners"`
	Experts    []int64 `json:"experts"`
	Firms      []int64 `json:"firms"`
	SynergyID  *int64  `json:"synergy_id"`
	ResourceID *int64  `json:"resource_id"`
}

// applicationWire is an application in a list.
type applicationWire struct {
	ID         int64                        `json:"id"`
	CallID     int64                        `json:"call_id"`
	Call       words                        `json:"call"`
	Name       *string                      `json:"name"` // null: the account is gone
	Mail       *string                      `json:"mail"`
	Firm       *nameRef                     `json:"firm"`
	Summary    string                       `json:"summary"`
	Contact    string                       `json:"contact"`
	Partners   string                       `json:"partners"`
	SynergyID  *int64                       `json:"synergy_id"`
	ResourceID *int64                       `json:"resource_id"`
	State      programme.ApplicationState   `json:"state"`
	Next       []programme.ApplicationState `json:"next"` // whither who decides may move it
	Reason     *string                      `json:"reason"`
	At         time.Time                    `json:"at"`
	Moved      time.Time                    `json:"moved_at"`
}

func wireApplication(a programme.Application) applicationWire {
	return applicationWire{ID: a.ID, CallID: a.CallID, Call: words{a.TitleTR, a.TitleEN}, Name: orNull(a.Name), Mail: orNull(a.Mail), Firm: refOf(a.FirmID, a.Firm),
		Summary: a.Summary, Contact: a.Contact, Partners: a.Partners, SynergyID: known(a.SynergyID), ResourceID: known(a.ResourceID),
		State: a.State, Next: append([]programme.ApplicationState{}, a.State.Next()...), Reason: orNull(a.Reason), At: a.At, Moved: a.Moved}
}

// stepWire is an entry of an application's log.
type stepWire struct {
	From   *string                    `json:"from"`
	To     programme.ApplicationState `json:"to"`
	Reason *string                    `json:"reason"`
	At     time.Time                  `json:"at"`
}

// fullApplication is one application with what it names and what happened to it.
type fullApplication struct {
	applicationWire
	Experts []expertWire      `json:"experts"`
	Firms   []firmDescription `json:"firms"`
	Log     []stepWire        `json:"log"`
}

func (s *server) wireFull(a exchange.FullApplication, log []programme.ApplicationStep) fullApplication {
	w := fullApplication{applicationWire: wireApplication(a.Application), Experts: make([]expertWire, len(a.Pool)), Firms: s.describe(a.Known), Log: make([]stepWire, len(log))}
	for i, e := range a.Pool {
		w.Experts[i] = wireExpert(e)
	}
	for i, e := range log {
		w.Log[i] = stepWire{orNull(string(e.From)), e.To, orNull(e.Reason), e.At}
	}
	return w
}

func (s *server) postApplication(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b applicationBody
	if err := body(c, &b); err != nil {
		return err
	}
	a := programme.Application{CallID: n, Summary: b.Summary, Contact: b.Contact, Partners: b.Partners, Experts: b.Experts, Firms: b.Firms}
	if b.SynergyID != nil {
		a.SynergyID = *b.SynergyID
	}
	if b.ResourceID != nil {
		a.ResourceID = *b.ResourceID
	}
	stored, err := s.x.Apply(c.UserContext(), a)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"id": stored})
}

func (s *server) applications(c *fiber.Ctx) error {
	q := query{c: c}
	call := q.integer("call", 0, 0, 1<<31)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Applications(c.UserContext(), int64(call))
	if err != nil {
		return err
	}
	out := make([]applicationWire, len(found))
	for i, a := range found {
		out[i] = wireApplication(a)
	}
	return c.JSON(fiber.Map{"applications": out})
}

func (s *server) application(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	a, log, err := s.x.Application(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(s.wireFull(a, log))
}

func (s *server) decide(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		To     programme.ApplicationState `json:"to"`
		Reason string                     `json:"reason"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.Decide(c.UserContext(), n, programme.Decision{To: b.To, Reason: b.Reason}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *server) withdraw(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.Withdraw(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
