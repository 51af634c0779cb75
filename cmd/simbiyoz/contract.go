package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// contract builds the hierarchies that the vehicle classes need and shows how
// far it is.
func contract(ctx context.Context, g *road.Graph, out io.Writer) (all []*road.Hierarchy, err error) {
	kinds := road.Kinds(g, geo.Vehicles)
	for i, v := range kinds {
		var tell func(done, total int)
		if terminal(out) {
			bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(out), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionSetDescription(fmt.Sprintf("contracting for %s, %d of %d", v.Code, i+1, len(kinds))))
			tell = func(done, total int) {
				bar.ChangeMax(total)
				_ = bar.Set(done) // a terminal that does not take it is no reason to stop
			}
		}
		h, err := road.Contract(ctx, g, v, tell)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}
