package flow

import (
	"context"
	"math"
)

// Solver is a network simplex for [Problem]: a spanning tree of edges that
// carry the flow, hung from a root that takes what sources keep and gives what
// sinks lack. Each pivot lets an edge in that gains more than its ends' prices
// say, and one out that runs empty. The tree stays strongly feasible
// (Cunningham 1976), so that it never cycles.
//
// It is for one goroutine. After an optimum is found, more sources, sinks and
// edges may come: the next one is then found from there.
type Solver struct {
	edges  []edge
	source []int32 // node of each source
	sink   []int32
	price  []Kurus // of nodes: the shadow price
	tree   tree
	from   int // where the next search for an edge to let in begins
	pivots int
}

// edge joins a source's node and a sink's.
type edge struct {
	from, to int32
	gain     Kurus
}

// NewSolver returns a solver for p that begins from what is greedily good. An
// amount or an edge of p that cannot be is a *geo.FieldError. Where p bounds
// edges, the solver has sources, sinks and edges of its own behind p's.
func NewSolver(p Problem) (*Solver, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	p = p.unbounded()
	s := &Solver{price: []Kurus{0}, tree: newTree()}
	for _, supply := range p.Supply {
		s.addSource(supply)
	}
	for _, demand := range p.Demand {
		s.addSink(demand)
	}
	s.addEdges(p.Edges)
	greedy(p, s.begin)
	s.reprice()
	return s, nil
}

func (s *Solver) addSource(supply Kg) {
	s.source = append(s.source, s.tree.grow(supply, true))
	s.price = append(s.price, 0)
}

func (s *Solver) addSink(demand Kg) {
	s.sink = append(s.sink, s.tree.grow(demand, false))
	s.price = append(s.price, 0)
}

func (s *Solver) addEdges(edges []Edge) {
	for _, e := range edges {
		s.edges = append(s.edges, edge{s.source[e.Source], s.sink[e.Sink], e.Gain})
	}
}

// begin moves amount along edge i before the first pivot; the end that has
// nothing left hangs from the other.
func (s *Solver) begin(i int32, amount Kg, full bool) {
	low, high := s.edges[i].from, s.edges[i].to
	if full { // where both have nothing left, the sink: an empty edge must point up
		low, high = high, low
	}
	s.tree.node[high].flow -= amount
	s.tree.unhang(low)
	s.tree.node[low].flow, s.tree.node[low].edge = amount, i
	s.tree.hang(low, high)
}

// reprice sets every price, and depth, from the root down.
func (s *Solver) reprice() {
	s.tree.below(root, func(v int32) {
		n := &s.tree.node[v]
		n.depth = s.tree.node[n.parent].depth + 1
		s.price[v] = 0
		if n.edge != slack {
			s.price[v] = s.edges[n.edge].gain - s.price[n.parent]
		}
	})
}

// Solve pivots until no edge gains more, or ctx ends.
func (s *Solver) Solve(ctx context.Context) error {
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		in, found := s.enter()
		if !found {
			return nil
		}
		s.pivot(in)
	}
}

// Pivots returns how many pivots were made so far.
func (s *Solver) Pivots() int { return s.pivots }

// entering is an edge that gains more than the prices of its ends.
type entering struct {
	from, to int32 // nodes, one of which may be the root
	edge     int32
	excess   Kurus
}

// enter returns the best edge of the first block that has one to let in. The
// blocks go round, the edges to the root behind the others.
func (s *Solver) enter() (entering, bool) {
	total := len(s.edges) + len(s.price) - 1
	block := max(64, int(math.Sqrt(float64(total))))
	best := entering{}
	for seen := 0; seen < total; {
		if s.from >= total {
			s.from = 0
		}
		end := min(s.from+block, total)
		s.amongEdges(s.from, min(end, len(s.edges)), &best)
		s.amongSlacks(max(s.from, len(s.edges)), end, &best)
		seen += end - s.from
		s.from = end
		if best.excess > 0 {
			return best, true
		}
	}
	return best, false
}

// amongEdges looks at edges first to last for a better one to let in.
func (s *Solver) amongEdges(first, last int, best *entering) {
	for i := first; i < last; i++ {
		e := &s.edges[i]
		if x := e.gain - s.price[e.from] - s.price[e.to]; x > best.excess {
			*best = entering{e.from, e.to, int32(i), x}
		}
	}
}

// amongSlacks looks at the edges to and from the root, which gain nothing.
func (s *Solver) amongSlacks(first, last int, best *entering) {
	for i := first; i < last; i++ {
		v := int32(i-len(s.edges)) + 1
		switch x := -s.price[v]; {
		case x <= best.excess:
		case s.tree.node[v].sends:
			*best = entering{v, root, slack, x}
		default:
			*best = entering{root, v, slack, x}
		}
	}
}

// pivot lets in an edge, sends what can be sent round the cycle that it
// closes, and takes out the edge that runs empty.
func (s *Solver) pivot(in entering) {
	s.pivots++
	t := &s.tree
	join := t.join(in.from, in.to)
	most, out := t.leaving(in.from, in.to, join)
	t.send(in.from, in.to, join, most)
	low, high := in.to, in.from // low is the end that the edge cuts off
	if t.isBelow(in.from, out) {
		low, high = in.from, in.to
	}
	t.rehang(low, high, out, in.edge, most)
	sends := t.node[low].sends
	t.below(low, func(v int32) {
		n := &t.node[v]
		n.depth = t.node[n.parent].depth + 1
		if n.sends == sends {
			s.price[v] += in.excess
		} else {
			s.price[v] -= in.excess
		}
	})
}

// Assignment returns the flow of the tree and the prices that go with it. They
// are the greatest benefit's once Solve has returned nil.
func (s *Solver) Assignment() Assignment {
	a := Assignment{Flow: make([]Kg, len(s.edges))}
	for _, n := range s.tree.node {
		if n.edge != slack {
			a.Flow[n.edge] = n.flow
		}
	}
	for _, v := range s.source {
		a.SourcePrice = append(a.SourcePrice, s.price[v])
	}
	for _, v := range s.sink {
		a.SinkPrice = append(a.SinkPrice, s.price[v])
	}
	return a
}

// Solve returns the assignment of greatest net benefit to p.
func Solve(ctx context.Context, p Problem) (Assignment, error) {
	s, err := NewSolver(p)
	if err != nil {
		return Assignment{}, err
	}
	if err := s.Solve(ctx); err != nil {
		return Assignment{}, err
	}
	a := s.Assignment()
	return Assignment{a.Flow[:len(p.Edges)], a.SourcePrice[:len(p.Supply)], a.SinkPrice[:len(p.Demand)]}, nil
}
