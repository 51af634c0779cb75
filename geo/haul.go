package geo

import "math"

// Road is what a road engine answers for one pair of places.
type Road struct {
	Length   Metres // along the road; the way to it is only in it where the network is coarse
	Time     Seconds
	Toll     Metres // of Length, on toll roads
	Ferry    Metres // of Length, on ferries
	FromSnap Metres // straight from the first place to its road
	ToSnap   Metres
	Estimate bool   // no route was asked for: crow-fly by the network's detour factor
	Coarse   bool   // from a coarse network, good to some per cent
	Network  string // version of the network that answered
}

// RoadLine is a road as a map draws it.
type RoadLine struct {
	Class string // "motorway", "trunk", "primary", …
	Line  []Point
}

// Terms are a haul's conditions that no vehicle class fixes.
type Terms struct {
	Empty   Share   // of the way back that is driven empty: 1 returns empty, 0 finds a load
	TollKm  Lira    // a km on toll roads
	Density float64 // kg/m³ of the load; 0: unknown, weight alone limits
}

// DefaultTerms return empty; the toll is an assumption of 2026-11 for lorries.
var DefaultTerms = Terms{Empty: 1, TollKm: 6}

// CostLine is a haul's cost by what it is paid for.
type CostLine struct {
	Distance Lira
	Time     Lira
	Toll     Lira
}

// Haul is carrying a mass along a road by one class of vehicle.
type Haul struct {
	Road    Road
	Vehicle string
	Mass    Tonnes
	Trips   int
	Terms   Terms
	Lines   CostLine
	Cost    Lira
	CO2e    KgCO2e
}

// Carry returns the haul of mass along road by v:
//
//	trips = ⌈mass / load⌉
//	cost  = trips × (km × (1 + empty) × TRY/km + h × TRY/h) + tolls
//	CO₂e  = km × (trips × (1 + empty) × e₀ + mass / payload × (e₁ − e₀))
//
// with e₀ and e₁ the vehicle's factors empty and full (linear in the load, ISO
// 14083 with empty running) and h the driving both ways plus the dock.
func Carry(road Road, v Vehicle, mass Tonnes, terms Terms) Haul {
	h := Haul{Road: road, Vehicle: v.Code, Mass: mass, Terms: terms}
	if mass <= 0 {
		return h
	}
	h.Trips = int(math.Ceil(float64(mass / v.Load(terms.Density))))
	trips, there, back := float64(h.Trips), road.Length.Km(), 1+float64(terms.Empty)
	hours := road.Time.Hours()*back + v.Dock
	h.Lines = CostLine{
		Distance: Lira(trips * there * back * float64(v.PerKm)),
		Time:     Lira(trips * hours * float64(v.PerHour)),
		Toll:     Lira(trips * road.Toll.Km() * back * float64(terms.TollKm)),
	}
	h.Cost = h.Lines.Distance + h.Lines.Time + h.Lines.Toll
	h.CO2e = KgCO2e(there * (trips*back*float64(v.Empty) +
		float64(mass/v.Payload)*float64(v.Full-v.Empty)))
	return h
}

// PerTonne returns what a tonne of h costs, or 0 when nothing moves.
func (h Haul) PerTonne() Lira {
	if h.Mass <= 0 {
		return 0
	}
	return h.Cost / Lira(h.Mass)
}
