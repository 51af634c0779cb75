package api

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/skip2/go-qrcode"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

func (s *server) patchMe(c *fiber.Ctx) error {
	var b struct {
		Name     string `json:"name"`
		Language string `json:"language"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	a, err := s.x.ChangeMe(c.UserContext(), b.Name, b.Language)
	if err != nil {
		return err
	}
	return c.JSON(wireAccount(a))
}

func (s *server) putPassword(c *fiber.Ctx) error {
	var b struct {
		Old      string `json:"old"`
		Password string `json:"password"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.ChangePassword(c.UserContext(), sessionOf(c).ID, b.Old, b.Password); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type sessionWire struct {
	ID      int64     `json:"id"`
	Agent   string    `json:"agent"`
	Created time.Time `json:"created_at"`
	Seen    time.Time `json:"seen_at"`
	Current bool      `json:"current"` // it is the one that asks
}

func (s *server) sessions(c *fiber.Ctx) error {
	found, err := s.x.Sessions(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]sessionWire, len(found))
	for i, e := range found {
		out[i] = sessionWire{e.ID, e.Agent, e.Created, e.Seen, e.ID == sessionOf(c).ID}
	}
	return c.JSON(fiber.Map{"sessions": out})
}

func (s *server) deleteSession(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.EndSession(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// postSecond begins a second factor: its secret stands in the answer, as text
// and as a QR code, this once.
func (s *server) postSecond(c *fiber.Ctx) error {
	secret, address, err := s.x.StartSecond(c.UserContext())
	if err != nil {
		return err
	}
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("QR code of a second factor: %w", err)
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.JSON(fiber.Map{"secret": secret, "address": address, "qr_svg": svg(code.Bitmap())})
}

type codeBody struct {
	Code string `json:"code"`
}

func (s *server) putSecond(c *fiber.Ctx) error {
	var b codeBody
	if err := body(c, &b); err != nil {
		return err
	}
	codes, token, err := s.x.ProveSecond(c.UserContext(), sessionOf(c), b.Code)
	if err != nil {
		return err
	}
	if err := s.keepSession(c, token, sessionOf(c).Account.Standing); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.JSON(fiber.Map{"recovery_codes": codes})
}

func (s *server) deleteSecond(c *fiber.Ctx) error {
	var b codeBody
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.DropSecond(c.UserContext(), b.Code); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

type keyWire struct {
	ID      int64       `json:"id"`
	Name    string      `json:"name"`
	Prefix  string      `json:"prefix"`
	Scopes  []geo.Scope `json:"scopes"`
	Created time.Time   `json:"created_at"`
	Expires time.Time   `json:"expires_at"`
	Used    *time.Time  `json:"used_at"`
	Key     string      `json:"key,omitempty"` // when it is made, and never again
}

func wireKey(k account.Key) keyWire {
	w := keyWire{ID: k.ID, Name: k.Name, Prefix: k.Prefix, Scopes: k.Scopes, Created: k.Created, Expires: k.Expires, Used: instant(k.Used)}
	if w.Scopes == nil {
		w.Scopes = []geo.Scope{}
	}
	return w
}

func (s *server) keys(c *fiber.Ctx) error {
	found, err := s.x.Keys(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]keyWire, len(found))
	for i, k := range found {
		out[i] = wireKey(k)
	}
	return c.JSON(fiber.Map{"keys": out})
}

func (s *server) postKey(c *fiber.Ctx) error {
	var b struct {
		Name    string      `json:"name"`
		Scopes  []geo.Scope `json:"scopes"`
		Expires time.Time   `json:"expires_at"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if b.Scopes == nil {
		b.Scopes = []geo.Scope{}
	}
	k, key, err := s.x.AddKey(c.UserContext(), account.Key{Name: b.Name, Scopes: b.Scopes, Expires: b.Expires})
	if err != nil {
		return err
	}
	w := wireKey(k)
	w.Key = key
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Status(fiber.StatusCreated).JSON(w)
}

func (s *server) deleteKey(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.DeleteKey(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *server) postFirm(c *fiber.Ctx) error {
	var b struct {
		Name  string     `json:"name"`
		NACE  string     `json:"nace"`
		Tax   string     `json:"tax_number"`
		Site  string     `json:"site"`
		Zone  int64      `json:"zone"`
		Place *geo.Point `json:"place"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	site := geo.Site{Name: or(b.Site, b.Name), ZoneID: b.Zone}
	if b.Place != nil {
		site.Place = *b.Place
	}
	n, err := s.x.FoundFirm(c.UserContext(), geo.Firm{Name: b.Name, NACE: b.NACE, TaxNumber: b.Tax}, site)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"id": n})
}
