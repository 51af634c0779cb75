package geo

import (
	"math"
	"slices"
	"time"
)

// FlowKind says how sure a flow is. Kinds are never added up: a tonne that is
// evidenced was agreed before, and a possibility before that.
type FlowKind string

const (
	Potential FlowKind = "potential" // what matches could move, each quantity once
	Agreed    FlowKind = "agreed"    // what partners have begun to do
	Evidenced FlowKind = "evidenced" // what was verified
)

// FlowKinds lists every kind.
var FlowKinds = []FlowKind{Potential, Agreed, Evidenced}

// FlowLevel is what a flow's ends are.
type FlowLevel string

const (
	ByZone     FlowLevel = "zone"     // ends are codes of zones
	ByDistrict FlowLevel = "district" // ends are names of districts
	OfRegion   FlowLevel = "region"   // one flow, from everywhere to everywhere
)

// FlowLevels lists every level.
var FlowLevels = []FlowLevel{ByZone, ByDistrict, OfRegion}

// Ends of flows that are no zone or district.
const (
	Outside = ""  // outside every zone
	AnyEnd  = "*" // any other than the flow's other end: such a flow is a total
)

// Amounts are a year's, at index 0, and the months' of it, January at 1.
type Amounts [13]float64

// FlowKey names a flow: what moves from where to where.
type FlowKey struct {
	Kind     FlowKind
	Level    FlowLevel
	From, To string
	Material string // empty: all of them
	Unit     Unit
}

// Flow is what moves a year of a material from one place to another.
type Flow struct {
	FlowKey
	Quantity Amounts // of Unit
	Firms    Amounts // that stand behind it, on both ends
	Length   Metres  // mean by road, weighted by mass; 0 where nothing goes by road
	TonneKm  float64
	Cost     Lira   // of hauls
	CO2e     KgCO2e // of hauls
	Benefit  Lira   // net, hauls paid; of what is priced
	Avoided  KgCO2e // net, hauls counted; of what is known
	Withheld bool   // figures are nil: too few firms stand behind them
	Shield   uint16 // bit m: figures of the year (0) or a month are for facilitators alone
}

// Within reports whether f stays in one place.
func (f Flow) Within() bool { return f.From == f.To }

// FlowFilter selects flows; zero fields select nothing away but totals, which
// are asked for by AnyEnd.
type FlowFilter struct {
	Kind     FlowKind
	Level    FlowLevel
	Place    string // one of the ends
	Placed   bool   // Place counts
	Material string // exact code; empty: flows of all materials together
	Group    string // beginning of a List of Waste code, or a product's category; its materials come one by one
	Each     bool   // flows of each material, not of all together
	Ends     bool   // between two known ends alone, no totals
	Partner  string // the other end than Place
	Paired   bool   // Partner counts
	Unit     Unit   // empty: all
	Month    int    // 1 to 12: of that month; 0: of the year
	Limit    int    // the largest; 0: all
	Shielded bool   // order them as if what is shielded were nothing
}

// Validate reports every field of f that is wrong as FieldErrors.
func (f FlowFilter) Validate() error {
	var errs FieldErrors
	OneOf(&errs, "kind", f.Kind, FlowKinds)
	OneOf(&errs, "level", f.Level, FlowLevels)
	if len(f.Group) > 40 {
		errs.Add("group", Invalid("group", "length", "is longer than 40 letters"))
	}
	if f.Month < 0 || f.Month > 12 {
		errs.Add("period", Invalid("period", "range", "%d is no month", f.Month))
	}
	return errs.Err()
}

// Miss is why a resource, or part of it, finds no taker: what became of the
// match that would have been its next.
type Miss struct {
	Why    string  // see the Miss… codes
	Detail string  // of MissBlocked: the code of the reason that blocks
	Place  string  // zone of the partner; Outside where it is in none
	Length Metres  // to the partner by road; 0 where nothing goes by road
	Loss   float64 // of MissLoss: TRY a unit
}

