package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type workshopBody struct {
	Title  string  `json:"title"`
	HeldOn *string `json:"held_on"`
	Venue  string  `json:"venue"`
	Tables int     `json:"tables"`
	Closed bool    `json:"closed"`
}

type workshopWire struct {
	ID   int64  `json:"id"`
	Code string `json:"code"`
	Door string `json:"door"` // address
	workshopBody
}

func (s *server) wireWorkshop(w programme.Workshop) workshopWire {
	return workshopWire{w.ID, w.Code, s.x.DoorAddress(w), wireWorkshopBody(w)}
}

func wireWorkshopBody(w programme.Workshop) workshopBody {
	return workshopBody{w.Title, day(w.HeldOn), w.Venue, w.Tables, w.Closed}
}

func (s *server) workshops(c *fiber.Ctx) error {
	found, err := s.x.Workshops(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]workshopWire, len(found))
	for i, w := range found {
		out[i] = s.wireWorkshop(w)
	}
	return c.JSON(fiber.Map{"workshops": out})
}

func (s *server) workshop(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	w, err := s.x.Workshop(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(s.wireWorkshop(w))
}

func (s *server) postWorkshop(c *fiber.Ctx) error { return s.saveWorkshop(c, 0, fiber.StatusCreated) }

func (s *server) putWorkshop(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.saveWorkshop(c, n, fiber.StatusOK)
}

func (s *server) saveWorkshop(c *fiber.Ctx, n int64, status int) error {
	var b workshopBody
	if err := body(c, &b); err != nil {
		return err
	}
	var errs geo.FieldErrors
	held := date(&errs, "held_on", b.HeldOn)
	if err := errs.Err(); err != nil {
		return err
	}
	w, err := s.x.SaveWorkshop(c.UserContext(), programme.Workshop{ID: n, Title: b.Title, HeldOn: held, Venue: b.Venue, Tables: b.Tables, Closed: b.Closed})
	if err != nil {
		return err
	}
	return c.Status(status).JSON(s.wireWorkshop(w))
}

// guestBody is somebody who is to take part.
type guestBody struct {
	Row   int    `json:"row"`
	Name  string `json:"name"`
	Firm  string `json:"firm"`
	NACE  string `json:"nace"`
	Zone  int64  `json:"zone"`
	Table int    `json:"table"`
}

func (b guestBody) guest() programme.Guest {
	return programme.Guest{Row: b.Row, Name: b.Name, Firm: b.Firm, NACE: b.NACE, ZoneID: b.Zone, Table: b.Table}
}

type participantWire struct {
	ID      int64          `json:"id"`
	Name    string         `json:"name"`
	Firm    firmRef        `json:"firm"`
	Table   *int           `json:"table"`
	Door    programme.Door `json:"door"`
	Entries int            `json:"entries"`
}

func (s *server) participants(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.Participants(c.UserContext(), n)
	if err != nil {
		return err
	}
	out := make([]participantWire, len(found))
	for i, p := range found {
		out[i] = participantWire{p.ID, p.Name, firmRef{p.Firm.ID, orNull(p.Firm.Name), p.Firm.NACE, p.Firm.Demo}, seat(p.Table), p.Door, p.Entries}
	}
	return c.JSON(fiber.Map{"participants": out})
}

// seat returns a table's number, nil for none.
func seat(table int) *int {
	if table == 0 {
		return nil
	}
	return &table
}

func (s *server) postParticipants(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		Guests []guestBody `json:"guests"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	guests := make([]programme.Guest, len(b.Guests))
	for i, g := range b.Guests {
		guests[i] = g.guest()
	}
	added, err := s.x.Invite(c.UserContext(), n, guests)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"added": added})
}

// door tells who has a workshop's code what it is, and nothing else.
func (s *server) door(c *fiber.Ctx) error {
	w, err := s.x.Door(c.UserContext(), c.Params("code"))
	if err != nil {
		return err
	}
	return c.JSON(wireWorkshopBody(w))
}

func (s *server) enterDoor(c *fiber.Ctx) error {
	var b guestBody
	if err := body(c, &b); err != nil {
		return err
	}
	b.Row = 0
	if err := s.x.Enter(c.UserContext(), c.Params("code"), b.guest()); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type entryBody struct {
	resourceBody
	ParticipantID int64 `json:"participant_id"`
}

// putEntry stores an entry under the key that its browser made: 201 the first
// time, 200 whenever it comes again.
func (s *server) putEntry(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b entryBody
	if err := body(c, &b); err != nil {
		return err
	}
	r, err := b.resource()
	if err != nil {
		return err
	}
	stored, fresh, err := s.x.LogEntry(c.UserContext(), programme.Entry{Key: c.Params("key"), WorkshopID: n, ParticipantID: b.ParticipantID, Resource: r})
	if err != nil {
		return err
	}
	if fresh {
		c.Status(fiber.StatusCreated)
	}
	return c.JSON(fiber.Map{"resource_id": nullID(stored)})
}

// nullID returns an id, nil for 0.
func nullID(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

type entryWire struct {
	Key           string                 `json:"key"`
	ParticipantID *int64                 `json:"participant_id"`
	Table         *int                   `json:"table"`
	At            time.Time              `json:"at"`
	Resource      feature[resourceProps] `json:"resource"`
}

func (s *server) entries(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	q := query{c: c}
	limit := q.integer("limit", defaultLimit, 1, mostRows)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Entries(c.UserContext(), n, limit)
	if err != nil {
		return err
	}
	out := make([]entryWire, len(found))
	for i, e := range found {
		out[i] = entryWire{e.Key, nullID(e.ParticipantID), seat(e.Table), e.At, wireResource(e.Posting, nil)}
	}
	return c.JSON(fiber.Map{"entries": out})
}

// partners counts those that a resource may find once it is posted.
func (s *server) partners(c *fiber.Ctx) error {
	q := query{c: c}
	r := geo.Resource{Role: geo.Role(q.text("role")), Material: q.text("material"), FirmID: int64(q.integer("firm", 0, 0, 1<<31))}
	if err := q.errs.Err(); err != nil {
		return err
	}
	n, err := s.x.CountPartners(c.UserContext(), r)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"partners": n})
}
