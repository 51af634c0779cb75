package main

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
)

type roadsIsochrone struct {
	asking
	From      string    `arg:"" help:"LON,LAT."`
	By        string    `default:"time" enum:"time,distance" help:"time: minutes; distance: kilometres of the quickest way."`
	Bands     []float64 `required:"" help:"One to six limits, ascending: minutes or kilometres."`
	Reverse   bool      `help:"From how far one gets to the place."`
	Tolerance float64   `default:"50" help:"How exact the outlines are, m."`
}

// Run writes a feature for every band, smallest first.
func (cmd roadsIsochrone) Run(ctx context.Context, cfg *config, s streams) error {
	r := geo.ReachRequest{By: geo.By(cmd.By), Reverse: cmd.Reverse, Tolerance: geo.Metres(cmd.Tolerance)}
	unit, name := 60.0, "upto_s"
	if r.By == geo.ByDistance {
		unit, name = 1000, "upto_m"
	}
	for _, b := range cmd.Bands {
		r.Upto = append(r.Upto, b*unit)
	}
	var err error
	if r.Vehicle, err = cmd.vehicle(); err != nil {
		return err
	}
	if r.From, err = place("from", cmd.From); err != nil {
		return err
	}
	x, err := cmd.exchange(ctx, cfg, s)
	if err != nil {
		return err
	}
	bands, err := x.Reach(ctx, r)
	if err != nil {
		return err
	}
	out := geojson.NewFeatureCollection()
	for _, b := range bands {
		f := geojson.NewFeature(b.Outline)
		f.Properties = geojson.Properties{"by": r.By, name: b.Upto, "area_km2": b.Area / 1e6, "network": x.Network().Version}
		out.Append(f)
	}
	return json.NewEncoder(s.out).Encode(out)
}
