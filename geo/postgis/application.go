package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectApplications = `
SELECT a.id, a.call_id, COALESCE(a.account_id, 0), COALESCE(a.firm_id, 0), a.summary, a.contact, a.partners, a.experts, a.firms,
       COALESCE(a.synergy_id, 0), COALESCE(a.resource_id, 0), a.state, a.reason, a.at, a.moved_at, c.title_tr, c.title_en,
       COALESCE(p.name, ''), COALESCE(p.mail, ''), COALESCE(f.name, '')
FROM application AS a
JOIN call AS c ON c.id = a.call_id
LEFT JOIN account AS p ON p.id = a.account_id
LEFT JOIN firm AS f ON f.id = a.firm_id
WHERE (@id = 0 OR a.id = @id) AND (@call = 0 OR a.call_id = @call) AND (@account = 0 OR a.account_id = @account)
ORDER BY array_position(ARRAY['submitted', 'shortlisted', 'accepted', 'declined', 'withdrawn'], a.state), a.id DESC LIMIT @limit`

// Applications returns up to limit applications that f leaves, those that wait
// first, then the last ones.
func (s *Store) Applications(ctx context.Context, f programme.ApplicationFilter, limit int) ([]programme.Application, error) {
	rows, _ := s.db.Query(ctx, selectApplications, pgx.NamedArgs{"id": f.ID, "call": f.CallID, "account": f.AccountID, "limit": limit})
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Application])
	if err != nil {
		return nil, fmt.Errorf("applications: %w", err)
	}
	return found, nil
}

// ApplicationLog returns what happened to an application, the last first.
func (s *Store) ApplicationLog(ctx context.Context, application int64) ([]programme.ApplicationStep, error) {
	rows, _ := s.db.Query(ctx, `
SELECT COALESCE(from_state, ''), to_state, reason, at, actor FROM application_log WHERE application_id = $1 ORDER BY id DESC`, application)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.ApplicationStep])
}

// An application to a call that was closed meanwhile is not stored.
const insertApplication = `
INSERT INTO application (call_id, account_id, firm_id, summary, contact, partners, experts, firms, synergy_id, resource_id)
SELECT c.id, @account, @firm, @summary, @contact, @partners, @experts, @firms, @synergy, @resource
FROM call AS c WHERE c.id = @call AND c.state = 'open' FOR SHARE
RETURNING id`

// AddApplication stores a, notes that in its log, tells the facilitators and
// returns its id. Somebody who has applied to the call already, and has not
// withdrawn that, is a geo.ErrConflict; a call that is not open a field error of
// "call".
func (s *Store) AddApplication(ctx context.Context, a programme.Application) (int64, error) {
	err := s.change(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, insertApplication, pgx.NamedArgs{"call": a.CallID, "account": a.AccountID, "firm": nullable(a.FirmID),
			"summary": a.Summary, "contact": a.Contact, "partners": a.Partners, "experts": orEmpty(a.Experts), "firms": orEmpty(a.Firms),
			"synergy": nullable(a.SynergyID), "resource": nullable(a.ResourceID)}).Scan(&a.ID)
		if errors.Is(err, pgx.ErrNoRows) {
			return geo.Invalid("call", "closed", "takes no applications")
		}
		if err != nil {
			return err
		}
		if err := step(ctx, tx, a.ID, "", programme.Decision{To: programme.Submitted}); err != nil {
			return err
		}
		return tellOfApplication(ctx, tx, a.ID, 0, programme.Submitted)
	})
	return a.ID, err
}

// MoveApplication moves an application from a state to another, notes that in its
// log and tells who applied, or, where they took it back, the facilitators. It is
// a geo.ErrConflict when somebody moved it meanwhile.
func (s *Store) MoveApplication(ctx context.Context, a programme.Application, d programme.Decision) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE application SET state = $3, reason = $4, moved_at = clock_timestamp() WHERE id = $1 AND state = $2`,
			a.ID, string(a.State), string(d.To), d.Reason)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fmt.Errorf("application %d is no longer %s: %w", a.ID, a.State, geo.ErrConflict)
		}
		if err := step(ctx, tx, a.ID, a.State, d); err != nil {
			return err
		}
		if d.To == programme.TakenBack {
			return tellOfApplication(ctx, tx, a.ID, 0, d.To)
		}
		if a.AccountID == 0 {
			return nil // nobody is left to be told
		}
		return tellOfApplication(ctx, tx, a.ID, a.AccountID, d.To)
	})
}

// step adds to an application's log on behalf of ctx's actor.
func step(ctx context.Context, tx pgx.Tx, application int64, from programme.ApplicationState, d programme.Decision) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_log (application_id, from_state, to_state, reason, actor) VALUES ($1, $2, $3, $4, $5)`,
		application, nullable(string(from)), string(d.To), d.Reason, geo.Actor(ctx))
	return err
}

// tellOfApplication tells an account, 0: the facilitators, where an application
// stands.
func tellOfApplication(ctx context.Context, tx pgx.Tx, application, account int64, state programme.ApplicationState) error {
	_, err := tx.Exec(ctx, `INSERT INTO notice (account_id, kind, application_id, detail) VALUES ($1, 'application', $2, $3)`,
		nullable(account), application, string(state))
	return err
}

// forgetApplications takes what names people out of the applications of an
// account. What was not decided counts as withdrawn.
func forgetApplications(ctx context.Context, tx pgx.Tx, account int64) error {
	for _, sql := range []string{
		`UPDATE application_log SET reason = '' WHERE reason <> '' AND application_id IN (SELECT id FROM application WHERE account_id = $1)`,
		`UPDATE application SET summary = '', contact = '', partners = '', reason = '',
       state = CASE WHEN state IN ('submitted', 'shortlisted') THEN 'withdrawn' ELSE state END WHERE account_id = $1`,
	} {
		if _, err := tx.Exec(ctx, sql, account); err != nil {
			return fmt.Errorf("applications: %w", err)
		}
	}
	return nil
}
