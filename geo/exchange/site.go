package exchange

import (
	"context"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/flow"
	"simbiyoz/geo/match"
	"simbiyoz/geo/material"
)

// SiteRequest asks where plants that are not there yet would pay most.
type SiteRequest struct {
	Plant     // its Zone is not looked at
	Count int // plants that may be built; 0: one
}

// Sited is what plants would add to the region's best assignment.
type Sited struct {
	Before geo.Lira // the region's best without them
	Ranked []SitedZone
	Chosen []string // zones of the plants that together add most, in order of choice
	Gain   geo.Lira // of Chosen together, a year
}

// SitedZone is what one plant alone would add at a zone's gate.
type SitedZone struct {
	Zone    geo.Zone // without outline
	Gain    geo.Lira
	Mass    float64 // t a year that it would take
	Sources int     // that could give it something at a gain
}

// mostPlants bounds how many plants are sited at once.
const mostPlants = 10

// Site ranks all zones by what a plant at their gate would add, what other
// sinks take from it counted, and chooses r.Count of them together: a
// p-median of the region by road. It is for facilitators.
func (x *Exchange) Site(ctx context.Context, r SiteRequest) (Sited, error) {
	if err := x.may(ctx, Plan, Object{}); err != nil {
		return Sited{}, err
	}
	var errs geo.FieldErrors
	errs.Add("plant", r.Plant.validate())
	if r.Count < 0 || r.Count > mostPlants {
		errs.Add("count", geo.Invalid("count", "range", "%d is not from 1 to %d", r.Count, mostPlants))
	}
	if err := errs.Err(); err != nil {
		return Sited{}, err
	}
	m, err := x.market(ctx, AssignRequest{})
	if err != nil {
		return Sited{}, err
	}
	zones, candidates, err := x.plants(ctx, m, r.Plant)
	if err != nil {
		return Sited{}, err
	}
	solver, err := flow.NewSolver(m.Problem)
	if err != nil {
		return Sited{}, err
	}
	if err := solver.Solve(ctx); err != nil {
		return Sited{}, err
	}
	return site(ctx, solver, m, zones, candidates, max(1, r.Count))
}

func site(ctx context.Context, solver *flow.Solver, m *market, zones []geo.Zone, candidates []flow.Candidate, count int) (Sited, error) {
	out := Sited{Before: m.Total(solver.Assignment().Flow[:len(m.Edges)])}
	ranked, err := solver.Rank(ctx, candidates)
	if err != nil {
		return out, err
	}
	for _, w := range ranked {
		out.Ranked = append(out.Ranked, SitedZone{zones[w.Candidate], w.Gain, float64(w.Mass) / m.scale, gaining(candidates[w.Candidate])})
	}
	chosen, gain, err := solver.Site(ctx, candidates, count)
	if err != nil {
		return out, err
	}
	for _, c := range chosen {
		out.Chosen = append(out.Chosen, zones[c].Code)
	}
	out.Gain = gain
	return out, nil
}

func gaining(c flow.Candidate) int {
	n := 0
	for _, e := range c.Edges {
		if e.Gain > 0 {
			n++
		}
	}
	return n
}

// plants returns every zone with the plant at its gate as a candidate of m.
func (x *Exchange) plants(ctx context.Context, m *market, p Plant) ([]geo.Zone, []flow.Candidate, error) {
	zones, err := x.store.Zones(ctx)
	if err != nil {
		return nil, nil, err
	}
	givers, err := x.givers(ctx, p.Material)
	if err != nil {
		return nil, nil, err
	}
	candidates := make([]flow.Candidate, len(zones))
	for i, z := range zones {
		edges, _, err := x.plantEdges(ctx, m, givers, p, z)
		if err != nil {
			return nil, nil, err
		}
		candidates[i] = flow.Candidate{Capacity: m.kg(p.Capacity), Edges: edges}
	}
	return zones, candidates, nil
}

