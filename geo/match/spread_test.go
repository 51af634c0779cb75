package match_test

import (
	"encoding/json"
	"math"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

func judged(t *testing.T, p match.Pair) geo.Match {
	t.Helper()
	m, ok := judge().Judge(p)
	if !ok {
		t.Fatal("no match")
	}
	return m
}

// The range worked by hand for the pair of TestJudgeWorkedByHand: each input's
// deviation times its effect, in quadrature.
func TestRangeWorkedByHand(t *testing.T) {
	t.Parallel()
	m := judged(t, pair())
	square := func(v float64) float64 { return v * v }
	benefit := 600*1200.0 - 24*6100
	up := math.Sqrt(square(600*15) + square(600*500) + square(600*40) + // disposal given ± 5 %, value +50 %, treatment −40 %
		square(24*4000*0.2) + square(24*2100*0.2) + // a km and an hour for 20 % less
		square(benefit*0.05) + square(24*(4000+1200)*0.02)) // mass 5 % more, road 2 % shorter
	if math.Abs(m.BenefitRange.High-benefit-up) > 1e-6*benefit {
		t.Errorf("as high as %v, want %v", m.BenefitRange.High, benefit+up)
	}
	if low := m.BenefitRange.Low; !(low < benefit) {
		t.Errorf("as low as %v", low)
	}
	if c := m.CO2eRange; !(c.Low < float64(*m.CO2e) && float64(*m.CO2e) < c.High) {
		t.Errorf("CO₂e %v to %v around %v", c.Low, c.High, *m.CO2e)
	}
}

// TestOrder: what both rest on alike is no difference between them.
func TestOrder(t *testing.T) {
	t.Parallel()
	near := judged(t, pair())
	other := pair()
	other.Sink.Resource.ID, other.Road.Length, other.Road.Time = 3, 52_000, 3744
	little := judged(t, other)
	other.Road = &geo.Road{Length: 400_000, Time: 20_000, Network: "test"}
	far := judged(t, other)
	if p := match.Order(near, far); p < 0.9 {
		t.Errorf("8 times as far is told apart with %v alone", p)
	}
	if p := match.Order(near, little); p < 0.5 || p >= match.LeastOrder {
		t.Errorf("2 km more are told apart with %v", p)
	}
	if p, q := match.Order(near, far), match.Order(far, near); math.Abs(p+q-1) > 1e-12 {
		t.Errorf("%v one way and %v the other", p, q)
	}
	twin := near
	twin.Inputs = nil // rests on nothing that is shared: all its inputs are certain
	if shared, alone := match.Order(near, far), match.Order(twin, far); alone >= shared {
		t.Errorf("with the same price behind both %v, with it behind one only %v", shared, alone)
	}
	blocked := near
	blocked.Reasons = []geo.Reason{{Blocks: true}}
	if match.Order(near, blocked) != 1 {
		t.Error("a blocked match may come first")
	}
}

// TestRepriceIsJudge: judged again at the same prices a match is what it was,
// at others what a whole judgement says.
func TestRepriceIsJudge(t *testing.T) {
	t.Parallel()
	dear := judge()
	dear.Fleet = match.AssumedFleet()
	for i := range dear.Fleet {
		dear.Fleet[i].PerKm *= 2
	}
	for name, change := range map[string]func(*match.Pair){
		"hauled":  func(*match.Pair) {},
		"no mass": func(p *match.Pair) { p.Source.Quantity, p.Sink.Quantity = nil, nil },
		"steam": func(p *match.Pair) {
			p.Source.Category, p.Sink.Category = geo.CategoryEnergy, geo.CategoryEnergy
			p.Source.Site.Place, p.Sink.Site.Place = geo.Point{27, 38}, geo.Point{27.01, 38}
		},
		"no road": func(p *match.Pair) { p.Road = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pair()
			change(&p)
			stored := judged(t, p)
			for _, j := range []match.Judge{judge(), dear} {
				want, _ := j.Judge(p)
				got := j.Reprice(geo.MatchPair{Match: stored, Source: p.Source, Sink: p.Sink}, p.Use)
				if text(t, got) != text(t, want) {
					t.Errorf("got  %s\nwant %s", text(t, got), text(t, want))
				}
			}
		})
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
