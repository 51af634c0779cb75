package exchange

import (
	"context"

	"simbiyoz/geo"
)

// AuditStore keeps the audit trail, which is only ever added to.
type AuditStore interface {
	// Audit returns changes, the last first.
	Audit(ctx context.Context, f geo.AuditFilter) ([]geo.AuditRow, error)
	// VerifyAudit recomputes the chain of seals; until is a seal that must be in it, zero: none.
	VerifyAudit(ctx context.Context, until geo.Seal) (geo.AuditCheck, error)
}

// Audit returns changes that f leaves, the last first.
func (x *Exchange) Audit(ctx context.Context, f geo.AuditFilter) ([]geo.AuditRow, error) {
	if err := x.may(ctx, ReadAudit, Object{}); err != nil {
		return nil, err
	}
	return x.store.Audit(ctx, f)
}

// VerifyAudit holds the audit trail against its seals.
func (x *Exchange) VerifyAudit(ctx context.Context, until geo.Seal) (geo.AuditCheck, error) {
	if err := x.may(ctx, ReadAudit, Object{}); err != nil {
		return geo.AuditCheck{}, err
	}
	return x.store.VerifyAudit(ctx, until)
}
