package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// mostApplications are listed at once.
const mostApplications = 500

// FullApplication is an application with what it names, as far as its reader may
// know that.
type FullApplication struct {
	programme.Application
	Pool  []programme.Expert // that it names
	Known []geo.FirmEntry    // firms that it names
}

// Apply stores an application of ctx's viewer to a call and returns its id. A
// call that takes none now, partners whom the viewer cannot know and a synergy
// or resource that is not open to them are field errors.
func (x *Exchange) Apply(ctx context.Context, a programme.Application) (int64, error) {
	v := geo.ViewerOf(ctx)
	if err := x.may(ctx, Apply, Object{User: v.UserID}); err != nil {
		return 0, err
	}
	c, err := x.Call(ctx, a.CallID)
	if err != nil {
		return 0, err
	}
	a.AccountID, a.FirmID = v.UserID, v.FirmID
	var errs geo.FieldErrors
	errs.Add("call", takes(c, time.Now()))
	errs.Add("application", a.Validate())
	if v.Is(geo.Member) && v.FirmID == 0 {
		errs.Add("firm", geo.Invalid("firm", "required", "a member of no firm brings one in first"))
	}
	if err := errs.Err(); err != nil {
		return 0, err
	}
	if err := x.checkNames(ctx, a); err != nil {
		return 0, err
	}
	return x.store.AddApplication(ctx, a)
}

// checkNames refuses what a names and ctx's viewer cannot know, so that nobody
// learns what there is.
func (x *Exchange) checkNames(ctx context.Context, a programme.Application) error {
	b, err := x.full(ctx, a)
	if err != nil {
		return err
	}
	var errs geo.FieldErrors
	for _, id := range a.Experts {
		if !slices.ContainsFunc(b.Pool, func(e programme.Expert) bool { return e.ID == id }) {
			errs.Add("experts", geo.Invalid("experts", "unknown", "%d is nobody of the pools", id))
		}
	}
	for _, id := range a.Firms {
		if !slices.ContainsFunc(b.Known, func(f geo.FirmEntry) bool { return f.Firm.ID == id }) {
			errs.Add("firms", geo.Invalid("firms", "unknown", "%d names no firm that can be seen", id))
		}
	}
	if a.SynergyID != 0 {
		if _, err := x.Synergy(ctx, a.SynergyID); errors.Is(err, geo.ErrNotFound) || errors.Is(err, geo.ErrForbidden) {
			errs.Add("synergy_id", geo.Invalid("synergy_id", "unknown", "%d is no synergy of yours", a.SynergyID))
		} else if err != nil {
			return err
		}
	}
	if a.ResourceID != 0 {
		if _, err := x.Posting(ctx, a.ResourceID); errors.Is(err, geo.ErrNotFound) {
			errs.Add("resource_id", geo.Invalid("resource_id", "unknown", "%d is no resource that can be seen", a.ResourceID))
		} else if err != nil {
			return err
		}
	}
	return errs.Err()
}

// full returns a with what it names, as ctx's viewer may know that.
func (x *Exchange) full(ctx context.Context, a programme.Application) (FullApplication, error) {
	b := FullApplication{Application: a}
	if len(a.Experts) > 0 {
		all, err := x.Experts(ctx, "")
		if err != nil {
			return b, err
		}
		b.Pool = slices.DeleteFunc(all, func(e programme.Expert) bool { return !slices.Contains(a.Experts, e.ID) })
	}
	if len(a.Firms) == 0 {
		return b, nil
	}
	var err error
	b.Known, err = x.store.FirmsByID(ctx, a.Firms)
	return b, err
}

// Applications returns the applications of ctx's viewer, or, to who decides on
// them, all; call 0: to any call.
func (x *Exchange) Applications(ctx context.Context, call int64) ([]programme.Application, error) {
	f, err := x.ownApplications(ctx)
	if err != nil {
		return nil, err
	}
	f.CallID = call
	return x.store.Applications(ctx, f, mostApplications)
}

// ownApplications leaves the applications that ctx's viewer may read.
func (x *Exchange) ownApplications(ctx context.Context) (programme.ApplicationFilter, error) {
	v := geo.ViewerOf(ctx)
	if err := x.may(ctx, SeeApplied, Object{User: v.UserID}); err != nil {
		return programme.ApplicationFilter{}, err
	}
	if BoundOf(v, SeeApplied) == Always {
		return programme.ApplicationFilter{}, nil
	}
	return programme.ApplicationFilter{AccountID: v.UserID}, nil
}

