package atlas

import (
	"sync"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/tile"
)

// resource and site are kept a million and a hundred thousand times: they
// take as little room as they can. IDs stay below 2^31.
type resource struct {
	firm, site, zone int32
	tonnes           float32
	group            uint16 // of the sheet's groups
	source, open     bool
}

type site struct {
	firm, zone     int32
	sources, sinks int32
	name           string
}

// zone is a zone with what finds it quickly.
type zone struct {
	geo.Zone
	gate  tile.Cell
	bound orb.Bound
}

func newZones(zones []geo.Zone) []zone {
	out := make([]zone, len(zones))
	for i, z := range zones {
		out[i] = zone{z, tile.CellOf(z.Gate), z.Outline.Bound()}
	}
	return out
}

// sheet is the atlas at one time.
type sheet struct {
	zones     []zone
	sites     *tile.Points[site]
	resources *tile.Points[resource]
	groups    []string
	sums      func() sums // worked out when they are first asked for
}

func (s *sheet) copy() *sheet {
	next := *s
	return &next
}

func (s *sheet) summed() *sheet {
	s.sums = sync.OnceValue(func() sums { return newSums(s.resources, len(s.groups)) })
	return s
}
