package geo

import (
	"math"
	"regexp"
	"time"
)

// Role says whether a resource is given or sought.
type Role string

const (
	Source Role = "source" // veren
	Sink   Role = "sink"   // alan
)

// Opposite returns the role that a partner of r has.
func (r Role) Opposite() Role {
	if r == Source {
		return Sink
	}
	return Source
}

// Category is a kind of resource after CWA 17354.
type Category string

const (
	CategoryMaterial  Category = "material"
	CategoryEnergy    Category = "energy"
	CategoryWater     Category = "water"
	CategoryLogistics Category = "logistics"
	CategoryCapacity  Category = "capacity"
	CategoryExpertise Category = "expertise"
	CategoryEquipment Category = "equipment"
	CategorySpace     Category = "space"
)

// Categories lists every category.
var Categories = []Category{CategoryMaterial, CategoryEnergy, CategoryWater, CategoryLogistics,
	CategoryCapacity, CategoryExpertise, CategoryEquipment, CategorySpace}

// Hauled reports whether resources of c travel by lorry. Energy goes by pipe
// or wire; capacity, expertise and space do not travel at all.
func (c Category) Hauled() bool { return c == CategoryMaterial || c == CategoryEquipment }

// Unit is what a quantity is counted in.
type Unit string

const (
	UnitTonne Unit = "t"
	UnitCubic Unit = "m3"
	UnitKWh   Unit = "kWh"
	UnitPiece Unit = "piece"
	UnitHour  Unit = "hour"
)

// Units lists every unit.
var Units = []Unit{UnitTonne, UnitCubic, UnitKWh, UnitPiece, UnitHour}

// Interval is how often a quantity arises or is needed.
type Interval string

const (
	Once    Interval = "once"
	Daily   Interval = "day"
	Weekly  Interval = "week"
	Monthly Interval = "month"
	Yearly  Interval = "year"
)

// Intervals lists every interval.
var Intervals = []Interval{Once, Daily, Weekly, Monthly, Yearly}

// PerYear returns how many intervals a year holds: working days (250), weeks,
// months or years. A one-off counts once.
func (i Interval) PerYear() float64 {
	switch i {
	case Daily:
		return 250
	case Weekly:
		return 52
	case Monthly:
		return 12
	}
	return 1
}

// Months is a season: bit 0 is January, bit 11 December.
type Months uint16

// AllYear is the season of what has none.
const AllYear Months = 1<<12 - 1

// Count returns how many months m holds.
func (m Months) Count() int {
	n := 0
	for b := m & AllYear; b != 0; b &= b - 1 {
		n++
	}
	return n
}

// Form is the physical state in which a resource is handed over.
type Form string

const (
	FormSolid  Form = "solid"
	FormBulk   Form = "bulk"
	FormSludge Form = "sludge"
	FormLiquid Form = "liquid"
	FormGas    Form = "gas"
	FormHeat   Form = "heat"
)

// Forms lists every form.
var Forms = []Form{FormSolid, FormBulk, FormSludge, FormLiquid, FormGas, FormHeat}

// LegalStatus is what the law takes a resource for.
type LegalStatus string

const (
	LegalWaste      LegalStatus = "waste"
	LegalByProduct  LegalStatus = "by_product"
	LegalEndOfWaste LegalStatus = "end_of_waste"
	LegalProduct    LegalStatus = "product"
)

// LegalStatuses lists every legal status.
var LegalStatuses = []LegalStatus{LegalWaste, LegalByProduct, LegalEndOfWaste, LegalProduct}

// Visibility says who may see a resource.
type Visibility string

const (
	VisiblePublic      Visibility = "public" // at zone level
	VisibleRegistered  Visibility = "registered"
	VisibleNamed       Visibility = "named" // firms the owner names
	VisibleFacilitator Visibility = "facilitator"
)

// Visibilities lists every visibility.
var Visibilities = []Visibility{VisiblePublic, VisibleRegistered, VisibleNamed, VisibleFacilitator}

// Provenance says how a resource became known.
type Provenance string

const (
	Declared Provenance = "declared"
	Workshop Provenance = "workshop"
	Inferred Provenance = "inferred" // never shown without that mark
)

// Provenances lists every provenance.
var Provenances = []Provenance{Declared, Workshop, Inferred}

// Property is one row of a resource's composition.
type Property struct {
	Parameter string
	Value     float64
	Unit      string
	Method    string
	Date      time.Time // zero: unknown
}

