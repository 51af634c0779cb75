package main

import (
	"context"
	"errors"
	"fmt"
	"io"

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
	return h.loadDemo(geo.As(ctx, "demo"), cmd, s.out)
}

func (h *house) loadDemo(ctx context.Context, cmd demoCmd, out io.Writer) error {
	zones, err := h.x.Zones(ctx)
	if err != nil {
		return err
	}
	firms, resources, err := demo.Make(zones, cmd.Firms, cmd.Resources)
	if err != nil {
		return err
	}
	f, err := h.x.SaveFirms(ctx, firms)
	if err != nil {
		return fmt.Errorf("demo firms: %w", err)
	}
	r, err := h.x.SaveResources(ctx, resources)
	if err != nil {
		return fmt.Errorf("demo resources: %w", err)
	}
	_, err = fmt.Fprintf(out, "demo, all invented: firms %s; resources %s\n", tally(f), tally(r))
	return err
}

func tally(s geo.Saved) string {
	return fmt.Sprintf("%d new, %d changed, %d as before", s.Inserted, s.Updated, s.Unchanged)
}
