package geo

// Hazard is a List of Waste entry's mark.
type Hazard string

const (
	HazardNone     Hazard = "none"
	HazardAbsolute Hazard = "absolute" // hazardous whatever it holds
	HazardMirror   Hazard = "mirror"   // hazardous entry of a mirror pair
)

// Material is what a resource is: an entry of the List of Waste or of the
// list of products, energies and services.
type Material struct {
	Code     string // "100202" or "energy.steam"
	Group    string // "1002", or the product's category
	Category Category
	Hazard   Hazard
	Unit     Unit
	NameEN   string
	NameTR   string
}

// Hazardous reports whether m needs a licensed receiver and ADR care.
func (m Material) Hazardous() bool { return m.Hazard != HazardNone }
