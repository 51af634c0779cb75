package exchange

import (
	"context"
	"fmt"

	"simbiyoz/geo"
)

// Detourer is what roads may be able to tell beside: other ways worth a look.
type Detourer interface {
	// Alternatives returns the best way between two places and up to two others.
	Alternatives(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) ([]geo.Alternative, error)
}

// Alternative is a haul on one of several ways.
type Alternative struct {
	Haul    geo.Haul
	Line    []geo.Point
	Overlap geo.Share // of its length, on the best way
}

// Alternatives returns what the haul costs on the best way and on up to two
// others, best first. geo.ErrUnsupported tells that the road engine knows none.
func (x *Exchange) Alternatives(ctx context.Context, r HaulRequest) ([]Alternative, error) {
	if err := r.validate(); err != nil {
		return nil, err
	}
	ways, err := x.roads.Alternatives(ctx, r.Vehicle, r.From, r.To)
	if err != nil {
		return nil, err
	}
	out := make([]Alternative, len(ways))
	for i, w := range ways {
		out[i] = Alternative{r.carry(geo.Round{There: w.Road, Back: w.Road}), w.Line, w.Overlap}
	}
	return out, nil
}

func (d doors) Alternatives(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) ([]geo.Alternative, error) {
	roads, able := as[Detourer](d.Roads)
	if !able {
		return nil, fmt.Errorf("alternatives: %w: the road engine knows none", geo.ErrUnsupported)
	}
	ways, err := roads.Alternatives(ctx, vehicle, from, to)
	for i, w := range ways {
		if w.Road.Coarse {
			ways[i].Road, ways[i].Line = toDoors(w.Road), lineToDoors(from, w.Line, to)
		}
	}
	return ways, err
}
