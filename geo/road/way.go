// Package road finds the ways lorries can take and what they measure: exact
// road metres and seconds between places, one pair at a time or thousands.
//
// A [Builder] takes nodes, ways and turn restrictions from any source and makes
// an immutable [Graph] in arrays; any number of goroutines share it, each with
// a [Query] of its own.
package road

// Class is the rank of a road, greatest first.
type Class uint8

const (
	Motorway Class = iota
	Trunk
	Primary
	Secondary
	Tertiary
	Unclassified
	Residential
	LivingStreet
	Service
	Track
	FerryRoute
	MotorwayLink
	TrunkLink
	PrimaryLink
	SecondaryLink
	TertiaryLink
)

// Access says who may enter a road. Greater is stricter.
type Access uint8

const (
	AccessYes         Access = iota
	AccessDestination        // only to reach a place on it: the last mile
	AccessDelivery           // only to deliver there: the last mile, as AccessDestination
	AccessNo
)

// Limits are what a road or a barrier demands of a vehicle. A zero measure is
// no limit.
type Limits struct {
	Goods    Access // vans, up to 3.5 t
	HGV      Access // lorries above 3.5 t
	Hazmat   Access // lorries that carry dangerous goods (ADR)
	WeightKg uint32 // greatest gross weight
	// DestinationKg is the greatest gross weight but for the last mile
	DestinationKg uint32
	AxleKg        uint32 // greatest weight on one axle
	HeightCm      uint16
	WidthCm       uint16
	LengthCm      uint16
}

// Side is one direction of a way.
type Side struct {
	Open       bool
	Speed      float64 // km/h a van drives here: the legal limit or the class's habit, surface and hills considered
	TruckSpeed float64 // km/h a lorry drives here
	// HazmatSpeed is what a lorry with dangerous goods drives; 0: as any other
	HazmatSpeed float64
	Limits
}

// Way is a road as a source gives it: a chain of nodes with the same law all
// along. The builder cuts it where ways meet.
type Way struct {
	ID         int64
	Nodes      []int64
	Class      Class
	Name       string // road number and name, for directions; may be empty
	Toll       bool
	Ferry      bool
	Roundabout bool
	Seconds    float64 // whole crossing, where the source tells it (ferries); else 0
	Metres     float64 // whole length, where the source tells it better than its geometry (coarse networks); else 0
	Forward    Side
	Backward   Side
}

// Restriction forbids (or, when Only, commands) to go from way From, by ViaNode
// or by the chain ViaWays, into way To.
type Restriction struct {
	From, To int64
	ViaNode  int64   // 0 when ViaWays is given
	ViaWays  []int64 // in driving order
	Only     bool
	HGVOnly  bool // binds lorries alone (restriction:hgv)
	NotHGV   bool // lorries are excepted (except=hgv)
}