// Why there is a miss.
const (
	MissNone    = "none"    // nobody in the exchange takes, or has, such a thing
	MissTaken   = "taken"   // a better placed one has all of it
	MissLoss    = "loss"    // the haul costs more than is gained
	MissBlocked = "blocked" // law, season, lot or road forbid it
	MissUnfit   = "unfit"   // people found it unfit
	MissUnknown = "unknown" // no quantity is known
	MissUnit    = "unit"    // the two count in different units
)

// Balance is what a place has of a material in one role, and how much of that
// the potential flows move.
type Balance struct {
	Level    FlowLevel
	Place    string
	Material string
	Role     Role
	Unit     Unit
	Total    float64 // of Unit, a year
	Left     float64 // of Total, that finds no partner
	Unknown  int     // resources of no known quantity, not in Total
	Firms    int
	Known    int   // of Firms, that have told a quantity
	LeftOf   int   // firms that Left is of
	Miss     *Miss // of the largest that is left; nil where nothing is
	Shield   bool  // for facilitators alone
	Withheld bool
}

// Stand is a resource as flows see it.
type Stand struct {
	ID       int64
	FirmID   int64
	Role     Role
	Zone     string // code; Outside where it is in none
	District string // of the zone
	Material string
	Unit     Unit
	Rate     *float64 // of Unit, a year; nil: unknown
	Season   Months
}

// Ranked is a stored match as flows see it. They come best first, see
// [Match.Less].
type Ranked struct {
	SourceID, SinkID int64
	Rate             *float64 // of the source's unit, a year
	Mass             Tonnes   // of Rate, where it goes by road
	Length           Metres
	Cost             Lira
	CO2e             KgCO2e
	Trips            int
	Vehicle          string
	Benefit          *Lira
	Avoided          *KgCO2e
	Block            string // code of the reason that blocks; empty: none
	Unfit            bool
}

// Move is a quantity that goes from a source to a sink, a year.
type Move struct {
	Kind             FlowKind
	SourceID, SinkID int64
	Quantity         float64
	Unit             Unit
	Mass             Tonnes // 0 where nothing goes by road
	Vehicle          string // empty where nothing goes by road
}

// MoveHaul is a move by road with its ends.
type MoveHaul struct {
	Move
	Material string
	Density  float64 // kg/m³; 0: unknown
	From, To Point
	FromZone string // code
	ToZone   string
}

// FlowBook is all flows, computed at one time.
type FlowBook struct {
	Flows    []Flow
	Balances []Balance
	Moves    []Move
	Matches  int // that were looked at
	Largest  map[Unit]float64
}

// FlowRun says when flows were last computed, and from how much.
type FlowRun struct {
	At      time.Time // begun
	Ended   time.Time
	Matches int
	Moves   int
	Largest map[Unit]float64 // that a zone gives or takes a year
}

// LeastFirms is how many firms must stand behind a figure for all to see it.
const LeastFirms = 3

// Spread returns what q a year is in each month of a season.
func Spread(q float64, season Months) Amounts {
	a := Amounts{q}
	n := float64(season.Count())
	for m := range 12 {
		if season&(1<<m) != 0 {
			a[m+1] = q / n
		}
	}
	return a
}

// Plus returns a and b together.
func (a Amounts) Plus(b Amounts) Amounts {
	for i := range a {
		a[i] += b[i]
	}
	return a
}

// Nothing reports whether a is nil throughout, but for what rounding leaves.
func (a Amounts) Nothing() bool {
	return !slices.ContainsFunc(a[:], func(v float64) bool { return math.Abs(v) > 1e-9 })
}

// Coverage says how much of what there is has been told.
type Coverage struct {
	Firms     int // that have a site there
	Posted    int // of them, that posted anything
	Resources int
	Measured  int    // of them, with a quantity
	Graded    [4]int // how many are described as completely as A, B, C and D, see [Resource.Grade]
	Confirmed int    // whose owner confirmed them within a year
	Inferred  int    // that nobody declared
	Withheld  bool
}
