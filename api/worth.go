package api

import (
	"fmt"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// worthProps are the line's and, of partners inside it, the points' properties.
type worthProps struct {
	Kind      string      `json:"kind"` // "reach", "border" or "partner"
	Match     string      `json:"match"`
	Upto      *geo.Metres `json:"upto_m,omitempty"`
	Benefit   *geo.Lira   `json:"benefit_try"` // a year; of the line: of the match whose terms it rests on
	Role      geo.Role    `json:"role,omitempty"`
	Title     string      `json:"title,omitempty"`
	Firm      string      `json:"firm,omitempty"`
	Length    *geo.Metres `json:"length_m,omitempty"`
	BreakEven *geo.Metres `json:"break_even_m"`
}

// scenario reads a scenario from a request's query.
func (q *query) scenario() exchange.Scenario {
	number := func(field string) *float64 {
		if q.text(field) == "" {
			return nil
		}
		v := q.number(field, 0, 0, 1e6)
		return &v
	}
	return exchange.Scenario{Freight: number("freight_try_km"), Diesel: number("fuel_try_l"), Payload: number("payload_t"),
		Empty: number("empty"), Toll: number("toll_km_try"), Carbon: number("carbon_try_t"), Vehicle: q.text("vehicle")}
}

// reach draws how far a resource is worth carrying, with the partners inside.
func (s *server) reach(c *fiber.Ctx) error {
	q := query{c: c}
	scenario := q.scenario()
	if err := q.errs.Err(); err != nil {
		return err
	}
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	w, err := s.x.WorthCarrying(c.UserContext(), n, scenario)
	if err != nil {
		return err
	}
	features := []feature[worthProps]{}
	if w.Best != nil {
		features = append(features, newFeature(n, w.Outline, worthProps{Kind: "reach", Match: matchID(w.Best.Match), Upto: &w.Upto,
			Benefit: w.Best.Benefit, BreakEven: w.Best.BreakEven}))
		if len(w.Border) > 0 {
			features = append(features, newFeature(n, orb.MultiPoint(w.Border), worthProps{Kind: "border", Match: matchID(w.Best.Match), Upto: &w.Upto,
				Benefit: new(geo.Lira), BreakEven: w.Best.BreakEven}))
		}
	}
	for _, m := range w.Inside {
		partner := m.Sink
		if w.Of.Role == geo.Sink {
			partner = m.Source
		}
		features = append(features, newFeature(partner.Resource.ID, partner.Site.Place, worthProps{Kind: "partner", Match: matchID(m.Match),
			Benefit: m.Benefit, Role: partner.Role, Title: partner.Title, Firm: partner.Firm.Name, Length: &m.Haul.Road.Length, BreakEven: m.BreakEven}))
	}
	return c.JSON(struct {
		collection[worthProps]
		Network networkWire `json:"network"`
	}{newCollection(c, features, len(features), ""), s.network()})
}

func matchID(m geo.Match) string { return fmt.Sprintf("%d-%d", m.SourceID, m.SinkID) }
