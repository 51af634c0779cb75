package flow

import (
	"cmp"
	"math/bits"
	"slices"

	"simbiyoz/geo"
)

// Tally takes flows from matches: by rank, each as far as its source and its
// sink still go, so that no quantity is counted twice. That is the list a
// careful clerk would work down; [Solve] tells what a region could gain beyond.
type Tally struct {
	stands map[int64]*stand
	sums   map[geo.FlowKey]*sum
	moves  []geo.Move
	offers int
}

// stand is a resource with what is left of it.
type stand struct {
	geo.Stand
	left float64
	miss *geo.Miss // the best match that moved nothing
}

// sum is a flow being added up. Firms are kept as id and months in one word.
type sum struct {
	flow   geo.Flow
	mass   float64
	firms  []uint64
	sorted int // firms up to here are in order, each once
}

const monthBits = 12

// NewTally returns an empty tally over stands.
func NewTally(stands []geo.Stand) *Tally {
	t := &Tally{stands: make(map[int64]*stand, len(stands)), sums: map[geo.FlowKey]*sum{}}
	all := make([]stand, len(stands))
	for i, s := range stands {
		all[i].Stand = s
		if s.Rate != nil {
			all[i].left = *s.Rate
		}
		t.stands[s.ID] = &all[i]
	}
	return t
}

// Offer takes what still goes of a match into the potential flows. Matches
// must come best first.
func (t *Tally) Offer(m geo.Ranked) {
	t.offers++
	source, sink := t.stands[m.SourceID], t.stands[m.SinkID]
	if source == nil || sink == nil {
		return // withdrawn meanwhile
	}
	if miss := missOf(m, source, sink); miss != nil {
		source.missed(*miss, sink)
		sink.missed(*miss, source)
		return
	}
	amount := *m.Rate
	for _, end := range []*stand{source, sink} {
		if end.Rate != nil {
			amount = min(amount, end.left)
		}
	}
	source.left -= amount
	sink.left -= amount
	t.add(geo.Potential, source, sink, amount, m)
}

// missOf returns why m moves nothing, nil when it does.
func missOf(m geo.Ranked, source, sink *stand) *geo.Miss {
	miss := geo.Miss{Length: m.Length}
	switch {
	case m.Unfit:
		miss.Why = geo.MissUnfit
	case m.Block != "":
		miss.Why, miss.Detail = geo.MissBlocked, m.Block
	case m.Rate == nil || *m.Rate <= 0:
		miss.Why = geo.MissUnknown
	case source.Unit != sink.Unit:
		miss.Why = geo.MissUnit
	case m.Benefit != nil && *m.Benefit < 0:
		miss.Why, miss.Loss = geo.MissLoss, -float64(*m.Benefit) / *m.Rate
	case source.Rate != nil && source.left <= 0 || sink.Rate != nil && sink.left <= 0:
		miss.Why = geo.MissTaken
	default:
		return nil
	}
	return &miss
}

// missed keeps the first miss of s, whose partner is other.
func (s *stand) missed(m geo.Miss, other *stand) {
	if s.miss == nil {
		m.Place = other.Zone
		s.miss = &m
	}
}

// Carry adds a quantity that was agreed or evidenced to the flows of its kind,
// on the road of its match.
func (t *Tally) Carry(kind geo.FlowKind, quantity float64, m geo.Ranked) {
	source, sink := t.stands[m.SourceID], t.stands[m.SinkID]
	if source != nil && sink != nil && quantity > 0 {
		t.add(kind, source, sink, quantity, m)
	}
}

