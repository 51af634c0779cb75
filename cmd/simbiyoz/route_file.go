package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"text/tabwriter"

	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/sheet"
)

// drawn is a haul with what it is called in a file and its line.
type drawn struct {
	name string
	haul geo.Haul
	line []geo.Point
}

var wayColumns = []string{"way", "vehicle", "length_m", "time_s", "mass_t", "trips", "cost_try", "cost_try_t", "co2e_kg"}

func wayCells(name string, h geo.Haul) []any {
	return []any{name, h.Vehicle, rounded(h.Road.Length, 10), rounded(h.Road.Time, 1000), float64(h.Mass), float64(h.Trips),
		rounded(h.Cost, 100), rounded(h.PerTonne(), 100), rounded(h.CO2e, 1000)}
}

// writeWays writes hauls to a file: their lines as GeoJSON, else their figures
// as CSV or XLSX.
func writeWays(name string, ways []drawn) error {
	format, err := sheet.FormatOf(name)
	if err != nil {
		return err
	}
	if format != sheet.GeoJSON {
		return writeFile(name, format, wayColumns, func(yield func([]any, error) bool) {
			for _, w := range ways {
				if !yield(wayCells(w.name, w.haul), nil) {
					return
				}
			}
		})
	}
	out := geojson.NewFeatureCollection()
	for _, w := range ways {
		f := geojson.NewFeature(geo.Line(w.line))
		for i, v := range wayCells(w.name, w.haul) {
			f.Properties[wayColumns[i]] = v
		}
		out.Append(f)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

// writeFile writes rows under columns to a file.
func writeFile(name string, format sheet.Format, columns []string, rows iter.Seq2[[]any, error]) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(sheet.Write(f, format, columns, rows), f.Close())
}

// compare prints, or writes, what the haul costs by every class of vehicles.
func (cmd roadsRoute) compare(ctx context.Context, x *exchange.Exchange, r exchange.TourRequest, out io.Writer) error {
	found, err := x.CompareVehicles(ctx, r, geo.Vehicles)
	if err != nil {
		return err
	}
	var ways []drawn
	for _, f := range found {
		if f.Haul != nil {
			ways = append(ways, drawn{name: f.Vehicle.Code, haul: *f.Haul})
		}
	}
	switch {
	case cmd.Out != "":
		if format, _ := sheet.FormatOf(cmd.Out); format == sheet.GeoJSON {
			return geo.Invalid("out", "format", "vehicles differ in figures: write .csv or .xlsx")
		}
		return writeWays(cmd.Out, ways)
	case cmd.JSON:
		objects := make([]map[string]any, len(ways))
		for i, w := range ways {
			objects[i] = map[string]any{}
			for n, v := range wayCells(w.name, w.haul)[1:] {
				objects[i][wayColumns[n+1]] = v
			}
		}
		return json.NewEncoder(out).Encode(objects)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "vehicle\tkm\th\ttrips\tTRY\tTRY/t\tkg CO2e\t")
	for _, w := range ways {
		h := w.haul
		fmt.Fprintf(table, "%s\t%.1f\t%.2f\t%d\t%.0f\t%.0f\t%.0f\t\n", w.name, h.Road.Length.Km(), h.Road.Time.Hours(), h.Trips, float64(h.Cost), float64(h.PerTonne()), float64(h.CO2e))
	}
	return table.Flush()
}
