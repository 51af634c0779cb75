package main

import (
	"context"
	"errors"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type flowCmd struct {
	Assign flowAssign `cmd:"" help:"The assignment of greatest net benefit over the region, beside the greedy list's."`
	Sites  flowSites  `cmd:"" help:"Where a treatment plant would pay most."`
	Pool   flowPool   `cmd:"" help:"Which hauls could be driven together."`
}

// region opens the exchange for do, on behalf of whoever runs the programme.
func region(ctx context.Context, cfg *config, s streams, do func(context.Context, *exchange.Exchange) error) (err error) {
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return do(geo.WithViewer(ctx, geo.Viewer{Standing: geo.Admin}), h.x)
}

type flowAssign struct {
	Material string  `help:"Of sources: a code or its beginning."`
	Zone     string  `help:"A zone's code: pairs with an end there."`
	Setup    float64 `help:"What a pair costs a year that it is used at all, TRY."`
	Least    float64 `help:"What a used pair moves a year at least, t."`
	JSON     bool    `name:"json" help:"Print JSON with every pair and shadow price."`
}

// Run prints the assignment.
func (cmd flowAssign) Run(ctx context.Context, cfg *config, s streams) error {
	return region(ctx, cfg, s, func(ctx context.Context, x *exchange.Exchange) error {
		a, err := x.Assign(ctx, exchange.AssignRequest{Material: cmd.Material, Zone: cmd.Zone, Setup: geo.Lira(cmd.Setup), Least: cmd.Least})
		if err != nil {
			return err
		}
		fields := []field{{"matches", a.Matches}, {"pairs", len(a.Pairs)}, {"total_try", whole(a.Total)}, {"greedy_try", whole(a.Greedy)},
			{"bound_try", whole(a.Bound)}, {"gap", float64(a.Gap())}, {"violation", a.Violation}, {"unpriced", a.Unpriced}, {"unknown", a.Unknown}, {"blocked", a.Blocked}}
		if cmd.JSON {
			fields = append(fields, field{"assigned", pairRows(a.Pairs)}, field{"shadow_prices", endRows(a.Ends)})
		}
		return printFields(s.out, fields, cmd.JSON)
	})
}

// whole returns whole lira, which print without an exponent.
func whole(l geo.Lira) int64 { return int64(l + 0.5) }

func pairRows(pairs []exchange.AssignedPair) []map[string]any {
	out := make([]map[string]any, len(pairs))
	for i, p := range pairs {
		out[i] = map[string]any{"source_id": p.SourceID, "sink_id": p.SinkID, "quantity": p.Quantity, "gain_try_unit": p.Gain, "length_m": p.Length, "vehicle": p.Vehicle}
	}
	return out
}

func endRows(ends []exchange.AssignedEnd) []map[string]any {
	out := make([]map[string]any, len(ends))
	for i, e := range ends {
		out[i] = map[string]any{"id": e.ID, "role": e.Role, "zone": e.Zone, "material": e.Material, "rate": e.Rate, "used": e.Used, "shadow_try_unit": e.Price}
	}
	return out
}

type flowSites struct {
	Material string   `required:"" help:"What the plant takes: a code or its beginning."`
	Capacity float64  `required:"" help:"What it takes a year, t."`
	Value    *float64 `help:"What a tonne is worth at its gate, TRY. Default: by the price book."`
	Count    int      `default:"1" help:"Plants that are chosen together."`
	JSON     bool     `name:"json" help:"Print JSON."`
}

// Run prints the zones by what the region would gain.
func (cmd flowSites) Run(ctx context.Context, cfg *config, s streams) error {
	return region(ctx, cfg, s, func(ctx context.Context, x *exchange.Exchange) error {
		found, err := x.Site(ctx, exchange.SiteRequest{Plant: exchange.Plant{Material: cmd.Material, Capacity: cmd.Capacity, Value: cmd.Value}, Count: cmd.Count})
		if err != nil {
			return err
		}
		fields := []field{{"before_try", whole(found.Before)}, {"chosen", found.Chosen}, {"gain_try", whole(found.Gain)}}
		zones := make([]map[string]any, len(found.Ranked))
		for i, z := range found.Ranked {
			zones[i] = map[string]any{"zone": z.Zone.Code, "gain_try": whole(z.Gain), "mass_t": z.Mass, "sources": z.Sources}
			if !cmd.JSON {
				fields = append(fields, field{z.Zone.Code, whole(z.Gain)})
			}
		}
		if cmd.JSON {
			fields = append(fields, field{"zones", zones})
		}
		return printFields(s.out, fields, cmd.JSON)
	})
}

type flowPool struct {
	Kind     string `default:"potential" help:"Of flows: potential, agreed or evidenced."`
	Material string `help:"A code or its beginning."`
	Zone     string `help:"A zone's code: hauls with an end there."`
	Visits   int    `default:"12" help:"How often a year small lots are collected."`
	JSON     bool   `name:"json" help:"Print JSON with every back-haul and round."`
}

// Run prints what pooling saves.
func (cmd flowPool) Run(ctx context.Context, cfg *config, s streams) error {
	return region(ctx, cfg, s, func(ctx context.Context, x *exchange.Exchange) error {
		p, err := x.Pool(ctx, exchange.PoolRequest{Kind: geo.FlowKind(cmd.Kind), Material: cmd.Material, Zone: cmd.Zone, Visits: cmd.Visits})
		if err != nil {
			return err
		}
		fields := []field{{"moves", len(p.Moves)}, {"backhauls", len(p.Backhauls)}, {"rounds", len(p.Rounds)}, {"saved_km", int64(p.Saved.Length.Km())},
			{"saved_try", whole(p.Saved.Cost)}, {"saved_kg_co2e", int64(p.Saved.CO2e)}}
		if cmd.JSON {
			fields = append(fields, field{"pooled", poolRows(p)})
		}
		return printFields(s.out, fields, cmd.JSON)
	})
}

func poolRows(p exchange.Pooled) []map[string]any {
	var out []map[string]any
	row := func(kind string, moves []int, rounds int, vehicle string, saved exchange.Saving) {
		loads := make([]map[string]any, len(moves))
		for i, m := range moves {
			of := p.Moves[m]
			loads[i] = map[string]any{"source_id": of.SourceID, "sink_id": of.SinkID, "material": of.Material, "mass_t": of.Mass, "from": of.From, "to": of.To}
		}
		out = append(out, map[string]any{"kind": kind, "loads": loads, "rounds": rounds, "vehicle": vehicle,
			"saved_m": saved.Length, "saved_s": saved.Time, "saved_try": saved.Cost, "saved_kg_co2e": saved.CO2e})
	}
	for _, b := range p.Backhauls {
		row("backhaul", []int{b.A, b.B}, b.Rounds, b.Vehicle, b.Saving)
	}
	for _, r := range p.Rounds {
		row("round", r.Moves, r.Visits, r.Vehicle, r.Saving)
	}
	return out
}
