package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type zoneFlowsWire struct {
	Kind      geo.FlowKind         `json:"kind"`
	Computed  *string              `json:"computed_at"`
	Method    string               `json:"method"`
	Coverage  coverageWire         `json:"coverage"`
	Flows     []feature[flowProps] `json:"flows"`
	Materials []feature[flowProps] `json:"materials"`
	Balances  []balanceWire        `json:"balances"`
}

type coverageWire struct {
	Firms     int `json:"firms"`
	Posted    int `json:"posted"`
	Resources int `json:"resources"`
	Measured  int `json:"measured"`
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

// zoneFlows answers everything that a zone's screen shows, in one call.
func (s *server) zoneFlows(c *fiber.Ctx) error {
	q := query{c: c}
	f := q.flowFilter()
	if err := q.errs.Err(); err != nil {
		return err
	}
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.ZoneFlows(c.UserContext(), n, f)
	if err != nil {
		return err
	}
	at, err := s.gates(c, geo.ByZone)
	if err != nil {
		return err
	}
	out := zoneFlowsWire{Kind: f.Kind, Computed: computed(found.Run), Method: methods[f.Kind], Coverage: coverageWire(found.Coverage),
		Flows: wireFlows(found.Flows, f.Month, at), Materials: wireFlows(found.Each, f.Month, at), Balances: make([]balanceWire, len(found.Balances))}
	for i, b := range found.Balances {
		out.Balances[i] = s.wireBalance(b)
	}
	return c.JSON(out)
}

func (s *server) wireBalance(b geo.Balance) balanceWire {
	unit, scale := shownUnit(b.Unit)
	w := balanceWire{Material: b.Material, Role: b.Role, Unit: unit, Withheld: b.Withheld}
	if item, err := s.x.Material(b.Material); err == nil {
		w.Name = words{item.NameTR, item.NameEN}
	}
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
