package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// partnerWire is a side of a synergy. What is gone is null.
type partnerWire struct {
	ResourceID *int64     `json:"resource_id"`
	FirmID     *int64     `json:"firm_id"`
	Title      string     `json:"title"`
	NACE       string     `json:"nace"`
	NACEName   words      `json:"nace_name"`
	Firm       *string    `json:"firm"`
	Site       *string    `json:"site"`
	Hours      *string    `json:"hours"`
	Place      *geo.Point `json:"place"`
	Rate       *float64   `json:"rate"`
	Committed  float64    `json:"committed"`
	Over       bool       `json:"over"`
}

func (s *server) wirePartner(p programme.Partner) partnerWire {
	class := s.x.Class(p.NACE)
	w := partnerWire{ResourceID: known(p.ResourceID), FirmID: known(p.FirmID), Title: p.Title, NACE: p.NACE, NACEName: words{class.NameTR, class.NameEN},
		Firm: orNull(p.Firm), Site: orNull(p.Site.Name), Hours: orNull(p.Site.Hours), Rate: p.Rate, Committed: p.Committed, Over: p.Over()}
	if p.ResourceID != 0 {
		w.Place = &p.Site.Place
	}
	return w
}

type synergyWire struct {
	ID           int64                              `json:"id"`
	ProgrammeID  int64                              `json:"programme_id"`
	Source       partnerWire                        `json:"source"`
	Sink         partnerWire                        `json:"sink"`
	ZoneID       *int64                             `json:"zone_id"`
	Material     string                             `json:"material"`
	MaterialName *words                             `json:"material_name"`
	Hazard       geo.Hazard                         `json:"hazard"`
	Legal        geo.LegalStatus                    `json:"legal"`
	Rate         *float64                           `json:"rate"`
	Unit         geo.Unit                           `json:"unit"`
	Haul         *geo.Metres                        `json:"haul_m"`
	Stage        programme.Stage                    `json:"stage"`
	Next         []programme.Stage                  `json:"next"`
	Reason       *string                            `json:"reason"`
	Owner        string                             `json:"owner"`
	Action       string                             `json:"next_action"`
	On           *string                            `json:"next_on"`
	Overdue      bool                               `json:"overdue"`
	Readiness    map[programme.Axis]programme.Ready `json:"readiness"`
	Demo         bool                               `json:"demo"`
	Born         time.Time                          `json:"born_at"`
	Staged       time.Time                          `json:"staged_at"`
}

func (s *server) wireSynergy(y programme.Synergy) synergyWire {
	w := synergyWire{ID: y.ID, ProgrammeID: y.ProgrammeID, Source: s.wirePartner(y.Source), Sink: s.wirePartner(y.Sink), ZoneID: known(y.ZoneID),
		Material: y.Material, Hazard: y.Hazard, Legal: y.Legal, Rate: y.Rate, Unit: y.Unit, Haul: y.Haul, Stage: y.Stage, Next: y.Stage.Next(y.Resumes),
		Reason: orNull(y.Reason), Owner: y.Owner, Action: y.Action, On: day(y.On), Overdue: y.Overdue(time.Now()),
		Readiness: map[programme.Axis]programme.Ready{}, Demo: y.Demo, Born: y.Born, Staged: y.Staged}
	for _, axis := range programme.Axes {
		w.Readiness[axis] = y.Readiness[axis]
	}
	if m, err := s.x.Material(y.Material); err == nil {
		w.MaterialName = &words{m.NameTR, m.NameEN}
	}
	return w
}

func (q *query) synergies() programme.Filter {
	f := programme.Filter{
		ProgrammeID: int64(q.integer("programme", 0, 0, 1<<31)), ZoneID: int64(q.integer("zone", 0, 0, 1<<31)),
		FirmID: int64(q.integer("firm", 0, 0, 1<<31)), Sector: q.text("sector"), Stage: programme.Stage(q.text("stage")), Text: q.text("q"),
	}
	if yes := q.yes("overdue"); yes != nil {
		f.Overdue = *yes
	}
	return f
}

