package flow

import "slices"

// Greedy takes the edges of p by falling gain, each as far as it goes: the
// list that a careful clerk would work down. It is where [Solve] begins and
// what its answer is compared with.
func Greedy(p Problem) []Kg {
	flow := make([]Kg, len(p.Edges))
	greedy(p, func(edge int32, amount Kg, _ bool) { flow[edge] = amount })
	return flow
}

// greedy calls take for every edge that is taken. Where none is bounded, each
// fills its sink or empties its source, or both; full tells that the sink is full.
func greedy(p Problem, take func(edge int32, amount Kg, full bool)) {
	left := [2][]Kg{slices.Clone(p.Supply), slices.Clone(p.Demand)}
	for _, i := range p.byGain() {
		e := p.Edges[i]
		supply, demand := &left[0][e.Source], &left[1][e.Sink]
		amount := min(*supply, *demand)
		if p.Most != nil {
			amount = min(amount, p.Most[i])
		}
		if amount == 0 {
			continue
		}
		*supply -= amount
		*demand -= amount
		take(int32(i), amount, *demand == 0)
	}
}

// byGain returns the edges that gain anything, the best first, of equal ones
// the first. Gain and number are sorted as one word, which is three times as
// quick as comparing edges.
func (p Problem) byGain() []uint64 {
	keys := make([]uint64, 0, len(p.Edges))
	for i, e := range p.Edges {
		if e.Gain > 0 {
			keys = append(keys, uint64(mostKurus-e.Gain)<<edgeBits|uint64(i))
		}
	}
	slices.Sort(keys)
	for i := range keys {
		keys[i] &= mostNodes - 1
	}
	return keys
}
