package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	Roads  string `type:"existingfile" help:"A network that roads build made: places on it are compared, for no firms lie there. Default: the exchange's own network, zones and matches."`
	At     string `type:"existingfile" help:"Compare the places of this table instead, with the columns name, lon, lat (CSV, XLSX); without --roads on the coarse network that ships."`
	Places int    `default:"200" help:"With --roads, without --at: how many places, at random on the network, the same every time."`
	JSON   bool   `name:"json" xor:"as" help:"Print JSON with every pair."`
	CSV    bool   `name:"csv" xor:"as" help:"Print the pairs alone, as CSV."`
}

// Run prints the report.
func (cmd reportCircuity) Run(ctx context.Context, cfg *config, s streams) error {
	c, of, err := cmd.measure(ctx, cfg, s)
	switch {
	case err != nil:
		return err
	case cmd.JSON:
		return json.NewEncoder(s.out).Encode(circuityJSON(c, of))
	case cmd.CSV:
		return writePlain(s.out, []string{"from", "to", "crow_m", "road_m", "ratio"}, func(yield func([]any, error) bool) {
			for _, p := range c.Pairs {
				if !yield([]any{p.From, p.To, rounded(p.Crow, 10), rounded(p.Road, 10), rounded(p.Ratio, 1000)}, nil) {
					return
				}
			}
		})
	}
	return printCircuity(s.out, c, of)
}

// compared says what a report compared.
type compared struct{ Places, Lists string }

// measure returns the report and what it compared.
func (cmd reportCircuity) measure(ctx context.Context, cfg *config, s streams) (_ exchange.Circuity, of compared, err error) {
	switch {
	case cmd.At != "":
		c, n, err := cmd.listed(ctx, cfg)
		return c, compared{fmt.Sprintf("the %d of %s", n, cmd.At), nearestLists}, err
	case cmd.Roads != "":
		c, err := cmd.sampled(ctx, cfg)
		return c, compared{fmt.Sprintf("%d at random on the network", cmd.Places), nearestLists}, err
	}
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return exchange.Circuity{}, of, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	c, err := h.x.Circuity(ctx)
	return c, compared{"gates of zones", "of every source that is hauled: its matches, best first"}, err
}

const nearestLists = "of every place: the others, nearest first"

// printCircuity writes the report as text.
func printCircuity(out io.Writer, c exchange.Circuity, of compared) error {
	l := c.Lists
	_, err := fmt.Fprintf(out, `network           %s (%s), coarse: %v
places            %s
road ÷ straight   median %.2f, a tenth below %.2f, a tenth above %.2f (%d ways)
lists             %s
compared with     the same lists, had every straight line been lengthened by %.2f
lists compared    %d; %d of them longer than ten
another is first  %s
top ten differs   %s in order or members
other members     %s
`, c.Network.Name, c.Network.Version, c.Network.Coarse, of.Places, c.Median, c.Low, c.High, len(c.Pairs), of.Lists, c.Median,
		l.Of, l.Longer, share(l.First, l.Of), share(l.Order, l.Of), share(l.Members, l.Longer))
	return err
}

// circuityJSON returns the report as programs read it, under the names that
// the API has.
func circuityJSON(c exchange.Circuity, of compared) map[string]any {
	pairs := make([]map[string]any, len(c.Pairs))
	for i, p := range c.Pairs {
		pairs[i] = map[string]any{"from": p.From, "to": p.To, "crow_m": rounded(p.Crow, 10), "road_m": rounded(p.Road, 10), "ratio": rounded(p.Ratio, 1000)}
	}
	n, l := c.Network, c.Lists
	return map[string]any{
		"network": map[string]any{"name": n.Name, "version": n.Version, "coarse": n.Coarse},
		"places":  of.Places, "of_lists": of.Lists,
		"ratio_p10": c.Low, "ratio_median": c.Median, "ratio_p90": c.High, "ways": len(c.Pairs),
		"lists": map[string]any{"of": l.Of, "first_differs": l.First, "order_differs": l.Order, "members_differ": l.Members, "of_longer_than_ten": l.Longer},
		"pairs": pairs,
	}
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

// listed compares the places of a table, and returns how many there are.
func (cmd reportCircuity) listed(ctx context.Context, cfg *config) (exchange.Circuity, int, error) {
	rows, err := readPlaces(cmd.At)
	if err != nil {
		return exchange.Circuity{}, 0, err
	}
	if len(rows) < 2 {
		return exchange.Circuity{}, 0, geo.Invalid("at", "range", "%s names fewer than two places", cmd.At)
	}
	graph, err := loadRoads(ctx, cmd.Roads, cfg.marks())
	if err != nil {
		return exchange.Circuity{}, 0, err
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	c, err := exchange.CircuityOn(ctx, road.NewNetwork(graph), names, points(rows))
	return c, len(rows), err
}
