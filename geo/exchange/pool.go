package exchange

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/flow"
)

// PoolRequest asks which hauls could be driven together.
type PoolRequest struct {
	Kind     geo.FlowKind // of moves
	Material string       // a code or its beginning
	Zone     string       // code: one end at least lies there
	Visits   int          // a year at which small lots are collected; 0: twelve
}

// Pooled is what pooling saves against hauling everything alone. Figures are a
// year's.
type Pooled struct {
	Moves     []geo.MoveHaul // that were looked at; indexes below are into them
	Backhauls []Backhaul
	Rounds    []Round
	Saved     Saving // of all together
	Beyond    bool   // there are more moves: the heaviest alone were looked at
}

// Saving is what is not driven: distance and time at the price book's cost,
// CO₂e as of empty lorries, which is the least that it can be.
type Saving struct {
	Length geo.Metres
	Time   geo.Seconds
	Cost   geo.Lira
	CO2e   geo.KgCO2e
}

// Backhaul is a lorry that takes B's load on its way back from A's.
type Backhaul struct {
	A, B    int // of the moves
	Rounds  int
	Vehicle string
	Saving
}

// Round is a lorry that collects small lots of one material for one sink.
type Round struct {
	Moves   []int // in the order they are collected
	Mass    geo.Tonnes
	Visits  int
	Vehicle string
	Saving
}

// mostPooled bounds how many moves are pooled: their ways are all measured.
const mostPooled = 500

