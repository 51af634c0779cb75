package exchange

import (
	"context"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// mostSynergies is how many a board shows.
const mostSynergies = 1000

// Programmes returns every programme, the last begun first.
func (x *Exchange) Programmes(ctx context.Context) ([]programme.Programme, error) {
	return x.store.Programmes(ctx)
}

// Synergies returns the synergies that f leaves: a firm's own, or any for a
// facilitator.
func (x *Exchange) Synergies(ctx context.Context, f programme.Filter) ([]programme.Synergy, error) {
	firm, _, err := x.actFor(ctx, Carry, f.FirmID)
	if err != nil {
		return nil, err
	}
	f.FirmID = firm
	return x.store.Synergies(ctx, f, mostSynergies)
}

// Synergy returns a synergy to one of its partners or a facilitator; for
// others it is not there.
func (x *Exchange) Synergy(ctx context.Context, id int64) (programme.Synergy, error) {
	firm, every, err := x.actFor(ctx, Carry, 0)
	if err != nil {
		return programme.Synergy{}, err
	}
	y, err := x.store.Synergy(ctx, id)
	if err == nil && !every && y.Side(firm) == "" {
		return programme.Synergy{}, geo.ErrNotFound
	}
	return y, err
}

// SynergyLog returns what happened to a synergy, the last first.
func (x *Exchange) SynergyLog(ctx context.Context, id int64) ([]programme.LogEntry, error) {
	if _, err := x.Synergy(ctx, id); err != nil {
		return nil, err
	}
	return x.store.SynergyLog(ctx, id)
}

// AddNote adds a text to a synergy's log.
func (x *Exchange) AddNote(ctx context.Context, id int64, text string) error {
	if err := geo.CheckText("text", text, 1, 4000); err != nil {
		return err
	}
	if _, err := x.Synergy(ctx, id); err != nil {
		return err
	}
	return x.store.AddNote(ctx, id, text)
}

// MoveSynergy moves a synergy to another stage and returns it as it is then.
func (x *Exchange) MoveSynergy(ctx context.Context, id int64, m programme.Move) (programme.Synergy, error) {
	y, err := x.Synergy(ctx, id)
	if err != nil {
		return y, err
	}
	if err := m.Validate(y.Stage, y.Resumes); err != nil {
		return y, err
	}
	if err := x.passes(ctx, y, m.To); err != nil {
		return y, err
	}
	if err := x.store.MoveSynergy(ctx, id, y.Stage, m); err != nil {
		return y, err
	}
	return x.store.Synergy(ctx, id)
}

// ChangeSynergy changes what c names of a synergy and returns it as it is
// then. The programme is the facilitators' to choose.
func (x *Exchange) ChangeSynergy(ctx context.Context, id int64, c programme.Change) (programme.Synergy, error) {
	if err := c.Validate(); err != nil {
		return programme.Synergy{}, err
	}
	if c.ProgrammeID != nil {
		if err := x.may(ctx, ChangeFrame, Object{}); err != nil {
			return programme.Synergy{}, err
		}
	}
	if y, err := x.Synergy(ctx, id); err != nil {
		return y, err
	}
	if err := x.store.ChangeSynergy(ctx, id, c); err != nil {
		return programme.Synergy{}, err
	}
	return x.store.Synergy(ctx, id)
}

// Remind tells of actions that should have been done before today, and of
// permits that end soon. It returns how many notices that made.
func (x *Exchange) Remind(ctx context.Context) (int, error) {
	n, err := x.store.Remind(ctx, time.Now())
	if err != nil {
		return n, err
	}
	permits, err := x.store.RemindPermits(ctx, time.Now())
	return n + permits, err
}
