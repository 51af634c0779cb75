package api

import (
	"math"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type zoneFlowsWire struct {
	Kind      geo.FlowKind         `json:"kind"`
	Computed  *string              `json:"computed_at"`
	Method    string               `json:"method"`
	Coverage  coverageWire         `json:"coverage"`
	Scale     map[string]float64   `json:"scale"`
	Flows     []feature[flowProps] `json:"flows"`
	Materials []feature[flowProps] `json:"materials"`
	Cut       bool                 `json:"cut"`
	Names     map[string]words     `json:"names"`
	Groups    map[string]string    `json:"groups"`   // of materials
	Headings  map[string]words     `json:"headings"` // what groups of wastes are called
	Balances  []balanceWire        `json:"balances"`
}

type coverageWire struct {
	Firms     *int           `json:"firms"` // null: withheld, as all
	Posted    *int           `json:"posted"`
	Resources *int           `json:"resources"`
	Measured  *int           `json:"measured"`
	Confirmed *int           `json:"confirmed"`
	Inferred  *int           `json:"inferred"`
	Grades    map[string]int `json:"grades"` // by geo.Resource.Grade
}

func wireCoverage(c geo.Coverage) coverageWire {
	if c.Withheld {
		return coverageWire{}
	}
	return coverageWire{&c.Firms, &c.Posted, &c.Resources, &c.Measured, &c.Confirmed, &c.Inferred,
		map[string]int{"A": c.Graded[0], "B": c.Graded[1], "C": c.Graded[2], "D": c.Graded[3]}}
}

type balanceWire struct {
	Material string    `json:"material"`
	Name     words     `json:"name"`
	Role     geo.Role  `json:"role"`
	Unit     string    `json:"unit"`
	Total    *float64  `json:"total"`
	Left     *float64  `json:"remaining"`
	Unknown  *int      `json:"unknown"`
	Firms    *int      `json:"firms"`
	Withheld bool      `json:"withheld"`
	Miss     *missWire `json:"miss"`
}

type missWire struct {
	Why    string      `json:"why"`
	Detail *string     `json:"detail"`
	Zone   *string     `json:"zone"`
	Length *geo.Metres `json:"length_m"`
	Loss   *float64    `json:"loss_try"`
}

// regionFlows and zoneFlows answer everything that the screen of a zone, or of
// all zones together, shows in one call.
func (s *server) regionFlows(c *fiber.Ctx) error { return s.sendZoneFlows(c, 0) }

func (s *server) zoneFlows(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.sendZoneFlows(c, n)
}

// outside is how a request names the end that lies in no zone.
const outside = "outside"

func (q *query) zoneFlowFilter() geo.FlowFilter {
	f := q.flowFilter()
	f.Limit = q.integer("limit", 1000, 1, 20_000)
	f.Unit = q.flowUnit()
	if f.Partner = q.text("partner"); f.Partner != "" {
		f.Paired = true
	}
	if f.Partner == outside {
		f.Partner = geo.Outside
	}
	return f
}

func (s *server) sendZoneFlows(c *fiber.Ctx, zone int64) error {
	q := query{c: c}
	f := q.zoneFlowFilter()
	format, part, lang := q.text("format"), q.text("part"), q.lang()
	if format != "" && format != "json" {
		f.Limit = 0 // a file holds all
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.ZoneFlows(c.UserContext(), zone, f)
	if err != nil {
		return err
	}
	at, err := s.gates(c, geo.ByZone)
	if err != nil {
		return err
	}
	if format != "" && format != "json" {
		return s.sendZoneFile(c, zoneFile{found, f, at, lang}, format, part)
	}
	return c.JSON(s.wireZoneFlows(found, f, at))
}

func (s *server) wireZoneFlows(found exchange.ZoneFlows, f geo.FlowFilter, at map[string]geo.Point) zoneFlowsWire {
	out := zoneFlowsWire{Kind: f.Kind, Computed: computed(found.Run), Method: methods[f.Kind], Coverage: wireCoverage(found.Coverage), Scale: scaleOf(found.Run),
		Flows: wireFlows(found.Flows, f.Month, at), Materials: wireFlows(found.Each, f.Month, nil), Cut: found.Cut,
		Names: map[string]words{}, Groups: map[string]string{}, Headings: map[string]words{}, Balances: make([]balanceWire, len(found.Balances))}
	for _, flow := range found.Each {
		s.nameMaterial(flow.Material, &out)
	}
	for i, b := range found.Balances {
		s.nameMaterial(b.Material, &out)
		out.Balances[i] = s.wireBalance(b)
	}
	return out
}

// nameMaterial tells what a material and its group are called.
func (s *server) nameMaterial(code string, w *zoneFlowsWire) {
	if _, told := w.Names[code]; told {
		return
	}
	w.Names[code] = s.materialName(code)
	item, err := s.x.Material(code)
	if err != nil {
		return
	}
	w.Groups[code] = item.Group
	if h := s.x.Heading(item.Group); h != nil {
		w.Headings[item.Group] = words{h.NameTR, h.NameEN}
	}
}

// scaleOf returns, by unit, what flows are drawn by: the largest that any zone
// gives or takes a year, rounded up to 1, 2 or 5 times a power of ten, so that
// it says no more than how large things are.
func scaleOf(run geo.FlowRun) map[string]float64 {
	out := make(map[string]float64, len(run.Largest))
	for u, v := range run.Largest {
		unit, per := shownUnit(u)
		out[unit] = roundedUp(v * per)
	}
	return out
}

func roundedUp(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, step := range []float64{1, 2, 5} {
		if v <= step*power {
			return step * power
		}
	}
	return 10 * power
}

// materialName returns what a material is called, its code where that is unknown.
func (s *server) materialName(code string) words {
	item, err := s.x.Material(code)
	if err != nil {
		return words{code, code}
	}
	return words{item.NameTR, item.NameEN}
}

func (s *server) wireBalance(b geo.Balance) balanceWire {
	unit, scale := shownUnit(b.Unit)
	w := balanceWire{Material: b.Material, Name: s.materialName(b.Material), Role: b.Role, Unit: unit, Withheld: b.Withheld}
	if b.Withheld {
		return w
	}
	total, left := b.Total*scale, b.Left*scale
	w.Total, w.Left, w.Unknown, w.Firms = &total, &left, &b.Unknown, &b.Firms
	if m := b.Miss; m != nil {
		w.Miss = &missWire{Why: m.Why, Detail: orNull(m.Detail), Zone: orNull(m.Place)}
		if m.Length > 0 {
			w.Miss.Length = &m.Length
		}
		if m.Why == geo.MissLoss {
			loss := m.Loss / scale
			w.Miss.Loss = &loss
		}
	}
	return w
}
