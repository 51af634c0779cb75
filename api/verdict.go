package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type verdictBody struct {
	Opinion geo.Opinion `json:"verdict"`
	Reason  string      `json:"reason"`
	Note    string      `json:"note"`
}

type verdictWire struct {
	Opinion geo.Opinion `json:"verdict"`
	Reason  *string     `json:"reason"`
	Note    string      `json:"note"`
	At      time.Time   `json:"at"`
	Actor   string      `json:"actor"`
}

func wireVerdict(v geo.Verdict) verdictWire {
	return verdictWire{v.Opinion, orNull(v.Reason), v.Note, v.At, v.Actor}
}

// pairOf reads the two numbers of a match's path.
func pairOf(c *fiber.Ctx) (source, sink int64, err error) {
	if source, err = id(c, "source"); err != nil {
		return 0, 0, err
	}
	sink, err = id(c, "sink")
	return source, sink, err
}

func (s *server) postVerdict(c *fiber.Ctx) error {
	source, sink, err := pairOf(c)
	if err != nil {
		return err
	}
	var b verdictBody
	if err := body(c, &b); err != nil {
		return err
	}
	v, err := s.x.GiveVerdict(c.UserContext(), geo.Verdict{SourceID: source, SinkID: sink, Opinion: b.Opinion, Reason: b.Reason, Note: b.Note})
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(wireVerdict(v))
}

func (s *server) verdicts(c *fiber.Ctx) error {
	source, sink, err := pairOf(c)
	if err != nil {
		return err
	}
	found, err := s.x.Verdicts(c.UserContext(), source, sink)
	if err != nil {
		return err
	}
	out := make([]verdictWire, len(found))
	for i, v := range found {
		out[i] = wireVerdict(v)
	}
	return c.JSON(fiber.Map{"verdicts": out})
}