// addPlant adds one plant to m as a sink.
func (x *Exchange) addPlant(ctx context.Context, m *market, p Plant) error {
	zones, err := x.store.Zones(ctx)
	if err != nil {
		return err
	}
	givers, err := x.givers(ctx, p.Material)
	if err != nil {
		return err
	}
	for _, z := range zones {
		if z.Code != p.Zone {
			continue
		}
		edges, hauls, err := x.plantEdges(ctx, m, givers, p, z)
		if err != nil {
			return err
		}
		sink := m.end(m.sinkAt, &m.sinks, &m.Demand, geo.Stand{Role: geo.Sink, Zone: z.Code, District: z.District, Material: p.Material, Unit: m.unit, Rate: &p.Capacity, Season: geo.AllYear})
		for i, e := range edges {
			e.Sink = sink
			m.Edges, m.Most, m.matches = append(m.Edges, e), append(m.Most, m.Supply[e.Source]), append(m.matches, hauls[i])
		}
		return nil
	}
	return geo.Invalid("plant", "unknown", "there is no zone %q", p.Zone)
}

// mostGivers bounds how many sources a plant is judged with.
const mostGivers = 20_000

// givers returns the sources of a material, or of all that begin so, which
// are counted in tonnes.
func (x *Exchange) givers(ctx context.Context, code string) ([]geo.Posting, error) {
	f := geo.ResourceFilter{Role: geo.Source, Group: code}
	if whole, listed := material.ByCode(materialCode(code)); listed {
		f = geo.ResourceFilter{Role: geo.Source, Material: whole.Code}
	}
	var out []geo.Posting
	for page := (geo.Page{Limit: 1000}); ; {
		found, err := x.store.Postings(ctx, f, page)
		if err != nil {
			return nil, fmt.Errorf("sources of %s: %w", code, err)
		}
		for _, p := range found.Postings {
			if p.Unit == geo.UnitTonne && p.Rate() != nil && p.Category.Hauled() {
				out = append(out, p)
			}
		}
		if len(out) > mostGivers {
			return nil, geo.Invalid("plant_material", "length", "more than %d sources give %s: name a narrower group", mostGivers, code)
		}
		if found.Next == "" {
			return out, nil
		}
		page.After = found.Next
	}
}

// plantEdges judges the plant at z's gate as a sink of every giver: licensed,
// all year, and taking what they give. It returns what the matches gain, and
// their hauls.
func (x *Exchange) plantEdges(ctx context.Context, m *market, givers []geo.Posting, p Plant, z geo.Zone) ([]flow.Edge, []geo.Ranked, error) {
	var edges []flow.Edge
	var hauls []geo.Ranked
	hopes := make([]*hope, len(givers))
	for i, giver := range givers {
		hopes[i] = &hope{to: giver.Site.Place, by: match.VehicleFor(giver.Item).Code}
	}
	roads, err := x.roadsTo(ctx, geo.Posting{Resource: geo.Resource{Role: geo.Sink}, Site: geo.Site{Place: z.Gate}}, hopes)
	if err != nil {
		return nil, nil, err
	}
	judge := x.book.Load().judge()
	for i, giver := range givers {
		stand := m.stands[giver.ID]
		found, ok := judge.Judge(match.Pair{Source: giver, Sink: p.at(z, giver), Relation: geo.RelationSame, Road: roads[i]})
		if !ok || found.Blocked() || found.Benefit == nil || found.Rate == nil || *found.Rate <= 0 || stand.ID == 0 {
			continue // or it was posted meanwhile
		}
		source := m.end(m.sourceAt, &m.sources, &m.Supply, stand)
		edges = append(edges, flow.Edge{Source: source, Gain: flow.ToKurus(*found.Benefit / geo.Lira(*found.Rate))})
		hauls = append(hauls, geo.Ranked{SourceID: stand.ID, Length: found.Haul.Road.Length, Vehicle: found.Haul.Vehicle})
	}
	return edges, hauls, nil
}

// at returns p at z's gate as a posting that asks for what of gives.
func (p Plant) at(z geo.Zone, of geo.Posting) geo.Posting {
	nace := "38.21"
	if of.Item.Hazardous() {
		nace = "38.22"
	}
	return geo.Posting{
		Resource: geo.Resource{Role: geo.Sink, Category: of.Category, Material: of.Material, Quantity: &p.Capacity, Unit: geo.UnitTonne, Interval: geo.Yearly,
			Season: geo.AllYear, Form: of.Form, Price: p.Value, Legal: geo.LegalWaste, Provenance: geo.Declared},
		Firm: geo.Firm{NACE: nace}, Site: geo.Site{Place: z.Gate, ZoneID: z.ID}, Zone: z, Item: of.Item,
	}
}
