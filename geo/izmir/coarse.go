package izmir

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// speeds are what a van and a lorry drive on a class of road, km/h: the limits
// of the Karayolları Trafik Yönetmeliği, art. 100 (vans 95, 85, 80, lorries 90,
// 85, 80 on motorways, divided and other rural roads), less what hills and
// towns take. A road's own speed_kmh caps both.
var speeds = map[road.Class]struct{ van, truck float64 }{
	road.Motorway: {92, 85}, road.Trunk: {80, 74}, road.Primary: {70, 62}, road.Secondary: {60, 52}, road.Tertiary: {45, 40},
}

// Coarse builds the coarse network: motorways, state roads and the main
// provincial roads of İzmir, every district centre, a link to the gate of
// every zone of [Zones], and the first towns beyond the province, so that
// traffic through it takes sane ways.
//
// A road's length is not that of its line but what roads.csv tells, and says
// there where it is from: "list", the exit and section lists of the highway
// administration; "published", set so that published distances between
// district centres come out; "drawn", an estimate from the line.
func Coarse(ctx context.Context) (*road.Graph, error) {
	d := draft{Builder: road.NewBuilder(), ids: map[string]int64{}}
	if err := d.addPlaces(); err != nil {
		return nil, err
	}
	if err := d.addRoads(); err != nil {
		return nil, err
	}
	return d.Build(ctx, road.BuildOptions{Name: "İzmir kaba ağ / coarse network", Version: version(), Coarse: true,
		Attribution: "simbiyoz, genel bilgiden çizildi / drawn from general knowledge"})
}

// version names the state of the data, so that matches are computed anew when
// any of it changes.
func version() string {
	h := sha256.New()
	for _, table := range [][]byte{districtsCSV, junctionsCSV, roadsCSV, zonesGeoJSON} {
		h.Write(table) // never fails, as hash.Hash promises
	}
	return fmt.Sprintf("izmir-coarse-%x", h.Sum(nil)[:4])
}

// draft is a network in the making.
type draft struct {
	*road.Builder
	ids  map[string]int64 // of places, by code
	last int64            // id given
}

func (d *draft) add(p geo.Point) int64 {
	d.last++
	d.AddNode(d.last, p)
	return d.last
}

// addPlaces adds district centres and junctions by their codes, and the zones'
// gates as "zone:CODE".
func (d *draft) addPlaces() error {
	districts, err := Districts()
	if err != nil {
		return err
	}
	junctions, err := Junctions()
	if err != nil {
		return err
	}
	zones, err := Zones()
	if err != nil {
		return err
	}
	for _, p := range append(districts, junctions...) {
		d.ids[p.Code] = d.add(p.Point)
	}
	for _, z := range zones {
		d.ids["zone:"+z.Code] = d.add(z.Gate)
	}
	return nil
}

func (d *draft) addRoads() error {
	lines, err := rows("roads.csv", roadsCSV)
	if err != nil {
		return err
	}
	for i, r := range lines {
		w, err := d.way(r)
		if err != nil {
			return fmt.Errorf("roads.csv row %d: %w", i+2, err)
		}
		w.ID = int64(i + 1)
		d.AddWay(w)
	}
	return nil
}

// way reads a road, which is open both ways.
func (d *draft) way(r row) (road.Way, error) {
	from, to := d.ids[r["from"]], d.ids[r["to"]]
	if from == 0 || to == 0 {
		return road.Way{}, fmt.Errorf("%s or %s: %w", r["from"], r["to"], geo.ErrNotFound)
	}
	class, ok := road.ClassByName(r["class"])
	if !ok {
		return road.Way{}, fmt.Errorf("class %q: %w", r["class"], geo.ErrNotFound)
	}
	km, err := r.number("length_km")
	if err != nil {
		return road.Way{}, err
	}
	side, err := side(class, r)
	if err != nil {
		return road.Way{}, err
	}
	bends, err := d.bends(r["shape"])
	if err != nil {
		return road.Way{}, err
	}
	nodes := append(append([]int64{from}, bends...), to)
	return road.Way{Nodes: nodes, Class: class, Name: r["road"], Toll: r["toll"] == "yes", Metres: km * 1000,
		Forward: side, Backward: side}, nil
}

func side(class road.Class, r row) (road.Side, error) {
	limit := math.Inf(1)
	if r["speed_kmh"] != "" {
		var err error
		if limit, err = r.number("speed_kmh"); err != nil {
			return road.Side{}, err
		}
	}
	return road.Side{Open: true, Speed: min(speeds[class].van, limit), TruckSpeed: min(speeds[class].truck, limit)}, nil
}

// bends adds the points between a road's ends, written "lon lat;lon lat".
func (d *draft) bends(shape string) ([]int64, error) {
	var ids []int64
	for bend := range strings.SplitSeq(shape, ";") {
		if bend == "" {
			continue
		}
		lon, lat, _ := strings.Cut(bend, " ")
		p, err := row{"lon": lon, "lat": lat}.point()
		if err != nil {
			return nil, err
		}
		ids = append(ids, d.add(p))
	}
	return ids, nil
}
