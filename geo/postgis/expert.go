package postgis

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectExperts = `
SELECT id, pool, name, alias, institution, mail, languages, about, materials, naces, topics, available, COALESCE(account_id, 0), demo
FROM expert ORDER BY alias, id`

// Experts returns everybody of the pools.
func (s *Store) Experts(ctx context.Context) ([]programme.Expert, error) {
	rows, _ := s.db.Query(ctx, selectExperts)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Expert])
}

const insertExpert = `
INSERT INTO expert (pool, name, alias, institution, mail, languages, about, materials, naces, topics, available, account_id, demo)
VALUES (@pool, @name, @alias, @institution, @mail, @languages, @about, @materials, @naces, @topics, @available, @account, @demo) RETURNING id`

const updateExpert = `
UPDATE expert SET pool = @pool, name = @name, alias = @alias, institution = @institution, mail = @mail, languages = @languages, about = @about,
       materials = @materials, naces = @naces, topics = @topics, available = @available
WHERE id = @id RETURNING id`

// SaveExpert inserts e (ID 0) or replaces it, and returns its id. A mail that
// another one has is a field error.
func (s *Store) SaveExpert(ctx context.Context, e programme.Expert) (int64, error) {
	sql := insertExpert
	if e.ID != 0 {
		sql = updateExpert
	}
	some := func(list []string) []string { return append([]string{}, list...) }
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql, pgx.NamedArgs{"id": e.ID, "pool": string(e.Pool), "name": e.Name, "alias": e.Alias, "institution": e.Institution,
			"mail": e.Mail, "languages": some(e.Languages), "about": e.About, "materials": some(e.Materials), "naces": some(e.NACEs),
			"topics": some(e.Topics), "available": e.Available, "account": nullable(e.AccountID), "demo": e.Demo}).Scan(&e.ID)
	})
	if errors.Is(err, geo.ErrConflict) {
		err = geo.Invalid("mail", "twice", "is another one's of the pools")
	}
	return e.ID, err
}

// DropExpert removes somebody from the pools, or says geo.ErrNotFound.
func (s *Store) DropExpert(ctx context.Context, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM expert WHERE id = $1`, id)
		if err == nil && tag.RowsAffected() == 0 {
			err = geo.ErrNotFound
		}
		return err
	})
}

const selectHelp = `SELECT id, expert_id, synergy_id, note, state, at, actor FROM help `

// HelpOf returns the requests of a synergy.
func (s *Store) HelpOf(ctx context.Context, synergy int64) ([]programme.Help, error) {
	rows, _ := s.db.Query(ctx, selectHelp+`WHERE synergy_id = $1 ORDER BY id`, synergy)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Help])
}

// AskHelp asks an expert to help a synergy, notes that in its log and tells the
// facilitators. Asking twice is a geo.ErrConflict.
func (s *Store) AskHelp(ctx context.Context, h programme.Help) (int64, error) {
	err := s.change(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `INSERT INTO help (expert_id, synergy_id, note, actor) VALUES ($1, $2, $3, $4) RETURNING id`,
			h.ExpertID, h.SynergyID, h.Note, geo.Actor(ctx)).Scan(&h.ID)
		if err != nil {
			return err
		}
		if err := note(ctx, tx, h.SynergyID, programme.LogEntry{Kind: "help", Text: string(programme.Asked)}); err != nil {
			return err
		}
		return tellFacilitators(ctx, tx, programme.ToldHelp, h.SynergyID, string(programme.Asked))
	})
	return h.ID, err
}

// AnswerHelp stores the answer to a request of a synergy that is open, or says
// geo.ErrNotFound, and tells the partners.
func (s *Store) AnswerHelp(ctx context.Context, synergy, id int64, state programme.Answer) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE help SET state = $3, answered_at = clock_timestamp() WHERE synergy_id = $1 AND id = $2 AND state = 'asked'`, synergy, id, string(state))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return geo.ErrNotFound
		}
		if err := note(ctx, tx, synergy, programme.LogEntry{Kind: "help", Text: string(state)}); err != nil {
			return err
		}
		return tellSynergy(ctx, tx, programme.ToldHelp, synergy, string(state))
	})
}
