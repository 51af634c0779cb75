package atlas

import (
	"simbiyoz/geo"
	"simbiyoz/geo/tile"
)

// crowd is how many places a tile draws one by one. Of more, those that a
// screen can hardly tell apart are drawn as one: a tile of hundreds of
// thousands would take longer than anybody waits, and look the same.
const crowd = 4096

// finer is how much deeper than a tile's own the zoom is whose tiles are the
// squares of which a crowd is drawn by: four of a screen's pixels.
const finer = 7

// crowded reports whether a tile holds too many of places to draw each.
func crowded[T any](places *tile.Points[T], at tile.Address) bool {
	return places.Count(at) > crowd
}

// likes are resources of a role that are drawn as one: the first, how many they
// are, and what they have in common.
type likes struct {
	first  *tile.Place[resource]
	of     resource // zeroes where they differ
	group  bool     // of one group
	many   int
	tonnes float64
}

func (l *likes) add(p *tile.Place[resource]) {
	if l.many == 0 {
		l.first, l.of, l.group = p, p.Of, true
	}
	l.many++
	l.tonnes += float64(p.Of.tonnes)
	l.group = l.group && l.of.group == p.Of.group
	l.of.site, l.of.firm, l.of.zone = common(l.of.site, p.Of.site), common(l.of.firm, p.Of.firm), common(l.of.zone, p.Of.zone)
}

// common returns what a and b both are, 0 where they differ.
func common(a, b int32) int32 {
	if a == b {
		return a
	}
	return 0
}

// crowdedPoints draws the resources of a square and a role as one.
func (p pen) crowdedPoints() {
	m := newMosaic[likes](p.at.Z+finer, 2)
	for place := range p.resources.Of(p.at) {
		kind := uint16(0)
		if place.Of.source {
			kind = 1
		}
		m.at(place.Cell, kind).add(place)
	}
	for _, patch := range m.patches {
		l := patch.is
		p.layer.Dot(uint64(l.first.ID), l.first.Cell)
		p.role(l.of.source)
		if l.group {
			p.layer.Text("group", p.groups[l.of.group])
		}
		p.number("t", l.tonnes)
		p.number("zone", float64(l.of.zone))
		p.number("site", float64(l.of.site))
		p.number("firm", float64(l.of.firm))
		p.alike(l.many)
	}
}

func (p pen) role(source bool) {
	if source {
		p.layer.Text("role", string(geo.Source))
	} else {
		p.layer.Text("role", string(geo.Sink))
	}
}

// alike tells how many are drawn as one.
func (p pen) alike(many int) {
	if many > 1 {
		p.layer.Number("alike", float64(many))
	}
}

// neighbours are sites that are drawn as one: the first and how many they are,
// and its firm's name and zone with what all of them have.
type neighbours struct {
	first          *tile.Place[site]
	many           int
	sources, sinks int32
}

func (n *neighbours) add(p *tile.Place[site]) {
	if n.many == 0 {
		n.first = p
	}
	n.many++
	n.sources += p.Of.sources
	n.sinks += p.Of.sinks
}

// crowdedSites draws the sites of a square as the first of them.
func (p pen) crowdedSites() {
	m := newMosaic[neighbours](p.at.Z+finer, 1)
	for place := range p.sheet.sites.Of(p.at) {
		m.at(place.Cell, 0).add(place)
	}
	for _, patch := range m.patches {
		n := patch.is
		p.layer.Dot(uint64(n.first.ID), n.first.Cell)
		p.site(n.first.Of, n.sources, n.sinks)
		p.alike(n.many)
	}
}
