package exchange

import (
	"context"
	"io"
	"time"

	"simbiyoz/geo/programme"
)

// ProgrammeStore keeps what comes of matches.
type ProgrammeStore interface {
	// Interest returns an interest, InterestIn the last one in a pair.
	Interest(ctx context.Context, id int64) (programme.Interest, error)
	InterestIn(ctx context.Context, source, sink int64) (programme.Interest, error)
	// Inquiries returns up to limit interests that a firm (0: anybody) has part in, the open ones first.
	Inquiries(ctx context.Context, firm int64, limit int) ([]programme.Inquiry, error)
	// AddInterest stores an interest in a stored match and tells the other side.
	AddInterest(ctx context.Context, i programme.Interest) (programme.Interest, error)
	// AnswerInterest answers an open interest and tells the side that did not; what is accepted becomes a synergy.
	AnswerInterest(ctx context.Context, i programme.Interest, r programme.Reply) (programme.Interest, error)

	// Notices returns up to limit notices of a box, those not seen first.
	Notices(ctx context.Context, b programme.Box, limit int) ([]programme.Notice, error)
	SeeNotices(ctx context.Context, b programme.Box, upto int64) error
	// Remind tells of overdue actions, once a day, and returns how many notices that made.
	Remind(ctx context.Context, today time.Time) (int, error)

	Programmes(ctx context.Context) ([]programme.Programme, error)
	Synergy(ctx context.Context, id int64) (programme.Synergy, error)
	// Synergies returns up to limit synergies, those whose next action is due first before the others.
	Synergies(ctx context.Context, f programme.Filter, limit int) ([]programme.Synergy, error)
	SynergyLog(ctx context.Context, synergy int64) ([]programme.LogEntry, error)
	AddNote(ctx context.Context, synergy int64, text string) error
	// MoveSynergy is a geo.ErrConflict when the synergy is no longer in from.
	MoveSynergy(ctx context.Context, id int64, from programme.Stage, m programme.Move) error
	ChangeSynergy(ctx context.Context, id int64, c programme.Change) error

	AddFile(ctx context.Context, f programme.File) (programme.File, error)
	Files(ctx context.Context, synergy int64) ([]programme.File, error)
	File(ctx context.Context, synergy, id int64) (programme.File, error)
}

// Vault keeps the content of files.
type Vault interface {
	// Keep returns the name that content is kept under, and its SHA-256.
	Keep(content []byte) (name, sum string, err error)
	Open(name string) (io.ReadCloser, error)
	Drop(name string) error
}

// KeepFilesIn says where the content of files is kept; without it none are
// taken.
func (x *Exchange) KeepFilesIn(v Vault) { x.vault = v }
