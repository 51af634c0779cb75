package main

import (
	"context"

	"simbiyoz/geo/exchange"
	"simbiyoz/geo/izmir"
)

// zones stores the zones that ship where none are stored yet.
func (h *house) zones(ctx context.Context) error {
	stored, err := h.x.Zones(ctx)
	if err != nil || len(stored) > 0 {
		return err
	}
	zones, err := izmir.Zones()
	if err != nil {
		return err
	}
	_, err = h.x.SaveZones(ctx, zones)
	return err
}

// places gives the search the centres of districts, and to sites outside
// zones what stands for them.
func (h *house) places(ctx context.Context) error {
	districts, err := izmir.Districts()
	if err != nil {
		return err
	}
	places := make([]exchange.Place, len(districts))
	for i, d := range districts {
		places[i] = exchange.Place{Code: d.Code, Name: d.Name, At: d.Point}
	}
	return h.x.KnowPlaces(ctx, places)
}