func (s *server) synergies(c *fiber.Ctx) error {
	q := query{c: c}
	f := q.synergies()
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Synergies(c.UserContext(), f)
	if err != nil {
		return err
	}
	out := make([]synergyWire, len(found))
	for i, y := range found {
		out[i] = s.wireSynergy(y)
	}
	return c.JSON(fiber.Map{"synergies": out, "stages": programme.Stages})
}

func (s *server) synergy(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	y, err := s.x.Synergy(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(s.wireSynergy(y))
}

type changeBody struct {
	Owner       *string                            `json:"owner"`
	Action      *string                            `json:"next_action"`
	On          *string                            `json:"next_on"`
	Rate        *float64                           `json:"rate"`
	ProgrammeID *int64                             `json:"programme_id"`
	Readiness   map[programme.Axis]programme.Ready `json:"readiness"`
}

// patchSynergy changes what the body names; an empty date takes the date away.
func (s *server) patchSynergy(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b changeBody
	if err := body(c, &b); err != nil {
		return err
	}
	change := programme.Change{Owner: b.Owner, Action: b.Action, Rate: b.Rate, ProgrammeID: b.ProgrammeID, Readiness: b.Readiness}
	if b.On != nil {
		var errs geo.FieldErrors
		on := date(&errs, "next_on", b.On)
		if err := errs.Err(); err != nil {
			return err
		}
		change.On = &on
	}
	y, err := s.x.ChangeSynergy(c.UserContext(), n, change)
	if err != nil {
		return err
	}
	return c.JSON(s.wireSynergy(y))
}

func (s *server) moveSynergy(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		To     programme.Stage `json:"to"`
		Reason string          `json:"reason"`
		Why    string          `json:"why"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	y, err := s.x.MoveSynergy(c.UserContext(), n, programme.Move{To: b.To, Reason: b.Reason, Why: b.Why})
	if err != nil {
		return err
	}
	return c.JSON(s.wireSynergy(y))
}

type logWire struct {
	Kind   string    `json:"kind"`
	From   *string   `json:"from"`
	To     *string   `json:"to"`
	Reason *string   `json:"reason"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
}

func (s *server) synergyLog(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.SynergyLog(c.UserContext(), n)
	if err != nil {
		return err
	}
	out := make([]logWire, len(found))
	for i, e := range found {
		out[i] = logWire{e.Kind, orNull(string(e.From)), orNull(string(e.To)), orNull(e.Reason), e.Text, e.At, e.Actor}
	}
	return c.JSON(fiber.Map{"log": out})
}

func (s *server) postNote(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		Text string `json:"text"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.AddNote(c.UserContext(), n, b.Text); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type programmeWire struct {
	ID    int64   `json:"id"`
	Code  string  `json:"code"`
	Name  words   `json:"name"`
	From  *string `json:"from"`
	Until *string `json:"until"`
}

func (s *server) programmes(c *fiber.Ctx) error {
	found, err := s.x.Programmes(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]programmeWire, len(found))
	for i, p := range found {
		out[i] = programmeWire{p.ID, p.Code, words{p.NameTR, p.NameEN}, day(p.From), day(p.Until)}
	}
	return c.JSON(fiber.Map{"programmes": out})
}

type contactWire struct {
	ID     int64  `json:"id"`
	FirmID int64  `json:"firm_id"`
	Name   string `json:"name"`
	Mail   string `json:"mail"`
}

// contacts are the people of a synergy's partners.
func (s *server) contacts(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.Contacts(c.UserContext(), n)
	if err != nil {
		return err
	}
	out := make([]contactWire, len(found))
	for i, one := range found {
		out[i] = contactWire(one)
	}
	return c.JSON(fiber.Map{"contacts": out})
}
