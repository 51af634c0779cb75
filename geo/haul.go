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

// Alternative is one of several ways between two places.
type Alternative struct {
	Road    Road
	Line    []Point
	Overlap Share // of its length, on the best way; 1 of that itself
}

// RoadLine is a road as a map draws it.
type RoadLine struct {
	ID    int64  // as long as the network is the same
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

// Carry returns the haul of mass along road by v and back the same way, see
// [Round.Carry].
func Carry(road Road, v Vehicle, mass Tonnes, terms Terms) Haul {
	return Round{There: road, Back: road}.Carry(v, mass, terms)
}

// Round is what one trip drives.
type Round struct {
	There Road
	Back  Road // empty, as far as terms say
	Stops int  // on the way, with half of a trip's time at the dock each
}

// Carry returns the haul of mass on r by v:
//
//	trips = ⌈mass / load⌉
//	cost  = trips × (km × TRY/km + h × TRY/h) + tolls
//	CO₂e  = trips × km × e₀ + there × mass / payload × (e₁ − e₀)
//
// with e₀ and e₁ the vehicle's factors empty and full (linear in the load, ISO
// 14083 with empty running), km there and the empty share of those back, and h
// the driving both ways plus the dock. The whole load is aboard all the way
// there.
func (r Round) Carry(v Vehicle, mass Tonnes, terms Terms) Haul {
	h := Haul{Road: r.There, Vehicle: v.Code, Mass: mass, Terms: terms}
	if mass <= 0 {
		return h
	}
	h.Trips = int(math.Ceil(float64(mass / v.Load(terms.Density))))
	trips, there, empty := float64(h.Trips), r.There.Length.Km(), float64(terms.Empty)
	km := there + empty*r.Back.Length.Km()
	hours := r.There.Time.Hours() + empty*r.Back.Time.Hours() + v.Dock*(1+float64(r.Stops)/2)
	h.Lines = CostLine{
		Distance: Lira(trips * km * float64(v.PerKm)),
		Time:     Lira(trips * hours * float64(v.PerHour)),
		Toll:     Lira(trips * (r.There.Toll.Km() + empty*r.Back.Toll.Km()) * float64(terms.TollKm)),
	}
	h.Cost = h.Lines.Distance + h.Lines.Time + h.Lines.Toll
	h.CO2e = KgCO2e(trips*km*float64(v.Empty) + there*float64(mass/v.Payload)*float64(v.Full-v.Empty))
	return h
}

// Then returns r and, driven after it, next.
func (r Road) Then(next Road) Road {
	r.Length += next.Length
	r.Time += next.Time
	r.Toll += next.Toll
	r.Ferry += next.Ferry
	r.ToSnap = next.ToSnap
	r.Estimate = r.Estimate || next.Estimate
	r.Coarse = r.Coarse || next.Coarse
	return r
}

// PerTonne returns what a tonne of h costs, or 0 when nothing moves.
func (h Haul) PerTonne() Lira {
	if h.Mass <= 0 {
		return 0
	}
	return h.Cost / Lira(h.Mass)
}
