package exchange

import (
	"context"
	"iter"
	"runtime"
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

// Matrix returns the hauls of r, a row for each of r.From in order, as they are
// worked out; nil where no road leads. The last row may come with an error: no
// more follow.
func (x *Exchange) Matrix(ctx context.Context, r MatrixRequest) (iter.Seq2[[]*geo.Haul, error], error) {
	if err := r.validate(); err != nil {
		return nil, err
	}
	return func(yield func([]*geo.Haul, error) bool) {
		batch := 2 * runtime.GOMAXPROCS(0) // rows worked out at once
		for first := 0; first < len(r.From); first += batch {
			rows, err := x.rows(ctx, r, first, min(first+batch, len(r.From)))
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}, nil
}

// rows works out rows first to last-1 of r.
func (x *Exchange) rows(ctx context.Context, r MatrixRequest, first, last int) ([][]*geo.Haul, error) {
	rows, errs := make([][]*geo.Haul, last-first), make([]error, last-first)
	var all sync.WaitGroup
	for i := range rows {
		all.Go(func() { rows[i], errs[i] = x.row(ctx, r, r.From[first+i]) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (x *Exchange) row(ctx context.Context, r MatrixRequest, from geo.Point) ([]*geo.Haul, error) {
	roads, errs, err := x.roads.OneToMany(ctx, r.Haul.Vehicle, from, r.To, false)
	if err != nil {
		return nil, err
	}
	out := make([]*geo.Haul, len(roads))
	for i, road := range roads {
		if errs[i] == nil {
			h := r.Haul.carry(geo.Round{There: road, Back: road})
			out[i] = &h
		}
	}
	return out, nil
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
