package main

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb/geojson"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/sheet"
)

type roadsIsochrone struct {
	asking
	From      string    `arg:"" help:"LON,LAT."`
	By        string    `default:"time" enum:"time,distance" help:"time: minutes; distance: kilometres of the quickest way."`
	Bands     []float64 `required:"" help:"One to six limits, ascending: minutes or kilometres."`
	Reverse   bool      `help:"From how far one gets to the place."`
	Tolerance float64   `default:"50" help:"How exact the outlines are, m."`
	Inside    bool      `help:"Count what the exchange holds inside each band."`
	List      string    `help:"Write the resources inside to this file: .csv, .xlsx or .geojson."`
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
	if cmd.Inside || cmd.List != "" {
		if err := cmd.inside(ctx, cfg, s, bands, out.Features); err != nil {
			return err
		}
	}
	return json.NewEncoder(s.out).Encode(out)
}

// inside adds to the features of bands what the exchange holds in each, and
// lists it.
func (cmd roadsIsochrone) inside(ctx context.Context, cfg *config, s streams, bands []geo.Band, features []*geojson.Feature) error {
	var format sheet.Format
	if cmd.List != "" {
		var err error
		if format, err = sheet.FormatOf(cmd.List); err != nil {
			return err
		}
	}
	return region(ctx, cfg, s, func(ctx context.Context, x *exchange.Exchange) error {
		counts, err := x.Inside(ctx, bands)
		if err != nil {
			return err
		}
		for i, n := range counts {
			features[i].Properties["inside"] = map[string]int{"zones": len(n.Zones), "firms": n.Firms, "sources": n.Sources, "sinks": n.Sinks}
		}
		if cmd.List == "" {
			return nil
		}
		found, err := x.ListInside(ctx, bands, exchange.MostInside)
		if err != nil {
			return err
		}
		return writeFile(cmd.List, format, []string{"band", "upto", "resource", "role", "title", "material", "rate", "unit", "firm", "zone", "lon", "lat"},
			func(yield func([]any, error) bool) {
				for _, in := range found {
					if !yield(cmd.cells(in), nil) {
						return
					}
				}
			})
	})
}

func (cmd roadsIsochrone) cells(in geo.InBand) []any {
	p := in.Posting
	var rate any
	if r := p.Rate(); r != nil {
		rate = *r
	}
	return []any{float64(in.Band + 1), cmd.Bands[in.Band], float64(p.Resource.ID), string(p.Role), p.Title, p.Material, rate, string(p.Unit), p.Firm.Name, p.Zone.Name,
		p.Site.Place[0], p.Site.Place[1]}
}
