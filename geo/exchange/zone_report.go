package exchange

import (
	"context"

	"simbiyoz/geo"
)

// ZoneReport is everything that a zone hands in: its flows of each kind, and
// what they rest on.
type ZoneReport struct {
	Kinds   map[geo.FlowKind]ZoneFlows
	Network geo.Network
	Demo    bool // the exchange holds invented firms
}

// ZoneReport returns the report of a zone over the year, or a month from 1 to
// 12; id 0 is the region. Who may not see a figure finds it withheld.
func (x *Exchange) ZoneReport(ctx context.Context, id int64, month int) (ZoneReport, error) {
	out := ZoneReport{Kinds: map[geo.FlowKind]ZoneFlows{}, Network: x.Network()}
	for _, kind := range geo.FlowKinds {
		flows, err := x.ZoneFlows(ctx, id, geo.FlowFilter{Kind: kind, Month: month})
		if err != nil {
			return out, err
		}
		out.Kinds[kind] = flows
	}
	counts, err := x.store.Counts(ctx)
	out.Demo = counts.Demo > 0
	return out, err
}
