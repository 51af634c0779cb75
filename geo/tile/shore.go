package tile

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// Shore is land and coastline, which never change.
type Shore []*geojson.Feature

// ReadShore reads GeoJSON whose features have a kind: "land", a polygon, or
// "coast", a line.
func ReadShore(text []byte) (Shore, error) {
	all, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		return nil, fmt.Errorf("coast: %w", err)
	}
	return all.Features, nil
}

// Draw draws what of s is in a tile.
func (s Shore) Draw(l *Layer, at Address) {
	seen := at.Bound(Margin)
	for i, f := range s {
		if seen.Intersects(f.Geometry.Bound()) && l.draw(uint64(i+1), f.Geometry) {
			l.Text("kind", f.Properties.MustString("kind", ""))
		}
	}
}

// draw begins a line or an outline and reports whether any of it is in the
// tile; other geometries never are.
func (l *Layer) draw(id uint64, g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.LineString:
		return l.Line(id, g)
	case orb.Polygon:
		return l.Polygon(id, orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return l.Polygon(id, g)
	}
	return false
}
