package exchange

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/flow"
)

// AssignRequest asks how what the region has is best assigned. Zero fields ask
// for all of it, as it is.
type AssignRequest struct {
	Unit     geo.Unit          // what is assigned, as units do not mix; zero: tonnes
	Material string            // of sources: a code or its beginning
	Zone     string            // code: one end at least lies there
	Rates    map[int64]float64 // of resources, a year, in place of their own: a scenario
	Setup    geo.Lira          // what each pair costs a year that it is used at all
	Least    float64           // that a used pair moves a year
	Plant    *Plant            // a sink that is not there yet
}

// Plant is a treatment plant that could be built at a zone's gate.
type Plant struct {
	Zone     string // code
	Material string // it takes: a code or its beginning
	Capacity float64
	Value    *float64 // TRY that a tonne is worth at its gate; nil: what the price book says of each material
}

// Assigned is the assignment of greatest net benefit. Quantities are a year's.
type Assigned struct {
	Unit      geo.Unit
	Pairs     []AssignedPair
	Ends      []AssignedEnd // every source and sink that took part, the scarcest first
	Total     geo.Lira      // net benefit of Pairs, setups paid
	Greedy    geo.Lira      // of the greedy list of the same matches
	Bound     geo.Lira      // nothing gains more: Total where no setup or least was asked for
	Violation int64         // of optimality by the shadow prices, in kg or kuruş: 0 proves Total best; of lots without meaning
	Lots      bool          // assigned in lots: good, not proved best
	Matches   int           // that took part
	Unpriced  int           // matches left out: no benefit is known
	Unknown   int           // no quantity is known
	Blocked   int           // blocked or found unfit
}

// AssignedPair is what one source gives one sink.
type AssignedPair struct {
	SourceID, SinkID int64 // sink 0: the plant
	Quantity         float64
	Gain             geo.Lira // net, a unit
	Length           geo.Metres
	Vehicle          string
}

// AssignedEnd is a source or sink with its shadow price.
type AssignedEnd struct {
	geo.Stand
	Used  float64
	Price geo.Lira // what one unit more of it would be worth; nothing where some is left
}

// Gap returns by which share of the bound a may miss the best.
func (a Assigned) Gap() geo.Share {
	if a.Bound <= 0 {
		return 0
	}
	return geo.Share((a.Bound - a.Total) / a.Bound)
}

// Assign finds the assignment of greatest net benefit over the stored matches.
// It is for facilitators: it tells what firms have.
func (x *Exchange) Assign(ctx context.Context, r AssignRequest) (Assigned, error) {
	if err := x.may(ctx, Plan, Object{}); err != nil {
		return Assigned{}, err
	}
	if err := r.validate(); err != nil {
		return Assigned{}, err
	}
	m, err := x.market(ctx, r)
	if err != nil {
		return Assigned{}, err
	}
	if r.Plant != nil {
		if err := x.addPlant(ctx, m, *r.Plant); err != nil {
			return Assigned{}, err
		}
	}
	return m.assign(ctx, r)
}

func (r AssignRequest) validate() error {
	var errs geo.FieldErrors
	if r.Unit != "" {
		geo.OneOf(&errs, "unit", r.Unit, geo.Units)
	}
	if !(r.Setup >= 0 && r.Setup <= 1e12) {
		errs.Add("setup_try", geo.Invalid("setup_try", "range", "%v is not from 0 to 10^12", r.Setup))
	}
	if !(r.Least >= 0 && r.Least <= mostRate) {
		errs.Add("least", geo.Invalid("least", "range", "%v is not from 0 to %v", r.Least, mostRate))
	}
	for id, rate := range r.Rates {
		if !(rate >= 0 && rate <= mostRate) {
			errs.Add("rate", geo.Invalid("rate", "range", "%v of resource %d is not from 0 to %v", rate, id, mostRate))
		}
	}
	if r.Plant != nil {
		errs.Add("plant", r.Plant.validate())
		if r.Unit != "" && r.Unit != geo.UnitTonne {
			errs.Add("unit", geo.Invalid("unit", "range", "a plant takes tonnes"))
		}
	}
	return errs.Err()
}

