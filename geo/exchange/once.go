package exchange

import (
	"context"

	"simbiyoz/geo"
)

// OnceStore keeps what was answered to requests that may come twice.
type OnceStore interface {
	BeginOnce(ctx context.Context, o geo.Single) (*geo.Answer, error)
	EndOnce(ctx context.Context, o geo.Single, a *geo.Answer) error
}

// BeginOnce notes that a request is under way and returns nil, or what it was
// answered within the last 24 hours. The key of another request is a
// *geo.FieldError, one that is under way geo.ErrConflict.
func (x *Exchange) BeginOnce(ctx context.Context, o geo.Single) (*geo.Answer, error) {
	if err := geo.CheckText("Idempotency-Key", o.Key, 1, 200); err != nil {
		return nil, err
	}
	return x.store.BeginOnce(ctx, o)
}

// EndOnce keeps what a request was answered; without an answer it may be tried
// anew.
func (x *Exchange) EndOnce(ctx context.Context, o geo.Single, a *geo.Answer) error {
	return x.store.EndOnce(ctx, o, a)
}
