package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/paulmach/orb/geojson"
	"github.com/schollz/progressbar/v3"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/izmir"
	"simbiyoz/geo/sheet"
)

type importCmd struct {
	What string `arg:"" enum:"firms,resources,zones,uses,prices,benefits" help:"firms, resources, zones, uses, prices or benefits."`
	File string `arg:"" type:"existingfile" help:"CSV, XLSX or GeoJSON; zones are GeoJSON."`
}

// mostErrors is how many bad rows are named before the rest are only counted.
const mostErrors = 50

// Run imports a file in one transaction.
func (cmd importCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	ctx = geo.As(ctx, "import "+cmd.File)
	stop := progress(s.err, "importing "+cmd.What)
	saved, err := cmd.save(ctx, h.x)
	stop()
	var errs geo.FieldErrors
	if errors.As(err, &errs) {
		for _, e := range errs[:min(len(errs), mostErrors)] {
			fmt.Fprintln(s.err, e)
		}
		return fmt.Errorf("%s: %d errors, nothing was saved", cmd.File, len(errs))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.File, err)
	}
	_, err = fmt.Fprintf(s.out, "%s: %s\n", cmd.What, tally(saved))
	return err
}

func (cmd importCmd) save(ctx context.Context, x *exchange.Exchange) (geo.Saved, error) {
	if cmd.What == "zones" {
		return cmd.zones(ctx, x)
	}
	rows, err := sheet.ReadFile(cmd.File)
	if err != nil {
		return geo.Saved{}, err
	}
	lines := make([]exchange.Line, len(rows))
	for i, r := range rows {
		lines[i] = exchange.Line(r)
	}
	switch cmd.What {
	case "firms":
		return x.ImportFirms(ctx, lines)
	case "uses":
		return x.ImportUses(ctx, lines)
	case "prices":
		return x.ImportPrices(ctx, lines)
	case "benefits":
		return x.ImportBenefits(ctx, lines)
	}
	return x.ImportResources(ctx, lines)
}

func (cmd importCmd) zones(ctx context.Context, x *exchange.Exchange) (geo.Saved, error) {
	text, err := os.ReadFile(cmd.File)
	if err != nil {
		return geo.Saved{}, err
	}
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		return geo.Saved{}, fmt.Errorf("is no GeoJSON feature collection: %w", err)
	}
	zones, err := izmir.ReadZones(all)
	if err != nil {
		return geo.Saved{}, err
	}
	changed, err := x.SaveZones(ctx, zones)
	return geo.Saved{Updated: changed, Unchanged: len(zones) - changed}, err
}

// progress shows on a terminal that something goes on until the function it returns is
// called: how long one transaction takes is not known beforehand.
func progress(out io.Writer, what string) (stop func()) {
	if !terminal(out) {
		return func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionSpinnerType(14), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
				_ = bar.Add(1) // a terminal that does not take it is no reason to stop
			}
		}
	}()
	return func() { close(done); _ = bar.Finish() }
}

// countdown shows on a terminal how many of all rows are done. The first
// function adds to them, the second ends it.
func countdown(out io.Writer, what string, all int) (told func(rows int), done func()) {
	if !terminal(out) {
		return func(int) {}, func() {}
	}
	bar := progressbar.NewOptions(all, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond))
	// A terminal that does not take it is no reason to stop.
	return func(rows int) { _ = bar.Add(rows) }, func() { _ = bar.Finish() }
}
