package api

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type assignedWire struct {
	Unit      string             `json:"unit"`
	Total     geo.Lira           `json:"total_try"`
	Greedy    geo.Lira           `json:"greedy_try"`
	Bound     geo.Lira           `json:"bound_try"`
	Gap       geo.Share          `json:"gap"`
	Lots      bool               `json:"lots"`
	Violation int64              `json:"violation"`
	Matches   int                `json:"matches"`
	Unpriced  int                `json:"unpriced"`
	Unknown   int                `json:"unknown"`
	Blocked   int                `json:"blocked"`
	Plant     *string            `json:"plant"`
	Pairs     []assignedPairWire `json:"pairs"`
	Ends      []assignedEndWire  `json:"ends"`
}

type assignedPairWire struct {
	Source   int64       `json:"source_id"`
	Sink     *int64      `json:"sink_id"` // null: the plant
	From     string      `json:"from"`
	To       string      `json:"to"`
	Material string      `json:"material"`
	Name     words       `json:"name"`
	Quantity float64     `json:"quantity"`
	Gain     geo.Lira    `json:"gain_try_unit"`
	Total    geo.Lira    `json:"gain_try"`
	Length   *geo.Metres `json:"length_m"`
	Vehicle  string      `json:"vehicle"`
}

type assignedEndWire struct {
	ID       *int64   `json:"id"` // null: the plant
	Role     geo.Role `json:"role"`
	Zone     string   `json:"zone"`
	Material string   `json:"material"`
	Name     words    `json:"name"`
	Rate     *float64 `json:"rate"` // null: unknown
	Used     float64  `json:"used"`
	Price    geo.Lira `json:"shadow_try_unit"`
}

// unitOf reads a unit; energy is asked for in MWh as it is told in.
func (q *query) unitOf(field string) (geo.Unit, float64) {
	switch u := q.text(field); u {
	case "":
		return geo.UnitTonne, 1
	case energy:
		return geo.UnitKWh, 1e-3
	default:
		return geo.Unit(u), 1
	}
}

// rates reads a scenario's rates, "id:rate" joined by commas; scale is how much
// of the unit told one stored is.
func (q *query) rates(scale float64) map[int64]float64 {
	out := map[int64]float64{}
	for _, one := range q.list("rate") {
		id, rate, _ := strings.Cut(one, ":")
		n, err := strconv.ParseInt(id, 10, 64)
		v, bad := strconv.ParseFloat(rate, 64)
		if err != nil || bad != nil {
			q.bad("rate", "format", "%q is not a resource and its rate a year, such as 12:500", one)
			return nil
		}
		out[n] = v / scale
	}
	return out
}

// plant reads a plant that is not there yet.
func (q *query) plant() exchange.Plant {
	p := exchange.Plant{Zone: q.text("plant"), Material: q.text("plant_material"), Capacity: q.number("capacity_t", 0, 0, 1e9)}
	if q.text("value_try_t") != "" {
		v := q.number("value_try_t", 0, -1e6, 1e6)
		p.Value = &v
	}
	return p
}

// assignRequest reads a scenario, and the scale of its unit.
func (q *query) assignRequest() (exchange.AssignRequest, float64) {
	unit, scale := q.unitOf("unit")
	r := exchange.AssignRequest{Unit: unit, Material: q.text("material"), Zone: q.text("zone"), Rates: q.rates(scale),
		Setup: geo.Lira(q.number("setup_try", 0, 0, 1e12)), Least: q.number("least", 0, 0, 1e9) / scale}
	if q.text("plant") != "" {
		plant := q.plant()
		r.Plant = &plant
	}
	return r, scale
}

// assignment answers how what the region has is best assigned, as JSON or a
// table of pairs.
func (s *server) assignment(c *fiber.Ctx) error {
	q := query{c: c}
	r, scale := q.assignRequest()
	format, lang := q.text("format"), q.lang()
	if err := q.errs.Err(); err != nil {
		return err
	}
	a, err := s.x.Assign(c.UserContext(), r)
	if err != nil {
		return err
	}
	w := wireAssigned(a, scale, s.materialName)
	if r.Plant != nil {
		w.Plant = &r.Plant.Zone
	}
	if format != "" && format != "json" {
		return pairTable(c, format, lang, w.Pairs)
	}
	return c.JSON(w)
}