// add adds amount of m to every flow that it is part of.
func (t *Tally) add(kind geo.FlowKind, source, sink *stand, amount float64, m geo.Ranked) {
	part := 0.0 // of the match
	if m.Rate != nil && *m.Rate > 0 {
		part = amount / *m.Rate
	}
	season := source.Season & sink.Season
	one := geo.Flow{Quantity: geo.Spread(amount, season), TonneKm: part * float64(m.Mass) * m.Length.Km(),
		Cost: geo.Lira(part) * m.Cost, CO2e: geo.KgCO2e(part) * m.CO2e}
	if m.Benefit != nil {
		one.Benefit = geo.Lira(part) * *m.Benefit
	}
	if m.Avoided != nil {
		one.Avoided = geo.KgCO2e(part) * *m.Avoided
	}
	mass := geo.Tonnes(part) * m.Mass
	firms := [2]uint64{uint64(source.FirmID)<<monthBits | uint64(season), uint64(sink.FirmID)<<monthBits | uint64(season)}
	for _, material := range []string{"", source.Material} {
		key := geo.FlowKey{Kind: kind, Material: material, Unit: source.Unit}
		for _, ends := range ends(source, sink) {
			key.Level, key.From, key.To = ends.level, ends.from, ends.to
			t.sum(key).add(one, float64(mass), firms)
		}
	}
	t.moves = append(t.moves, geo.Move{Kind: kind, SourceID: m.SourceID, SinkID: m.SinkID, Quantity: amount, Unit: source.Unit, Mass: mass, Vehicle: m.Vehicle})
}

type span struct {
	level    geo.FlowLevel
	from, to string
}

// ends returns the flows that a move is part of: from place to place, and the
// totals out of the one and into the other.
func ends(source, sink *stand) []span {
	out := []span{{geo.OfRegion, geo.AnyEnd, geo.AnyEnd}}
	for level, at := range map[geo.FlowLevel][2]string{geo.ByZone: {source.Zone, sink.Zone}, geo.ByDistrict: {source.District, sink.District}} {
		out = append(out, span{level, at[0], at[1]})
		if at[0] != at[1] {
			out = append(out, span{level, at[0], geo.AnyEnd}, span{level, geo.AnyEnd, at[1]})
		}
	}
	return out
}

func (t *Tally) sum(key geo.FlowKey) *sum {
	s := t.sums[key]
	if s == nil {
		s = &sum{flow: geo.Flow{FlowKey: key}}
		t.sums[key] = s
	}
	return s
}

func (s *sum) add(f geo.Flow, mass float64, firms [2]uint64) {
	s.flow.Quantity = s.flow.Quantity.Plus(f.Quantity)
	s.flow.TonneKm += f.TonneKm
	s.flow.Cost += f.Cost
	s.flow.CO2e += f.CO2e
	s.flow.Benefit += f.Benefit
	s.flow.Avoided += f.Avoided
	s.mass += mass
	s.firms = append(s.firms, firms[:]...)
	if len(s.firms) > 2*s.sorted+16 {
		s.compact()
	}
}

func (s *sum) compact() {
	slices.Sort(s.firms)
	s.firms = slices.Compact(s.firms)
	s.sorted = len(s.firms)
}

// count sets how many firms stand behind the year and each month.
func (s *sum) count() {
	s.compact()
	for i := 0; i < len(s.firms); {
		firm, months := s.firms[i]>>monthBits, uint64(0)
		for ; i < len(s.firms) && s.firms[i]>>monthBits == firm; i++ {
			months |= s.firms[i] & (1<<monthBits - 1)
		}
		s.flow.Firms[0]++
		for ; months != 0; months &= months - 1 {
			s.flow.Firms[bits.TrailingZeros64(months)+1]++
		}
	}
}

// Book returns the flows that were added up, in order of their keys, and what
// each place has left.
func (t *Tally) Book() geo.FlowBook {
	book := geo.FlowBook{Moves: t.moves, Matches: t.offers, Balances: t.balances()}
	for _, s := range t.sums {
		s.count()
		if s.mass > 0 {
			s.flow.Length = geo.Metres(s.flow.TonneKm / s.mass * 1000)
		}
		book.Flows = append(book.Flows, s.flow)
	}
	slices.SortFunc(book.Flows, func(a, b geo.Flow) int { return compareKeys(a.FlowKey, b.FlowKey) })
	book.Largest = largest(book.Flows)
	return book
}

// largest returns the largest yearly total into or out of a zone, or within
// one, of every unit and whatever kind.
func largest(flows []geo.Flow) map[geo.Unit]float64 {
	out := map[geo.Unit]float64{}
	for _, f := range flows {
		if f.Level == geo.ByZone && f.Material == "" {
			out[f.Unit] = max(out[f.Unit], f.Quantity[0])
		}
	}
	return out
}

func compareKeys(a, b geo.FlowKey) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Level, b.Level), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
		cmp.Compare(a.Material, b.Material), cmp.Compare(a.Unit, b.Unit))
}
