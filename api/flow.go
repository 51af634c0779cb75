package api

import (
	"bytes"
	"iter"
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/sheet"
)

type flowProps struct {
	From     string      `json:"from"`
	To       string      `json:"to"`
	Material string      `json:"material"`
	Unit     string      `json:"unit"`
	Quantity *float64    `json:"quantity"`
	Firms    *float64    `json:"firms"`
	Length   *geo.Metres `json:"length_m"`
	TonneKm  *float64    `json:"tkm"`
	Cost     *geo.Lira   `json:"cost_try"`
	CO2e     *geo.KgCO2e `json:"co2e_kg"`
	Benefit  *geo.Lira   `json:"benefit_try"`
	Avoided  *geo.KgCO2e `json:"avoided_kg"`
	Withheld bool        `json:"withheld"`
}

// energy is the unit that people count energy in.
const energy = "MWh"

// shownUnit returns a unit and how much of it one of u is: energy is told in
// MWh.
func shownUnit(u geo.Unit) (string, float64) {
	if u == geo.UnitKWh {
		return energy, 1e-3
	}
	return string(u), 1
}

func wireFlow(f geo.Flow, month int, at map[string]geo.Point) feature[flowProps] {
	unit, scale := shownUnit(f.Unit)
	p := flowProps{From: f.From, To: f.To, Material: f.Material, Unit: unit, Withheld: f.Withheld}
	if !f.Withheld {
		quantity := f.Quantity[month] * scale
		p.Quantity, p.Firms, p.TonneKm = &quantity, &f.Firms[month], &f.TonneKm
		p.Cost, p.CO2e, p.Benefit, p.Avoided = &f.Cost, &f.CO2e, &f.Benefit, &f.Avoided
		if f.Length > 0 {
			p.Length = &f.Length
		}
	}
	var line orb.Geometry
	from, begins := at[f.From]
	to, ends := at[f.To]
	if begins && ends {
		line = orb.LineString{from, to}
	}
	return newFeature(0, line, p)
}

// methods say how flows of a kind come about.
var methods = map[geo.FlowKind]string{geo.Potential: "greedy_by_rank", geo.Agreed: "synergies", geo.Evidenced: "verified_benefits"}

// flowFilter reads what flows are asked for.
func (q *query) flowFilter() geo.FlowFilter {
	f := geo.FlowFilter{Kind: geo.Potential, Level: geo.ByZone, Material: q.text("material"), Group: q.text("group")}
	if kind := q.text("kind"); kind != "" {
		f.Kind = geo.FlowKind(kind)
	}
	if level := q.text("level"); level != "" {
		f.Level = geo.FlowLevel(level)
	}
	if q.text("period") != "year" {
		f.Month = q.integer("period", 0, 1, 12)
	}
	q.errs.Add("kind", f.Validate())
	return f
}

// flowUnit reads a unit that flows are counted in, empty for all.
func (q *query) flowUnit() geo.Unit {
	u := geo.Unit(q.text("unit"))
	if u == energy {
		u = geo.UnitKWh
	}
	if u != "" {
		geo.OneOf(&q.errs, "unit", u, geo.Units)
	}
	return u
}

// gates returns where the flows of a level begin and end: at zones' gates, or
// at the middle of those of a district.
func (s *server) gates(c *fiber.Ctx, level geo.FlowLevel) (map[string]geo.Point, error) {
	zones, err := s.x.Zones(c.UserContext())
	if err != nil {
		return nil, err
	}
	all := map[string]orb.MultiPoint{}
	for _, z := range zones {
		name := z.Code
		if level == geo.ByDistrict {
			name = z.District
		}
		all[name] = append(all[name], z.Gate)
	}
	out := make(map[string]geo.Point, len(all))
	for name, gates := range all {
		out[name] = gates.Bound().Center()
	}
	return out, nil
}