// Resource is something a firm has to give or could take, at a site. Pointers
// and zero times are unknown values: unknown is never 0.
type Resource struct {
	ID       int64
	Version  int64  // that the stored row must be at when it is replaced; 0: any
	Ref      string // the name it bears in the file or system it came from; unique
	FirmID   int64
	SiteID   int64
	Role     Role
	Title    string
	Category Category
	Material string // List of Waste code ("100202") or product code ("energy.steam")
	Quantity *float64
	Unit     Unit
	Interval Interval
	Season   Months
	From     time.Time // available from; zero: now
	Until    time.Time // available until; zero: open
	MinLot   *float64  // smallest quantity handed over at once, in Unit

	Form        Form     // empty: unknown
	Density     *float64 // bulk density, kg/m³
	Moisture    *float64 // mass per cent
	Packaging   string
	Composition []Property

	Fate       string   // what happens to it now
	FateCost   *float64 // what that costs, TRY/t
	FateUntil  time.Time
	Price      *float64 // asked (source) or offered (sink), TRY/t; negative: pays to be rid of it
	Ships      string   // who carries: "source", "sink", "either" or empty
	Legal      LegalStatus
	Article19  map[string]bool // by-product checklist, see Article19Keys
	Provenance Provenance
	Confirmed  time.Time
	Visibility Visibility
	Named      []int64 // firms that may see it where that is VisibleNamed; nil when written: as before, always when read
}

// Article19Keys are the conditions of a by-product after article 19 of the
// Atık Yönetimi Yönetmeliği.
var Article19Keys = []string{"integral_part", "certain_use", "direct_use", "meets_standard", "no_harm", "capacity_report"}

var productCode = regexp.MustCompile(`^([0-9]{6}|[a-z]+\.[a-z0-9_]+)$`)

// Validate reports every field of r that is wrong as FieldErrors.
func (r Resource) Validate() error {
	var errs FieldErrors
	errs.Add("ref", CheckText("ref", r.Ref, 0, 80))
	errs.Add("title", CheckText("title", r.Title, 1, 200))
	OneOf(&errs, "role", r.Role, []Role{Source, Sink})
	OneOf(&errs, "category", r.Category, Categories)
	OneOf(&errs, "unit", r.Unit, Units)
	OneOf(&errs, "interval", r.Interval, Intervals)
	OneOf(&errs, "legal", r.Legal, LegalStatuses)
	OneOf(&errs, "provenance", r.Provenance, Provenances)
	OneOf(&errs, "visibility", r.Visibility, Visibilities)
	if r.Form != "" {
		OneOf(&errs, "form", r.Form, Forms)
	}
	if r.Ships != "" {
		OneOf(&errs, "ships", r.Ships, []string{"source", "sink", "either"})
	}
	if !productCode.MatchString(r.Material) {
		errs.Add("material", Invalid("material", "format", "%q is neither six digits nor a product code", r.Material))
	}
	if r.Season == 0 || r.Season&^AllYear != 0 {
		errs.Add("season", Invalid("season", "range", "names no month"))
	}
	if !r.From.IsZero() && !r.Until.IsZero() && r.Until.Before(r.From) {
		errs.Add("until", Invalid("until", "range", "is before from"))
	}
	errs.Add("named", r.checkNamed())
	r.validateNumbers(&errs)
	return errs.Err()
}

func (r Resource) checkNamed() error {
	switch {
	case r.Visibility == VisibleNamed && r.Named != nil && len(r.Named) == 0:
		return Invalid("named", "required", "names no firm that may see it")
	case len(r.Named) > MostNamed:
		return Invalid("named", "limit", "are more than %d firms", MostNamed)
	}
	return nil
}

func (r Resource) validateNumbers(errs *FieldErrors) {
	positive := map[string]*float64{"quantity": r.Quantity, "min_lot": r.MinLot, "density_kg_m3": r.Density}
	for _, field := range []string{"quantity", "min_lot", "density_kg_m3"} {
		if v := positive[field]; v != nil {
			errs.Add(field, checkPositive(field, *v))
		}
	}
	if r.Moisture != nil && !(*r.Moisture >= 0 && *r.Moisture <= 100) {
		errs.Add("moisture_pct", Invalid("moisture_pct", "range", "%v is not from 0 to 100", *r.Moisture))
	}
	if r.FateCost != nil {
		errs.Add("fate_cost_try_t", checkFinite("fate_cost_try_t", *r.FateCost))
	}
	if r.Price != nil {
		errs.Add("price_try_t", checkFinite("price_try_t", *r.Price))
	}
}

// Rate returns r's quantity a year in its unit: interval by season. It is nil
// when the quantity is unknown.
func (r Resource) Rate() *float64 {
	if r.Quantity == nil {
		return nil
	}
	rate := *r.Quantity * r.Interval.PerYear()
	if r.Interval == Daily || r.Interval == Weekly || r.Interval == Monthly {
		rate *= float64(r.Season.Count()) / 12
	}
	rate = math.Round(rate*1e9) / 1e9 // twelve times 10.4 is 124.8, not a hair more
	return &rate
}

// Grade returns how complete r's description is, "A" to "D", from the share
// of the fields that a partner asks for.
func (r Resource) Grade() string {
	known := 0
	for _, ok := range []bool{r.Quantity != nil, r.Form != "", r.Density != nil, len(r.Composition) > 0,
		r.FateCost != nil, r.Price != nil, r.Ships != "", !r.Confirmed.IsZero()} {
		if ok {
			known++
		}
	}
	grades := "DCBA"
	return string(grades[int(math.Min(3, float64(known)/2))])
}
