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

// Verdicts returns everything that was said of a pair, the last first. Who said
// what in which words is for its firms and facilitators.
func (x *Exchange) Verdicts(ctx context.Context, source, sink int64) ([]geo.Verdict, error) {
	found, err := x.store.Verdicts(ctx, source, sink)
	if v := geo.ViewerOf(ctx); err != nil || v.Eyes().All() || len(found) == 0 {
		return found, err
	} else if pair, err := x.store.Match(ctx, source, sink); err != nil {
		return nil, err
	} else if v.FirmID != 0 && (v.FirmID == pair.Source.FirmID || v.FirmID == pair.Sink.FirmID) {
		return found, nil
	}
	for i := range found {
		found[i].Note, found[i].Actor = "", ""
	}
	return found, nil
}
