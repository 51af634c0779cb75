package flow

import (
	"cmp"
	"slices"

	"simbiyoz/geo"
)

// Way is a stretch of road between two places.
type Way struct {
	Length geo.Metres
	Time   geo.Seconds
}

func (w Way) plus(o Way) Way  { return Way{w.Length + o.Length, w.Time + o.Time} }
func (w Way) minus(o Way) Way { return Way{w.Length - o.Length, w.Time - o.Time} }
func (w Way) times(n int) Way {
	return Way{w.Length * geo.Metres(n), w.Time * geo.Seconds(n)}
}

// Trip is a haul that is agreed on: so many lorries a year of one class from
// a place to another, which return empty. Places are numbers of the caller's.
type Trip struct {
	From, To int
	Vehicle  string
	Count    int
}

// Backhaul is two trips of which each lorry of one takes the other's load on
// its way back: From → To of A, then From → To of B, and home.
type Backhaul struct {
	A, B   int // indexes into the trips
	Rounds int // a year
	Saved  Way // a year, all of it empty running
}

// Backhauls pairs trips whose empty legs meet. A round saves
//
//	A's way back + B's way back − (A's end → B's beginning) − (B's end → A's beginning)
//
// of empty running. Pairs are taken by
// what they save a round while lorries are left, so that none is promised
// twice; only lorries of one class that carry no dangerous goods are paired.
// way tells the road between two places, and whether there is one.
func Backhauls(trips []Trip, way func(from, to int) (Way, bool)) []Backhaul {
	var pairs []Backhaul
	for a := range trips {
		for b := a + 1; b < len(trips); b++ {
			if saved, ok := meet(trips[a], trips[b], way); ok && saved.Length > 0 {
				pairs = append(pairs, Backhaul{A: a, B: b, Saved: saved})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q Backhaul) int { return cmp.Compare(q.Saved.Length, p.Saved.Length) })
	left := make([]int, len(trips))
	for i, t := range trips {
		left[i] = t.Count
	}
	var out []Backhaul
	for _, p := range pairs {
		if p.Rounds = min(left[p.A], left[p.B]); p.Rounds > 0 {
			left[p.A] -= p.Rounds
			left[p.B] -= p.Rounds
			p.Saved = p.Saved.times(p.Rounds)
			out = append(out, p)
		}
	}
	return out
}

// meet returns what one round of two trips saves.
func meet(a, b Trip, way func(from, to int) (Way, bool)) (Way, bool) {
	if v, err := geo.VehicleByCode(a.Vehicle); a.Vehicle != b.Vehicle || err != nil || v.Hazmat {
		return Way{}, false
	}
	backA, okA := way(a.To, a.From)
	backB, okB := way(b.To, b.From)
	over, okOver := way(a.To, b.From)
	home, okHome := way(b.To, a.From)
	return backA.plus(backB).minus(over.plus(home)), okA && okB && okOver && okHome
}

// Lot is a part load of one material that waits at a place for a sink.
type Lot struct {
	At   int
	Mass geo.Tonnes
}

// Round is a lorry's way that collects several lots for one sink.
type Round struct {
	Lots  []int // indexes, in the order they are collected
	Mass  geo.Tonnes
	Saved Way // against fetching each lot alone
}

// Rounds joins lots into rounds of lorries that load no more than payload, by
// the savings that joining the ends of two rounds brings (Clarke and Wright
// 1964). Lots that are better fetched alone are in none.
func Rounds(lots []Lot, sink int, payload geo.Tonnes, way func(from, to int) (Way, bool)) []Round {
	r := rounds{lots: lots, payload: payload, of: make([]int, len(lots)), all: make([]Round, len(lots))}
	for i, l := range lots {
		r.of[i], r.all[i] = i, Round{Lots: []int{i}, Mass: l.Mass}
	}
	for _, s := range savings(lots, sink, way) {
		r.join(s)
	}
	var out []Round
	for i, one := range r.all {
		if r.of[one.Lots[0]] == i && len(one.Lots) > 1 {
			out = append(out, one)
		}
	}
	return out
}

// saving is what fetching lot b right after a saves.
type saving struct {
	a, b  int
	saved Way
}

// savings returns those that are any, the greatest first.
func savings(lots []Lot, sink int, way func(from, to int) (Way, bool)) []saving {
	var out []saving
	for a := range lots {
		for b := range lots {
			if a == b {
				continue
			}
			home, okA := way(lots[a].At, sink)
			back, okB := way(sink, lots[b].At)
			over, okC := way(lots[a].At, lots[b].At)
			if s := home.plus(back).minus(over); okA && okB && okC && s.Length > 0 {
				out = append(out, saving{a, b, s})
			}
		}
	}
	slices.SortStableFunc(out, func(p, q saving) int { return cmp.Compare(q.saved.Length, p.saved.Length) })
	return out
}

// rounds are being joined.
type rounds struct {
	lots    []Lot
	payload geo.Tonnes
	of      []int // round of each lot
	all     []Round
}

// join lets the round that begins with s.b follow the one that ends with s.a,
// where that is one lorry's load.
func (r *rounds) join(s saving) {
	a, b := r.of[s.a], r.of[s.b]
	first, second := &r.all[a], &r.all[b]
	if a == b || first.Lots[len(first.Lots)-1] != s.a || second.Lots[0] != s.b || first.Mass+second.Mass > r.payload {
		return
	}
	first.Lots = append(first.Lots, second.Lots...)
	first.Mass += second.Mass
	first.Saved = first.Saved.plus(second.Saved).plus(s.saved)
	for _, l := range second.Lots {
		r.of[l] = a
	}
}
