package geo

import "context"

type traceKey struct{}

// WithTrace returns a context of what was asked for under an id, by which its
// traces are found in logs.
func WithTrace(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, traceKey{}, id)
}

// TraceOf returns the id that ctx was asked for under, or "".
func TraceOf(ctx context.Context) string {
	id, _ := ctx.Value(traceKey{}).(string)
	return id
}
