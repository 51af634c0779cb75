package api

import (
	"embed"
	"html/template"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type alertBody struct {
	Name        string     `json:"name"`
	Mail        string     `json:"mail"`
	Language    string     `json:"language"`
	ResourceID  int64      `json:"resource"`
	FirmID      int64      `json:"firm"`
	ZoneID      int64      `json:"zone"`
	Group       string     `json:"group"`
	Text        string     `json:"q"`
	MinExpected *geo.Lira  `json:"min_expected_try"`
	Every       geo.Rhythm `json:"every"`
	Paused      bool       `json:"paused"`
}

func (b alertBody) alert(id int64) geo.Alert {
	return geo.Alert{ID: id, Name: b.Name, Mail: b.Mail, Language: b.Language, ResourceID: b.ResourceID, FirmID: b.FirmID, ZoneID: b.ZoneID,
		Group: b.Group, Text: b.Text, MinExpected: b.MinExpected, Every: b.Every, Paused: b.Paused}
}

type alertWire struct {
	ID int64 `json:"id"`
	alertBody
	Sent   *time.Time `json:"sent_at"`
	Unseen int        `json:"unseen"`
}

func wireAlert(a geo.Alert) alertWire {
	w := alertWire{ID: a.ID, Unseen: a.Unseen, alertBody: alertBody{a.Name, a.Mail, a.Language, a.ResourceID, a.FirmID, a.ZoneID,
		a.Group, a.Text, a.MinExpected, a.Every, a.Paused}}
	if !a.Sent.IsZero() {
		w.Sent = &a.Sent
	}
	return w
}

func (s *server) alerts(c *fiber.Ctx) error {
	found, err := s.x.Alerts(c.UserContext())
	if err != nil {
		return err
	}
	out := make([]alertWire, len(found))
	for i, a := range found {
		out[i] = wireAlert(a)
	}
	return c.JSON(fiber.Map{"alerts": out})
}

func (s *server) postAlert(c *fiber.Ctx) error { return s.saveAlert(c, 0, fiber.StatusCreated) }

func (s *server) putAlert(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.saveAlert(c, n, fiber.StatusOK)
}

func (s *server) saveAlert(c *fiber.Ctx, n int64, status int) error {
	var b alertBody
	if err := body(c, &b); err != nil {
		return err
	}
	n, err := s.x.SaveAlert(c.UserContext(), b.alert(n))
	if err != nil {
		return err
	}
	return c.Status(status).JSON(fiber.Map{"id": n})
}

func (s *server) deleteAlert(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.x.DeleteAlert(c.UserContext(), n); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *server) alertFound(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	q := query{c: c}
	limit := q.integer("limit", 50, 1, 200)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.AlertFound(c.UserContext(), n, limit)
	if err != nil {
		return err
	}
	out := make([]matchWire, len(found))
	for i, m := range found {
		out[i] = s.wireMatch(m)
	}
	return c.JSON(fiber.Map{"matches": out})
}

//go:embed unsubscribe.html
var pages embed.FS

var unsubscribePage = template.Must(template.ParseFS(pages, "unsubscribe.html"))

// askUnsubscribe shows the button that ends an alert's letters: what reads
// letters ahead of people follows links, and presses no buttons.
func (s *server) askUnsubscribe(c *fiber.Ctx) error { return showUnsubscribe(c, geo.Alert{}) }

// unsubscribe ends an alert's letters, at a press of the button or by a mail
// program's one click (RFC 8058).
func (s *server) unsubscribe(c *fiber.Ctx) error {
	a, err := s.x.Unsubscribe(geo.As(c.UserContext(), "unsubscribed"), c.Params("token"))
	if err != nil {
		return err
	}
	return showUnsubscribe(c, a)
}

func showUnsubscribe(c *fiber.Ctx, done geo.Alert) error {
	c.Type("html", "utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	return unsubscribePage.Execute(c, done)
}