// Application returns one application with what happened to it, the last first;
// for others than who applied and who decides it is not there.
func (x *Exchange) Application(ctx context.Context, id int64) (FullApplication, []programme.ApplicationStep, error) {
	f, err := x.ownApplications(ctx)
	if err != nil {
		return FullApplication{}, nil, err
	}
	a, err := x.application(ctx, f, id)
	if err != nil {
		return FullApplication{}, nil, err
	}
	b, err := x.full(ctx, a)
	if err != nil {
		return b, nil, err
	}
	log, err := x.store.ApplicationLog(ctx, id)
	return b, log, err
}

func (x *Exchange) application(ctx context.Context, f programme.ApplicationFilter, id int64) (programme.Application, error) {
	f.ID = id
	found, err := x.store.Applications(ctx, f, 1)
	if err != nil || len(found) == 0 || id == 0 {
		return programme.Application{}, errors.Join(err, geo.ErrNotFound)
	}
	return found[0], nil
}

// Decide moves an application to another state and writes to who applied.
func (x *Exchange) Decide(ctx context.Context, id int64, d programme.Decision) error {
	if err := x.may(ctx, KeepCalls, Object{}); err != nil {
		return err
	}
	a, err := x.application(ctx, programme.ApplicationFilter{}, id)
	if err != nil {
		return err
	}
	if err := d.Validate(a.State); err != nil {
		return err
	}
	if err := x.store.MoveApplication(ctx, a, d); err != nil {
		return err
	}
	x.tellDecided(ctx, a, d)
	return nil
}

// Withdraw takes an application of ctx's viewer back, which the facilitators are
// told.
func (x *Exchange) Withdraw(ctx context.Context, id int64) error {
	v := geo.ViewerOf(ctx)
	if err := x.may(ctx, Apply, Object{User: v.UserID}); err != nil {
		return err
	}
	a, err := x.application(ctx, programme.ApplicationFilter{AccountID: v.UserID}, id)
	if err != nil {
		return err
	}
	if a.State == programme.Refused || a.State == programme.TakenBack {
		return geo.ErrConflict
	}
	return x.store.MoveApplication(ctx, a, programme.Decision{To: programme.TakenBack})
}

// tellDecided writes to who applied where the application stands. That it cannot
// is logged alone: it stands among their notices too.
func (x *Exchange) tellDecided(ctx context.Context, a programme.Application, d programme.Decision) {
	if a.AccountID == 0 {
		return
	}
	who, err := x.store.Account(ctx, a.AccountID)
	if err != nil {
		x.log.WarnContext(ctx, "who applied was not written to", "application", a.ID, "error", err)
		return
	}
	if !who.Demo && who.Locked.IsZero() {
		x.write(ctx, who, letterDecided(a, d), x.public+"/?view=calls")
	}
}

// decided is what a letter says of a state.
var decided = map[programme.ApplicationState]map[string]string{
	programme.Shortlisted: {"tr": "ön elemeyi geçti ve değerlendirmede", "en": "is on the short list and being considered"},
	programme.Approved:    {"tr": "kabul edildi", "en": "was accepted"},
	programme.Refused:     {"tr": "kabul edilmedi", "en": "was declined"},
}

// letterDecided goes to who applied when their application came to another state.
func letterDecided(a programme.Application, d programme.Decision) map[string]accountLetter {
	literal := strings.NewReplacer("%", "%%")
	because := map[string]string{"tr": "", "en": ""}
	if d.Reason != "" {
		because = map[string]string{"tr": "Gerekçe: " + literal.Replace(d.Reason) + "\n", "en": "Reason: " + literal.Replace(d.Reason) + "\n"}
	}
	return map[string]accountLetter{
		"tr": {"simbiyoz · Başvurunuz " + decided[d.To]["tr"], `Sayın %s,

“` + literal.Replace(a.TitleTR) + `” çağrısına yaptığınız başvuru ` + decided[d.To]["tr"] + `.
` + because["tr"] + `Başvurunuzu görmek için:

%s
`},
		"en": {"simbiyoz · Your application " + decided[d.To]["en"], `Dear %s,

Your application to the call “` + literal.Replace(a.TitleEN) + `” ` + decided[d.To]["en"] + `.
` + because["en"] + `To see it:

%s
`},
	}
}
