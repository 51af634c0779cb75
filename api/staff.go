package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/exchange"
)

type memberBody struct {
	Mail     string       `json:"mail"`
	Language string       `json:"language"`
	Standing geo.Standing `json:"standing"`
}

type memberWire struct {
	ID       int64        `json:"id"`
	Mail     string       `json:"mail"`
	Name     string       `json:"name"`
	Standing geo.Standing `json:"standing"`
}

type invitedWire struct {
	Mail     string       `json:"mail"`
	Standing geo.Standing `json:"standing"`
}

func (s *server) members(c *fiber.Ctx) error {
	firm, err := id(c, "id")
	if err != nil {
		return err
	}
	found, links, err := s.x.Members(c.UserContext(), firm)
	if err != nil {
		return err
	}
	members, invited := make([]memberWire, len(found)), make([]invitedWire, len(links))
	for i, a := range found {
		members[i] = memberWire{a.ID, a.Mail, a.Name, a.Standing}
	}
	for i, l := range links {
		invited[i] = invitedWire{l.Account.Mail, l.Standing}
	}
	return c.JSON(fiber.Map{"members": members, "invited": invited})
}

func (s *server) postMember(c *fiber.Ctx) error {
	firm, err := id(c, "id")
	if err != nil {
		return err
	}
	var b memberBody
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.InviteMember(c.UserContext(), firm, b.Mail, or(b.Language, "tr"), or(b.Standing, geo.Member)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusAccepted)
}

func (s *server) patchMember(c *fiber.Ctx) error {
	var b struct {
		Standing geo.Standing `json:"standing"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if b.Standing == "" {
		return geo.Invalid("standing", "required", "is missing")
	}
	return s.setMember(c, b.Standing)
}

func (s *server) deleteMember(c *fiber.Ctx) error { return s.setMember(c, "") }

func (s *server) setMember(c *fiber.Ctx, standing geo.Standing) error {
	firm, err := id(c, "id")
	if err != nil {
		return err
	}
	user, err := id(c, "user")
	if err != nil {
		return err
	}
	if err := s.x.SetMember(c.UserContext(), firm, user, standing); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type userWire struct {
	accountWire
	Verified bool       `json:"verified"`
	Locked   bool       `json:"locked"`
	Created  time.Time  `json:"created_at"`
	Seen     *time.Time `json:"seen_at"`
}

func wireUser(a account.Account) userWire {
	return userWire{wireAccount(a), !a.Verified.IsZero(), !a.Locked.IsZero(), a.Created, instant(a.Seen)}
}

func (s *server) users(c *fiber.Ctx) error {
	q := query{c: c}
	f := account.Filter{Text: q.text("q"), Standing: geo.Standing(q.text("standing")), FirmID: int64(q.integer("firm", 0, 0, 1<<31))}
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Users(c.UserContext(), f)
	if err != nil {
		return err
	}
	out := make([]userWire, len(found))
	for i, a := range found {
		out[i] = wireUser(a)
	}
	return c.JSON(fiber.Map{"users": out})
}

func (s *server) postUser(c *fiber.Ctx) error {
	var b struct {
		memberBody
		Name string `json:"name"`
		Firm int64  `json:"firm"`
		Zone int64  `json:"zone"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	a, _, err := s.x.AddUser(c.UserContext(), account.Account{Mail: b.Mail, Name: or(b.Name, b.Mail), Language: or(b.Language, "tr"),
		Standing: b.Standing, FirmID: b.Firm, ZoneID: b.Zone})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(wireUser(a))
}

func (s *server) patchUser(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		Standing *geo.Standing `json:"standing"`
		Firm     *int64        `json:"firm"` // 0: none
		Zone     *int64        `json:"zone"`
		Locked   *bool         `json:"locked"`
		Second   *bool         `json:"second"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	a, err := s.x.SetUser(c.UserContext(), n, exchange.UserChange{Standing: b.Standing, FirmID: b.Firm, ZoneID: b.Zone, Locked: b.Locked, Second: b.Second})
	if err != nil {
		return err
	}
	return c.JSON(wireUser(a))
}
