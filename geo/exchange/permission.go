package exchange

import (
	"context"
	"fmt"
	"slices"

	"simbiyoz/geo"
)

// Action is something that not everybody may do.
type Action string

const (
	Look         Action = "look"          // at the map, lists, figures and roads, as far as they are disclosed to the viewer
	Post         Action = "post"          // a resource of a firm, or change or delete one
	Judge        Action = "judge"         // a match of a firm
	Approach     Action = "approach"      // the other side of a match, answer it
	Carry        Action = "carry"         // a synergy of a firm on: read it, plan, move it, keep notes and files
	ChangeFrame  Action = "change_frame"  // the programmes, and which one a synergy belongs to
	ReadLedger   Action = "read_ledger"   // benefits of a firm's synergies
	Verify       Action = "verify"        // check, verify and withdraw benefits
	SeePools     Action = "see_pools"     // experts and academics by alias and fields
	KeepPools    Action = "keep_pools"    // write the pools, see names and addresses
	KeepCalls    Action = "keep_calls"    // write calls of cooperation programmes and decide on applications
	Apply        Action = "apply"         // to a call, and take that back
	SeeApplied   Action = "see_applied"   // read applications to calls
	Heed         Action = "heed"          // what oneself, one's firm or the facilitators were told
	OwnData      Action = "own_data"      // see, take and delete what is kept about oneself
	KeepTexts    Action = "keep_texts"    // of privacy and consent
	ReadAudit    Action = "read_audit"    // who changed what, and whether that was tampered with
	Alert        Action = "alert"         // oneself of new matches
	AlertFirm    Action = "alert_firm"    // oneself of all that a firm may find
	Price        Action = "price"         // materials and lorries in the agency's price book
	Import       Action = "import"        // tables of firms, resources, uses
	HoldWorkshop Action = "hold_workshop" // make workshops, read and write all of them
	Plan         Action = "plan"          // the region: its best assignment, new plants, pooled hauls
	Measure      Action = "measure"       // the server: how much it is asked and how long that takes
	Enter        Action = "enter"         // a workshop whose code one holds
	Register     Action = "register"      // come in: register, log in, use a letter's link
	OwnAccount   Action = "own_account"   // look after one's own account: name, password, sessions, second factor
	Keys         Action = "keys"          // make keys for machines
	FoundFirm    Action = "found_firm"    // bring a firm in and become its admin
	Staff        Action = "staff"         // see, invite and let go the members of a firm
	Users        Action = "users"         // see everybody's account and say in what standing they are
)

// Bound is how far somebody may do an action.
type Bound string

const (
	Never  Bound = ""
	Mine   Bound = "mine" // to what is of the viewer's own account
	Firm   Bound = "firm" // to what is of the viewer's own firm
	Zone   Bound = "zone" // to what is in the viewer's own zone
	Always Bound = "always"
)

// Permission says who may do an action how far, and which scope an API key
// needs for it: "" needs none, NoKey is for people alone.
type Permission struct {
	Scope geo.Scope
	To    map[geo.Standing]Bound
}

