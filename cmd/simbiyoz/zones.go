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

// places gives the search the centres of districts.
func (h *house) places() error {
	districts, err := izmir.Districts()
	if err != nil {
		return err
	}
	places := make([]exchange.Place, len(districts))
	for i, d := range districts {
		places[i] = exchange.Place{Code: d.Code, Name: d.Name, At: d.Point}
	}
	h.x.KnowPlaces(places)
	return nil
}
