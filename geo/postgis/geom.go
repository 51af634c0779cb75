package postgis

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// wgs84 is the SRID of every geometry that crosses the wire.
const wgs84 = 4326

// encode returns mp as EWKB, for ST_GeomFromEWKB.
func encode(mp orb.MultiPolygon) ([]byte, error) {
	g := geom.NewMultiPolygon(geom.XY).SetSRID(wgs84)
	for _, polygon := range mp {
		p := geom.NewPolygon(geom.XY)
		for _, ring := range polygon {
			flat := make([]float64, 0, 2*len(ring))
			for _, at := range ring {
				flat = append(flat, at[0], at[1])
			}
			if err := p.Push(geom.NewLinearRingFlat(geom.XY, flat)); err != nil {
				return nil, err
			}
		}
		if err := g.Push(p); err != nil {
			return nil, err
		}
	}
	return ewkb.Marshal(g, ewkb.NDR)
}

// decode reads a multipolygon that ST_AsEWKB wrote.
func decode(raw []byte) (orb.MultiPolygon, error) {
	g, err := ewkb.Unmarshal(raw)
	if err != nil {
		return nil, err
	}
	mp, ok := g.(*geom.MultiPolygon)
	if !ok {
		return nil, fmt.Errorf("%T is no multipolygon", g)
	}
	out := make(orb.MultiPolygon, mp.NumPolygons())
	for i := range out {
		p := mp.Polygon(i)
		out[i] = make(orb.Polygon, p.NumLinearRings())
		for j := range out[i] {
			for _, at := range p.LinearRing(j).Coords() {
				out[i][j] = append(out[i][j], orb.Point{at[0], at[1]})
			}
		}
	}
	return out, nil
}
