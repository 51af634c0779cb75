package road

import (
	"iter"

	"simbiyoz/geo"
)

// Closed is the time of a direction in which a vehicle may not drive.
const Closed geo.Seconds = -1

// Edge is a road as one vehicle may freely drive it, which leaves out roads
// that are open as a last mile alone.
type Edge struct {
	From, To int // nodes where its line begins and ends
	Length   geo.Metres
	Along    geo.Seconds // what the vehicle needs along the line, or Closed
	Against  geo.Seconds // what it needs against it, or Closed
}

// OpenEdges yields the roads that v may freely drive at least one way, by
// their numbers: [NewNodeQuery]'s graph but for last miles.
func (g *Graph) OpenEdges(v Vehicle) iter.Seq2[int, Edge] {
	return func(yield func(int, Edge) bool) {
		r := g.rules(v)
		for e := range g.arcsOf {
			if edge, open := g.openEdge(r, e); open && !yield(e, edge) {
				return
			}
		}
	}
}

// openEdge returns edge e for a vehicle of rules r, and whether it is freely
// open at all.
func (g *Graph) openEdge(r rules, e int) (Edge, bool) {
	out := Edge{Length: metres(g.length[e]), Along: Closed, Against: Closed}
	free := func(a uint32) bool { return a != none && r.access[g.limit[a]] == AccessYes }
	along, against := g.arcsOf[e][0], g.arcsOf[e][1]
	if free(along) {
		out.From, out.To, out.Along = int(g.tail[along]), int(g.head[along]), seconds(r.time[along])
	}
	if free(against) {
		out.From, out.To, out.Against = int(g.head[against]), int(g.tail[against]), seconds(r.time[against])
	}
	return out, free(along) || free(against)
}
