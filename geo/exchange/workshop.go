package exchange

import (
	"context"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// WorkshopStore keeps workshops.
type WorkshopStore interface {
	// Workshops returns every workshop, the last first.
	Workshops(ctx context.Context) ([]programme.Workshop, error)
	Workshop(ctx context.Context, id int64) (programme.Workshop, error)
	// WorkshopByCode returns the open workshop with a code.
	WorkshopByCode(ctx context.Context, code string) (programme.Workshop, error)
	// SaveWorkshop inserts w (ID 0) or replaces all of it but its code.
	SaveWorkshop(ctx context.Context, w programme.Workshop) (int64, error)
	// Join stores guests of an open workshop with their firms, all or none, and
	// returns how many came new.
	Join(ctx context.Context, workshop int64, guests []programme.Guest) (int, error)
	Participants(ctx context.Context, workshop int64) ([]programme.Participant, error)
	// LogEntry stores e once, whatever number of times it is sent: fresh tells
	// the first. The id is 0 when its resource was deleted since.
	LogEntry(ctx context.Context, e programme.Entry) (id int64, fresh bool, err error)
	// Entries returns entries whose resources still stand, the last first.
	Entries(ctx context.Context, workshop int64, limit int) ([]programme.Logged, error)
	// WorkshopReport counts what came of a workshop; 0: of all.
	WorkshopReport(ctx context.Context, workshop int64) (programme.Report, error)
}

// mostGuests bounds how many guests one list names.
const mostGuests = 1000

// Workshops lists every workshop, the last first. It is for facilitators, as
// is all about workshops but the door that a code opens.
func (x *Exchange) Workshops(ctx context.Context) ([]programme.Workshop, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return nil, err
	}
	return x.store.Workshops(ctx)
}

// Workshop returns one workshop, or geo.ErrNotFound.
func (x *Exchange) Workshop(ctx context.Context, id int64) (programme.Workshop, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return programme.Workshop{}, err
	}
	return x.store.Workshop(ctx, id)
}

// SaveWorkshop makes a workshop (ID 0), which gets a code, or changes one.
func (x *Exchange) SaveWorkshop(ctx context.Context, w programme.Workshop) (programme.Workshop, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return w, err
	}
	if err := w.Validate(); err != nil {
		return w, err
	}
	if w.ID == 0 {
		w.Code = programme.NewCode()
	}
	id, err := x.store.SaveWorkshop(ctx, w)
	if err != nil {
		return w, fmt.Errorf("workshop %q: %w", w.Title, err)
	}
	return x.store.Workshop(ctx, id)
}

// Invite adds a list of guests to a workshop, all or none of them: what is
// wrong names its row. It returns how many were not there yet.
func (x *Exchange) Invite(ctx context.Context, workshop int64, guests []programme.Guest) (int, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return 0, err
	}
	if len(guests) == 0 || len(guests) > mostGuests {
		return 0, geo.Invalid("guests", "range", "%d guests are not 1 to %d", len(guests), mostGuests)
	}
	return x.join(ctx, workshop, programme.DoorList, guests)
}

func (x *Exchange) join(ctx context.Context, workshop int64, door programme.Door, guests []programme.Guest) (int, error) {
	var errs geo.FieldErrors
	for i := range guests {
		guests[i].Door = door
		errs.Add("guest", guests[i].Validate())
	}
	if err := errs.Err(); err != nil {
		return 0, err
	}
	return x.store.Join(ctx, workshop, guests)
}

// DoorAddress is where people who take part in w go in.
func (x *Exchange) DoorAddress(w programme.Workshop) string {
	return x.public + "/?view=join&code=" + w.Code
}

// Door returns the open workshop that a code names, or geo.ErrNotFound. Whoever
// has the code may ask.
func (x *Exchange) Door(ctx context.Context, code string) (programme.Workshop, error) {
	if err := x.may(ctx, Enter, Object{}); err != nil {
		return programme.Workshop{}, err
	}
	return x.store.WorkshopByCode(ctx, code)
}

// Enter adds who has a workshop's code to it.
func (x *Exchange) Enter(ctx context.Context, code string, g programme.Guest) error {
	if err := x.may(ctx, Enter, Object{}); err != nil {
		return err
	}
	w, err := x.store.WorkshopByCode(ctx, code)
	if err != nil {
		return err
	}
	_, err = x.join(ctx, w.ID, programme.DoorCode, []programme.Guest{g})
	return err
}

// Participants lists who takes part in a workshop, by table and firm.
func (x *Exchange) Participants(ctx context.Context, workshop int64) ([]programme.Participant, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return nil, err
	}
	return x.store.Participants(ctx, workshop)
}

// LogEntry stores what is told at a workshop's table as a resource of its
// teller's firm; its matches follow by a job within seconds. The same key again
// changes nothing: fresh tells the first time. The id is 0 when the resource was
// deleted since.
func (x *Exchange) LogEntry(ctx context.Context, e programme.Entry) (id int64, fresh bool, err error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return 0, false, err
	}
	e.Resource.Material = materialCode(e.Resource.Material)
	e.Resource.Ref, e.Resource.Provenance = e.Key, geo.Workshop
	var errs geo.FieldErrors
	errs.Add("key", e.Validate())
	errs.Add("resource", checkResource(e.Resource))
	if err := errs.Err(); err != nil {
		return 0, false, err
	}
	return x.store.LogEntry(ctx, e)
}

// Entries lists up to limit entries of a workshop, the last first.
func (x *Exchange) Entries(ctx context.Context, workshop int64, limit int) ([]programme.Logged, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return nil, err
	}
	return x.store.Entries(ctx, workshop, limit)
}

// WorkshopReport counts what came of a workshop; 0: of all of them.
func (x *Exchange) WorkshopReport(ctx context.Context, workshop int64) (programme.Report, error) {
	if err := x.may(ctx, HoldWorkshop, Object{}); err != nil {
		return programme.Report{}, err
	}
	return x.store.WorkshopReport(ctx, workshop)
}
