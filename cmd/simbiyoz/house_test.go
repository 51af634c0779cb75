package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis/postgistest"
)

func TestMain(m *testing.M) { os.Exit(postgistest.Run(m)) }

// newHouse opens a house that is closed after t.
func newHouse(t testing.TB, cfg *config) (*house, context.Context) {
	t.Helper()
	ctx := geo.As(t.Context(), "test")
	h, err := open(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h, ctx
}

// demoHouse returns a house on a database of its own with the demo in it and
// every match found.
func demoHouse(t testing.TB) (*house, context.Context) {
	t.Helper()
	pool := postgistest.New(t)
	cfg := &config{database: pool.Config().ConnString(), listen: "127.0.0.1:0", level: slog.LevelWarn}
	h, ctx := newHouse(t, cfg)
	if err := h.loadDemo(ctx, demoCmd{}.sized(), streams{io.Discard, io.Discard}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.x.Sweep(ctx, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return h, ctx
}
