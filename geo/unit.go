package geo

// Units are types, so that kilometres cannot be added to lira.
type (
	Metres   float64 // along the ground
	Seconds  float64
	Tonnes   float64
	Lira     float64 // Turkish lira, TRY
	KgCO2e   float64 // kilograms of CO₂ equivalent, well-to-wheel (ISO 14083)
	Share    float64 // of one, in [0, 1]
	Kilogram float64
)

// Km returns m in kilometres.
func (m Metres) Km() float64 { return float64(m) / 1000 }

// Hours returns s in hours.
func (s Seconds) Hours() float64 { return float64(s) / 3600 }
