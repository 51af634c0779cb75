package api

import (
	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"
)

type roadProps struct {
	Class  string `json:"class"`
	Coarse bool   `json:"coarse"`
}

// world is the bound of a map that names none.
var world = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

func (s *server) roadLines(c *fiber.Ctx) error {
	q := query{c: c}
	bound, zoom := q.bbox("bbox"), q.integer("zoom", 8, 0, 22)
	if err := q.errs.Err(); err != nil {
		return err
	}
	if bound == nil {
		bound = &world
	}
	lines, err := s.x.RoadLines(c.UserContext(), *bound, zoom)
	if err != nil {
		return err
	}
	coarse := s.x.Network().Coarse
	features := make([]feature[roadProps], len(lines))
	for i, l := range lines {
		features[i] = newFeature(int64(i+1), orb.LineString(l.Line), roadProps{l.Class, coarse})
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	return c.JSON(newCollection(c, features, len(features), ""))
}
