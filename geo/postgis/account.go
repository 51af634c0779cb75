package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

const accountColumns = `a.id, a.mail, a.name, a.language, a.standing, COALESCE(a.firm_id, 0), COALESCE(a.zone_id, 0),
       COALESCE(f.name, ''), COALESCE(z.name, ''), COALESCE(a.password, ''), a.verified_at, a.locked_at,
       COALESCE(a.totp_secret, ''), a.totp_at, a.totp_step, a.demo, a.created_at,
       (SELECT max(seen_at) FROM session WHERE account_id = a.id) AS seen_at`

const fromAccounts = `
FROM account AS a
LEFT JOIN firm AS f ON f.id = a.firm_id
LEFT JOIN zone AS z ON z.id = a.zone_id`

// accountFields are where a row of accountColumns goes; done must follow.
func accountFields(a *account.Account) (fields []any, done func()) {
	var verified, locked, second, seen *time.Time
	return []any{&a.ID, &a.Mail, &a.Name, &a.Language, &a.Standing, &a.FirmID, &a.ZoneID, &a.Firm, &a.Zone, &a.Password, &verified, &locked,
			&a.Secret, &second, &a.Step, &a.Demo, &a.Created, &seen}, func() {
			a.Verified, a.Locked, a.Second, a.Seen = orZero(verified), orZero(locked), orZero(second), orZero(seen)
		}
}

func scanAccount(row pgx.CollectableRow) (a account.Account, err error) {
	fields, done := accountFields(&a)
	err = row.Scan(fields...)
	done()
	return a, err
}

func (s *Store) oneAccount(ctx context.Context, where string, args ...any) (account.Account, error) {
	rows, _ := s.db.Query(ctx, `SELECT `+accountColumns+fromAccounts+where, args...)
	a, err := pgx.CollectExactlyOneRow(rows, scanAccount)
	return a, translate(err)
}

// Account returns one account, or geo.ErrNotFound.
func (s *Store) Account(ctx context.Context, id int64) (account.Account, error) {
	return s.oneAccount(ctx, ` WHERE a.id = $1`, id)
}

// AccountByMail returns the account with an address in whatever case, or
// geo.ErrNotFound.
func (s *Store) AccountByMail(ctx context.Context, mail string) (account.Account, error) {
	return s.oneAccount(ctx, ` WHERE lower(a.mail) = lower($1)`, mail)
}

// AccountBySubject returns the account that somebody of an OpenID provider has,
// or geo.ErrNotFound.
func (s *Store) AccountBySubject(ctx context.Context, issuer, subject string) (account.Account, error) {
	return s.oneAccount(ctx, ` WHERE a.issuer = $1 AND a.subject = $2`, issuer, subject)
}

// BindSubject ties an account to somebody of an OpenID provider, who has proved
// its mail.
func (s *Store) BindSubject(ctx context.Context, id int64, issuer, subject string) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE account SET issuer = $2, subject = $3, verified_at = COALESCE(verified_at, now()) WHERE id = $1`, id, issuer, subject)
		return err
	})
}

const listAccounts = `
WHERE (@text = '' OR fold(a.name || ' ' || a.mail) LIKE '%' || fold(@text) || '%')
  AND (@standing = '' OR a.standing = @standing)
  AND (@firm = 0 OR a.firm_id = @firm)
