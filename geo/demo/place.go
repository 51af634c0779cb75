package demo

import (
	"math"
	"math/rand/v2"
	"sort"

	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
)

// perZone is how many firms have room in a zone: 100,000 firms in 400 zones is
// the country's scale. The others lie along the roads, where lorries reach
// them.
const perZone = 250

// beside is how far from a road a firm outside the zones lies at most.
const beside geo.Metres = 800

// places gives every firm its site.
type places struct {
	zones    []geo.Zone
	segments [][2]geo.Point // of roads
	reach    []geo.Metres   // length of all segments up to each
}

func newPlaces(zones []geo.Zone, roads []geo.RoadLine) places {
	p := places{zones: zones}
	whole := geo.Metres(0)
	for _, r := range roads {
		if r.Class == "ferry" {
			continue
		}
		for i := 1; i < len(r.Line); i++ {
			whole += geo.Crow(r.Line[i-1], r.Line[i])
			p.segments, p.reach = append(p.segments, [2]geo.Point{r.Line[i-1], r.Line[i]}), append(p.reach, whole)
		}
	}
	return p
}

// of returns the name and place of firm i's site.
func (p places) of(i int, rnd *rand.Rand) (string, geo.Point) {
	zone := p.zones[rnd.IntN(len(p.zones))]
	if i < perZone*len(p.zones) || len(p.segments) == 0 {
		return zone.Name, inside(rnd, zone)
	}
	return "Tesis", p.alongRoad(rnd)
}

// inside returns a place within zone's outline, evenly spread; a zone without
// an outline has its gate.
func inside(rnd *rand.Rand, zone geo.Zone) geo.Point {
	bound := zone.Outline.Bound()
	for range 1000 {
		lon := bound.Min[0] + rnd.Float64()*(bound.Max[0]-bound.Min[0])
		lat := bound.Min[1] + rnd.Float64()*(bound.Max[1]-bound.Min[1])
		if p := (geo.Point{round(lon, 6), round(lat, 6)}); planar.MultiPolygonContains(zone.Outline, p) {
			return p
		}
	}
	return zone.Gate
}

// alongRoad returns a place beside a road, every metre of road as likely.
func (p places) alongRoad(rnd *rand.Rand) geo.Point {
	at := geo.Metres(rnd.Float64()) * p.reach[len(p.reach)-1]
	i := min(sort.Search(len(p.reach), func(i int) bool { return p.reach[i] > at }), len(p.segments)-1)
	a, b := p.segments[i][0], p.segments[i][1]
	share, angle, off := rnd.Float64(), 2*math.Pi*rnd.Float64(), float64(beside)*rnd.Float64()
	const degree = 111_195 // metres of one of latitude
	lat := a[1] + share*(b[1]-a[1]) + off*math.Sin(angle)/degree
	lon := a[0] + share*(b[0]-a[0]) + off*math.Cos(angle)/(degree*math.Cos(lat*math.Pi/180))
	return geo.Point{round(lon, 6), round(lat, 6)}
}