// Permissions is who may do what: the only place that says so. What is not in
// it nobody may.
var Permissions = map[Action]Permission{
	Look:         {"", all(Always)},
	Enter:        {"", all(Always)},
	Post:         {geo.ScopePost, join(ofFirms(Firm), ofAgency(Always))},
	Judge:        {geo.ScopeProgramme, join(ofFirms(Firm), ofAgency(Always), to(Always, geo.Expert))},
	Approach:     {geo.ScopeProgramme, join(ofFirms(Firm), ofAgency(Always))},
	Carry:        {geo.ScopeProgramme, join(ofFirms(Firm), ofAgency(Always))},
	ChangeFrame:  {geo.ScopeProgramme, ofAgency(Always)},
	ReadLedger:   {geo.ScopeProgramme, join(ofFirms(Firm), ofAgency(Always))},
	Verify:       {geo.NoKey, ofAgency(Always)},
	SeePools:     {geo.ScopeProgramme, known(Always)},
	KeepPools:    {geo.NoKey, ofAgency(Always)},
	KeepCalls:    {geo.NoKey, ofAgency(Always)},
	Apply:        {geo.NoKey, join(ofFirms(Mine), to(Mine, geo.Expert))},
	SeeApplied:   {geo.NoKey, join(ofFirms(Mine), to(Mine, geo.Expert), ofAgency(Always))},
	Heed:         {geo.ScopeProgramme, join(ofFirms(Firm), to(Mine, geo.Expert), ofAgency(Always))},
	OwnData:      {geo.NoKey, known(Mine)},
	KeepTexts:    {geo.NoKey, to(Always, geo.Admin)},
	ReadAudit:    {geo.NoKey, to(Always, geo.Admin)},
	Alert:        {geo.ScopeProgramme, known(Mine)},
	AlertFirm:    {geo.ScopeProgramme, join(ofFirms(Firm), ofAgency(Always))},
	Price:        {geo.ScopeImport, ofAgency(Always)},
	Import:       {geo.ScopeImport, ofAgency(Always)},
	Plan:         {geo.ScopeProgramme, ofAgency(Always)},
	HoldWorkshop: {geo.ScopeProgramme, ofAgency(Always)},
	Register:     {geo.NoKey, all(Always)},
	OwnAccount:   {geo.NoKey, all(Mine)}, // also of whose second factor is missing, who is a visitor until then
	Keys:         {geo.NoKey, known(Mine)},
	FoundFirm:    {geo.NoKey, to(Mine, geo.Member)},
	Staff:        {geo.NoKey, join(to(Firm, geo.FirmAdmin), ofAgency(Always))},
	Users:        {geo.NoKey, to(Always, geo.Admin)},
	Measure:      {geo.ScopeRead, to(Always, geo.Admin)},
}

func to(b Bound, standings ...geo.Standing) map[geo.Standing]Bound {
	out := make(map[geo.Standing]Bound, len(standings))
	for _, s := range standings {
		out[s] = b
	}
	return out
}

func join(grants ...map[geo.Standing]Bound) map[geo.Standing]Bound {
	out := map[geo.Standing]Bound{}
	for _, g := range grants {
		for s, b := range g {
			out[s] = b
		}
	}
	return out
}

func all(b Bound) map[geo.Standing]Bound      { return to(b, geo.Standings...) }
func known(b Bound) map[geo.Standing]Bound    { return to(b, geo.Standings[1:]...) }
func ofFirms(b Bound) map[geo.Standing]Bound  { return to(b, geo.Member, geo.FirmAdmin) }
func ofAgency(b Bound) map[geo.Standing]Bound { return to(b, geo.Facilitator, geo.Admin) }

// Object is whose the thing is that an action is done to; the zero Object is
// nobody's.
type Object struct {
	Firms []int64 // any of these is enough
	Zone  int64
	User  int64
}

// of returns the object that belongs to a firm.
func of(firms ...int64) Object { return Object{Firms: firms} }

// BoundOf returns how far v may do an action.
func BoundOf(v geo.Viewer, a Action) Bound {
	p := Permissions[a]
	if v.ByKey && p.Scope != "" && (p.Scope == geo.NoKey || !slices.Contains(v.Scopes, p.Scope)) {
		return Never
	}
	return p.To[v.Standing]
}

// may is the one check: nil where ctx's viewer may do an action to o, else a
// geo.ErrForbidden that says which.
func (x *Exchange) may(ctx context.Context, a Action, o Object) error {
	v := geo.ViewerOf(ctx)
	allowed := false
	switch BoundOf(v, a) {
	case Always:
		allowed = true
	case Mine:
		allowed = o.User == v.UserID && (v.UserID != 0 || !v.Is(geo.Visitor))
	case Firm:
		allowed = v.FirmID != 0 && slices.Contains(o.Firms, v.FirmID)
	case Zone:
		allowed = v.ZoneID != 0 && o.Zone == v.ZoneID
	}
	if !allowed {
		return fmt.Errorf("%s as %s: %w", a, v.Standing, geo.ErrForbidden)
	}
	return nil
}

// actFor returns the firm on whose behalf ctx's viewer does an action, and
// whether all firms' affairs are open to it: who may do it always does it for
// any firm, asFirm, or, 0, for none; others do it for their own.
func (x *Exchange) actFor(ctx context.Context, a Action, asFirm int64) (firm int64, every bool, err error) {
	v := geo.ViewerOf(ctx)
	every = BoundOf(v, a) == Always
	if asFirm == 0 && !every {
		asFirm = v.FirmID
	}
	return asFirm, every, x.may(ctx, a, of(asFirm))
}
