package exchange

import (
	"context"

	"simbiyoz/geo"
)

// GiveVerdict stores what ctx's actor says of a match and returns it as stored.
// An unfit match ranks behind all others until the verdict is withdrawn. The
// known use that the match rests on learns from it at once; the fit of stored
// matches does when they are computed anew.
func (x *Exchange) GiveVerdict(ctx context.Context, v geo.Verdict) (geo.Verdict, error) {
	pair, err := x.store.Match(ctx, v.SourceID, v.SinkID)
	if err != nil {
		return v, err
	}
	if err := x.may(ctx, Judge, of(pair.Source.FirmID, pair.Sink.FirmID)); err != nil {
		return v, err
	}
	if err := v.Validate(); err != nil {
		return v, err
	}
	defer x.memory.scopes.InvalidateAll()
	given, err := x.store.AddVerdict(ctx, v)
	if err != nil || given.UseID == 0 {
		return given, err
	}
	return given, x.LoadUses(ctx)
}

// Verdicts returns everything that was said of a pair, the last first.
func (x *Exchange) Verdicts(ctx context.Context, source, sink int64) ([]geo.Verdict, error) {
	return x.store.Verdicts(ctx, source, sink)
}
