package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// whatIfBody names whose matches (nobody's: the best of all) and a scenario.
type whatIfBody struct {
	Resource int64    `json:"resource"`
	Zone     int64    `json:"zone"`
	Firm     int64    `json:"firm"`
	Freight  *float64 `json:"freight_try_km"`
	Diesel   *float64 `json:"fuel_try_l"`
	Payload  *float64 `json:"payload_t"`
	Empty    *float64 `json:"empty"`
	Toll     *float64 `json:"toll_km_try"`
	Carbon   *float64 `json:"carbon_try_t"`
	Vehicle  string   `json:"vehicle"`
	Runnable bool     `json:"runnable"`
	Limit    int      `json:"limit"`
}

// supposedWire is a match under a scenario: where it stands and stood, and
// whether it pays now and did not ("gained") or the other way round ("lost").
type supposedWire struct {
	matchWire
	Rank   int    `json:"rank"`
	Was    int    `json:"was_rank"`
	Change string `json:"change"`
}

var changes = map[int]string{1: "gained", 0: "", -1: "lost"}

func (s *server) whatIf(c *fiber.Ctx) error {
	b := whatIfBody{Limit: defaultLimit}
	if err := body(c, &b); err != nil {
		return err
	}
	if b.Limit < 1 || b.Limit > mostRows {
		return geo.Invalid("limit", "range", "%d is not from 1 to %d", b.Limit, mostRows)
	}
	found, err := s.x.WhatIf(c.UserContext(), geo.MatchFilter{ResourceID: b.Resource, ZoneID: b.Zone, FirmID: b.Firm, Runnable: b.Runnable},
		exchange.Scenario{Freight: b.Freight, Diesel: b.Diesel, Payload: b.Payload, Empty: b.Empty, Toll: b.Toll, Carbon: b.Carbon, Vehicle: b.Vehicle})
	if err != nil {
		return err
	}
	count := map[string]int{}
	out := make([]supposedWire, 0, min(len(found), b.Limit))
	for i, m := range found {
		change := changes[m.Change]
		count[change]++
		if i < b.Limit {
			w := supposedWire{s.wireMatch(m.MatchPair), m.Rank, m.Was, change}
			if i > 0 {
				w.ordered(s.x.Order(found[i-1].Match, m.Match))
			}
			out = append(out, w)
		}
	}
	return c.JSON(fiber.Map{"network": s.network(), "numberMatched": len(found), "numberReturned": len(out),
		"gained": count["gained"], "lost": count["lost"], "matches": out})
}
