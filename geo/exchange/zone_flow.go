package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// ZoneFlows is what the screen of a zone, or of all of them, shows of what
// moves, and what does not.
type ZoneFlows struct {
	Zone     geo.Zone    // none: of the region
	Run      geo.FlowRun // zero: never computed
	Coverage geo.Coverage
	Flows    []geo.Flow // that begin or end there, totals among them
	Each     []geo.Flow // the same, material by material
	Cut      bool       // there are more of Each than were asked for
	Balances []geo.Balance
}

// mostPairs is how many flows of all materials together the region's screen
// gets at most.
const mostPairs = 2000

// ZoneFlows returns everything of a zone that f's kind, month, material,
// partner and unit leave, and the f.Limit largest flows of each material; id 0
// is the region. Its other fields are not looked at. Flows of all materials
// together are those of f's material when there is one, and of a group none.
func (x *Exchange) ZoneFlows(ctx context.Context, id int64, f geo.FlowFilter) (ZoneFlows, error) {
	var out ZoneFlows
	f.Level, f.Place, f.Placed, f.Each, f.Shielded = geo.ByZone, "", false, false, false
	if err := f.Validate(); err != nil {
		return out, err
	}
	if id != 0 {
		var err error
		if out.Zone, err = x.store.Zone(ctx, id); err != nil {
			return out, err
		}
		f.Place, f.Placed = out.Zone.Code, true
	}
	var err error
	if out.Run, err = x.store.FlowRun(ctx); err != nil && !errors.Is(err, geo.ErrNotFound) {
		return out, fmt.Errorf("last flows: %w", err)
	}
	for _, part := range []func(context.Context, geo.FlowFilter, *ZoneFlows) error{x.zoneTotals, x.zoneEach, x.zoneBalances} {
		if err := part(ctx, f, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// zoneTotals reads the flows of all materials together, over every unit.
func (x *Exchange) zoneTotals(ctx context.Context, f geo.FlowFilter, out *ZoneFlows) error {
	if f.Group != "" {
		return nil
	}
	f.Unit, f.Limit = "", 0
	if !f.Placed {
		f.Limit = mostPairs
	}
	var err error
	if out.Flows, err = x.shownFlows(ctx, f); err != nil || f.Placed {
		return err
	}
	f.Level, f.Limit, f.Paired = geo.OfRegion, 0, false
	all, err := x.shownFlows(ctx, f)
	out.Flows = append(out.Flows, all...)
	return err
}

// zoneEach reads the largest flows of each material, and what each moves in all.
func (x *Exchange) zoneEach(ctx context.Context, f geo.FlowFilter, out *ZoneFlows) error {
	limit := f.Limit
	f.Each, f.Ends = true, !f.Placed
	if limit > 0 {
		f.Limit = limit + 1
	}
	var err error
	if out.Each, err = x.shownFlows(ctx, f); err != nil {
		return err
	}
	if out.Cut = limit > 0 && len(out.Each) > limit; out.Cut {
		out.Each = out.Each[:limit]
	}
	if f.Placed || f.Paired {
		return nil
	}
	f.Level, f.Limit, f.Ends = geo.OfRegion, 0, false
	all, err := x.shownFlows(ctx, f)
	out.Each = append(out.Each, all...)
	return err
}

// inGroup reports whether a material is of a group, see geo.FlowFilter.
func inGroup(code, group string) bool {
	m, _ := material.ByCode(code)
	return strings.HasPrefix(code, group) || m.Group == group
}

// zoneBalances reads what there is, what is left of it, and who told.
func (x *Exchange) zoneBalances(ctx context.Context, f geo.FlowFilter, out *ZoneFlows) error {
	level, place := geo.ByZone, f.Place
	if !f.Placed {
		level, place = geo.OfRegion, geo.AnyEnd
	}
	var err error
	if out.Balances, err = x.store.Balances(ctx, level, place, f.Material); err != nil {
		return fmt.Errorf("balances of %s: %w", place, err)
	}
	if f.Group != "" {
		out.Balances = slices.DeleteFunc(out.Balances, func(b geo.Balance) bool { return !inGroup(b.Material, f.Group) })
	}
	if out.Coverage, err = x.store.Coverage(ctx, place); err != nil {
		return fmt.Errorf("coverage of %s: %w", place, err)
	}
	if geo.ViewerOf(ctx).Eyes().All() {
		return nil
	}
	withholdBalances(out.Balances)
	if out.Coverage.Posted < geo.LeastFirms {
		out.Coverage = geo.Coverage{Withheld: true}
	}
	return nil
}
