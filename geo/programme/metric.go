package programme

import "slices"

// Metric is a kind of benefit: NISP's rows, what hauls cost the climate, and,
// of a history alone, whom a programme reached.
type Metric string

const (
	CostSavings     Metric = "cost_savings"
	AdditionalSales Metric = "additional_sales"
	Landfill        Metric = "landfill" // diverted from it
	CO2e            Metric = "co2e"     // avoided
	Virgin          Metric = "virgin"   // raw material saved
	Hazardous       Metric = "hazardous"
	Water           Metric = "water"
	Jobs            Metric = "jobs" // created or kept
	Investment      Metric = "investment"
	HaulWork        Metric = "haul"
	HaulCO2e        Metric = "haul_co2e"

	ReachedFirms        Metric = "firms"
	ReachedParticipants Metric = "participants"
	ReachedResources    Metric = "resources"
	ReachedSynergies    Metric = "potential_synergies"
)

// Metrics lists what a synergy may bring, in the order of NISP's table.
var Metrics = []Metric{CostSavings, AdditionalSales, Landfill, CO2e, Virgin, Hazardous, Water, Jobs, Investment, HaulWork, HaulCO2e}

// Reach lists what a history tells beside.
var Reach = []Metric{ReachedFirms, ReachedParticipants, ReachedResources, ReachedSynergies}

// BenefitUnit is what a benefit is counted in.
type BenefitUnit string

// Currencies lists the units of money; they are never added up.
var Currencies = []BenefitUnit{"TRY", "EUR", "USD", "GBP"}

// Units lists the units in which m is counted, the usual one first.
func (m Metric) Units() []BenefitUnit {
	switch m {
	case CostSavings, AdditionalSales, Investment:
		return Currencies
	case Water:
		return []BenefitUnit{"m3"}
	case Jobs, ReachedParticipants:
		return []BenefitUnit{"person"}
	case HaulWork:
		return []BenefitUnit{"tkm"}
	case ReachedFirms, ReachedResources, ReachedSynergies:
		return []BenefitUnit{"count"}
	}
	return []BenefitUnit{"t"}
}

// PerSide reports whether each partner has a gain of its own in m, as of
// money and of jobs. All else is one thing that both see: it is counted once.
func (m Metric) PerSide() bool {
	return slices.Contains([]Metric{CostSavings, AdditionalSales, Investment, Jobs}, m)
}

// Moved reports whether m counts tonnes of the very thing that a synergy moves.
func (m Metric) Moved() bool { return slices.Contains([]Metric{Landfill, Hazardous, Virgin}, m) }
