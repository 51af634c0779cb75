package main

import (
	"context"
	"errors"
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
	ctx := geo.WithViewer(geo.As(t.Context(), "test"), geo.System)
	if cfg.data == "" {
		cfg.data = t.TempDir() // for what people send
	}
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
	pool := postgistest.NewFilled(t, "demo", fillDemo)
	return newHouse(t, testConfig(pool.Config().ConnString()))
}

func testConfig(database string) *config {
	return &config{database: database, listen: "127.0.0.1:0", tiles: 8 << 20, level: slog.LevelWarn}
}

func fillDemo(database string) error {
	ctx := geo.WithViewer(geo.As(context.Background(), "test"), geo.System)
	h, err := open(ctx, testConfig(database), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if err := h.loadDemo(ctx, demoCmd{}.sized(), streams{io.Discard, io.Discard}); err != nil {
		return errors.Join(err, h.Close())
	}
	if _, err = h.x.Sweep(ctx, func(int) {}); err == nil {
		_, err = h.pool.Exec(ctx, `ANALYZE`) // the database would plan for empty tables until it finds the time itself
	}
	return errors.Join(err, h.Close())
}
