package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// ShutUntil returns until when logins with a mail are refused; the zero time
// where they are not.
func (s *Store) ShutUntil(ctx context.Context, mail []byte) (time.Time, error) {
	var until *time.Time
	err := s.db.QueryRow(ctx, `SELECT max(shut_until) FROM login_failure WHERE mail = $1 AND shut_until > now()`, mail).Scan(&until)
	return orZero(until), err
}

// After five failures each further one shuts twice as long, up to a quarter of
// an hour; a day without any forgives.
const failLogin = `
INSERT INTO login_failure AS l (mail, failed) VALUES ($1, 1)
ON CONFLICT (mail) DO UPDATE SET at = now(),
    failed = CASE WHEN l.at < now() - interval '1 day' THEN 1 ELSE l.failed + 1 END,
    shut_until = CASE WHEN l.at < now() - interval '1 day' OR l.failed + 1 < 5 THEN NULL
                      ELSE now() + LEAST(15 * 60, 15 * 2 ^ (l.failed + 1 - 5)) * interval '1 second' END`

// FailLogin counts a failed login with a mail.
func (s *Store) FailLogin(ctx context.Context, mail []byte) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM login_failure WHERE at < now() - interval '2 days'`); err != nil {
		return err
	}
	_, err := s.db.Exec(ctx, failLogin, mail)
	return err
}

// ForgiveLogin forgets the failed logins with a mail.
func (s *Store) ForgiveLogin(ctx context.Context, mail []byte) error {
	_, err := s.db.Exec(ctx, `DELETE FROM login_failure WHERE mail = $1`, mail)
	return err
}

// SetSecret gives an account without a second factor the secret of one, which
// does not count yet; where there is one it is a geo.ErrConflict.
func (s *Store) SetSecret(ctx context.Context, id int64, secret string) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE account SET totp_secret = $2, totp_step = 0 WHERE id = $1 AND totp_at IS NULL`, id, secret)
		if err == nil && tag.RowsAffected() == 0 {
			err = fmt.Errorf("account %d has a second factor: %w", id, geo.ErrConflict)
		}
		return err
	})
}

// CloseSecret puts an account's secret in the place of the same one as it was
// kept before; where that stands no more, nothing is changed.
func (s *Store) CloseSecret(ctx context.Context, id int64, was, secret string) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE account SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2`, id, was, secret)
		return err
	})
}

// TakeStep notes that an account's code of a step of time was given, which
// proves the second factor; a step that was taken is a geo.ErrConflict.
func (s *Store) TakeStep(ctx context.Context, id, step int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE account SET totp_step = $2, totp_at = COALESCE(totp_at, now()) WHERE id = $1 AND totp_step < $2`, id, step)
		if err == nil && tag.RowsAffected() == 0 {
			err = fmt.Errorf("code of account %d: %w", id, geo.ErrConflict)
		}
		return err
	})
}

// DropSecond takes an account's second factor and recovery codes away.
func (s *Store) DropSecond(ctx context.Context, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE account SET totp_secret = NULL, totp_at = NULL, totp_step = 0 WHERE id = $1`, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM recovery_code WHERE account_id = $1`, id)
		return err
	})
}

// SetRecovery replaces an account's recovery codes by those of digests.
func (s *Store) SetRecovery(ctx context.Context, id int64, codes [][]byte) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM recovery_code WHERE account_id = $1`, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO recovery_code (account_id, code) SELECT $1, unnest($2::bytea[])`, id, codes)
		return err
	})
}

// TakeRecovery uses a recovery code up, or says geo.ErrNotFound.
func (s *Store) TakeRecovery(ctx context.Context, id int64, code []byte) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `UPDATE recovery_code SET used_at = now() WHERE account_id = $1 AND code = $2 AND used_at IS NULL RETURNING id`,
			id, code).Scan(&id)
	})
}

// AddKey keeps an API key by its token's digest and returns its id.
func (s *Store) AddKey(ctx context.Context, k account.Key, token []byte) (int64, error) {
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO api_key (account_id, name, prefix, token, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
			k.Account.ID, k.Name, k.Prefix, token, k.Scopes, k.Expires).Scan(&k.ID)
	})
	return k.ID, err
}

const selectKeys = `SELECT k.id, k.name, k.prefix, k.scopes, k.created_at, k.expires_at, k.used_at, ` + accountColumns + fromAccounts + `
JOIN api_key AS k ON k.account_id = a.id`

func scanKey(row pgx.CollectableRow) (k account.Key, err error) {
	fields, done := accountFields(&k.Account)
	var used *time.Time
	err = row.Scan(append([]any{&k.ID, &k.Name, &k.Prefix, &k.Scopes, &k.Created, &k.Expires, &used}, fields...)...)
	done()
	k.Used = orZero(used)
	return k, err
}

// Keys returns the API keys of an account, the last made first.
func (s *Store) Keys(ctx context.Context, of int64) ([]account.Key, error) {
	rows, _ := s.db.Query(ctx, selectKeys+` WHERE a.id = $1 ORDER BY k.id DESC`, of)
	return pgx.CollectRows(rows, scanKey)
}

// DeleteKey deletes an API key of an account, or says geo.ErrNotFound.
func (s *Store) DeleteKey(ctx context.Context, of, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `DELETE FROM api_key WHERE id = $1 AND account_id = $2 RETURNING id`, id, of).Scan(&id)
	})
}

// KeyByToken returns the API key whose token has a digest, not expired, of an
// account that is not locked, and notes that it is used; or geo.ErrNotFound.
func (s *Store) KeyByToken(ctx context.Context, token []byte) (account.Key, error) {
	rows, _ := s.db.Query(ctx, selectKeys+` WHERE k.token = $1 AND k.expires_at > now() AND a.locked_at IS NULL AND a.verified_at IS NOT NULL`, token)
	k, err := pgx.CollectExactlyOneRow(rows, scanKey)
	if err != nil {
		return k, translate(err)
	}
	_, err = s.db.Exec(ctx, `UPDATE api_key SET used_at = now() WHERE id = $1 AND (used_at IS NULL OR used_at < now() - interval '1 minute')`, k.ID)
	return k, err
}
