// Package atlas holds in memory what the map is drawn of most: zones, the
// sites of firms, and resources. It draws them as vector tiles, either as they
// are or as everybody may see them, and takes changes row by row.
package atlas

import (
	"iter"
	"sync"
	"sync/atomic"

	"simbiyoz/geo"
	"simbiyoz/geo/tile"
)

// Resource is a resource as a map shows it.
type Resource struct {
	ID, Firm, Site, Zone int64 // Zone 0: in none
	Place                geo.Point
	Group                string // of materials
	Role                 geo.Role
	Tonnes               float64 // a year; 0: unknown, or not counted in tonnes
	Open                 bool    // visitors may know of it
}

// Site is a firm's site as a map shows it.
type Site struct {
	ID, Firm, Zone int64 // Zone 0: in none
	Place          geo.Point
	Name           string // of its firm
	Sources, Sinks int    // that the firm posted there
}

// Atlas is safe for concurrent use. What is drawn is always whole: a sheet
// never changes, a change makes another one.
type Atlas struct {
	sheet atomic.Pointer[sheet]
	ready chan struct{}

	change    sync.Mutex // one at a time; guards what follows
	resources pins
	sites     pins
	groups    map[string]uint16
}

// New returns an atlas that is not loaded yet.
func New() *Atlas { return &Atlas{ready: make(chan struct{})} }

// Ready is closed once the atlas was loaded.
func (a *Atlas) Ready() <-chan struct{} { return a.ready }

// Load replaces everything. Resources are taken as they come: a million of them
// at once would need twice the room that the atlas keeps them in. After an error
// of theirs, which it returns, everything is as it was.
func (a *Atlas) Load(zones []geo.Zone, sites []Site, resources iter.Seq2[Resource, error]) error {
	a.change.Lock()
	defer a.change.Unlock()
	next := Atlas{resources: pins{}, sites: pins{}, groups: map[string]uint16{}}
	s := &sheet{zones: newZones(zones)}
	var places []tile.Place[resource]
	for r, err := range resources {
		if err != nil {
			return err
		}
		places = append(places, next.pin(s, r))
	}
	s.resources = tile.NewPoints(places)
	s.sites = tile.NewPoints(next.pinSites(sites))
	a.resources, a.sites, a.groups = next.resources, next.sites, next.groups
	if a.sheet.Swap(s.summed()) == nil {
		close(a.ready)
	}
	return nil
}

// SetZones replaces the zones.
func (a *Atlas) SetZones(zones []geo.Zone) {
	a.update(func(s *sheet) { s.zones = newZones(zones) })
}

// SetResources puts rows in the place of the resources with ids: those without
// a row are gone.
func (a *Atlas) SetResources(ids []int64, rows []Resource) {
	a.update(func(s *sheet) {
		gone := take[resource](a.resources, ids)
		come := make([]tile.Place[resource], len(rows))
		for i, r := range rows {
			come[i] = a.pin(s, r)
		}
		s.resources = s.resources.With(gone, come)
	})
}

// SetSites puts rows in the place of the sites with ids: those without a row
// are gone.
func (a *Atlas) SetSites(ids []int64, rows []Site) {
	a.update(func(s *sheet) {
		gone := take[site](a.sites, ids)
		s.sites = s.sites.With(gone, a.pinSites(rows))
	})
}

func (a *Atlas) update(do func(*sheet)) {
	a.change.Lock()
	defer a.change.Unlock()
	next := a.sheet.Load().copy()
	do(next)
	a.sheet.Store(next.summed())
}

// take forgets where ids are and returns what is taken away there.
func take[T any](from pins, ids []int64) []tile.Place[T] {
	var gone []tile.Place[T]
	for _, id := range ids {
		if cell, there := from.take(id); there {
			gone = append(gone, tile.Place[T]{Cell: cell, ID: id})
		}
	}
	return gone
}

// pin puts a row where it is and notes that; it gives s its group if that is
// new.
func (a *Atlas) pin(s *sheet, r Resource) tile.Place[resource] {
	group, known := a.groups[r.Group]
	if !known {
		group = uint16(len(a.groups))
		a.groups[r.Group] = group
		s.groups = append(s.groups[:group:group], r.Group)
	}
	cell := tile.CellOf(r.Place)
	a.resources.set(r.ID, cell)
	return tile.Place[resource]{Cell: cell, ID: r.ID, Of: resource{
		firm: int32(r.Firm), site: int32(r.Site), zone: int32(r.Zone), tonnes: float32(r.Tonnes),
		group: group, source: r.Role == geo.Source, open: r.Open}}
}

func (a *Atlas) pinSites(rows []Site) []tile.Place[site] {
	out := make([]tile.Place[site], len(rows))
	for i, r := range rows {
		cell := tile.CellOf(r.Place)
		a.sites.set(r.ID, cell)
		out[i] = tile.Place[site]{Cell: cell, ID: r.ID, Of: site{
			firm: int32(r.Firm), zone: int32(r.Zone), name: r.Name, sources: int32(r.Sources), sinks: int32(r.Sinks)}}
	}
	return out
}
