package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"simbiyoz/geo/road"
)

type roadsCheck struct {
	File    string `arg:"" type:"existingfile" help:"A network that roads build made."`
	Against string `type:"existingfile" help:"The network whose place it is to take."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Run inspects a network as a server does before it takes one, and fails when
// it is not fit.
func (cmd roadsCheck) Run(ctx context.Context, s streams) error {
	start := time.Now()
	next, err := readyRoads(ctx, cmd.File)
	if err != nil {
		return err
	}
	var old *road.Network
	if cmd.Against != "" {
		if old, err = readyRoads(ctx, cmd.Against); err != nil {
			return err
		}
	}
	r, err := next.Inspect(ctx, old)
	if err != nil {
		return err
	}
	rows := []field{{"version", r.Version}, {"nodes", r.Nodes}, {"arcs", r.Arcs}, {"connected", r.Connected},
		{"routes", r.Routes}, {"joined", r.Joined}, {"wrong", r.Wrong}}
	if r.Old != nil {
		rows = append(rows, []field{{"old_version", r.Old.Version}, {"old_nodes", r.Old.Nodes}, {"old_connected", r.Old.Connected},
			{"pairs", r.Old.Pairs}, {"changed", r.Old.Changed}}...)
	}
	if err := printFields(s.out, append(rows, field{"took_s", time.Since(start).Seconds()}), cmd.JSON); err != nil {
		return err
	}
	if reasons := append(r.Faults(), r.Doubts()...); len(reasons) > 0 {
		return fmt.Errorf("%s: %w: %s", cmd.File, road.ErrUnfit, strings.Join(reasons, "; "))
	}
	return nil
}

// readyRoads returns the network of a file with its hierarchies.
func readyRoads(ctx context.Context, file string) (*road.Network, error) {
	g, err := road.Open(file)
	if err != nil {
		return nil, err
	}
	n := road.NewNetwork(g)
	return n, n.Quicken(ctx)
}
