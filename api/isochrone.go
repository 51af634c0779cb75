package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type bandProps struct {
	By     geo.By      `json:"by"`
	Time   *float64    `json:"upto_s,omitempty"`
	Length *float64    `json:"upto_m,omitempty"`
	Area   float64     `json:"area_km2"`
	Inside insideWire  `json:"inside"`
	Zones  []zoneNamed `json:"zones"`
}

type insideWire struct {
	Zones   int `json:"zones"`
	Firms   int `json:"firms"`
	Sources int `json:"sources"`
	Sinks   int `json:"sinks"`
}

type zoneNamed struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type bandsWire struct {
	collection[bandProps]
	Network networkWire `json:"network"`
}

// isochrones draws bands of equal time, given in minutes, or of equal road
// length, given in kilometres.
func (s *server) isochrones(c *fiber.Ctx) error {
	q := query{c: c}
	r := s.reachRequest(&q)
	if err := q.errs.Err(); err != nil {
		return err
	}
	bands, err := s.reached(c, r)
	if err != nil {
		return err
	}
	inside, err := s.x.Inside(c.UserContext(), bands)
	if err != nil {
		return err
	}
	features := make([]feature[bandProps], len(bands))
	for i, b := range bands {
		features[i] = newFeature(int64(i+1), b.Outline, wireBand(r.By, b, inside[i]))
	}
	return c.JSON(bandsWire{newCollection(c, features, len(features), ""), s.network()})
}

// reachRequest reads how far somebody wants to get.
func (s *server) reachRequest(q *query) geo.ReachRequest {
	r := geo.ReachRequest{Vehicle: s.vehicle(q), By: geo.By(or(q.text("by"), string(geo.ByTime))),
		Tolerance: geo.Metres(q.number("tolerance_m", float64(exchange.DefaultTolerance), 10, 2000))}
	if yes := q.yes("reverse"); yes != nil {
		r.Reverse = *yes
	}
	r.Upto = q.bands(r.By)
	var err error
	r.From, err = s.place(q, "from")
	q.errs.Add("from", err)
	return r
}

// reached draws bands once there is room for that.
func (s *server) reached(c *fiber.Ctx, r geo.ReachRequest) ([]geo.Band, error) {
	leave, err := s.enter(c.UserContext())
	if err != nil {
		return nil, err
	}
	defer leave()
	return s.x.Reach(c.UserContext(), r)
}

// bands reads limits in minutes or kilometres as seconds or metres.
func (q *query) bands(by geo.By) []float64 {
	text := q.text("bands")
	if text == "" {
		q.bad("bands", "required", "is missing")
		return nil
	}
	out, err := numbersOf("bands", text)
	q.errs.Add("bands", err)
	unit := 60.0
	if by == geo.ByDistance {
		unit = 1000
	}
	for i := range out {
		out[i] *= unit
	}
	return out
}

func wireBand(by geo.By, b geo.Band, in geo.Inside) bandProps {
	w := bandProps{By: by, Area: b.Area / 1e6, Zones: make([]zoneNamed, len(in.Zones)),
		Inside: insideWire{len(in.Zones), in.Firms, in.Sources, in.Sinks}}
	for i, z := range in.Zones {
		w.Zones[i] = zoneNamed(z)
	}
	if by == geo.ByDistance {
		w.Length = &b.Upto
	} else {
		w.Time = &b.Upto
	}
	return w
}
