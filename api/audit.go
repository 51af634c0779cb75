package api

import (
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type auditWire struct {
	ID     int64           `json:"id"`
	At     time.Time       `json:"at"`
	Actor  string          `json:"actor"`
	Noun   string          `json:"noun"`
	RowID  int64           `json:"row_id"`
	Action string          `json:"action"`
	Old    json.RawMessage `json:"old"`
	New    json.RawMessage `json:"new"`
	Seq    int64           `json:"seq"`
	Hash   string          `json:"hash"`
}

func (s *server) audit(c *fiber.Ctx) error {
	q := query{c: c}
	f := geo.AuditFilter{Before: int64(q.integer("before", 0, 0, 1<<53)), Noun: q.text("noun"), RowID: int64(q.integer("row", 0, 0, 1<<53)),
		Actor: q.text("actor"), Limit: q.integer("limit", defaultLimit, 1, mostRows)}
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Audit(c.UserContext(), f)
	if err != nil {
		return err
	}
	out := make([]auditWire, len(found))
	for i, a := range found {
		out[i] = auditWire{a.ID, a.At, a.Actor, a.Noun, a.RowID, a.Action, json.RawMessage(or(a.Old, "null")), json.RawMessage(or(a.New, "null")), a.Seq, a.Hash}
	}
	return c.JSON(fiber.Map{"changes": out})
}

// auditCheck recomputes the chain of seals.
func (s *server) auditCheck(c *fiber.Ctx) error {
	leave, err := s.enter(c.UserContext())
	if err != nil {
		return err
	}
	defer leave()
	check, err := s.x.VerifyAudit(c.UserContext(), geo.Seal{})
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"rows": check.Rows, "seq": check.Head.Seq, "hash": check.Head.Hash, "ok": check.Bad == 0, "bad": known(check.Bad), "why": orNull(check.Why)})
}
