package geo

import "context"

// Single names a request that may come twice and must be done once.
type Single struct {
	Actor   string // on whose behalf
	Key     string // that the client chose
	Request []byte // digest of all that is asked for
}

// Answer is what a request was answered.
type Answer struct {
	Status int
	Header map[string]string
	Body   []byte
}

type onceKey struct{}

// WithOnce returns a context whose changes are noted as o's in the
// transactions that make them.
func WithOnce(ctx context.Context, o Single) context.Context {
	return context.WithValue(ctx, onceKey{}, o)
}

// OnceOf returns what ctx's changes are noted as, and whether they are.
func OnceOf(ctx context.Context) (Single, bool) {
	o, yes := ctx.Value(onceKey{}).(Single)
	return o, yes
}