ORDER BY a.name, a.id LIMIT @limit`

// Accounts returns up to limit accounts that f leaves, by name.
func (s *Store) Accounts(ctx context.Context, f account.Filter, limit int) ([]account.Account, error) {
	rows, _ := s.db.Query(ctx, `SELECT `+accountColumns+fromAccounts+listAccounts,
		pgx.NamedArgs{"text": f.Text, "standing": string(f.Standing), "firm": f.FirmID, "limit": limit})
	found, err := pgx.CollectRows(rows, scanAccount)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return found, nil
}

const insertAccount = `
INSERT INTO account (mail, name, language, standing, firm_id, zone_id, demo)
VALUES (@mail, @name, @language, @standing, @firm, @zone, @demo) RETURNING id`

const updateAccount = `
UPDATE account SET name = @name, language = @language, standing = @standing, firm_id = @firm, zone_id = @zone, locked_at = @locked
WHERE id = @id RETURNING id`

// SaveAccount inserts a (ID 0) or replaces its name, language, standing, firm,
// zone and lock, which ends its sessions. A mail that somebody has is a
// geo.ErrConflict.
func (s *Store) SaveAccount(ctx context.Context, a account.Account) (int64, error) {
	sql := insertAccount
	if a.ID != 0 {
		sql = updateAccount
	}
	err := s.change(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, sql, pgx.NamedArgs{"id": a.ID, "mail": a.Mail, "name": a.Name, "language": a.Language,
			"standing": string(a.Standing), "firm": nullable(a.FirmID), "zone": nullable(a.ZoneID), "locked": day(a.Locked), "demo": a.Demo}).Scan(&a.ID)
		if err != nil || a.Locked.IsZero() {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM session WHERE account_id = $1`, a.ID)
		return err
	})
	return a.ID, err
}

const inventAccount = `
WITH made AS (
    INSERT INTO account (mail, name, language, standing, firm_id, zone_id, password, verified_at, demo)
    VALUES (@mail, @name, @language, @standing, @firm, @zone, @password, now(), true)
    ON CONFLICT (lower(mail)) DO NOTHING RETURNING id)
INSERT INTO consent (account_id, text_id, given)
SELECT made.id, (SELECT id FROM consent_text WHERE kind = 'notice' ORDER BY version DESC LIMIT 1), true FROM made`

// InventAccount stores an account of the demo, whose mail counts as proved and
// who has read the notice; one of its mail that is there stays.
func (s *Store) InventAccount(ctx context.Context, a account.Account) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, inventAccount, pgx.NamedArgs{"mail": a.Mail, "name": a.Name, "language": a.Language,
			"standing": string(a.Standing), "firm": nullable(a.FirmID), "zone": nullable(a.ZoneID), "password": a.Password})
		return err
	})
}

// SetPassword gives an account a password's hash and ends its sessions but one.
func (s *Store) SetPassword(ctx context.Context, id int64, hash string, but int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE account SET password = $2 WHERE id = $1`, id, hash); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM session WHERE account_id = $1 AND id <> $2`, id, but)
		return err
	})
}

const insertOwnFirm = `
INSERT INTO firm (ref, name, nace, tax_number) VALUES ('account-' || @account::bigint || '-' || gen_random_uuid(), @name, @nace, @tax)
RETURNING id`

const insertOwnSite = `
INSERT INTO site (firm_id, ref, name, place, zone_id)
VALUES (@firm, '1', @name, ST_SetSRID(ST_MakePoint(@lon, @lat), 4326),
        COALESCE(@zone, (SELECT min(id) FROM zone WHERE ST_Covers(outline, ST_SetSRID(ST_MakePoint(@lon, @lat), 4326)))))`

// FoundFirm stores a firm with its first site, whose admin an account of no
// firm becomes; it is a geo.ErrConflict where the account has a firm.
func (s *Store) FoundFirm(ctx context.Context, id int64, f geo.Firm, site geo.Site) (firm int64, err error) {
	err = s.change(ctx, func(tx pgx.Tx) error {
		args := pgx.NamedArgs{"account": id, "name": f.Name, "nace": f.NACE, "tax": f.TaxNumber}
		if err := tx.QueryRow(ctx, insertOwnFirm, args).Scan(&firm); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertOwnSite, pgx.NamedArgs{"firm": firm, "name": site.Name,
			"lon": site.Place[0], "lat": site.Place[1], "zone": nullable(site.ZoneID)}); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `UPDATE account SET firm_id = $2, standing = 'firm_admin' WHERE id = $1 AND firm_id IS NULL AND standing = 'member'
RETURNING firm_id`, id, firm).Scan(&firm)
		if errors.Is(err, pgx.ErrNoRows) {
			return fmt.Errorf("account %d has a firm: %w", id, geo.ErrConflict)
		}
		return err
	})
	return firm, err
}
