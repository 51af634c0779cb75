package geo

import (
	"context"
	"slices"
)

// Standing is in what standing somebody asks; see [Viewer].
type Standing string

const (
	Visitor     Standing = "visitor"      // not logged in
	Member      Standing = "member"       // of a firm
	FirmAdmin   Standing = "firm_admin"   // a member who looks after the firm's members
	ZoneManager Standing = "zone_manager" // of a zone
	Logistician Standing = "logistician"
	Expert      Standing = "expert"      // or academic
	Facilitator Standing = "facilitator" // of the agency
	Admin       Standing = "admin"
)

// Standings lists every standing.
var Standings = []Standing{Visitor, Member, FirmAdmin, ZoneManager, Logistician, Expert, Facilitator, Admin}

// Viewer is on whose behalf something is asked.
type Viewer struct {
	UserID   int64 // 0: nobody who has an account
	Standing Standing
	FirmID   int64 // of a Member or FirmAdmin, else 0
	ZoneID   int64 // of a ZoneManager, else 0
	ByKey    bool  // a machine asks by an API key, which may do what Scopes name alone
	Scopes   []Scope
}

// Scope is what an API key is let do on behalf of who made it.
type Scope string

const (
	ScopeRead      Scope = "read"      // what its maker sees and visitors do not
	ScopePost      Scope = "post"      // resources
	ScopeProgramme Scope = "programme" // interest, synergies, workshops, alerts
	ScopeImport    Scope = "import"    // tables and prices
	NoKey          Scope = "-"         // of what no key may do
)

// Scopes lists what a key can be given.
var Scopes = []Scope{ScopeRead, ScopePost, ScopeProgramme, ScopeImport}

// Is reports whether v has one of standings.
func (v Viewer) Is(standings ...Standing) bool { return slices.Contains(standings, v.Standing) }

// Facilitates reports whether v runs the programme: whom nothing is hidden from,
// and who may act for any firm.
func (v Viewer) Facilitates() bool { return v.Is(Facilitator, Admin) && v.Reads() }

// Reads reports whether v sees what its standing does; a key without the scope
// for it sees what visitors see.
func (v Viewer) Reads() bool { return !v.ByKey || slices.Contains(v.Scopes, ScopeRead) }

// Eyes are what of a viewer decides what it is shown.
type Eyes struct {
	Standing Standing
	FirmID   int64
}

// Eyes returns whose eyes v looks through: a key that may not read looks through
// a visitor's.
func (v Viewer) Eyes() Eyes {
	if v.ByKey && !slices.Contains(v.Scopes, ScopeRead) {
		return Eyes{Standing: Visitor}
	}
	return Eyes{v.Standing, v.FirmID}
}

// All reports whether nothing is hidden from e.
func (e Eyes) All() bool { return e.Standing == Facilitator || e.Standing == Admin }

// System is on whose behalf the server itself works: its jobs and verbs.
var System = Viewer{Standing: Admin}

type viewerKey struct{}

// WithViewer returns a context on behalf of v.
func WithViewer(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerOf returns on whose behalf ctx asks: a visitor's when nobody said.
func ViewerOf(ctx context.Context) Viewer {
	if v, ok := ctx.Value(viewerKey{}).(Viewer); ok {
		return v
	}
	return Viewer{Standing: Visitor}
}
