package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"simbiyoz/geo"
	"simbiyoz/geo/sheet"
)

type exportCmd struct {
	What string `arg:"" enum:"firms,resources,prices" help:"firms, resources or prices."`
	File string `arg:"" type:"path" help:"What to write; its ending tells the format: .csv, .xlsx or .geojson."`
}

// Run writes the file, whole or not at all.
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
	header, rows := h.x.FirmTable(ctx)
	switch cmd.What {
	case "resources":
		header, rows = h.x.ResourceTable(ctx, geo.ResourceFilter{})
	case "prices":
		header, rows = h.x.PriceTable(ctx)
	}
	return writeWhole(cmd.File, func(w io.Writer) error { return sheet.Write(w, format, header, rows) })
}

// writeWhole writes a file beside its name first, so that a broken one never
// stands in a good one's place.
func writeWhole(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".export-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
