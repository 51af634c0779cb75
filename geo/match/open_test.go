package match_test

import (
	"math/rand/v2"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// TestNoRoadBeatsTheBestOne: whatever road no shorter than the straight line
// joins a pair, its match does not rank before what it was said to be at best.
func TestNoRoadBeatsTheBestOne(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	for range 20_000 {
		j, p := judge(), pair()
		p.Source.Quantity, p.Sink.Quantity = some(r, r.Float64()*500), some(r, r.Float64()*500)
		p.Source.FateCost, p.Sink.Price = some(r, r.Float64()*2000-1000), some(r, r.Float64()*2000-1000)
		p.Source.Density = some(r, 20+r.Float64()*2000)
		p.Source.Form, p.Source.Site.DockTonnes = [...]geo.Form{geo.FormBulk, geo.FormLiquid, ""}[r.IntN(3)], geo.Tonnes(r.IntN(3)*18)
		if r.IntN(4) == 0 {
			p.Source.Item.Hazard = geo.HazardAbsolute
		}
		if r.IntN(4) == 0 {
			j.Prices = func(string) match.Prices { return match.Prices{HalfDistance: geo.Metres(r.IntN(2)) * 5000} }
		}
		o, ok := j.Open(p)
		if !ok {
			continue
		}
		least := geo.Metres(r.Float64() * 1e5)
		length := least * geo.Metres(1+max(0, r.Float64()*2-0.5))
		road := &geo.Road{Length: length, Time: geo.Seconds(length) / geo.Seconds(5+r.Float64()*25), Toll: length * geo.Metres(r.IntN(2))}
		if r.IntN(20) == 0 {
			road = nil
		}
		if best, m := o.AtBest(least), o.Close(road); m.Less(best) {
			t.Fatalf("seed %d: %+v on %+v ranks before what it was at best, %+v", seed, m, road, best)
		}
	}
}

// some returns a figure in three cases of four.
func some(r *rand.Rand, v float64) *float64 {
	if r.IntN(4) == 0 {
		return nil
	}
	return &v
}
