// Package demo invents firms and resources, the same every time, so that a
// newcomer sees the exchange at work. Every firm's name says that it is
// invented; kinds.csv holds what firms of each kind typically give and seek,
// written from general knowledge of these trades.
package demo

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"time"

	"simbiyoz/geo"
)

// İzmir's workshops: 109 firms posted 637 resources.
const (
	Firms     = 109
	Resources = 637
)

// Plan says how much to invent, and where.
type Plan struct {
	Firms     int
	Resources int
	Zones     []geo.Zone
	Roads     []geo.RoadLine // for firms that find no room in a zone; nil: they crowd
}

// Demo is an invented exchange. It is made anew, row by row, whenever it is
// walked through, and takes no room.
type Demo struct {
	Plan
	trades []kind
	places places
}

// New returns the demo of a plan, which must have a zone and a firm.
func New(p Plan) (*Demo, error) {
	if len(p.Zones) == 0 || p.Firms < 1 || p.Resources < 0 {
		return nil, fmt.Errorf("%d firms with %d resources in %d zones cannot be", p.Firms, p.Resources, len(p.Zones))
	}
	trades, err := kinds()
	return &Demo{p, trades, newPlaces(p.Zones, p.Roads)}, err
}

// Entries walks through the firms, each with one site.
func (d *Demo) Entries() iter.Seq[geo.FirmEntry] {
	return func(yield func(geo.FirmEntry) bool) {
		for i := range d.Firms {
			if !yield(d.firm(i)) {
				return
			}
		}
	}
}

// Postings walks through the resources: each firm posts one in turn until
// there are as many as asked for.
func (d *Demo) Postings() iter.Seq[geo.ResourceEntry] {
	return func(yield func(geo.ResourceEntry) bool) {
		for n := range d.Resources {
			if !yield(d.resource(n%d.Firms, n/d.Firms)) {
				return
			}
		}
	}
}

// dice are the same for a firm, or a resource, whatever else is made.
func dice(i, j int) *rand.Rand { return rand.New(rand.NewPCG(uint64(i)+1, uint64(j)+1)) }

func ref(i int) string { return fmt.Sprintf("demo-%05d", i+1) }

func (d *Demo) firm(i int) geo.FirmEntry {
	k := d.trades[i%len(d.trades)]
	name, place := d.places.of(i, dice(i, 0))
	f := geo.Firm{Ref: ref(i), Name: fmt.Sprintf("%s %d (kurgu)", k.name, i+1), NACE: k.nace, Demo: true}
	site := geo.Site{Ref: "1", Name: name, Place: place, Hours: "Mo-Fr 08:00-18:00", DockTonnes: 40}
	return geo.FirmEntry{Firm: f, Sites: []geo.Site{site}}
}

// resource returns what firm i posts when its turn comes again.
func (d *Demo) resource(i, turn int) geo.ResourceEntry {
	posts := d.trades[i%len(d.trades)].posts
	p, again := posts[turn%len(posts)], turn/len(posts)
	rnd := dice(i+1, turn+1)
	r := p.resource
	r.Ref = fmt.Sprintf("%s-%d", ref(i), turn+1)
	if again > 0 {
		r.Title = fmt.Sprintf("%s, %d. hat", r.Title, again+1)
	}
	quantity := round(p.min*math.Pow(p.max/p.min, rnd.Float64()), 1)
	r.Quantity = &quantity
	if r.Role == geo.Source && r.Category == geo.CategoryMaterial && rnd.IntN(3) == 0 {
		cost := math.Round(200 + 1800*rnd.Float64())
		r.FateCost, r.Fate = &cost, "Bertaraf"
	}
	if rnd.IntN(3) > 0 {
		r.Confirmed = time.Date(2026, time.January, 1+rnd.IntN(300), 0, 0, 0, 0, time.UTC)
	}
	return geo.ResourceEntry{Resource: r, FirmRef: ref(i)}
}

func round(v float64, digits int) float64 {
	unit := math.Pow(10, float64(digits))
	return math.Round(v*unit) / unit
}
