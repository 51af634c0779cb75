package postgis

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo/programme"
)

// ConsentTexts returns the latest version of every text.
func (s *Store) ConsentTexts(ctx context.Context) ([]programme.ConsentText, error) {
	rows, _ := s.db.Query(ctx, `
SELECT DISTINCT ON (kind) id, kind, version, text_tr, text_en, at FROM consent_text ORDER BY kind, version DESC`)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.ConsentText])
}

// ConsentHistory returns every version of every text, the latest first.
func (s *Store) ConsentHistory(ctx context.Context) ([]programme.ConsentText, error) {
	rows, _ := s.db.Query(ctx, `SELECT id, kind, version, text_tr, text_en, at FROM consent_text ORDER BY kind, version DESC`)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.ConsentText])
}

// AddConsentText stores the next version of a text and returns its number, and
// how many people have still to say something of it.
func (s *Store) AddConsentText(ctx context.Context, t programme.ConsentText) (version, asked int, err error) {
	err = s.change(ctx, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `
INSERT INTO consent_text (kind, version, text_tr, text_en)
SELECT $1, COALESCE(max(version), 0) + 1, $2, $3 FROM consent_text WHERE kind = $1 RETURNING version`, string(t.Kind), t.TextTR, t.TextEN).Scan(&version); err != nil {
			return err
		}
		return tx.QueryRow(ctx, countUnsaid, string(t.Kind)).Scan(&asked)
	})
	return version, asked, err
}

// countUnsaid counts those whom unsaid asks about a text.
const countUnsaid = `
SELECT count(*) FROM account AS a
CROSS JOIN (SELECT max(version) AS version FROM consent_text WHERE kind = $1) AS t
LEFT JOIN LATERAL (SELECT x.version, c.given FROM consent AS c JOIN consent_text AS x ON x.id = c.text_id
                   WHERE c.account_id = a.id AND x.kind = $1 ORDER BY c.id DESC LIMIT 1) AS said ON true
WHERE a.locked_at IS NULL AND CASE $1 WHEN 'notice' THEN said.version IS DISTINCT FROM t.version ELSE said.given AND said.version < t.version END`

// Consents returns what an account last said of every kind.
func (s *Store) Consents(ctx context.Context, account int64) ([]programme.Consent, error) {
	rows, _ := s.db.Query(ctx, `
SELECT DISTINCT ON (t.kind) t.kind, t.version, c.given, c.at
FROM consent AS c JOIN consent_text AS t ON t.id = c.text_id WHERE c.account_id = $1 ORDER BY t.kind, c.id DESC`, account)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Consent])
}

const unsaid = `
SELECT t.kind
FROM (SELECT DISTINCT ON (kind) kind, version FROM consent_text ORDER BY kind, version DESC) AS t
LEFT JOIN (SELECT DISTINCT ON (x.kind) x.kind, x.version, c.given
           FROM consent AS c JOIN consent_text AS x ON x.id = c.text_id WHERE c.account_id = $1 ORDER BY x.kind, c.id DESC) AS said USING (kind)
WHERE CASE t.kind WHEN 'notice' THEN said.version IS DISTINCT FROM t.version ELSE said.given AND said.version < t.version END
ORDER BY t.kind = 'notice' DESC, t.kind`

// Unsaid lists the kinds of text of whose current version an account has still
// to say something, the notice first.
func (s *Store) Unsaid(ctx context.Context, account int64) ([]programme.ConsentKind, error) {
	rows, _ := s.db.Query(ctx, unsaid, account)
	return pgx.CollectRows(rows, pgx.RowTo[programme.ConsentKind])
}

// Consent notes what an account says of a version of a text, or geo.ErrNotFound
// where there is no such version.
func (s *Store) Consent(ctx context.Context, account int64, c programme.Consent) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		var id int64
		return tx.QueryRow(ctx, `
INSERT INTO consent (account_id, text_id, given) SELECT $1, id, $4 FROM consent_text WHERE kind = $2 AND version = $3 RETURNING id`,
			account, string(c.Kind), c.Version, c.Given).Scan(&id)
	})
}

//go:embed privacy_export.sql
var exportPerson string

// PersonData returns everything that is kept about an account's person, as JSON
// by table, or geo.ErrNotFound.
func (s *Store) PersonData(ctx context.Context, account int64) (json.RawMessage, error) {
	var out []byte
	err := s.db.QueryRow(ctx, exportPerson, account, fmt.Sprintf("user:%d", account)).Scan(&out)
	return out, translate(err)
}

// ForgetPerson deletes an account with what names its person: alerts, a place in
// the pools, sessions, keys, consents, what its applications say. What it did
// stays as done by "user:N", which then names nobody, so that sums and the audit
// trail stay as they are.
func (s *Store) ForgetPerson(ctx context.Context, account int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		var mail string
		if err := tx.QueryRow(ctx, `SELECT mail FROM account WHERE id = $1 FOR UPDATE`, account).Scan(&mail); err != nil {
			return err
		}
		if err := forgetApplications(ctx, tx, account); err != nil {
			return err
		}
		for _, sql := range []string{`DELETE FROM alert WHERE lower(mail) = lower($1)`, `DELETE FROM expert WHERE lower(mail) = lower($1)`,
			`DELETE FROM account WHERE lower(mail) = lower($1)`} {
			if _, err := tx.Exec(ctx, sql, mail); err != nil {
				return fmt.Errorf("forget a person: %w", err)
			}
		}
		return nil
	})
}

// Retain deletes and blanks what has been kept long enough, and returns how many
// rows that touched.
func (s *Store) Retain(ctx context.Context, r programme.Retention) (int, error) {
	touched := 0
	err := s.change(ctx, func(tx pgx.Tx) error {
		for _, rule := range []struct {
			sql  string
			secs float64
		}{
			{`DELETE FROM notice WHERE seen_at < now() - make_interval(secs => $1)`, r.Notices.Seconds()},
			{`UPDATE participant AS p SET name = '#' || p.id FROM workshop AS w
WHERE w.id = p.workshop_id AND w.held_on < now() - make_interval(secs => $1) AND p.name <> '#' || p.id`, r.Names.Seconds()},
			{`UPDATE interest SET note = '' WHERE note <> '' AND answered_at < now() - make_interval(secs => $1)`, r.Names.Seconds()},
			{`UPDATE application SET contact = '', partners = '' WHERE (contact, partners) <> ('', '')
  AND state IN ('accepted', 'declined', 'withdrawn') AND moved_at < now() - make_interval(secs => $1)`, r.Names.Seconds()},
		} {
			if rule.secs <= 0 {
				continue
			}
			tag, err := tx.Exec(ctx, rule.sql, rule.secs)
			if err != nil {
				return fmt.Errorf("retention: %w", err)
			}
			touched += int(tag.RowsAffected())
		}
		return nil
	})
	return touched, err
}
