package exchange

import (
	"context"
	"slices"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// CallStore keeps the calls of cooperation programmes and what people apply with.
type CallStore interface {
	// Calls returns every call, drafts too, the one that ends soonest first.
	Calls(ctx context.Context) ([]programme.Call, error)
	SaveCall(ctx context.Context, c programme.Call) (int64, error)
	// DropCall is a geo.ErrConflict where somebody has applied.
	DropCall(ctx context.Context, id int64) error

	// Applications returns up to limit applications that f leaves, those that wait first.
	Applications(ctx context.Context, f programme.ApplicationFilter, limit int) ([]programme.Application, error)
	ApplicationLog(ctx context.Context, application int64) ([]programme.ApplicationStep, error)
	// AddApplication is a geo.ErrConflict where the account has applied to the call already.
	AddApplication(ctx context.Context, a programme.Application) (int64, error)
	// MoveApplication is a geo.ErrConflict when somebody moved it meanwhile.
	MoveApplication(ctx context.Context, a programme.Application, d programme.Decision) error
}

// phases is the order in which calls are listed.
var phases = []programme.Phase{programme.Taking, programme.Unseen, programme.Coming, programme.Over}

// Calls returns the calls that ctx's viewer may know of, those that take
// applications first: drafts, and how many have applied, are for who keeps them.
func (x *Exchange) Calls(ctx context.Context) ([]programme.Call, error) {
	if err := x.may(ctx, Look, Object{}); err != nil {
		return nil, err
	}
	all, err := x.store.Calls(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	slices.SortStableFunc(all, func(a, b programme.Call) int {
		return slices.Index(phases, a.Phase(now)) - slices.Index(phases, b.Phase(now))
	})
	if x.KeepsCalls(ctx) {
		return all, nil
	}
	all = slices.DeleteFunc(all, func(c programme.Call) bool { return c.State == programme.CallDraft })
	for i := range all {
		all[i].Applied, all[i].Waiting = 0, 0
	}
	return all, nil
}

// KeepsCalls reports whether ctx's viewer writes calls and decides on
// applications.
func (x *Exchange) KeepsCalls(ctx context.Context) bool {
	return x.may(ctx, KeepCalls, Object{}) == nil
}

// Call returns one of [Exchange.Calls], or geo.ErrNotFound.
func (x *Exchange) Call(ctx context.Context, id int64) (programme.Call, error) {
	all, err := x.Calls(ctx)
	if err != nil {
		return programme.Call{}, err
	}
	at := slices.IndexFunc(all, func(c programme.Call) bool { return c.ID == id })
	if at < 0 {
		return programme.Call{}, geo.ErrNotFound
	}
	return all[at], nil
}

// SaveCall stores a call, new with ID 0, and returns its id.
func (x *Exchange) SaveCall(ctx context.Context, c programme.Call) (int64, error) {
	if err := x.may(ctx, KeepCalls, Object{}); err != nil {
		return 0, err
	}
	if err := c.Validate(); err != nil {
		return 0, err
	}
	return x.store.SaveCall(ctx, c)
}

// DropCall removes a call that nobody has applied to.
func (x *Exchange) DropCall(ctx context.Context, id int64) error {
	if err := x.may(ctx, KeepCalls, Object{}); err != nil {
		return err
	}
	return x.store.DropCall(ctx, id)
}

// takes refuses an application to c when it takes none now, by the field that
// says so.
func takes(c programme.Call, now time.Time) error {
	switch c.Phase(now) {
	case programme.Taking:
		return nil
	case programme.Coming:
		return geo.Invalid("opens_on", "early", "applications are taken from %s", c.Opens.Format(time.DateOnly))
	}
	if c.State == programme.CallClosed {
		return geo.Invalid("call", "closed", "takes no more applications")
	}
	return geo.Invalid("closes_on", "closed", "applications were taken until %s", c.Closes.Format(time.DateOnly))
}
