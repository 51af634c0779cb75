package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const insertFile = `
INSERT INTO file (synergy_id, name, kind, bytes, sha256, kept_as, actor)
VALUES (@synergy, @name, @kind, @bytes, @sha256, @kept, @actor) RETURNING id, at`

// AddFile notes a file that is kept, on behalf of ctx's actor, and returns it
// as stored.
func (s *Store) AddFile(ctx context.Context, f programme.File) (programme.File, error) {
	f.Actor = geo.Actor(ctx)
	err := s.change(ctx, func(tx pgx.Tx) error {
		args := pgx.NamedArgs{"synergy": f.SynergyID, "name": f.Name, "kind": f.Kind, "bytes": f.Bytes, "sha256": f.SHA256, "kept": f.KeptAs, "actor": f.Actor}
		if err := tx.QueryRow(ctx, insertFile, args).Scan(&f.ID, &f.At); err != nil {
			return err
		}
		return note(ctx, tx, f.SynergyID, programme.LogEntry{Kind: "file", Text: f.Name})
	})
	return f, err
}

const selectFile = `SELECT id, synergy_id, name, kind, bytes, sha256, kept_as, at, actor FROM file `

// Files returns the files of a synergy, the last first.
func (s *Store) Files(ctx context.Context, synergy int64) ([]programme.File, error) {
	rows, _ := s.db.Query(ctx, selectFile+`WHERE synergy_id = $1 ORDER BY id DESC`, synergy)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.File])
}

// File returns one file of a synergy, or geo.ErrNotFound.
func (s *Store) File(ctx context.Context, synergy, id int64) (programme.File, error) {
	rows, _ := s.db.Query(ctx, selectFile+`WHERE synergy_id = $1 AND id = $2`, synergy, id)
	f, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[programme.File])
	return f, translate(err)
}
