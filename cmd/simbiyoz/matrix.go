package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
	"simbiyoz/geo/sheet"
)

type roadsMatrix struct {
	Roads   string `type:"existingfile" help:"A network that roads build made; default: SIMBIYOZ_ROADS, else the coarse one."`
	Vehicle string `default:"articulated" help:"Vehicle class: ${vehicles}."`
	From    string `arg:"" type:"existingfile" help:"Table with the columns name, lon, lat (CSV, XLSX)."`
	To      string `arg:"" optional:"" type:"existingfile" help:"Another such table; default: the first."`
}

// Run writes a line for every pair as CSV: from, to, length_m, time_s. A pair
// that no road joins has neither.
func (cmd roadsMatrix) Run(ctx context.Context, cfg *config, s streams) error {
	if cmd.Roads == "" {
		cmd.Roads = cfg.roads
	}
	if cmd.To == "" {
		cmd.To = cmd.From
	}
	class, err := geo.VehicleByCode(cmd.Vehicle)
	if err != nil {
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
	graph, err := loadRoads(ctx, cmd.Roads)
	if err != nil {
		return err
	}
	h, err := road.Contract(ctx, graph, road.VehicleOf(class), nil)
	if err != nil {
		return err
	}
	rows, err := h.Matrix(ctx, from.points(), to.points())
	if err != nil {
		return err
	}
	return writeMatrix(s.out, from, to, rows)
}

func writeMatrix(out io.Writer, from, to places, rows [][]road.Measure) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"from", "to", "length_m", "time_s"}) // Flush keeps the error
	for i, row := range rows {
		for j, m := range row {
			line := []string{from[i].name, to[j].name, "", ""}
			if m.Joined {
				line[2], line[3] = decimal(float64(m.Length)), decimal(float64(m.Time))
			}
			_ = w.Write(line)
		}
	}
	w.Flush()
	return w.Error()
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// places are named positions of a table.
type places []struct {
	name string
	at   geo.Point
}

func (p places) points() []geo.Point {
	out := make([]geo.Point, len(p))
	for i := range p {
		out[i] = p[i].at
	}
	return out
}

// readPlaces reads a table of places; every row that is wrong is named.
func readPlaces(file string) (places, error) {
	rows, err := sheet.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var wrong []error
	out := make(places, len(rows))
	for i, r := range rows {
		comma := strings.NewReplacer(",", ".") // as Turkish tables write it
		at, err := place("lon, lat", comma.Replace(r.Cells["lon"])+","+comma.Replace(r.Cells["lat"]))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s row %d: %w", file, r.Number, err))
		}
		out[i].name, out[i].at = r.Cells["name"], at
		if out[i].name == "" {
			out[i].name = strconv.Itoa(r.Number)
		}
	}
	return out, errors.Join(wrong...)
}
