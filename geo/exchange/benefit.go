package exchange

import (
	"context"
	"fmt"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// BenefitStore keeps the ledger of benefits.
type BenefitStore interface {
	// Benefits returns the entries that f leaves, the last period first.
	Benefits(ctx context.Context, f programme.LedgerFilter) ([]programme.Benefit, error)
	Benefit(ctx context.Context, synergy, id int64) (programme.Benefit, error)
	// Predicted adds up what the matches of f's synergies promised.
	Predicted(ctx context.Context, f programme.LedgerFilter) (programme.Prediction, error)
	// AddBenefit enters b with files of its synergy as evidence. What another entry speaks for already is a field error.
	AddBenefit(ctx context.Context, b programme.Benefit, evidence []int64) (int64, error)
	ProveBenefit(ctx context.Context, b programme.Benefit, files []int64) error
	// JudgeBenefit is a geo.ErrConflict when b's status is another by now.
	JudgeBenefit(ctx context.Context, b programme.Benefit, j programme.Judgement) error
	// SaveBenefits inserts or updates by ref, all or nothing; rows are for errors.
	SaveBenefits(ctx context.Context, bs []programme.Benefit, rows []int) (geo.Saved, error)
	AddProgramme(ctx context.Context, p programme.Programme) (int64, error)
}

// signature is who acts in ctx, now.
func signature(ctx context.Context) programme.Signature {
	return programme.Signature{By: geo.Actor(ctx), UserID: geo.ViewerOf(ctx).UserID, At: time.Now()}
}

// ClaimBenefit enters what a synergy brought, with files of the synergy as
// evidence, on behalf of a partner or, asFirm 0, of the facilitators. It
// returns the entry as stored.
func (x *Exchange) ClaimBenefit(ctx context.Context, b programme.Benefit, asFirm int64, evidence []int64) (programme.Benefit, error) {
	y, err := x.Synergy(ctx, b.SynergyID)
	if err != nil {
		return b, err
	}
	firm, _, err := x.actFor(ctx, Carry, asFirm)
	if err != nil {
		return b, err
	}
	side := y.Side(firm)
	if firm != 0 && side == "" {
		return b, geo.Invalid("as_firm", "unknown", "%d has no part in this synergy", firm)
	}
	if b.Side == "" && !b.Metric.PerSide() {
		b.Side = programme.Both
	}
	if b.Side == "" {
		b.Side = side
	}
	b.ProgrammeID, b.FirmID, b.ForPartner, b.Demo = y.ProgrammeID, firm, firm != 0, y.Demo
	b.Status, b.Claimed = programme.Claimed, signature(ctx)
	if err := b.Validate(); err != nil {
		return b, err
	}
	if b.From.After(time.Now()) {
		return b, geo.Invalid("from", "range", "is in the future: what has not happened is no benefit yet")
	}
	id, err := x.store.AddBenefit(ctx, b, evidence)
	if err != nil {
		return b, err
	}
	return x.store.Benefit(ctx, b.SynergyID, id)
}

// JudgeBenefit checks, verifies or withdraws an entry of a synergy, with more
// files as evidence, and returns it as stored. Facilitators do; a partner may
// withdraw what it claimed while nobody has verified it.
func (x *Exchange) JudgeBenefit(ctx context.Context, synergy, id int64, j programme.Judgement, evidence []int64) (programme.Benefit, error) {
	b, err := x.benefit(ctx, synergy, id)
	if err != nil {
		return b, err
	}
	own := j.To == programme.Retracted && b.Status != programme.Verified && b.FirmID != 0 && x.may(ctx, Carry, of(b.FirmID)) == nil
	if err := x.may(ctx, Verify, Object{}); err != nil && !own {
		return b, err
	}
	if len(evidence) > 0 {
		if err := x.store.ProveBenefit(ctx, b, evidence); err != nil {
			return b, err
		}
		if b, err = x.store.Benefit(ctx, synergy, id); err != nil {
			return b, err
		}
	}
	if err := j.Validate(b, signature(ctx)); err != nil {
		return b, err
	}
	if err := x.store.JudgeBenefit(ctx, b, j); err != nil {
		return b, err
	}
	return x.store.Benefit(ctx, synergy, id)
}

// benefit returns an entry of a synergy that ctx's viewer has part in.
func (x *Exchange) benefit(ctx context.Context, synergy, id int64) (programme.Benefit, error) {
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return programme.Benefit{}, err
	}
	return x.store.Benefit(ctx, synergy, id)
}

// ProveBenefit attaches files of a synergy to one of its entries.
func (x *Exchange) ProveBenefit(ctx context.Context, synergy, id int64, files []int64) (programme.Benefit, error) {
	b, err := x.benefit(ctx, synergy, id)
	if err != nil {
		return b, err
	}
	if len(files) == 0 {
		return b, geo.Invalid("evidence", "required", "is missing")
	}
	if err := x.store.ProveBenefit(ctx, b, files); err != nil {
		return b, err
	}
	return x.store.Benefit(ctx, synergy, id)
}

// Ledger returns the entries that f leaves, added up: a firm's own, or all for
// a facilitator.
func (x *Exchange) Ledger(ctx context.Context, f programme.LedgerFilter) (programme.Ledger, error) {
	var l programme.Ledger
	if err := f.Validate(); err != nil {
		return l, err
	}
	firm, _, err := x.actFor(ctx, ReadLedger, f.FirmID)
	if err != nil {
		return l, err
	}
	f.FirmID = firm
	if l.Entries, err = x.store.Benefits(ctx, f); err != nil {
		return l, err
	}
	if l.Predicted, err = x.store.Predicted(ctx, f); err != nil {
		return l, fmt.Errorf("predicted benefits: %w", err)
	}
	l.Add(f)
	return l, nil
}

// SynergyLedger returns the entries of one synergy, to its partners and the
// facilitators.
func (x *Exchange) SynergyLedger(ctx context.Context, synergy int64) (programme.Ledger, error) {
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return programme.Ledger{}, err
	}
	return x.Ledger(ctx, programme.LedgerFilter{SynergyID: synergy})
}

// AddProgramme stores a programme that synergies, or histories, belong to. It is
// for facilitators.
func (x *Exchange) AddProgramme(ctx context.Context, p programme.Programme) (int64, error) {
	if err := x.may(ctx, ChangeFrame, Object{}); err != nil {
		return 0, err
	}
	if err := p.Validate(); err != nil {
		return 0, err
	}
	return x.store.AddProgramme(ctx, p)
}
