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

// Evidence is how well a known use is proved.
type Evidence string

const (
	Implemented Evidence = "implemented"
	Piloted     Evidence = "piloted"
	Studied     Evidence = "studied"
)

// Use is a known substitution: Material can be used by firms of class NACE.
type Use struct {
	ID        int64
	Material  string // code, or a prefix of two or four digits
	NACE      string // class "23.51", division "23", or "*" for any sector
	UseEN     string
	UseTR     string
	Treatment string   // steps needed, as words
	Forms     []Form   // forms the process takes; empty: any
	Limits    string   // purity limits, "chloride<=0.1 %; moisture<=20 %"
	Ratio     float64  // tonnes of virgin input that a tonne replaces
	Evidence  Evidence // how well proved
	Source    string   // who says so
}
