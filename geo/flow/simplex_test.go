package flow

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"simbiyoz/geo"
)

// scattered is a random problem: of each source so many edges.
func scattered(rnd *rand.Rand, sources, sinks, each int) Problem {
	p := Problem{}
	for range sources {
		p.Supply = append(p.Supply, Kg(rnd.IntN(50)))
	}
	for range sinks {
		p.Demand = append(p.Demand, Kg(rnd.IntN(50)))
	}
	for i := range sources {
		for range each {
			p.Edges = append(p.Edges, Edge{int32(i), int32(rnd.IntN(sinks)), Kurus(rnd.IntN(120) - 20)})
		}
	}
	return p
}

// bounded gives about half of p's edges bounds that may bind.
func bounded(rnd *rand.Rand, p Problem) Problem {
	for range p.Edges {
		most := Kg(100)
		if rnd.IntN(2) == 0 {
			most = Kg(rnd.IntN(20))
		}
		p.Most = append(p.Most, most)
	}
	return p
}

// prove fails unless a is feasible in p and its prices prove that nothing
// gains more.
func prove(t testing.TB, p Problem, a Assignment) {
	t.Helper()
	if v := p.Violation(a); v != 0 {
		t.Fatalf("the prices are wrong by %d", v)
	}
}

func TestSolveIsProvedByItsPrices(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		p := scattered(rnd, 1+rnd.IntN(60), 1+rnd.IntN(60), 1+rnd.IntN(8))
		if seed%2 == 0 {
			p = bounded(rnd, p)
		}
		a, err := Solve(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		prove(t, p, a)
		if best, clerk := p.Total(a.Flow), p.Total(Greedy(p)); best < clerk {
			t.Fatalf("seed %d: %v is less than the greedy %v", seed, best, clerk)
		}
	}
}

// TestSolveEqualsBruteForce tries every whole flow of tiny problems.
func TestSolveEqualsBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		p := scattered(rnd, 1+rnd.IntN(3), 1+rnd.IntN(3), 2)
		for _, amounts := range [][]Kg{p.Supply, p.Demand} {
			for i := range amounts {
				amounts[i] %= 4
			}
		}
		if p = bounded(rnd, p); seed%2 == 0 {
			p.Most = nil
		}
		a, err := Solve(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := p.Total(a.Flow), p.Total(bruteForce(p)); got != want {
			t.Fatalf("seed %d: got %v, want %v of %+v", seed, got, want, p)
		}
	}
}

// bruteForce returns the best of all whole flows.
func bruteForce(p Problem) []Kg {
	flow := make([]Kg, len(p.Edges))
	best := append([]Kg(nil), flow...)
	out, in := make([]Kg, len(p.Supply)), make([]Kg, len(p.Demand))
	var try func(i int)
	try = func(i int) {
		if i == len(p.Edges) {
			if p.Total(flow) > p.Total(best) {
				copy(best, flow)
			}
			return
		}
		e := p.Edges[i]
		for most := min(p.most(i), p.Supply[e.Source]-out[e.Source], p.Demand[e.Sink]-in[e.Sink]); flow[i] <= most; flow[i]++ {
			out[e.Source] += flow[i]
			in[e.Sink] += flow[i]
			try(i + 1)
			out[e.Source] -= flow[i]
			in[e.Sink] -= flow[i]
		}
		flow[i] = 0
	}
	try(0)
	return best
}

func TestSolverGoesOnFromAnOptimum(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		p := scattered(rnd, 30, 30, 4)
		s, err := NewSolver(p)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			if err := s.Solve(t.Context()); err != nil {
				t.Fatal(err)
			}
			prove(t, p, s.Assignment())
			more := []Edge{{Source: int32(rnd.IntN(len(p.Supply))), Sink: int32(rnd.IntN(len(p.Demand))), Gain: Kurus(rnd.IntN(200))},
				{Source: int32(rnd.IntN(len(p.Supply))), Sink: int32(rnd.IntN(len(p.Demand))), Gain: Kurus(rnd.IntN(200))}}
			if rnd.IntN(2) == 0 {
				p.Supply = append(p.Supply, 25)
				_, err = s.AddSource(25, more)
			} else {
				p.Demand = append(p.Demand, 25)
				_, err = s.AddSink(25, more)
			}
			if err != nil {
				t.Fatal(err)
			}
			p.Edges = append(p.Edges, more...)
		}
	}
}

func TestProblemNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		p     Problem
		field string
	}{
		"less than nothing": {Problem{Supply: []Kg{5, -1}}, "supply[1]"},
		"too much":          {Problem{Demand: []Kg{mostKg + 1}}, "demand[0]"},
		"no such sink":      {Problem{Supply: []Kg{1}, Demand: []Kg{1}, Edges: []Edge{{0, 0, 1}, {0, 1, 1}}}, "edges[1]"},
		"no such gain":      {Problem{Supply: []Kg{1}, Demand: []Kg{1}, Edges: []Edge{{0, 0, mostKurus + 1}}}, "edges[0].gain"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Solve(t.Context(), tt.p)
			var wrong *geo.FieldError
			if !errors.As(err, &wrong) || wrong.Field != tt.field {
				t.Errorf("got %v, want an error of %s", err, tt.field)
			}
		})
	}
}

func ExampleSolve() {
	p := Problem{ // the second source has one taker alone, whom the first likes best
		Supply: []Kg{10_000, 10_000},
		Demand: []Kg{10_000, 10_000},
		Edges:  []Edge{{0, 0, 500}, {0, 1, 400}, {1, 0, 450}},
	}
	a, err := Solve(context.Background(), p)
	fmt.Println(a.Flow, p.Total(a.Flow), "TRY, greedy:", p.Total(Greedy(p)), err)
	// Output: [0 10000 10000] 85 TRY, greedy: 50 <nil>
}
