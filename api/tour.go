package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// tourWire is a haul over stops.
type tourWire struct {
	haulWire
	Order string     `json:"order"`
	Visit []int      `json:"visit"`
	Legs  []legWire  `json:"legs"`
	Gap   *geo.Share `json:"gap"`
}

type legWire struct {
	From   int         `json:"from"`
	To     int         `json:"to"`
	Length geo.Metres  `json:"length_m"`
	Time   geo.Seconds `json:"time_s"`
	Toll   geo.Metres  `json:"toll_m"`
	Ferry  geo.Metres  `json:"ferry_m"`
	End    geo.Point   `json:"end"`
}

// tour answers a haul over stops in a format, see haulFile.
func (s *server) tour(q *query, r exchange.TourRequest, format string) error {
	t, err := s.x.Tour(q.c.UserContext(), r)
	if err != nil {
		return err
	}
	if format == "csv" || format == "xlsx" {
		return sendTable(q.c, format, "haul", haulColumns("leg"), tourRows(q, t))
	}
	w := tourWire{haulWire: wireHaul(t.Haul), Order: "given", Visit: t.Visit, Gap: t.Gap, Legs: make([]legWire, len(t.Legs))}
	if r.Best {
		w.Order = "best"
	}
	for i, l := range t.Legs {
		w.Legs[i] = legWire{l.From, l.To, l.Road.Length, l.Road.Time, l.Road.Toll, l.Road.Ferry, l.End}
	}
	return sendLines(q.c, format, "haul", newFeature(0, geo.Line(t.Line), w))
}

// alternativeWire is a haul on one of several ways.
type alternativeWire struct {
	haulWire
	Overlap geo.Share `json:"overlap"`
}

func (s *server) alternatives(c *fiber.Ctx) error {
	q := query{c: c}
	r, format := s.haulRequest(&q), q.haulFile()
	if err := q.errs.Err(); err != nil {
		return err
	}
	ways, err := s.x.Alternatives(c.UserContext(), r)
	if err != nil {
		return err
	}
	if format == "csv" || format == "xlsx" {
		return sendTable(c, format, "ways", haulColumns("way"), alternativeRows(&q, ways))
	}
	features := make([]feature[alternativeWire], len(ways))
	for i, w := range ways {
		features[i] = newFeature(int64(i+1), geo.Line(w.Line), alternativeWire{wireHaul(w.Haul), w.Overlap})
	}
	return sendLines(c, format, "ways", newCollection(c, features, len(features), ""))
}
