package flow

import (
	"fmt"

	"simbiyoz/geo"
)

// AddSource adds a source of supply with its edges, whose Source is ignored,
// and returns its index. What was solved stays solved but for it: Solve goes
// on from there.
func (s *Solver) AddSource(supply Kg, edges []Edge) (int, error) {
	i := int32(len(s.source))
	for e := range edges {
		edges[e].Source = i
	}
	if err := s.validate(Problem{Supply: []Kg{supply}}, edges, len(s.source)+1, len(s.sink)); err != nil {
		return 0, err
	}
	s.addSource(supply)
	s.addEdges(edges)
	return int(i), nil
}

// AddSink adds a sink of demand with its edges, whose Sink is ignored, and
// returns its index, as [Solver.AddSource] does.
func (s *Solver) AddSink(demand Kg, edges []Edge) (int, error) {
	i := int32(len(s.sink))
	for e := range edges {
		edges[e].Sink = i
	}
	if err := s.validate(Problem{Demand: []Kg{demand}}, edges, len(s.source), len(s.sink)+1); err != nil {
		return 0, err
	}
	s.addSink(demand)
	s.addEdges(edges)
	return int(i), nil
}

// validate checks a node that comes and edges that join so many sources and
// sinks.
func (s *Solver) validate(node Problem, edges []Edge, sources, sinks int) error {
	if err := node.validate(); err != nil {
		return err
	}
	for i, e := range edges {
		if err := e.validate(i, sources, sinks); err != nil {
			return err
		}
	}
	return nil
}

// validate returns a *geo.FieldError where e, the i-th, joins what is not
// there or gains beyond all measure.
func (e Edge) validate(i, sources, sinks int) error {
	if e.Source < 0 || int(e.Source) >= sources || e.Sink < 0 || int(e.Sink) >= sinks {
		return geo.Invalid(fmt.Sprintf("edges[%d]", i), "unknown", "joins source %d and sink %d, which are not both there", e.Source, e.Sink)
	}
	if e.Gain > mostKurus || e.Gain < -mostKurus {
		return geo.Invalid(fmt.Sprintf("edges[%d].gain", i), "range", "%d kuruş a tonne is not within ±%d", e.Gain, mostKurus)
	}
	return nil
}

// Clone returns a solver that goes on from where s is, alone.
func (s *Solver) Clone() *Solver {
	c := *s
	c.edges = append([]edge(nil), s.edges...)
	c.source = append([]int32(nil), s.source...)
	c.sink = append([]int32(nil), s.sink...)
	c.price = append([]Kurus(nil), s.price...)
	c.tree.node = append([]node(nil), s.tree.node...)
	return &c
}

// Total returns what the flow of s gains, a year.
func (s *Solver) Total() geo.Lira {
	total := 0.0
	for _, n := range s.tree.node {
		if n.edge != slack {
			total += float64(n.flow) * float64(s.edges[n.edge].gain)
		}
	}
	return geo.Lira(total / kurusKg)
}
