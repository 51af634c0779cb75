package exchange

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

// Ways answers one-to-many questions about roads.
type Ways interface {
	OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error)
	Network() geo.Network
}

// CircuityOn measures the ways between places by the largest lorry, and compares
// for each the list of all others, nearest first, by road and as the crow flies.
func CircuityOn(ctx context.Context, roads Ways, names []string, places []geo.Point) (Circuity, error) {
	c := Circuity{Network: roads.Network()}
	for i, from := range places {
		ways, errs, err := roads.OneToMany(ctx, match.VehicleFor(geo.Material{Hazard: geo.HazardNone}), from, places, false)
		if err != nil {
			return c, fmt.Errorf("ways from %s: %w", names[i], err)
		}
		var road, crow []near
		for j, w := range ways {
			d := geo.Crow(from, places[j])
			if i == j || errs[j] != nil || d < shortest {
				continue
			}
			c.Pairs = append(c.Pairs, PairCircuity{names[i], names[j], d, w.Length, float64(w.Length / d)})
			road, crow = append(road, near{int64(j), w.Length}), append(crow, near{int64(j), d})
		}
		c.Lists.add(byLength(road), byLength(crow))
	}
	if len(c.Pairs) == 0 {
		return c, fmt.Errorf("circuity: %w between any two of %d places", geo.ErrNoRoad, len(places))
	}
	ratios := make([]float64, len(c.Pairs))
	for i, p := range c.Pairs {
		ratios[i] = p.Ratio
	}
	slices.Sort(ratios)
	c.Low, c.Median, c.High = ratios[len(ratios)/10], ratios[len(ratios)/2], ratios[len(ratios)*9/10]
	return c, nil
}

// near is a place and how far it is.
type near struct {
	id     int64
	length geo.Metres
}

func byLength(all []near) []int64 {
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(a.length, b.length), cmp.Compare(a.id, b.id)) })
	out := make([]int64, len(all))
	for i, n := range all {
		out[i] = n.id
	}
	return out
}
