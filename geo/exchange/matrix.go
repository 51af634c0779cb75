package exchange

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"

	"simbiyoz/geo"
)

// MostCells bounds a matrix of hauls.
const MostCells = 1_000_000

// MatrixRequest asks for the hauls from each of some places to each of others,
// on the terms of Haul, whose own places are not asked for.
type MatrixRequest struct {
	Haul     HaulRequest
	From, To []geo.Point
}

// Tabler is what roads may be able to tell beside: many ways at once.
type Tabler interface {
	// Table returns the ways from each of from to each of to, as rows, but for
	// their ferries. Where it cannot, ok is false.
	Table(ctx context.Context, vehicle geo.Vehicle, from, to []geo.Point) (roads [][]geo.Road, errs [][]error, ok bool, err error)
}

// batch is how many rows of a matrix are worked out at once.
const batch = 64

// Matrix returns the hauls of r, a row for each of r.From in order, as they are
// worked out; nil where no road leads. Their roads tell no ferries. The last
// row may come with an error: no more follow.
func (x *Exchange) Matrix(ctx context.Context, r MatrixRequest) (iter.Seq2[[]*geo.Haul, error], error) {
	if err := r.validate(); err != nil {
		return nil, err
	}
	return func(yield func([]*geo.Haul, error) bool) {
		for from := range slices.Chunk(r.From, batch) {
			roads, errs, err := x.roads.Table(ctx, r.Haul.Vehicle, from, r.To)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range roads {
				if !yield(r.row(roads[i], errs[i]), nil) {
					return
				}
			}
		}
	}, nil
}

// row returns the hauls on roads, nil where there is an error instead.
func (r MatrixRequest) row(roads []geo.Road, errs []error) []*geo.Haul {
	hauls, out := make([]geo.Haul, len(roads)), make([]*geo.Haul, len(roads))
	for i, road := range roads {
		if errs[i] == nil {
			hauls[i] = r.Haul.carry(geo.Round{There: road, Back: road})
			out[i] = &hauls[i]
		}
	}
	return out
}

// Table asks for all ways at once where the engine can, else for those from one
// place after another, on all cores.
func (d doors) Table(ctx context.Context, vehicle geo.Vehicle, from, to []geo.Point) ([][]geo.Road, [][]error, error) {
	if roads, able := as[Tabler](d.Roads); able {
		rows, errs, ok, err := roads.Table(ctx, vehicle, from, to)
		if ok || err != nil {
			for i := range rows {
				allToDoors(from[i], to, rows[i], errs[i])
			}
			return rows, errs, err
		}
	}
	rows, errs, failed := make([][]geo.Road, len(from)), make([][]error, len(from)), make([]error, len(from))
	var all sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range next {
				rows[i], errs[i], failed[i] = d.OneToMany(ctx, vehicle, from[i], to, false)
			}
		})
	}
	for i := range from {
		next <- i
	}
	close(next)
	all.Wait()
	return rows, errs, errors.Join(failed...)
}

func (r MatrixRequest) validate() error {
	var errs geo.FieldErrors
	errs.Add("vehicle", r.Haul.validTerms())
	if n := len(r.From) * len(r.To); n == 0 || n > MostCells {
		errs.Add("from", geo.Invalid("from", "length", "%d × %d places are not from 1 to %d pairs", len(r.From), len(r.To), MostCells))
	}
	errs.Add("from", validPlaces("from", r.From))
	errs.Add("to", validPlaces("to", r.To))
	return errs.Err()
}
