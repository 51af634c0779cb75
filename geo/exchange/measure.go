package exchange

import "context"

// Ready returns which schema the store is at, or why it does not serve.
func (x *Exchange) Ready(ctx context.Context) (int, error) { return x.store.Ready(ctx) }

// MayMeasure refuses who may not read the server's figures.
func (x *Exchange) MayMeasure(ctx context.Context) error { return x.may(ctx, Measure, Object{}) }
