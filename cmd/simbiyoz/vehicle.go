package main

import (
	"context"
	"log/slog"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/road"
)

// asking is what every question to a road network is asked with.
type asking struct {
	Roads   string   `type:"existingfile" help:"A network that roads build made; default: SIMBIYOZ_ROADS, else the coarse one."`
	Vehicle string   `default:"articulated" help:"Vehicle class: ${vehicles}."`
	Gross   *float64 `help:"Gross weight of your own vehicle, t."`
	Axle    *float64 `help:"Greatest weight on one axle, t."`
	Height  *float64 `help:"Metres."`
	Width   *float64 `help:"Metres."`
	Length  *float64 `help:"Metres."`
	Hazmat  *bool    `negatable:"" help:"Carries dangerous goods (ADR)."`
}

// vehicle returns the class with what is different of one's own vehicle.
func (a asking) vehicle() (geo.Vehicle, error) {
	v, err := geo.VehicleByCode(a.Vehicle)
	set(&v.Gross, a.Gross)
	set(&v.Axle, a.Axle)
	set(&v.Height, a.Height)
	set(&v.Width, a.Width)
	set(&v.Length, a.Length)
	if a.Hazmat != nil {
		v.Hazmat = *a.Hazmat
	}
	return v, err
}

func set[T ~float64](to *T, given *float64) {
	if given != nil {
		*to = T(*given)
	}
}

// exchange returns the use cases over the network that is asked for and no
// store: those that ask roads alone.
func (a asking) exchange(ctx context.Context, cfg *config, s streams) (*exchange.Exchange, error) {
	graph, err := a.graph(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return exchange.New(nil, road.NewNetwork(graph), slog.New(slog.NewTextHandler(s.err, nil))), nil
}

func (a asking) graph(ctx context.Context, cfg *config) (*road.Graph, error) {
	if a.Roads == "" {
		return loadRoads(ctx, cfg.roads, cfg.marks())
	}
	return loadRoads(ctx, a.Roads, cfg.marks())
}
