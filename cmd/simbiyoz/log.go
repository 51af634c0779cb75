package main

import (
	"context"
	"io"
	"log/slog"

	"simbiyoz/geo"
)

// traced adds to what is logged the id of the request that it is about.
type traced struct{ slog.Handler }

// Handle is slog.Handler's.
func (t traced) Handle(ctx context.Context, r slog.Record) error {
	if id := geo.TraceOf(ctx); id != "" {
		r.AddAttrs(slog.String("request_id", id))
	}
	return t.Handler.Handle(ctx, r)
}

// WithAttrs is slog.Handler's.
func (t traced) WithAttrs(attrs []slog.Attr) slog.Handler { return traced{t.Handler.WithAttrs(attrs)} }

// WithGroup is slog.Handler's.
func (t traced) WithGroup(name string) slog.Handler { return traced{t.Handler.WithGroup(name)} }

func (c *config) logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.level}
	if c.logJSON {
		return slog.New(traced{slog.NewJSONHandler(w, options)})
	}
	return slog.New(traced{slog.NewTextHandler(w, options)})
}
