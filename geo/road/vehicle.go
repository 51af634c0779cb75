package road

import (
	"math"

	"simbiyoz/geo"
)

// Vehicle is what a vehicle demands of a road. It is comparable.
type Vehicle struct {
	Code     string
	Hazmat   bool
	WeightKg uint32 // gross
	AxleKg   uint32
	HeightCm uint16
	WidthCm  uint16
	LengthCm uint16
}

// VehicleOf returns what v demands of a road.
func VehicleOf(v geo.Vehicle) Vehicle {
	cm := func(m geo.Metres) uint16 { return uint16(math.Round(float64(m) * 100)) }
	kg := func(t geo.Tonnes) uint32 { return uint32(math.Round(float64(t) * 1000)) }
	return Vehicle{Code: v.Code, Hazmat: v.Hazmat, WeightKg: kg(v.Gross), AxleKg: kg(v.Axle),
		HeightCm: cm(v.Height), WidthCm: cm(v.Width), LengthCm: cm(v.Length)}
}

// vanWeight is the gross weight up to which a vehicle is no lorry: 3.5 t.
const vanWeight = 3500

// Vehicles of three paces drive a graph.
const (
	pacedVan = iota
	pacedTruck
	pacedHazmat
	paces
)

// pace returns whose pace v drives at.
func (v Vehicle) pace() int {
	switch {
	case v.van():
		return pacedVan
	case v.Hazmat:
		return pacedHazmat
	}
	return pacedTruck
}

func (v Vehicle) van() bool { return v.WeightKg <= vanWeight }

func (v Vehicle) turnTimes() *[256]uint32 {
	if v.van() {
		return &turnTimes[0]
	}
	return &turnTimes[1]
}

// access returns how v may enter a road of these limits: freely, as its last
// mile, or not at all.
func (v Vehicle) access(l Limits) Access {
	if over(v.WeightKg, l.WeightKg) || over(v.AxleKg, l.AxleKg) || over(v.HeightCm, l.HeightCm) ||
		over(v.WidthCm, l.WidthCm) || over(v.LengthCm, l.LengthCm) {
		return AccessNo
	}
	access := l.HGV
	if v.van() {
		access = l.Goods
	}
	if v.Hazmat {
		access = max(access, l.Hazmat)
	}
	if over(v.WeightKg, l.DestinationKg) {
		access = max(access, AccessDestination)
	}
	return access
}

func over[T uint16 | uint32](measure, limit T) bool { return limit != 0 && measure > limit }

// rules are a vehicle's view of a graph.
type rules struct {
	access []Access // by kind of limits
	time   []uint32 // of arcs, ms
	banned []uint64
	turn   *[256]uint32 // ms, see turnTime
	// anyTurn leaves banned turns, and that one does not turn back, out of
	// account.
	anyTurn bool
}

// key is the same for vehicles that drive the same roads at the same pace.
func (r rules) key(v Vehicle) string {
	key := make([]byte, 1, 1+len(r.access))
	key[0] = byte(v.pace())
	for _, a := range r.access {
		key = append(key, byte(a))
	}
	return string(key)
}

func (g *Graph) rules(v Vehicle) rules {
	r := rules{access: make([]Access, len(g.limits)), time: g.times[v.pace()], banned: g.banned.of(v), turn: v.turnTimes()}
	for i, l := range g.limits {
		r.access[i] = v.access(l)
	}
	return r
}
