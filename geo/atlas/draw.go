package atlas

import (
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/tile"
)

// Layers that an atlas draws.
const (
	Zones     = "zones"
	Firms     = "firms"
	Resources = "resources"
)

// Near is the zoom from which on each site and resource is a point. On a
// smaller scale they are summed up, by zone and, outside zones, by squares.
const Near = 10

// squares is how much deeper than a tile's own the zoom is whose tiles are the
// squares that it is summed up by.
const squares = 4

// pen draws a tile of a sheet.
type pen struct {
	*sheet
	layer *tile.Layer
	at    tile.Address
}

// Draw draws one of Layers into l, exactly or as visitors may see it: sums of
// three firms or more alone, at zones' gates, figures as the lower ends of
// bands. The atlas must be loaded; another layer is geo.ErrNotFound.
func (a *Atlas) Draw(l *tile.Layer, layer string, at tile.Address, exact bool) error {
	p := pen{a.sheet.Load(), l, at}
	switch layer {
	case Zones:
		p.outlines()
	case Firms, Resources:
		switch {
		case !exact:
			p.shown(layer == Resources)
		case at.Z < Near:
			p.summary(layer == Resources)
		case layer == Firms:
			p.sites()
		default:
			p.points()
		}
	default:
		return fmt.Errorf("layer %q: %w", layer, geo.ErrNotFound)
	}
	return nil
}

func (p pen) outlines() {
	seen := p.at.Bound(tile.Margin)
	for _, z := range p.zones {
		if !seen.Intersects(z.bound) || !p.layer.Polygon(uint64(z.ID), z.Outline) {
			continue
		}
		p.layer.Text("code", z.Code)
		p.layer.Text("name", z.Name)
		p.layer.Text("name_en", z.NameEN)
		p.layer.Text("kind", string(z.Kind))
		p.layer.Text("district", z.District)
	}
}

func (p pen) points() {
	if crowded(p.resources, p.at) {
		p.crowdedPoints()
		return
	}
	for place := range p.resources.Of(p.at) {
		r := place.Of
		p.layer.Dot(uint64(place.ID), place.Cell)
		p.role(r.source)
		p.layer.Text("group", p.groups[r.group])
		p.number("t", float64(r.tonnes))
		p.number("zone", float64(r.zone))
		p.layer.Number("site", float64(r.site))
		p.layer.Number("firm", float64(r.firm))
	}
}

// named is the zoom from which on sites bear names: on a smaller scale none
// would be legible, and they are half of a tile.
const named = 12

func (p pen) sites() {
	if crowded(p.sheet.sites, p.at) {
		p.crowdedSites()
		return
	}
	for place := range p.sheet.sites.Of(p.at) {
		p.layer.Dot(uint64(place.ID), place.Cell)
		p.site(place.Of, place.Of.sources, place.Of.sinks)
	}
}

func (p pen) site(s site, sources, sinks int32) {
	p.layer.Number("sources", float64(sources))
	p.layer.Number("sinks", float64(sinks))
	p.layer.Number("firm", float64(s.firm))
	p.number("zone", float64(s.zone))
	if p.at.Z >= named {
		p.layer.Text("name", s.name)
	}
}

// number gives an attribute that is unknown when it is 0.
func (p pen) number(key string, n float64) {
	if n != 0 {
		p.layer.Number(key, n)
	}
}

// summary sums up exactly what is in the tile: by zone where its gate lies
// there, by square outside zones.
func (p pen) summary(byGroup bool) {
	sums, same := p.sums(), func(s sum) sum { return s }
	p.byZone(sums.exact, byGroup, same)
	p.byPatch(sums.loose.of(p.at), p.at.Z+squares, byGroup, same)
}

// shown sums up what visitors may know.
func (p pen) shown(byGroup bool) {
	sums := p.sums()
	p.byZone(sums.shown, byGroup, banded)
	p.byPatch(sums.seen.of(p.at), patchZoom, byGroup, banded)
}

// banded tells of a sum what visitors may know: nothing where too few firms
// have a share in it.
func banded(s sum) sum {
	if s.known < enough {
		return sum{}
	}
	return sum{sources: int(band(float64(s.sources))), sinks: int(band(float64(s.sinks))), tonnes: band(s.tonnes)}
}

func (p pen) byZone(sums map[int32][]sum, byGroup bool, told func(sum) sum) {
	for _, z := range p.zones {
		if z.gate.In(p.at.Z) != p.at {
			continue
		}
		var all sum
		for group, s := range sums[int32(z.ID)] {
			if byGroup {
				p.sum(uint64(z.ID)<<16|uint64(group), z.gate, told(s), &z, p.groups[group])
			}
			all.join(s)
		}
		if !byGroup {
			p.sum(uint64(z.ID), z.gate, told(all), &z, "")
		}
	}
}

// looseID is above the ids of zones' sums and below 2^53, which a browser's
// numbers can tell apart.
const looseID = 1 << 48

func (p pen) byPatch(patches []patch[sum], zoom uint8, byGroup bool, told func(sum) sum) {
	for _, patch := range p.coarser(patches, zoom, byGroup) {
		group := ""
		if byGroup {
			group = p.groups[patch.kind]
		}
		id := looseID | patch.cell.Number(zoom)<<16 | uint64(patch.kind)
		p.sum(id, patch.cell.Middle(zoom), told(patch.is), nil, group)
	}
}

// coarser joins patches in squares of another zoom, whatever their group unless
// by it.
func (p pen) coarser(patches []patch[sum], zoom uint8, byGroup bool) []patch[sum] {
	m := newMosaic[sum](zoom, len(p.groups))
	for _, patch := range patches {
		group := patch.kind
		if !byGroup {
			group = 0
		}
		m.at(patch.cell, group).join(patch.is)
	}
	return m.patches
}

// sum draws a sum, unless it is none.
func (p pen) sum(id uint64, cell tile.Cell, s sum, in *zone, group string) {
	if s.sources+s.sinks == 0 || cell.In(p.at.Z) != p.at {
		return
	}
	p.layer.Dot(id, cell)
	p.layer.Number("count", float64(s.sources+s.sinks))
	p.layer.Number("sources", float64(s.sources))
	p.layer.Number("sinks", float64(s.sinks))
	p.number("t", s.tonnes)
	p.layer.Text("group", group)
	if in != nil {
		p.layer.Number("zone", float64(in.ID))
		p.layer.Text("name", in.Name)
	}
}