func (p Plant) validate() error {
	var errs geo.FieldErrors
	if p.Material == "" {
		errs.Add("plant_material", geo.Invalid("plant_material", "required", "is missing"))
	}
	if !(p.Capacity > 0 && p.Capacity <= mostRate) {
		errs.Add("capacity_t", geo.Invalid("capacity_t", "range", "%v is not above 0 and up to %v", p.Capacity, mostRate))
	}
	if p.Value != nil && !(math.Abs(*p.Value) <= 1e6) {
		errs.Add("value_try_t", geo.Invalid("value_try_t", "range", "%v is not within ±10^6", *p.Value))
	}
	return errs.Err()
}

// mostRate bounds a quantity a year: a billion.
const mostRate = 1e9

// market is an assignment problem with what its parts are.
type market struct {
	flow.Problem
	unit            geo.Unit
	sources, sinks  []geo.Stand
	sourceAt        map[int64]int32
	sinkAt          map[int64]int32
	matches         []geo.Ranked // of edges
	unpriced        int
	unknown         int
	blocked         int
	scale           float64 // of a quantity in what the problem counts as kg
	material, place string
	rates           map[int64]float64
	stands          map[int64]geo.Stand
}

// market gathers the matches that r leaves as a problem.
func (x *Exchange) market(ctx context.Context, r AssignRequest) (*market, error) {
	stands, err := x.store.Stands(ctx)
	if err != nil {
		return nil, fmt.Errorf("resources to assign: %w", err)
	}
	m := &market{unit: r.Unit, scale: 1000, material: r.Material, place: r.Zone, rates: r.Rates,
		sourceAt: map[int64]int32{}, sinkAt: map[int64]int32{}, stands: make(map[int64]geo.Stand, len(stands))}
	if m.unit == "" {
		m.unit = geo.UnitTonne
	}
	m.Most = []flow.Kg{}
	for _, s := range stands {
		m.stands[s.ID] = s
	}
	for id := range r.Rates {
		if _, there := m.stands[id]; !there {
			return nil, geo.Invalid("rate", "unknown", "there is no resource %d", id)
		}
	}
	if err := x.store.EachRanked(ctx, m.offer); err != nil {
		return nil, fmt.Errorf("matches to assign: %w", err)
	}
	return m, nil
}

// offer takes a match as an edge, where it can move anything.
func (m *market) offer(r geo.Ranked) {
	source, sink := m.stands[r.SourceID], m.stands[r.SinkID]
	switch {
	case source.ID == 0 || sink.ID == 0 || source.Unit != m.unit || sink.Unit != m.unit:
		return
	case !strings.HasPrefix(source.Material, m.material):
		return
	case m.place != "" && source.Zone != m.place && sink.Zone != m.place:
		return
	case r.Block != "" || r.Unfit:
		m.blocked++
	case r.Rate == nil || *r.Rate <= 0:
		m.unknown++
	case r.Benefit == nil:
		m.unpriced++
	default:
		m.add(r, source, sink)
	}
}

// add adds the edge between source and sink. A match that a season holds below
// what both have stays held in a scenario, in the same proportion.
func (m *market) add(r geo.Ranked, source, sink geo.Stand) {
	s, d := m.end(m.sourceAt, &m.sources, &m.Supply, source), m.end(m.sinkAt, &m.sinks, &m.Demand, sink)
	most := *r.Rate
	if was := min(rateOf(source), rateOf(sink)); was > 0 {
		most *= min(m.rateOf(source), m.rateOf(sink)) / was
	}
	m.Edges = append(m.Edges, flow.Edge{Source: s, Sink: d, Gain: flow.ToKurus(*r.Benefit / geo.Lira(*r.Rate))})
	m.Most = append(m.Most, m.kg(most))
	m.matches = append(m.matches, r)
}

// end returns the index of a source or sink, which is new or not.
func (m *market) end(at map[int64]int32, all *[]geo.Stand, amounts *[]flow.Kg, s geo.Stand) int32 {
	i, there := at[s.ID]
	if !there {
		i = int32(len(*all))
		at[s.ID] = i
		*all, *amounts = append(*all, s), append(*amounts, m.kg(m.rateOf(s)))
	}
	return i
}

// kg returns a quantity as the problem counts it, rounded down so that nothing
// is promised that is not there.
func (m *market) kg(q float64) flow.Kg { return flow.Kg(math.Floor(min(q, mostRate)*m.scale + 1e-6)) }

