package geo

import "time"

// Seal is a link of the chain that guards the audit trail.
type Seal struct {
	Seq  int64
	Hash string // SHA-256 in hexadecimal, over the seal before and its row
}

// AuditCheck is what came of recomputing the chain.
type AuditCheck struct {
	Rows int64 // that fit
	Head Seal  // the last of them
	Bad  int64 // the first row that does not fit; 0: none, -1: the end is missing
	Why  string
}

// AuditRow is a change as the audit trail keeps it; Old and New are JSON,
// empty where there was or is nothing.
type AuditRow struct {
	ID     int64
	At     time.Time
	Actor  string
	Noun   string
	RowID  int64
	Action string
	Old    string
	New    string
	Seal
}

// AuditFilter selects changes; zero fields select nothing away.
type AuditFilter struct {
	Before int64 // id: older ones alone
	Noun   string
	RowID  int64
	Actor  string
	Limit  int
}