func wireAssigned(a exchange.Assigned, scale float64, named func(string) words) assignedWire {
	unit, _ := shownUnit(a.Unit)
	w := assignedWire{Unit: unit, Total: a.Total, Greedy: a.Greedy, Bound: a.Bound, Gap: a.Gap(), Lots: a.Lots, Violation: a.Violation, Matches: a.Matches,
		Unpriced: a.Unpriced, Unknown: a.Unknown, Blocked: a.Blocked, Pairs: make([]assignedPairWire, len(a.Pairs)), Ends: make([]assignedEndWire, len(a.Ends))}
	ends := make(map[int64]geo.Stand, len(a.Ends))
	for i, e := range a.Ends {
		if e.Role == geo.Sink || e.ID != 0 {
			ends[e.ID] = e.Stand
		}
		w.Ends[i] = assignedEndWire{ID: known(e.ID), Role: e.Role, Zone: e.Zone, Material: e.Material, Name: named(e.Material),
			Used: e.Used * scale, Price: e.Price / geo.Lira(scale)}
		if e.Rate != nil {
			rate := *e.Rate * scale
			w.Ends[i].Rate = &rate
		}
	}
	for i, p := range a.Pairs {
		source := ends[p.SourceID]
		w.Pairs[i] = assignedPairWire{Source: p.SourceID, Sink: known(p.SinkID), From: source.Zone, To: ends[p.SinkID].Zone, Material: source.Material, Name: named(source.Material),
			Quantity: p.Quantity * scale, Gain: p.Gain / geo.Lira(scale), Total: p.Gain * geo.Lira(p.Quantity), Vehicle: p.Vehicle}
		if p.Vehicle != "" {
			w.Pairs[i].Length = &p.Length
		}
	}
	return w
}

var pairColumns = []string{"source_id", "sink_id", "from", "to", "material", "name", "quantity", "gain_try_unit", "gain_try", "length_m", "vehicle"}

// pairTable sends pairs as CSV or XLSX, a row each.
func pairTable(c *fiber.Ctx, format, lang string, pairs []assignedPairWire) error {
	return sendTable(c, format, "assignment", pairColumns, func(yield func([]any, error) bool) {
		for _, p := range pairs {
			var sink any // the plant has no id
			if p.Sink != nil {
				sink = *p.Sink
			}
			if !yield([]any{p.Source, sink, p.From, p.To, p.Material, p.Name.of(lang), p.Quantity, float64(p.Gain), float64(p.Total), cellOf(p.Length), p.Vehicle}, nil) {
				return
			}
		}
	})
}

type sitedProps struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	NameEN  string   `json:"name_en"`
	Rank    int      `json:"rank"`
	Gain    geo.Lira `json:"gain_try"`
	Mass    float64  `json:"mass_t"`
	Sources int      `json:"sources"`
	Chosen  bool     `json:"chosen"`
}

type sitedWire struct {
	Type     string                `json:"type"`
	Before   geo.Lira              `json:"before_try"`
	Chosen   []string              `json:"chosen"`
	Gain     geo.Lira              `json:"gain_try"`
	Features []feature[sitedProps] `json:"features"`
}

// sites ranks zones by what a plant at their gate would add.
func (s *server) sites(c *fiber.Ctx) error {
	q := query{c: c}
	r := exchange.SiteRequest{Plant: q.plant(), Count: q.integer("count", 1, 1, 10)}
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.Site(c.UserContext(), r)
	if err != nil {
		return err
	}
	w := sitedWire{Type: "FeatureCollection", Before: found.Before, Chosen: found.Chosen, Gain: found.Gain, Features: make([]feature[sitedProps], len(found.Ranked))}
	chosen := map[string]bool{}
	for _, code := range found.Chosen {
		chosen[code] = true
	}
	for i, z := range found.Ranked {
		w.Features[i] = newFeature(z.Zone.ID, orb.Point(z.Zone.Gate), sitedProps{z.Zone.Code, z.Zone.Name, z.Zone.NameEN, i + 1, z.Gain, z.Mass, z.Sources, chosen[z.Zone.Code]})
	}
	return c.JSON(w)
}