type flowsWire struct {
	Type     string               `json:"type"`
	Kind     geo.FlowKind         `json:"kind"`
	Level    geo.FlowLevel        `json:"level"`
	Computed *string              `json:"computed_at"`
	Method   string               `json:"method"`
	Features []feature[flowProps] `json:"features"`
}

// flows answers what moves between places, as lines or as a table.
func (s *server) flows(c *fiber.Ctx) error {
	q := query{c: c}
	f := q.flowFilter()
	if each := q.yes("each"); each != nil {
		f.Each = *each
	}
	f.Unit = q.flowUnit()
	format, shape := q.text("format"), q.text("shape")
	if shape != "" && shape != "list" && shape != "matrix" {
		q.bad("shape", "unknown", "%q is neither list nor matrix", shape)
	}
	if err := q.errs.Err(); err != nil {
		return err
	}
	flows, run, err := s.x.Flows(c.UserContext(), f)
	if err != nil {
		return err
	}
	if shape == "matrix" {
		return sendFlowMatrix(c, format, flows, f.Month)
	}
	if format == "csv" || format == "xlsx" {
		return flowTable(c, format, flows, f.Month)
	}
	at, err := s.gates(c, f.Level)
	if err != nil {
		return err
	}
	w := flowsWire{"FeatureCollection", f.Kind, f.Level, computed(run), methods[f.Kind], wireFlows(flows, f.Month, at)}
	switch format {
	case "", "json":
		return c.JSON(w)
	case "geojson":
		attach(c, "application/geo+json", "flows.geojson")
		return c.JSON(w, "application/geo+json")
	}
	return geo.Invalid("format", "unknown", "%q is neither json, geojson, csv nor xlsx", format)
}

func wireFlows(flows []geo.Flow, month int, at map[string]geo.Point) []feature[flowProps] {
	out := make([]feature[flowProps], len(flows))
	for i, f := range flows {
		out[i] = wireFlow(f, month, at)
	}
	return out
}

// computed returns when a run was, nil when there was none.
func computed(run geo.FlowRun) *string {
	if run.At.IsZero() {
		return nil
	}
	return orNull(run.At.UTC().Format("2006-01-02T15:04:05Z"))
}

var flowColumns = []string{"from", "to", "material", "unit", "quantity", "firms", "length_m", "tkm", "cost_try", "co2e_kg", "benefit_try", "avoided_kg", "withheld"}

// flowTable sends flows as CSV or XLSX, a row each.
func flowTable(c *fiber.Ctx, format string, flows []geo.Flow, month int) error {
	return sendTable(c, format, "flows", flowColumns, func(yield func([]any, error) bool) {
		for _, f := range flows {
			if !yield(flowCells(wireFlow(f, month, nil).Properties), nil) {
				return
			}
		}
	})
}

// sendTable sends rows as CSV or XLSX under a name.
func sendTable(c *fiber.Ctx, format, name string, columns []string, rows iter.Seq2[[]any, error]) error {
	kinds := map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": xlsxType}
	if kinds[format] == "" {
		return geo.Invalid("format", "unknown", "%q is neither json, csv nor xlsx", format)
	}
	var out bytes.Buffer
	if err := sheet.Write(&out, sheet.Format(format), columns, rows); err != nil {
		return err
	}
	attach(c, kinds[format], name+"."+format)
	return c.Send(out.Bytes())
}

func flowCells(p flowProps) []any {
	return []any{p.From, p.To, p.Material, p.Unit, cellOf(p.Quantity), cellOf(p.Firms), cellOf(p.Length), cellOf(p.TonneKm), cellOf(p.Cost), cellOf(p.CO2e),
		cellOf(p.Benefit), cellOf(p.Avoided), strconv.FormatBool(p.Withheld)}
}

// cellOf returns a figure as a table's cell, empty when unknown.
func cellOf[T ~float64](v *T) any {
	if v == nil {
		return nil
	}
	return float64(*v)
}
