package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/road"
)

type reportCmd struct {
	Circuity reportCircuity `cmd:"" help:"Roads against straight lines: how much longer, and what that changes in the lists of partners."`
}

type reportCircuity struct {
	Roads  string `type:"existingfile" help:"A network that roads build made: random places on it are compared, for no firms lie there. Default: the exchange's own network, zones and matches."`
	Places int    `default:"200" help:"With --roads: how many places."`
	JSON   bool   `name:"json" help:"Print JSON with every pair."`
}

// Run prints the report.
func (cmd reportCircuity) Run(ctx context.Context, cfg *config, s streams) (err error) {
	var c exchange.Circuity
	what := "gates of zones; lists: the matches of every source that is hauled"
	if cmd.Roads != "" {
		what = fmt.Sprintf("%d random places on the network; lists: for each the others, nearest first", cmd.Places)
		if c, err = cmd.sampled(ctx, cfg); err != nil {
			return err
		}
	} else {
		h, err := openBeside(ctx, cfg, cfg.logger(s.err))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, h.Close()) }()
		if c, err = h.x.Circuity(ctx); err != nil {
			return err
		}
	}
	if cmd.JSON {
		return json.NewEncoder(s.out).Encode(c)
	}
	l := c.Lists
	_, err = fmt.Fprintf(s.out, `network           %s (%s), coarse: %v
places            %s
road ÷ straight   median %.2f, a tenth below %.2f, a tenth above %.2f (%d ways)
lists compared    %d; %d of them longer than ten
another is first  %s
top ten differs   %s in order or members
other members     %s
`, c.Network.Name, c.Network.Version, c.Network.Coarse, what, c.Median, c.Low, c.High, len(c.Pairs), l.Of, l.Longer,
		share(l.First, l.Of), share(l.Order, l.Of), share(l.Members, l.Longer))
	return err
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d (%.0f %%)", n, of, 100*float64(n)/float64(of))
}

// sampled compares random places, the same every time, at ends of the
// network's roads.
func (cmd reportCircuity) sampled(ctx context.Context, cfg *config) (exchange.Circuity, error) {
	graph, err := loadRoads(ctx, cmd.Roads, cfg.marks())
	if err != nil {
		return exchange.Circuity{}, err
	}
	if cmd.Places < 2 || graph.Nodes() < 2 {
		return exchange.Circuity{}, geo.Invalid("places", "range", "%d places are fewer than two", cmd.Places)
	}
	random := rand.New(rand.NewPCG(1, 2))
	names, places := make([]string, cmd.Places), make([]geo.Point, cmd.Places)
	for i := range places {
		names[i], places[i] = strconv.Itoa(i+1), graph.Node(random.IntN(graph.Nodes()))
	}
	return exchange.CircuityOn(ctx, road.NewNetwork(graph), names, places)
}
