package flow

// Violation returns by how much a misses what an optimum of p fulfils, 0 for
// one: flows and prices are not negative, no edge gains above its ends' prices
// unless its bound stops it, edges that carry gain no less than them, nobody
// gives or takes more than there is, and what is not used up is worth nothing.
// It is in kg or kuruş a tonne, whichever is worst.
func (p Problem) Violation(a Assignment) int64 {
	v := violation(0)
	out, in := make([]Kg, len(p.Supply)), make([]Kg, len(p.Demand))
	for i, e := range p.Edges {
		carried, most := a.Flow[i], p.most(i)
		left := int64(a.SourcePrice[e.Source] + a.SinkPrice[e.Sink] - e.Gain)
		v.add(-int64(carried))
		v.add(int64(carried - most))
		if carried < most {
			v.add(-left)
		}
		if carried > 0 {
			v.add(left)
		}
		out[e.Source] += carried
		in[e.Sink] += carried
	}
	v.addEnds(out, p.Supply, a.SourcePrice)
	v.addEnds(in, p.Demand, a.SinkPrice)
	return int64(v)
}

// violation is the worst so far.
type violation int64

func (v *violation) add(by int64) { *v = max(*v, violation(by)) }

// addEnds holds what each end used of what it has against its price.
func (v *violation) addEnds(used, have []Kg, price []Kurus) {
	for i := range have {
		v.add(int64(used[i] - have[i]))
		v.add(-int64(price[i]))
		if used[i] < have[i] {
			v.add(int64(price[i]))
		}
	}
}
