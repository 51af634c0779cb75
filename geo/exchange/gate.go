package exchange

import (
	"context"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// GateStore keeps what the law asks of synergies.
type GateStore interface {
	Gate(ctx context.Context, synergy int64) (programme.Gate, error)
	AnswerGate(ctx context.Context, synergy int64, c programme.Condition) error
	AddPermit(ctx context.Context, p programme.Permit) (int64, error)
	DropPermit(ctx context.Context, synergy, id int64) error
	// RemindPermits tells of permits that end soon, once each.
	RemindPermits(ctx context.Context, today time.Time) (int, error)
	// Criteria returns the reference pages of a material; empty: all.
	Criteria(ctx context.Context, material string) ([]programme.Criterion, error)
	SaveCriterion(ctx context.Context, c programme.Criterion) (int64, error)
	DropCriterion(ctx context.Context, id int64) error
}

// Gate returns what the law asks of a synergy, and what of that keeps it from
// being carried out today.
func (x *Exchange) Gate(ctx context.Context, synergy int64) (programme.Gate, geo.FieldErrors, error) {
	y, err := x.Synergy(ctx, synergy)
	if err != nil {
		return programme.Gate{}, nil, err
	}
	g, err := x.store.Gate(ctx, synergy)
	return g, g.Blocks(y, time.Now()), err
}

// passes refuses a move of y to a stage in which lorries drive when the law
// stands against it, naming every field.
func (x *Exchange) passes(ctx context.Context, y programme.Synergy, to programme.Stage) error {
	if to != programme.Implementation && to != programme.Completed || y.Stage == programme.Completed {
		return nil
	}
	g, err := x.store.Gate(ctx, y.ID)
	if err != nil {
		return err
	}
	return g.Blocks(y, time.Now()).Err()
}

// AnswerGate stores the answer to a condition of article 19.
func (x *Exchange) AnswerGate(ctx context.Context, synergy int64, c programme.Condition) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return err
	}
	return x.store.AnswerGate(ctx, synergy, c)
}

// AddPermit stores a permit that a synergy rests on and returns its id.
func (x *Exchange) AddPermit(ctx context.Context, p programme.Permit) (int64, error) {
	if err := p.Validate(); err != nil {
		return 0, err
	}
	if _, err := x.Synergy(ctx, p.SynergyID); err != nil {
		return 0, err
	}
	return x.store.AddPermit(ctx, p)
}

// DropPermit removes a permit of a synergy.
func (x *Exchange) DropPermit(ctx context.Context, synergy, id int64) error {
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return err
	}
	return x.store.DropPermit(ctx, synergy, id)
}

// Criteria returns the reference pages that a material's code falls under;
// empty: all.
func (x *Exchange) Criteria(ctx context.Context, material string) ([]programme.Criterion, error) {
	return x.store.Criteria(ctx, material)
}

// SaveCriterion stores a reference page, new with ID 0, and returns its id.
func (x *Exchange) SaveCriterion(ctx context.Context, c programme.Criterion) (int64, error) {
	if err := x.may(ctx, ChangeFrame, Object{}); err != nil {
		return 0, err
	}
	if err := c.Validate(); err != nil {
		return 0, err
	}
	return x.store.SaveCriterion(ctx, c)
}

// DropCriterion removes a reference page.
func (x *Exchange) DropCriterion(ctx context.Context, id int64) error {
	if err := x.may(ctx, ChangeFrame, Object{}); err != nil {
		return err
	}
	return x.store.DropCriterion(ctx, id)
}
