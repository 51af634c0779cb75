package remote

import (
	"context"
	"math"
	"slices"

	"simbiyoz/geo"
)

// Detour is how much longer than the straight line ways are, and how quick, by
// how far apart places lie.
type Detour struct{ bands []band }

// band holds for places up to so far apart.
type band struct {
	upto   geo.Metres
	factor float64
	speed  float64 // m/s along the way
	pairs  int
}

// uptos are the bands' ends.
var uptos = []geo.Metres{2_000, 5_000, 10_000, 25_000, 50_000, 100_000, geo.Metres(math.Inf(1))}

// fewPairs are too few to tell a band's detour: it has that of all pairs.
const fewPairs = 20

// usual is taken where nothing could be measured: 1.3, of the literature, and a
// lorry's mean pace of 50 km/h. Assumptions.
var usual = Detour{[]band{{upto: uptos[len(uptos)-1], factor: 1.3, speed: 50 / 3.6}}}

// OneToMany is how a network is asked for its ways.
type OneToMany func(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error)

// Measure asks for the ways of a vehicle from each of places to all after it,
// and returns their detour: medians, which a few places behind a river do not move.
func Measure(ctx context.Context, ask OneToMany, vehicle geo.Vehicle, places []geo.Point) (Detour, error) {
	all := make([]sample, 0, len(places)*len(places)/2)
	by := make([][]sample, len(uptos))
	for i, from := range places[:len(places)-1] {
		to := places[i+1:]
		roads, errs, err := ask(ctx, vehicle, from, to, false)
		if err != nil {
			return usual, err
		}
		for j, r := range roads {
			crow := geo.Crow(from, to[j])
			if errs[j] != nil || crow < 100 || r.Time <= 0 {
				continue
			}
			s := sample{float64(r.Length / crow), float64(r.Length) / float64(r.Time)}
			all = append(all, s)
			b := bandOf(crow)
			by[b] = append(by[b], s)
		}
	}
	if len(all) == 0 {
		return usual, nil
	}
	d := Detour{make([]band, len(uptos))}
	for i := range d.bands {
		of := by[i]
		if len(of) < fewPairs {
			of = all
		}
		factor, speed := medians(of)
		d.bands[i] = band{uptos[i], factor, speed, len(by[i])}
	}
	return d, nil
}

// sample is one way beside its straight line.
type sample struct{ factor, speed float64 }

func bandOf(crow geo.Metres) int {
	return slices.IndexFunc(uptos, func(upto geo.Metres) bool { return crow <= upto })
}

func medians(of []sample) (factor, speed float64) {
	factors, speeds := make([]float64, len(of)), make([]float64, len(of))
	for i, s := range of {
		factors[i], speeds[i] = s.factor, s.speed
	}
	slices.Sort(factors)
	slices.Sort(speeds)
	return factors[len(factors)/2], speeds[len(speeds)/2]
}

// Road returns the estimate of the way between two places.
func (d Detour) Road(from, to geo.Point) geo.Road {
	crow := geo.Crow(from, to)
	i := slices.IndexFunc(d.bands, func(b band) bool { return crow <= b.upto })
	length := crow * geo.Metres(d.bands[i].factor)
	return geo.Road{Length: length, Time: geo.Seconds(float64(length) / d.bands[i].speed), Estimate: true}
}

// Factor returns how much longer than the straight line ways of so many metres
// are, the straight line's.
func (d Detour) Factor(crow geo.Metres) float64 {
	return d.bands[slices.IndexFunc(d.bands, func(b band) bool { return crow <= b.upto })].factor
}
