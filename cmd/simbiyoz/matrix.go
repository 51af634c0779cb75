package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"math"
	"strconv"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/road"
	"simbiyoz/geo/sheet"
)

type roadsMatrix struct {
	asking
	Costs bool    `help:"Tell cost_try, cost_try_t and co2e_kg as well."`
	Mass  float64 `help:"Tonnes that are hauled; default: one full load."`
	Out   string  `help:"Write this file, .csv or .xlsx, instead of CSV to the screen."`
	From  string  `arg:"" type:"existingfile" help:"Table with the columns name, lon, lat (CSV, XLSX)."`
	To    string  `arg:"" optional:"" type:"existingfile" help:"Another such table; default: the first."`
}

// Run writes a line for every pair: from, to, length_m, time_s, and costs where
// they are asked for. A pair that no road joins has none of them.
func (cmd roadsMatrix) Run(ctx context.Context, cfg *config, s streams) error {
	if cmd.To == "" {
		cmd.To = cmd.From
	}
	r := exchange.MatrixRequest{Haul: exchange.HaulRequest{Mass: geo.Tonnes(cmd.Mass), Terms: geo.DefaultTerms}}
	var err error
	if r.Haul.Vehicle, err = cmd.vehicle(); err != nil {
		return err
	}
	from, err := readPlaces(cmd.From)
	if err != nil {
		return err
	}
	to, err := readPlaces(cmd.To)
	if err != nil {
		return err
	}
	r.From, r.To = points(from), points(to)
	graph, err := cmd.graph(ctx, cfg)
	if err != nil {
		return err
	}
	network := road.NewNetwork(graph)
	if err := network.Quicken(ctx, r.Haul.Vehicle); err != nil {
		return err
	}
	rows, err := exchange.New(nil, network, slog.New(slog.NewTextHandler(s.err, nil))).Matrix(ctx, r)
	if err != nil {
		return err
	}
	return cmd.write(s.out, pairs(from, to, rows))
}

// columns of a matrix; those after the fourth are costs.
var columns = []string{"from", "to", "length_m", "time_s", "cost_try", "cost_try_t", "co2e_kg"}

// pairs returns the lines of a matrix.
func pairs(from, to []sheet.Place, rows iter.Seq2[[]*geo.Haul, error]) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		i := 0
		for row, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			for j, h := range row {
				line := []any{from[i].Name, to[j].Name, nil, nil, nil, nil, nil}
				if h != nil {
					line = []any{from[i].Name, to[j].Name, rounded(h.Road.Length, 10), rounded(h.Road.Time, 1000), rounded(h.Cost, 100),
						rounded(h.PerTonne(), 100), rounded(h.CO2e, 1000)}
				}
				if !yield(line, nil) {
					return
				}
			}
			i++
		}
	}
}

// rounded returns v to so many parts of one.
func rounded[T ~float64](v T, parts float64) float64 { return math.Round(float64(v)*parts) / parts }

// write writes lines to the file that is named, else as CSV to out.
func (cmd roadsMatrix) write(out io.Writer, lines iter.Seq2[[]any, error]) error {
	n := 4
	if cmd.Costs {
		n = len(columns)
	}
	if cmd.Out == "" {
		return writePlain(out, columns[:n], lines)
	}
	format, err := sheet.FormatOf(cmd.Out)
	if err != nil {
		return err
	}
	if format == sheet.GeoJSON {
		return geo.Invalid("out", "format", "a matrix has no places of its own: write .csv or .xlsx")
	}
	return writeFile(cmd.Out, format, columns[:n], func(yield func([]any, error) bool) {
		for line, err := range lines {
			if !yield(line[:min(n, len(line))], err) {
				return
			}
		}
	})
}

// writePlain writes lines as programs read CSV: with commas.
func writePlain(out io.Writer, header []string, lines iter.Seq2[[]any, error]) error {
	w := csv.NewWriter(out)
	_ = w.Write(header) // Flush keeps the error
	text := make([]string, len(header))
	for line, err := range lines {
		if err != nil {
			return err
		}
		for i := range text {
			switch v := line[i].(type) {
			case nil:
				text[i] = ""
			case string:
				text[i] = v
			case float64:
				text[i] = strconv.FormatFloat(v, 'f', -1, 64)
			}
		}
		_ = w.Write(text)
	}
	w.Flush()
	return w.Error()
}

func points(places []sheet.Place) []geo.Point {
	out := make([]geo.Point, len(places))
	for i := range places {
		out[i] = places[i].At
	}
	return out
}

// readPlaces reads a table of places; every row that is wrong is named.
func readPlaces(file string) ([]sheet.Place, error) {
	rows, err := sheet.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	places, err := sheet.Places(rows)
	if err != nil {
		var all geo.FieldErrors
		all.Add("places", err)
		each := make([]error, len(all))
		for i, e := range all {
			each[i] = fmt.Errorf("%s %w", file, e)
		}
		return nil, errors.Join(each...)
	}
	return places, nil
}
