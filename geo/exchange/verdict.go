package exchange

import (
	"context"

	"simbiyoz/geo"
)

// GiveVerdict stores what ctx's actor says of a match and returns it as stored.
// An unfit match ranks behind all others until the verdict is withdrawn.
func (x *Exchange) GiveVerdict(ctx context.Context, v geo.Verdict) (geo.Verdict, error) {
	if err := v.Validate(); err != nil {
		return v, err
	}
	defer x.memory.scopes.InvalidateAll()
	return x.store.AddVerdict(ctx, v)
}

// Verdicts returns everything that was said of a pair, the last first.
func (x *Exchange) Verdicts(ctx context.Context, source, sink int64) ([]geo.Verdict, error) {
	return x.store.Verdicts(ctx, source, sink)
}