// rateOf returns what a resource has a year in the scenario.
func (m *market) rateOf(s geo.Stand) float64 {
	if rate, given := m.rates[s.ID]; given {
		return rate
	}
	return rateOf(s)
}

// rateOf returns what a resource has a year: where that is unknown, as much as
// its matches can move.
func rateOf(s geo.Stand) float64 {
	if s.Rate == nil {
		return mostRate
	}
	return *s.Rate
}

// assign solves m.
func (m *market) assign(ctx context.Context, r AssignRequest) (Assigned, error) {
	out := Assigned{Unit: m.unit, Matches: len(m.Edges), Unpriced: m.unpriced, Unknown: m.unknown, Blocked: m.blocked, Lots: r.Setup > 0 || r.Least > 0}
	best, err := flow.Solve(ctx, m.Problem)
	if err != nil {
		return out, err
	}
	moved := best.Flow
	out.Total, out.Greedy = m.Total(best.Flow), m.Total(flow.Greedy(m.Problem))
	out.Bound, out.Violation = out.Total, m.Violation(best)
	if out.Lots {
		lots, err := flow.SolveLots(ctx, m.Problem, m.conditions(r))
		if err != nil {
			return out, err
		}
		moved, out.Total, out.Bound = lots.Flow, lots.Total, lots.Bound
		out.Greedy = m.clerk(r)
	}
	out.Pairs = m.pairs(moved)
	out.Ends = m.ends(moved, best)
	return out, nil
}

// conditions are r's of every edge.
func (m *market) conditions(r AssignRequest) flow.Conditions {
	n := len(m.Edges)
	return flow.Conditions{Least: slices.Repeat([]flow.Kg{m.kg(r.Least)}, n), Setup: slices.Repeat([]geo.Lira{r.Setup}, n)}
}

// clerk returns what the greedy list gains of whose pairs those that move too
// little or do not earn their setup are struck out.
func (m *market) clerk(r AssignRequest) geo.Lira {
	total, least := geo.Lira(0), m.kg(r.Least)
	for i, moved := range flow.Greedy(m.Problem) {
		gain := geo.Lira(float64(moved)/m.scale*float64(m.Edges[i].Gain)/100) - r.Setup
		if moved >= least && gain > 0 {
			total += gain
		}
	}
	return total
}

// pairs returns what moved says, what gains most first.
func (m *market) pairs(moved []flow.Kg) []AssignedPair {
	var out []AssignedPair
	for i, kg := range moved {
		if kg > 0 {
			r := m.matches[i]
			out = append(out, AssignedPair{r.SourceID, r.SinkID, float64(kg) / m.scale, geo.Lira(m.Edges[i].Gain) / 100, r.Length, r.Vehicle})
		}
	}
	slices.SortStableFunc(out, func(a, b AssignedPair) int {
		return compareLira(b.Gain*geo.Lira(b.Quantity), a.Gain*geo.Lira(a.Quantity))
	})
	return out
}

// ends returns every source and sink with what it is used for, and what the
// optimum says that more of it is worth.
func (m *market) ends(moved []flow.Kg, best flow.Assignment) []AssignedEnd {
	out, in := make([]float64, len(m.sources)), make([]float64, len(m.sinks))
	for i, kg := range moved {
		out[m.Edges[i].Source] += float64(kg) / m.scale
		in[m.Edges[i].Sink] += float64(kg) / m.scale
	}
	var ends []AssignedEnd
	for i, s := range m.sources {
		ends = append(ends, AssignedEnd{m.asked(s), out[i], geo.Lira(best.SourcePrice[i]) / 100})
	}
	for i, s := range m.sinks {
		ends = append(ends, AssignedEnd{m.asked(s), in[i], geo.Lira(best.SinkPrice[i]) / 100})
	}
	slices.SortStableFunc(ends, func(a, b AssignedEnd) int { return compareLira(b.Price, a.Price) })
	return ends
}

// asked returns s as the scenario has it.
func (m *market) asked(s geo.Stand) geo.Stand {
	if rate, given := m.rates[s.ID]; given {
		s.Rate = &rate
	}
	return s
}

func compareLira(a, b geo.Lira) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
