package exchange

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"simbiyoz/geo"
)

// sweepPage is how many due postings a sweep asks for at once.
const sweepPage = 2000

// Sweep finds, on all cores, the matches of every posting that is due: new,
// changed, or computed on another road network than the one that answers now.
// Estimates take no measured way's place. What it has done stays done should it be stopped, and the next one goes on
// from there. It returns how many matches its postings found.
func (x *Exchange) Sweep(ctx context.Context, told func(postings int)) (int, error) {
	ctx = geo.WithViewer(ctx, geo.System)
	var found atomic.Int64
	if due, err := x.store.Stale(ctx, x.due(), 0, math.MaxInt32); err != nil {
		return 0, err
	} else if len(due) >= manyFrom {
		n, err := x.sweepMany(ctx, due, told)
		if err != nil {
			return n, err
		}
		found.Add(int64(n))
	}
	for after := int64(0); ; {
		ids, err := x.store.Stale(ctx, x.due(), after, sweepPage)
		if err != nil || len(ids) == 0 {
			return int(found.Load()), err
		}
		all, ctx := errgroup.WithContext(ctx)
		all.SetLimit(runtime.GOMAXPROCS(0))
		for _, id := range ids {
			all.Go(func() error {
				n, err := x.FindMatches(ctx, id)
				found.Add(int64(n))
				told(1)
				if errors.Is(err, geo.ErrNotFound) {
					return nil // it was withdrawn meanwhile
				}
				return err
			})
		}
		if err := all.Wait(); err != nil {
			return int(found.Load()), err
		}
		after = ids[len(ids)-1]
	}
}

// due returns the version of the network on which matches must have been
// computed; empty: on any.
func (x *Exchange) due() string {
	network := x.roads.Network()
	if network.Estimate {
		return ""
	}
	return network.Version
}

// Rebuild makes the matches of every posting due and sweeps.
func (x *Exchange) Rebuild(ctx context.Context, told func(postings int)) (int, error) {
	if err := x.store.ForgetMatched(ctx, nil); err != nil {
		return 0, err
	}
	return x.Sweep(ctx, told)
}
