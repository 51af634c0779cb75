package atlas

import (
	"simbiyoz/geo/tile"
)

// enough is of how many firms a figure must be made that visitors see: of
// fewer, each could work out the other's.
const enough = 3

// sum is what some resources come to.
type sum struct {
	sources, sinks int
	tonnes         float64       // a year, of those counted in tonnes
	firms          [enough]int32 // the first few that posted them
	known          uint8         // how many of firms there are
}

func (s *sum) add(r resource) {
	if r.source {
		s.sources++
	} else {
		s.sinks++
	}
	s.tonnes += float64(r.tonnes)
	s.meet(r.firm)
}

// meet notes that a firm has a share in s.
func (s *sum) meet(firm int32) {
	for _, f := range s.firms[:s.known] {
		if f == firm {
			return
		}
	}
	if s.known < enough {
		s.firms[s.known] = firm
		s.known++
	}
}

// join adds what other comes to.
func (s *sum) join(other sum) {
	s.sources += other.sources
	s.sinks += other.sinks
	s.tonnes += other.tonnes
	for _, f := range other.firms[:other.known] {
		s.meet(f)
	}
}

// sums are what a sheet's resources come to: by zone, then by group; and by
// patch where they lie in no zone. Those that visitors may know of stand apart.
type sums struct {
	exact, shown map[int32][]sum
	loose, seen  *mosaic[sum] // of patches of the finest zoom that is summed up, and of patchZoom
}

// patchZoom is the zoom whose tiles are the squares of which visitors are told
// what lies outside zones: some 8 km wide at İzmir.
const patchZoom = 12

func newSums(resources *tile.Points[resource], groups int) sums {
	s := sums{map[int32][]sum{}, map[int32][]sum{}, newMosaic[sum](Near-1+squares, groups), newMosaic[sum](patchZoom, groups)}
	for p := range resources.All() {
		r := p.Of
		if r.zone == 0 {
			s.loose.at(p.Cell, r.group).add(r)
			if r.open {
				s.seen.at(p.Cell, r.group).add(r)
			}
			continue
		}
		of(s.exact, r.zone, groups)[r.group].add(r)
		if r.open {
			of(s.shown, r.zone, groups)[r.group].add(r)
		}
	}
	return s
}

func of(zones map[int32][]sum, zone int32, groups int) []sum {
	list, there := zones[zone]
	if !there {
		list = make([]sum, groups)
		zones[zone] = list
	}
	return list
}

// band returns the lower end of the band that n lies in: 1, 3, 10, 30, 100 and
// so on; 0 below 1.
func band(n float64) float64 {
	if n < 1 {
		return 0
	}
	low := 1.0
	for low*10 <= n {
		low *= 10
	}
	if low*3 <= n {
		return low * 3
	}
	return low
}
