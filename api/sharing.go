package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

// sharingWire is who may see a resource before anything was agreed.
type sharingWire struct {
	Visibility geo.Visibility    `json:"visibility"`
	Firms      []firmDescription `json:"firms"` // that its owner names
}

// firmDescription is what the reader may know of a firm.
type firmDescription struct {
	ID       int64     `json:"id"`
	Name     *string   `json:"name"` // null: hidden
	NACE     string    `json:"nace"` // empty: the firm shows nothing any more
	NACEName words     `json:"nace_name"`
	Spot     *spotWire `json:"spot"`
}

func (s *server) describe(firms []geo.FirmEntry) []firmDescription {
	out := make([]firmDescription, len(firms))
	for i, f := range firms {
		class := s.x.Class(f.Firm.NACE)
		out[i] = firmDescription{ID: f.Firm.ID, Name: orNull(f.Firm.Name), NACE: f.Firm.NACE, NACEName: words{class.NameTR, class.NameEN}}
		if len(f.Sites) > 0 {
			out[i].Spot = wireSpot(f.Sites[0].Spot)
		}
	}
	return out
}

func (s *server) sharing(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.Sharing(c.UserContext(), n)
	if err != nil {
		return err
	}
	return c.JSON(sharingWire{found.Visibility, s.describe(found.Firms)})
}

func (s *server) putSharing(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		Visibility geo.Visibility `json:"visibility"`
		Named      []int64        `json:"named"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	now, err := s.x.Share(c.UserContext(), n, b.Visibility, b.Named)
	if err != nil {
		return err
	}
	return c.JSON(sharingWire{now.Visibility, s.describe(now.Firms)})
}

// mostDescribed firms are told of at once.
const mostDescribed = 12

func (s *server) sharingFirms(c *fiber.Ctx) error {
	q := query{c: c}
	text, lang := q.text("q"), q.lang()
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.FirmsDescribed(c.UserContext(), text, lang, mostDescribed)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"firms": s.describe(found)})
}