// Pool finds back-hauls and shared rounds among the moves that r leaves. A load
// goes either into a back-haul or, where it is too small for a lorry of its own,
// into a round. Dangerous goods are not pooled. It is for facilitators: it
// tells firms' places.
func (x *Exchange) Pool(ctx context.Context, r PoolRequest) (Pooled, error) {
	if err := x.may(ctx, Plan, Object{}); err != nil {
		return Pooled{}, err
	}
	if r.Visits == 0 {
		r.Visits = 12
	}
	if err := r.validate(); err != nil {
		return Pooled{}, err
	}
	moves, err := x.store.Moves(ctx, geo.FlowFilter{Kind: r.Kind, Material: r.Material, Place: r.Zone, Limit: mostPooled + 1})
	if err != nil {
		return Pooled{}, fmt.Errorf("moves to pool: %w", err)
	}
	out := Pooled{Moves: moves[:min(len(moves), mostPooled)], Beyond: len(moves) > mostPooled}
	for code, of := range byVehicle(out.Moves) {
		v, err := x.Vehicle(code)
		if err != nil || v.Hazmat {
			continue
		}
		p := pool{moves: out.Moves, of: of, vehicle: v, visits: r.Visits}
		if p.ways, err = x.ways(ctx, v, p.places()); err != nil {
			return out, fmt.Errorf("ways to pool: %w", err)
		}
		out.Backhauls = append(out.Backhauls, p.backhauls()...)
		out.Rounds = append(out.Rounds, p.rounds()...)
	}
	slices.SortFunc(out.Backhauls, func(a, b Backhaul) int {
		return cmp.Or(cmp.Compare(b.Length, a.Length), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	slices.SortFunc(out.Rounds, func(a, b Round) int {
		return cmp.Or(cmp.Compare(b.Length, a.Length), cmp.Compare(a.Moves[0], b.Moves[0]))
	})
	for _, b := range out.Backhauls {
		out.Saved.add(b.Saving)
	}
	for _, one := range out.Rounds {
		out.Saved.add(one.Saving)
	}
	return out, nil
}

func (r PoolRequest) validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "kind", r.Kind, geo.FlowKinds)
	if r.Visits < 1 || r.Visits > 366 {
		errs.Add("visits", geo.Invalid("visits", "range", "%d is not from 1 to 366", r.Visits))
	}
	return errs.Err()
}

// byVehicle returns the moves' indexes by the class that carries them.
func byVehicle(moves []geo.MoveHaul) map[string][]int {
	out := map[string][]int{}
	for i, m := range moves {
		out[m.Vehicle] = append(out[m.Vehicle], i)
	}
	return out
}

func (s *Saving) add(o Saving) {
	s.Length += o.Length
	s.Time += o.Time
	s.Cost += o.Cost
	s.CO2e += o.CO2e
}

// pool is the moves of one class of lorries.
type pool struct {
	moves   []geo.MoveHaul
	of      []int // of moves
	vehicle geo.Vehicle
	visits  int
	ways    ways
}

// places returns where p's moves begin and end.
func (p pool) places() []geo.Point {
	var out []geo.Point
	for _, i := range p.of {
		out = append(out, p.moves[i].From, p.moves[i].To)
	}
	return out
}

// load returns how much a lorry takes of a move.
func (p pool) load(m geo.MoveHaul) geo.Tonnes { return p.vehicle.Load(m.Density) }

// small reports whether what comes together of m between two visits is less
// than a lorry's load.
func (p pool) small(m geo.MoveHaul) bool { return m.Mass/geo.Tonnes(p.visits) < p.load(m) }

// backhauls pairs the trips of moves that fill whole lorries.
func (p pool) backhauls() []Backhaul {
	var trips []flow.Trip
	var move []int
	for _, i := range p.of {
		m := p.moves[i]
		if p.small(m) {
			continue
		}
		move = append(move, i)
		trips = append(trips, flow.Trip{From: p.ways.at(m.From), To: p.ways.at(m.To), Vehicle: p.vehicle.Code, Count: int(m.Mass / p.load(m))})
	}
	var out []Backhaul
	for _, b := range flow.Backhauls(trips, p.ways.way) {
		out = append(out, Backhaul{move[b.A], move[b.B], b.Rounds, p.vehicle.Code, p.saving(b.Saved)})
	}
	return out
}

// rounds joins the small lots of each material for each sink.
func (p pool) rounds() []Round {
	type drop struct {
		material string
		sink     int64
	}
	lots := map[drop][]int{}
	for _, i := range p.of {
		if m := p.moves[i]; p.small(m) {
			key := drop{m.Material, m.SinkID}
			lots[key] = append(lots[key], i)
		}
	}
	keys := slices.SortedFunc(maps.Keys(lots), func(a, b drop) int {
		return cmp.Or(cmp.Compare(a.material, b.material), cmp.Compare(a.sink, b.sink))
	})
	var out []Round
	for _, key := range keys {
		out = append(out, p.collect(lots[key])...)
	}
	return out
}

// collect joins moves to one sink.
func (p pool) collect(of []int) []Round {
	lots, payload := make([]flow.Lot, len(of)), geo.Tonnes(math.Inf(1))
	for k, i := range of {
		m := p.moves[i]
		lots[k] = flow.Lot{At: p.ways.at(m.From), Mass: m.Mass / geo.Tonnes(p.visits)}
		payload = min(payload, p.load(m))
	}
	var out []Round
	for _, r := range flow.Rounds(lots, p.ways.at(p.moves[of[0]].To), payload, p.ways.way) {
		round := Round{Mass: r.Mass * geo.Tonnes(p.visits), Visits: p.visits, Vehicle: p.vehicle.Code,
			Saving: p.saving(flow.Way{Length: r.Saved.Length * geo.Metres(p.visits), Time: r.Saved.Time * geo.Seconds(p.visits)})}
		for _, k := range r.Lots {
			round.Moves = append(round.Moves, of[k])
		}
		out = append(out, round)
	}
	return out
}

// saving prices a way that is not driven.
func (p pool) saving(w flow.Way) Saving {
	return Saving{w.Length, w.Time, geo.Lira(w.Length.Km())*p.vehicle.PerKm + geo.Lira(w.Time/3600)*p.vehicle.PerHour,
		geo.KgCO2e(w.Length.Km()) * p.vehicle.Empty}
}

// ways are the roads between places.
type ways struct {
	number map[geo.Point]int
	roads  [][]geo.Road
	errs   [][]error
}

// ways measures all ways between places, each of which is looked at once.
func (x *Exchange) ways(ctx context.Context, v geo.Vehicle, places []geo.Point) (ways, error) {
	w := ways{number: map[geo.Point]int{}}
	var each []geo.Point
	for _, at := range places {
		if _, there := w.number[at]; !there {
			w.number[at] = len(each)
			each = append(each, at)
		}
	}
	var err error
	w.roads, w.errs, err = x.roads.Table(ctx, v, each, each)
	return w, err
}

func (w ways) at(p geo.Point) int { return w.number[p] }

func (w ways) way(from, to int) (flow.Way, bool) {
	r := w.roads[from][to]
	return flow.Way{Length: r.Length, Time: r.Time}, w.errs[from][to] == nil
}
