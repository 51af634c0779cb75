package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// AddSession keeps the digest of a new session's token and clears away what
// has expired. It returns the id.
func (s *Store) AddSession(ctx context.Context, of int64, token []byte, agent string, expires time.Time) (id int64, err error) {
	err = s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM session WHERE expires_at < now()`); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `INSERT INTO session (account_id, token, agent, expires_at) VALUES ($1, $2, $3, $4) RETURNING id`,
			of, token, agent, expires).Scan(&id)
	})
	return id, err
}

const sessionColumns = `SELECT e.id, e.agent, e.created_at, e.seen_at, e.expires_at, ` + accountColumns + fromAccounts + ` JOIN session AS e ON e.account_id = a.id`

func scanSession(row pgx.CollectableRow) (e account.Session, err error) {
	fields, done := accountFields(&e.Account)
	err = row.Scan(append([]any{&e.ID, &e.Agent, &e.Created, &e.Seen, &e.Expires}, fields...)...)
	done()
	return e, err
}

// SessionByToken returns the session whose token has a digest, not expired, of
// an account that is not locked, or geo.ErrNotFound.
func (s *Store) SessionByToken(ctx context.Context, token []byte) (account.Session, error) {
	rows, _ := s.db.Query(ctx, sessionColumns+` WHERE e.token = $1 AND e.expires_at > now() AND a.locked_at IS NULL`, token)
	e, err := pgx.CollectExactlyOneRow(rows, scanSession)
	return e, translate(err)
}

// SawSession notes that a session is used now.
func (s *Store) SawSession(ctx context.Context, id int64) error {
	_, err := s.db.Exec(ctx, `UPDATE session SET seen_at = now() WHERE id = $1`, id)
	return err
}

// Sessions returns the sessions of an account, the last used first.
func (s *Store) Sessions(ctx context.Context, of int64) ([]account.Session, error) {
	rows, _ := s.db.Query(ctx, sessionColumns+` WHERE a.id = $1 AND e.expires_at > now() ORDER BY e.seen_at DESC, e.id DESC`, of)
	found, err := pgx.CollectRows(rows, scanSession)
	if err != nil {
		return nil, fmt.Errorf("sessions of account %d: %w", of, err)
	}
	return found, nil
}

// EndSession ends one session of an account, or says geo.ErrNotFound.
func (s *Store) EndSession(ctx context.Context, of, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `DELETE FROM session WHERE id = $1 AND account_id = $2 RETURNING id`, id, of).Scan(&id)
	})
}

// mostLinks are sent to one account in an hour.
const mostLinks = 5

// AddLink keeps the digest of a link's token. Where an account has had too many
// in the last hour it is a geo.ErrConflict.
func (s *Store) AddLink(ctx context.Context, l account.Link, token []byte) error {
	of := l.Account.ID
	return s.change(ctx, func(tx pgx.Tx) error {
		var sent int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM mail_link WHERE account_id = $1 AND created_at > now() - interval '1 hour'`, of).Scan(&sent)
		if err != nil {
			return err
		}
		if sent >= mostLinks {
			return fmt.Errorf("account %d has had %d links: %w", of, sent, geo.ErrConflict)
		}
		_, err = tx.Exec(ctx, `INSERT INTO mail_link (account_id, purpose, token, expires_at, firm_id, standing) VALUES ($1, $2, $3, $4, $5, $6)`,
			of, string(l.Purpose), token, time.Now().Add(l.Purpose.Lasts()), nullable(l.FirmID), nullable(string(l.Standing)))
		return err
	})
}

const selectLink = `SELECT l.purpose, COALESCE(l.firm_id, 0), COALESCE(l.standing, ''), COALESCE(g.name, ''), ` + accountColumns + fromAccounts + `
JOIN mail_link AS l ON l.account_id = a.id
LEFT JOIN firm AS g ON g.id = l.firm_id
WHERE l.token = $1 AND l.used_at IS NULL AND l.expires_at > now() AND a.locked_at IS NULL`

// LinkByToken returns the link whose token has a digest, that was not used and
// has not expired, or geo.ErrNotFound.
func (s *Store) LinkByToken(ctx context.Context, token []byte) (account.Link, error) {
	rows, _ := s.db.Query(ctx, selectLink, token)
	l, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (l account.Link, err error) {
		fields, done := accountFields(&l.Account)
		err = row.Scan(append([]any{&l.Purpose, &l.FirmID, &l.Standing, &l.Firm}, fields...)...)
		done()
		return l, err
	})
	return l, translate(err)
}

const useLink = `
UPDATE mail_link SET used_at = now() WHERE token = $1 AND used_at IS NULL AND expires_at > now() RETURNING account_id, firm_id, standing`

const openByLink = `
UPDATE account SET password = $2, name = $3, verified_at = COALESCE(verified_at, now()) WHERE id = $1 AND locked_at IS NULL RETURNING mail`

const joinFirm = `
UPDATE account SET firm_id = $2, standing = $3 WHERE id = $1 AND $2::bigint IS NOT NULL AND firm_id IS NULL AND standing = 'member'`

// Invitations returns what mails were invited to a firm by links that can still
// be used.
func (s *Store) Invitations(ctx context.Context, firm int64) ([]account.Link, error) {
	rows, _ := s.db.Query(ctx, `
SELECT DISTINCT ON (a.mail) l.purpose, l.firm_id, l.standing, a.mail FROM mail_link AS l JOIN account AS a ON a.id = l.account_id
WHERE l.firm_id = $1 AND l.used_at IS NULL AND l.expires_at > now() ORDER BY a.mail, l.id DESC`, firm)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l account.Link, err error) {
		return l, row.Scan(&l.Purpose, &l.FirmID, &l.Standing, &l.Account.Mail)
	})
}

// UseLink gives the account of a link a password's hash and a name, takes its
// mail for proved, and ends its sessions, its other links and its lock-out; or
// says geo.ErrNotFound. It returns the account's id.
func (s *Store) UseLink(ctx context.Context, token []byte, hash, name string) (id int64, err error) {
	err = s.change(ctx, func(tx pgx.Tx) error {
		var mail string
		var firm *int64
		var standing *string
		if err := tx.QueryRow(ctx, useLink, token).Scan(&id, &firm, &standing); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, openByLink, id, hash, name).Scan(&mail); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, joinFirm, id, firm, standing); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM session WHERE account_id = $1`, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE mail_link SET used_at = now() WHERE account_id = $1 AND used_at IS NULL`, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM login_failure WHERE mail = $1`, account.MailDigest(mail))
		return err
	})
	return id, err
}
