package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type interestWire struct {
	ID         int64            `json:"id"`
	SourceID   int64            `json:"source_id"`
	SinkID     int64            `json:"sink_id"`
	Asker      geo.Role         `json:"asker"`
	Note       string           `json:"note"`
	State      programme.Answer `json:"state"`
	Reason     *string          `json:"reason"`
	SynergyID  *int64           `json:"synergy_id"`
	At         time.Time        `json:"at"`
	AnsweredAt *time.Time       `json:"answered_at"`
}

func wireInterest(i programme.Interest) interestWire {
	return interestWire{i.ID, i.SourceID, i.SinkID, i.Asker, i.Note, i.State, orNull(i.Reason), known(i.SynergyID), i.At, instant(i.AnsweredAt)}
}

// instant returns t, nil when it is the zero time.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// interest tells where the interest in a match stands, and for which sides
// the asker may speak.
func (s *server) interest(c *fiber.Ctx) error {
	source, sink, err := pairOf(c)
	if err != nil {
		return err
	}
	i, side, err := s.x.InterestIn(c.UserContext(), source, sink)
	if err != nil {
		return err
	}
	sides := []geo.Role{side}
	if side == "" {
		sides = []geo.Role{geo.Source, geo.Sink}
	}
	answer := fiber.Map{"interest": nil, "sides": sides}
	if i.ID != 0 {
		answer["interest"] = wireInterest(i)
	}
	return c.JSON(answer)
}

func (s *server) postInterest(c *fiber.Ctx) error {
	source, sink, err := pairOf(c)
	if err != nil {
		return err
	}
	var b struct {
		AsFirm int64  `json:"as_firm"`
		Note   string `json:"note"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	i, err := s.x.ExpressInterest(c.UserContext(), source, sink, b.AsFirm, b.Note)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(wireInterest(i))
}

func (s *server) answerInterest(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	var b struct {
		AsFirm int64            `json:"as_firm"`
		Answer programme.Answer `json:"answer"`
		Reason string           `json:"reason"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	i, err := s.x.AnswerInterest(c.UserContext(), n, b.AsFirm, programme.Reply{Answer: b.Answer, Reason: b.Reason})
	if err != nil {
		return err
	}
	return c.JSON(wireInterest(i))
}

// sideWire is a posting of an inquiry. Title and firm stand there for one's
// own posting, for facilitators, and once both sides agreed.
type sideWire struct {
	ResourceID   int64    `json:"resource_id"`
	Mine         bool     `json:"mine"`
	Title        *string  `json:"title"`
	Firm         *string  `json:"firm"`
	FirmID       *int64   `json:"firm_id"`
	Material     string   `json:"material"`
	MaterialName words    `json:"material_name"`
	Zone         *zoneRef `json:"zone"`
}

func wireSide(p geo.Posting, firm int64, open bool) sideWire {
	w := sideWire{ResourceID: p.Resource.ID, Mine: firm != 0 && p.Resource.FirmID == firm, Material: p.Material, MaterialName: words{p.Item.NameTR, p.Item.NameEN}}
	if w.Mine || open {
		w.Title, w.Firm, w.FirmID = orNull(p.Title), orNull(p.Firm.Name), known(p.Resource.FirmID)
	}
	if p.Zone.ID != 0 {
		w.Zone = &zoneRef{p.Zone.ID, p.Zone.Code, p.Zone.Name}
	}
	return w
}

type inquiryWire struct {
	interestWire
	Source sideWire `json:"source"`
	Sink   sideWire `json:"sink"`
}

func (s *server) interests(c *fiber.Ctx) error {
	q := query{c: c}
	asFirm := q.integer("as_firm", 0, 0, 1<<31)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, firm, err := s.x.Inquiries(c.UserContext(), int64(asFirm))
	if err != nil {
		return err
	}
	out := make([]inquiryWire, len(found))
	for n, i := range found {
		open := firm == 0 || i.State == programme.Accepted
		out[n] = inquiryWire{wireInterest(i.Interest), wireSide(i.Source, firm, open), wireSide(i.Sink, firm, open)}
	}
	return c.JSON(fiber.Map{"interests": out})
}

type noticeWire struct {
	ID        int64          `json:"id"`
	Kind      programme.Told `json:"kind"`
	SourceID  *int64         `json:"source_id"`
	SinkID    *int64         `json:"sink_id"`
	SynergyID *int64         `json:"synergy_id"`
	CallID    *int64         `json:"call_id"`
	Detail    *string        `json:"detail"`
	At        time.Time      `json:"at"`
	Seen      bool           `json:"seen"`
}

func (s *server) notices(c *fiber.Ctx) error {
	q := query{c: c}
	asFirm := q.integer("as_firm", 0, 0, 1<<31)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Notices(c.UserContext(), int64(asFirm))
	if err != nil {
		return err
	}
	out, unseen := make([]noticeWire, len(found)), 0
	for i, n := range found {
		out[i] = noticeWire{n.ID, n.Kind, known(n.SourceID), known(n.SinkID), known(n.SynergyID), known(n.CallID), orNull(n.Detail), n.At, !n.Seen.IsZero()}
		if n.Seen.IsZero() {
			unseen++
		}
	}
	return c.JSON(fiber.Map{"notices": out, "unseen": unseen})
}

func (s *server) seeNotices(c *fiber.Ctx) error {
	var b struct {
		AsFirm int64 `json:"as_firm"`
		Upto   int64 `json:"upto"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	if err := s.x.SeeNotices(c.UserContext(), b.AsFirm, b.Upto); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
