package flow

import "slices"

// most returns what edge i could carry if it were alone.
func (p Problem) most(i int) Kg {
	e := p.Edges[i]
	most := min(p.Supply[e.Source], p.Demand[e.Sink])
	if p.Most != nil {
		most = min(most, p.Most[i])
	}
	return most
}

// unbounded returns a problem without bounds on edges of which p's optimum can
// be read: its edges, sources and sinks come first, in p's order.
//
// An edge from s to t that carries c at most becomes a detour s → t', s' → t' and
// s' → t over a sink t' and a source s' of c each (Ahuja, Magnanti and Orlin
// 1993, 2.4). With M above every gain they gain M + gain, 2M and M: whatever does
// not go s → t' and s' → t alike gains less than it going s' → t', so that both carry
// what the edge does, and s' → t' the rest of c.
func (p Problem) unbounded() Problem {
	if p.Most == nil {
		return p
	}
	q := Problem{Supply: slices.Clone(p.Supply), Demand: slices.Clone(p.Demand), Edges: slices.Clone(p.Edges)}
	big := Kurus(1)
	for _, e := range p.Edges {
		big = max(big, e.Gain+1, 1-e.Gain)
	}
	for i, e := range p.Edges {
		most := p.Most[i]
		if most >= min(p.Supply[e.Source], p.Demand[e.Sink]) {
			continue
		}
		source, sink := int32(len(q.Supply)), int32(len(q.Demand))
		q.Supply, q.Demand = append(q.Supply, most), append(q.Demand, most)
		q.Edges[i] = Edge{e.Source, sink, big + e.Gain}
		q.Edges = append(q.Edges, Edge{source, e.Sink, big}, Edge{source, sink, 2 * big})
	}
	return q
}
