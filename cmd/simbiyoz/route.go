package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type roadsRoute struct {
	asking
	From         string   `arg:"" help:"LON,LAT."`
	To           string   `arg:"" help:"LON,LAT."`
	Via          []string `sep:"none" help:"LON,LAT of a stop on the way; may be given up to 50 times."`
	Best         bool     `help:"Visit the stops in the quickest order, not as given."`
	Alternatives bool     `help:"Up to two other ways as well."`
	Mass         float64  `help:"Tonnes that are hauled; default: one full load."`
	Compare      bool     `help:"What the haul costs by every class of vehicles."`
	Out          string   `help:"Write this file instead: .geojson with the line, .csv or .xlsx with the figures."`
	JSON         bool     `name:"json" help:"Print JSON with the way's line."`
}

// Run prints the quickest way.
func (cmd roadsRoute) Run(ctx context.Context, cfg *config, s streams) error {
	r, err := cmd.request()
	if err != nil {
		return err
	}
	x, err := cmd.exchange(ctx, cfg, s)
	if err != nil {
		return err
	}
	if cmd.Compare {
		return cmd.compare(ctx, x, r, s.out)
	}
	if cmd.Alternatives {
		if len(r.Stops) > 0 {
			return geo.Invalid("alternatives", "unsupported", "are of a way without stops")
		}
		ways, err := x.Alternatives(ctx, r.HaulRequest)
		if err != nil {
			return err
		}
		if cmd.Out != "" {
			all := make([]drawn, len(ways))
			for i, w := range ways {
				all[i] = drawn{strconv.Itoa(i + 1), w.Haul, w.Line}
			}
			return writeWays(cmd.Out, all)
		}
		return cmd.printAll(s.out, ways)
	}
	if len(r.Stops) == 0 {
		h, line, err := x.Haul(ctx, r.HaulRequest)
		if err != nil {
			return err
		}
		if cmd.Out != "" {
			return writeWays(cmd.Out, []drawn{{"1", h, line}})
		}
		return cmd.print(s.out, h, line, nil)
	}
	t, err := x.Tour(ctx, r)
	if err != nil {
		return err
	}
	if cmd.Out != "" {
		return writeWays(cmd.Out, []drawn{{"1", t.Haul, t.Line}})
	}
	return cmd.printTour(s.out, t)
}

func (cmd roadsRoute) request() (exchange.TourRequest, error) {
	r := exchange.TourRequest{Best: cmd.Best}
	r.Terms, r.Mass = geo.DefaultTerms, geo.Tonnes(cmd.Mass)
	var err error
	if r.Vehicle, err = cmd.vehicle(); err != nil {
		return r, err
	}
	if r.From, err = place("from", cmd.From); err != nil {
		return r, err
	}
	if r.To, err = place("to", cmd.To); err != nil {
		return r, err
	}
	for i, text := range cmd.Via {
		at, err := place(fmt.Sprintf("via[%d]", i), text)
		if err != nil {
			return r, err
		}
		r.Stops = append(r.Stops, at)
	}
	return r, nil
}

// print writes a way, as JSON with more members beside.
func (cmd roadsRoute) print(out io.Writer, h geo.Haul, line []geo.Point, more map[string]any) error {
	if !cmd.JSON {
		return printWay(out, "", h.Road)
	}
	object := wayObject(h, line)
	for name, v := range more {
		object[name] = v
	}
	return json.NewEncoder(out).Encode(object)
}

func wayObject(h geo.Haul, line []geo.Point) map[string]any {
	way := h.Road
	return map[string]any{
		"length_m": way.Length, "time_s": way.Time, "from_snap_m": way.FromSnap, "to_snap_m": way.ToSnap,
		"toll_m": way.Toll, "ferry_m": way.Ferry, "vehicle": h.Vehicle, "cost_try": h.Cost, "co2e_kg": h.CO2e,
		"network":  map[string]any{"version": way.Network, "coarse": way.Coarse},
		"geometry": geojson.NewGeometry(geo.Line(line)),
	}
}

func printWay(out io.Writer, head string, r geo.Road) error {
	took := time.Duration(float64(r.Time) * float64(time.Second)).Round(time.Second)
	_, err := fmt.Fprintf(out, "%s%.1f km, %s\n", head, r.Length.Km(), took)
	return err
}

func (cmd roadsRoute) printAll(out io.Writer, ways []exchange.Alternative) error {
	if cmd.JSON {
		objects := make([]map[string]any, len(ways))
		for i, w := range ways {
			objects[i] = wayObject(w.Haul, w.Line)
			objects[i]["overlap"] = w.Overlap
		}
		return json.NewEncoder(out).Encode(objects)
	}
	for _, w := range ways {
		if err := printWay(out, fmt.Sprintf("%3.0f %% on the best way: ", 100*w.Overlap), w.Haul.Road); err != nil {
			return err
		}
	}
	return nil
}

func (cmd roadsRoute) printTour(out io.Writer, t exchange.Tour) error {
	if cmd.JSON {
		legs := make([]map[string]any, len(t.Legs))
		for i, l := range t.Legs {
			legs[i] = map[string]any{"from": l.From, "to": l.To, "length_m": l.Road.Length, "time_s": l.Road.Time,
				"toll_m": l.Road.Toll, "ferry_m": l.Road.Ferry}
		}
		return cmd.print(out, t.Haul, t.Line, map[string]any{"visit": t.Visit, "legs": legs, "gap": t.Gap})
	}
	for _, l := range t.Legs {
		if err := printWay(out, fmt.Sprintf("%d to %d: ", l.From, l.To), l.Road); err != nil {
			return err
		}
	}
	switch {
	case t.Gap == nil:
	case *t.Gap == 0:
		fmt.Fprint(out, "in the best order: ")
	default:
		fmt.Fprintf(out, "at most %.1f %% slower than the best order: ", 100**t.Gap)
	}
	return cmd.print(out, t.Haul, t.Line, nil)
}
