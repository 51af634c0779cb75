package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"simbiyoz/geo"
	"simbiyoz/geo/sheet"
)

type exportCmd struct {
	What string `arg:"" enum:"firms,resources,prices" help:"firms, resources or prices."`
	File string `arg:"" type:"path" help:"What to write; its ending tells the format: .csv, .xlsx or .geojson."`
}

// Run writes the file beside its name first, so that a broken export never
// stands in a good one's place.
func (cmd exportCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	format, err := sheet.FormatOf(cmd.File)
	if err != nil {
		return err
	}
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	f, err := os.CreateTemp(filepath.Dir(cmd.File), ".export-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	header, rows := h.x.FirmTable(ctx)
	switch cmd.What {
	case "resources":
		header, rows = h.x.ResourceTable(ctx, geo.ResourceFilter{})
	case "prices":
		header, rows = h.x.PriceTable(ctx)
	}
	if err := errors.Join(sheet.Write(f, format, header, rows), f.Close()); err != nil {
		return fmt.Errorf("%s: %w", cmd.File, err)
	}
	return os.Rename(f.Name(), cmd.File)
}
