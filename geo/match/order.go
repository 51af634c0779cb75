package match

import (
	"math"

	"simbiyoz/geo"
)

// LeastOrder is the probability that one match truly ranks before another
// below which the two cannot be told apart.
const LeastOrder = 0.6

// Order returns how probable it is that a truly ranks before b, given that all
// inputs are only known within their ranges. The errors are taken as
// independent and their sum as normal; an input that both rest on is one error
// that moves both, so that only what it moves them differently counts.
// It is 1 where one is sunk or has no price and the other not: the rank does
// not rest on figures then.
func Order(a, b geo.Match) float64 {
	if a.Sunk() != b.Sunk() || (a.Expected == nil) != (b.Expected == nil) {
		return 1
	}
	lead, of := float64(a.Score-b.Score), scoreOf
	if a.Expected != nil {
		lead, of = float64(*a.Expected-*b.Expected), expectedOf
	}
	deviation := apart(of(a), of(b))
	if deviation == 0 {
		if lead == 0 {
			return 0.5
		}
		return 1
	}
	return 0.5 * (1 + math.Erf(lead/deviation/math.Sqrt2))
}

// apart returns the standard deviation of the difference of two results.
func apart(a, b []influence) float64 {
	moves := map[figureID]float64{} // by figure, how far its deviation moves the difference
	sum := 0.0
	add := func(side float64, influences []influence) {
		for _, i := range influences {
			move := side * i.effect * i.Deviation()
			if i.of == (figureID{}) {
				sum += move * move
			} else {
				moves[i.of] += move
			}
		}
	}
	add(1, a)
	add(-1, b)
	for _, move := range moves {
		sum += move * move
	}
	return math.Sqrt(sum)
}

// expectedOf returns what m's expected benefit rests on: the fit, and the
// benefit's inputs weighted by it.
func expectedOf(m geo.Match) []influence {
	out := moneyOf(m)
	for i := range out {
		out[i].effect *= float64(m.Fit)
	}
	return append(out, fitOf(m, float64(*m.Benefit)))
}

// scoreOf returns what m's score rests on: the fit alone is judged.
func scoreOf(m geo.Match) []influence {
	return []influence{fitOf(m, float64(m.Share*m.Decay))}
}

func fitOf(m geo.Match, effect float64) influence {
	f := float64(m.Fit)
	return influence{effect: effect, Range: geo.Range{Low: max(0, f-errorFit), Likely: f, High: min(1, f+errorFit)}}
}
