// Package demo invents firms and resources, the same every time, so that a
// newcomer sees the exchange at work. Every firm's name says that it is
// invented; kinds.csv holds what firms of each kind typically give and seek,
// written from general knowledge of these trades.
package demo

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// İzmir's workshops: 109 firms posted 637 resources.
const (
	Firms     = 109
	Resources = 637
)

//go:embed kinds.csv
var kindsCSV []byte

// kind is a trade with what its firms post.
type kind struct {
	name, nace string
	posts      []post
}

type post struct {
	resource geo.Resource // without quantity
	min, max float64
}

// kinds reads kinds.csv once.
var kinds = sync.OnceValues(func() ([]kind, error) {
	lines, err := csv.NewReader(bytes.NewReader(kindsCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("kinds.csv: %w", err)
	}
	var out []kind
	last := ""
	for i, f := range lines[1:] {
		if f[0] != last {
			last = f[0]
			out = append(out, kind{name: f[2], nace: f[1]})
		}
		p, err := readPost(f)
		if err != nil {
			return nil, fmt.Errorf("kinds.csv row %d: %w", i+2, err)
		}
		k := &out[len(out)-1]
		k.posts = append(k.posts, p)
	}
	return out, nil
})

func readPost(f []string) (post, error) {
	m, ok := material.ByCode(f[5])
	if !ok {
		return post{}, fmt.Errorf("material %q: %w", f[5], geo.ErrNotFound)
	}
	p := post{resource: geo.Resource{
		Role: geo.Role(f[3]), Title: f[4], Material: f[5], Category: m.Category, Unit: geo.Unit(f[8]), Interval: geo.Interval(f[9]),
		Form: geo.Form(f[10]), Legal: geo.LegalStatus(f[12]), Season: geo.AllYear,
		Provenance: geo.Declared, Visibility: geo.VisiblePublic,
	}}
	var err error
	if p.min, err = strconv.ParseFloat(f[6], 64); err != nil {
		return p, err
	}
	if p.max, err = strconv.ParseFloat(f[7], 64); err != nil {
		return p, err
	}
	if f[11] != "" {
		density, err := strconv.ParseFloat(f[11], 64)
		if err != nil {
			return p, err
		}
		p.resource.Density = &density
	}
	if f[13] != "" {
		p.resource.Season = 0
		for month := range strings.SplitSeq(f[13], ",") {
			n, err := strconv.Atoi(month)
			if err != nil {
				return p, err
			}
			p.resource.Season |= 1 << (n - 1)
		}
	}
	return p, nil
}

// Make returns firms and resources for zones: each firm has one site near a
// zone's gate, and resources are dealt out in turn until there are as many as
// asked for.
func Make(zones []geo.Zone, firms, resources int) ([]geo.FirmEntry, []geo.ResourceEntry, error) {
	trades, err := kinds()
	if err != nil {
		return nil, nil, err
	}
	if len(zones) == 0 || firms < 1 || resources < 0 {
		return nil, nil, fmt.Errorf("%d firms with %d resources in %d zones cannot be", firms, resources, len(zones))
	}
	out := make([]geo.FirmEntry, firms)
	for i := range out {
		out[i] = firm(i, trades[i%len(trades)], zones)
	}
	posted := make([]geo.ResourceEntry, 0, resources)
	for round := 0; len(posted) < resources; round++ {
		for i := 0; i < firms && len(posted) < resources; i++ {
			posts := trades[i%len(trades)].posts
			posted = append(posted, resource(out[i].Firm, posts[round%len(posts)], round, round/len(posts)))
		}
	}
	return out, posted, nil
}

// dice are the same for a firm, or a resource, whatever else is made.
func dice(i, j int) *rand.Rand { return rand.New(rand.NewPCG(uint64(i)+1, uint64(j)+1)) }

func firm(i int, k kind, zones []geo.Zone) geo.FirmEntry {
	rnd := dice(i, 0)
	zone := zones[rnd.IntN(len(zones))]
	f := geo.Firm{Ref: fmt.Sprintf("demo-%05d", i+1), Name: fmt.Sprintf("%s %d (kurgu)", k.name, i+1), NACE: k.nace, Demo: true}
	site := geo.Site{Ref: "1", Name: zone.Name, Place: inside(rnd, zone), Hours: "Mo-Fr 08:00-18:00", DockTonnes: 40}
	return geo.FirmEntry{Firm: f, Sites: []geo.Site{site}}
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

func resource(f geo.Firm, p post, turn, again int) geo.ResourceEntry {
	var number int
	fmt.Sscanf(f.Ref, "demo-%d", &number)
	rnd := dice(number, turn+1)
	r := p.resource
	r.Ref = fmt.Sprintf("%s-%d", f.Ref, turn+1)
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
	return geo.ResourceEntry{Resource: r, FirmRef: f.Ref}
}

func round(v float64, digits int) float64 {
	unit := math.Pow(10, float64(digits))
	return math.Round(v*unit) / unit
}
