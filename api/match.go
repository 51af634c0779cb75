package api

import (
	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type matchWire struct {
	ID        string                 `json:"id"`
	SourceID  int64                  `json:"source_id"`
	SinkID    int64                  `json:"sink_id"`
	Source    feature[resourceProps] `json:"source"`
	Sink      feature[resourceProps] `json:"sink"`
	Relation  geo.Relation           `json:"relation"`
	Use       *useWire               `json:"use"`
	Fit       geo.Share              `json:"fit"`
	Rate      *float64               `json:"rate"`
	Unit      geo.Unit               `json:"unit"`
	Share     geo.Share              `json:"share"`
	Haul      *haulWire              `json:"haul"`
	Error     *float64               `json:"error_m"` // of the haul's road, which runs from spot to spot; null: it is exact
	Decay     geo.Share              `json:"decay"`
	Score     geo.Share              `json:"score"`
	Benefit   *geo.Lira              `json:"benefit_try"`
	Expected  *geo.Lira              `json:"expected_try"`
	BreakEven *geo.Metres            `json:"break_even_m"`
	CO2e      *geo.KgCO2e            `json:"co2e_kg"`
	CO2eBreak *geo.Metres            `json:"co2e_break_even_m"`
	Low       *geo.Lira              `json:"benefit_low_try"`
	High      *geo.Lira              `json:"benefit_high_try"`
	CO2eLow   *geo.KgCO2e            `json:"co2e_low_kg"`
	CO2eHigh  *geo.KgCO2e            `json:"co2e_high_kg"`
	Order     *float64               `json:"order_probability"` // that it truly ranks behind the one before it in the list
	Tie       bool                   `json:"tie"`               // it cannot be told apart from the one before it
	Inputs    []inputWire            `json:"inputs"`
	Reasons   []reasonWire           `json:"reasons"`
	Blocked   bool                   `json:"blocked"`
	Verdict   *string                `json:"verdict"`
	Route     *geojson.Geometry      `json:"route,omitempty"`
}

type useWire struct {
	ID        int64        `json:"id"`
	NACE      string       `json:"nace"`
	Use       words        `json:"use"`
	Treatment string       `json:"treatment"`
	Limits    string       `json:"limits"`
	Evidence  geo.Evidence `json:"evidence"`
	Source    string       `json:"source"`
}

type inputWire struct {
	Name   string     `json:"name"`
	Value  *float64   `json:"value"`
	Low    *float64   `json:"low"`
	High   *float64   `json:"high"`
	Origin geo.Origin `json:"origin"`
	Of     *string    `json:"of"` // a default's material or prefix, or vehicle class
	Source *string    `json:"source"`
	Month  *string    `json:"month"`
}

type reasonWire struct {
	Part   geo.Part `json:"part"`
	Code   string   `json:"code"`
	Detail *string  `json:"detail"`
	Blocks bool     `json:"blocks"`
}

func (s *server) wireMatch(p geo.MatchPair) matchWire {
	m := p.Match
	w := matchWire{
		ID: matchID(m), SourceID: m.SourceID, SinkID: m.SinkID,
		Source: wireResource(p.Source, nil), Sink: wireResource(p.Sink, nil), Relation: m.Relation,
		Fit: m.Fit, Rate: m.Rate, Unit: m.Unit, Share: m.Share, Decay: m.Decay, Score: m.Score,
		Benefit: m.Benefit, Expected: m.Expected, BreakEven: m.BreakEven, CO2e: m.CO2e, CO2eBreak: m.CO2eBreakEven,
		Inputs: []inputWire{}, Reasons: []reasonWire{}, Blocked: m.Blocked(), Verdict: orNull(string(m.Verdict)),
		Error: known(float64(m.Error)),
	}
	if u := s.x.Use(m.UseID); u != nil {
		w.Use = &useWire{u.ID, u.NACE, words{u.UseTR, u.UseEN}, u.Treatment, u.Limits, u.Evidence, u.Source}
	}
	if s := m.BenefitRange; s != nil {
		low, high := geo.Lira(s.Low), geo.Lira(s.High)
		w.Low, w.High = &low, &high
	}
	if s := m.CO2eRange; s != nil {
		low, high := geo.KgCO2e(s.Low), geo.KgCO2e(s.High)
		w.CO2eLow, w.CO2eHigh = &low, &high
	}
	if m.Haul != nil {
		h := wireHaul(*m.Haul)
		w.Haul = &h
	}
	for _, in := range m.Inputs {
		one := inputWire{Name: in.Name, Origin: in.Origin, Of: orNull(in.Of), Source: orNull(in.Source), Month: orNull(in.Month)}
		if in.Origin != geo.Unknown {
			one.Value, one.Low, one.High = &in.Value, &in.Low, &in.High
		}
		w.Inputs = append(w.Inputs, one)
	}
	for _, r := range m.Reasons {
		w.Reasons = append(w.Reasons, reasonWire{r.Part, r.Code, orNull(r.Detail), r.Blocks})
	}
	return w
}

// ordered notes how probable it is that w truly ranks behind the one before it.
func (w *matchWire) ordered(p float64) { w.Order, w.Tie = &p, p < exchange.LeastOrder }

type matchesWire struct {
	Resource *feature[resourceProps] `json:"resource,omitempty"`
	Network  networkWire             `json:"network"`
	Matched  int                     `json:"numberMatched"`
	Returned int                     `json:"numberReturned"`
	Next     string                  `json:"next,omitempty"`
	Matches  []matchWire             `json:"matches"`
}

func (s *server) listMatches(c *fiber.Ctx, f geo.MatchFilter, page geo.Page, of *feature[resourceProps]) error {
	found, err := s.x.Matches(c.UserContext(), f, page)
	if err != nil {
		return err
	}
	out := matchesWire{Resource: of, Network: s.network(), Matched: found.Matched, Returned: len(found.Matches),
		Next: nextURL(c, found.Next), Matches: make([]matchWire, len(found.Matches))}
	for i, m := range found.Matches {
		out.Matches[i] = s.wireMatch(m)
		if i > 0 {
			out.Matches[i].ordered(s.x.Order(found.Matches[i-1].Match, m.Match))
		}
	}
	return c.JSON(out)
}

func (s *server) resourceMatches(c *fiber.Ctx) error {
	q := query{c: c}
	page := q.page()
	if err := q.errs.Err(); err != nil {
		return err
	}
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	p, err := s.x.Posting(c.UserContext(), n)
	if err != nil {
		return err
	}
	of := wireResource(p, nil)
	return s.listMatches(c, geo.MatchFilter{ResourceID: n}, page, &of)
}

func (s *server) matches(c *fiber.Ctx) error {
	q := query{c: c}
	f := geo.MatchFilter{
		ZoneID: int64(q.integer("zone", 0, 0, 1<<31)), FirmID: int64(q.integer("firm", 0, 0, 1<<31)), Group: q.text("group"),
		MinScore: geo.Share(q.number("min_score", 0, 0, 1)),
	}
	if yes := q.yes("runnable"); yes != nil {
		f.Runnable = *yes
	}
	page := q.page()
	if err := q.errs.Err(); err != nil {
		return err
	}
	return s.listMatches(c, f, page, nil)
}

func (s *server) match(c *fiber.Ctx) error {
	source, sink, err := pairOf(c)
	if err != nil {
		return err
	}
	pair, line, err := s.x.Match(c.UserContext(), source, sink)
	if err != nil {
		return err
	}
	w := s.wireMatch(pair)
	if len(line) > 1 {
		w.Route = geojson.NewGeometry(geo.Line(line))
	}
	return c.JSON(w)
}
