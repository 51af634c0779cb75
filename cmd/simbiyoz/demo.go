package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/demo"
)

type demoCmd struct {
	Firms     int `help:"How many firms to invent." default:"109"`
	Resources int `help:"How many resources they post." default:"637"`
}

// sized returns cmd with İzmir's workshop figures where it has none.
func (cmd demoCmd) sized() demoCmd {
	if cmd.Firms == 0 {
		cmd.Firms, cmd.Resources = demo.Firms, demo.Resources
	}
	return cmd
}

// Run loads the demo.
func (cmd demoCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return h.loadDemo(geo.As(ctx, "demo"), cmd, s)
}

// drawnFrom is the zoom whose roads the firms of a large demo lie along: those
// that lorries take between towns.
const drawnFrom = 8

func (h *house) loadDemo(ctx context.Context, cmd demoCmd, s streams) error {
	zones, err := h.x.Zones(ctx)
	if err != nil {
		return err
	}
	roads, err := h.x.RoadLines(ctx, world, drawnFrom)
	if err != nil {
		return err
	}
	d, err := demo.New(demo.Plan{Firms: cmd.Firms, Resources: cmd.Resources, Zones: zones, Roads: roads})
	if err != nil {
		return err
	}
	told, done := countdown(s.err, "loading the demo", 2*(cmd.Firms+cmd.Resources))
	n, err := h.x.Load(ctx, d.Entries(), d.Postings(), told)
	done()
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	_, err = fmt.Fprintf(s.out, "demo, all invented: firms %s; resources %s\n", tally(n.Firms), tally(n.Resources))
	return err
}

// world bounds every place.
var world = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

func tally(s geo.Saved) string {
	return fmt.Sprintf("%d new, %d changed, %d as before", s.Inserted, s.Updated, s.Unchanged)
}
