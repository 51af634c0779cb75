package main

import (
	"context"

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
