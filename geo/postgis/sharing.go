package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// nameFirms makes the firms that may see a resource those given.
const nameFirms = `
WITH gone AS (DELETE FROM resource_named WHERE resource_id = $1 AND NOT firm_id = ANY($2::bigint[]))
INSERT INTO resource_named (resource_id, firm_id) SELECT $1, unnest($2::bigint[]) ON CONFLICT DO NOTHING`

// nameStagedFirms does that for the staged resources of some lines that name
// any.
const nameStagedFirms = `
WITH given AS (
    SELECT r.id AS resource_id, f.id AS firm_id
    FROM staged AS s JOIN resource AS r ON r.ref = s.ref CROSS JOIN unnest(s.named) AS n (ref) JOIN firm AS f ON f.ref = n.ref
    WHERE s.named IS NOT NULL AND s.line BETWEEN $1 AND $2
), gone AS (
    DELETE FROM resource_named AS n
    WHERE n.resource_id IN (SELECT resource_id FROM given) AND NOT EXISTS (SELECT FROM given AS g WHERE (g.resource_id, g.firm_id) = (n.resource_id, n.firm_id))
)
INSERT INTO resource_named (resource_id, firm_id) SELECT DISTINCT resource_id, firm_id FROM given ON CONFLICT DO NOTHING`

// NamedFirms returns the firms that the owners of resources let see them, by
// resource. Of a firm that the viewer does not see nothing but the ID is told.
func (s *Store) NamedFirms(ctx context.Context, resources []int64) (map[int64][]geo.Firm, error) {
	rows, _ := s.db.Query(ctx, `
SELECT n.resource_id, n.firm_id, coalesce(f.ref, ''), coalesce(f.name, ''), coalesce(f.nace, ''), coalesce(f.demo, false)
FROM resource_named AS n LEFT JOIN firm AS f ON f.id = n.firm_id WHERE n.resource_id = ANY($1) ORDER BY n.id`, resources)
	out := map[int64][]geo.Firm{}
	var id int64
	var f geo.Firm
	_, err := pgx.ForEachRow(rows, []any{&id, &f.ID, &f.Ref, &f.Name, &f.NACE, &f.Demo}, func() error {
		out[id] = append(out[id], f)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("named firms: %w", err)
	}
	return out, nil
}

// FirmsByID returns the firms of ids that the viewer sees, with their sites.
func (s *Store) FirmsByID(ctx context.Context, ids []int64) ([]geo.FirmEntry, error) {
	rows, _ := s.db.Query(ctx, `SELECT id, coalesce(ref, ''), coalesce(name, ''), nace, demo FROM firm WHERE id = ANY($1) ORDER BY id`, ids)
	firms, err := pgx.CollectRows(rows, scanFirm)
	if err != nil {
		return nil, err
	}
	return s.withSites(ctx, firms)
}

const firmsDescribed = `
SELECT f.id, coalesce(f.ref, ''), coalesce(f.name, ''), f.nace, f.demo
FROM firm AS f
WHERE f.id <> @but AND NOT EXISTS (
    SELECT FROM unnest(@words::text[], @classes::text[]) AS w (word, classes)
    WHERE NOT (coalesce(f.words, '') LIKE '% ' || w.word || '%' OR f.nace = ANY (string_to_array(w.classes, ' '))
            OR EXISTS (SELECT FROM site AS s JOIN spot AS p ON p.id = s.spot_id
                       WHERE s.firm_id = f.id AND spaced(p.name_tr || ' ' || p.name_en) LIKE '% ' || w.word || '%')))
ORDER BY f.name, f.id LIMIT @limit`

// FirmsDescribed returns at most limit firms but one, those whose names the
// viewer may know first. Each of words, as material.Spaced writes them, begins
// a word of the firm's name or of where it is, or the firm's class is one of
// classes, which belong to the word and stand with blanks between them.
func (s *Store) FirmsDescribed(ctx context.Context, words, classes []string, but int64, limit int) ([]geo.FirmEntry, error) {
	rows, _ := s.db.Query(ctx, firmsDescribed, pgx.NamedArgs{"words": words, "classes": classes, "but": but, "limit": limit})
	firms, err := pgx.CollectRows(rows, scanFirm)
	if err != nil {
		return nil, fmt.Errorf("firms by what is known of them: %w", err)
	}
	return s.withSites(ctx, firms)
}

// Share says who may see a resource, or is geo.ErrNotFound.
func (s *Store) Share(ctx context.Context, resource int64, v geo.Visibility, firms []int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE resource SET visibility = $2 WHERE id = $1`, resource, string(v))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return geo.ErrNotFound
		}
		if firms != nil {
			if _, err := tx.Exec(ctx, nameFirms, resource, firms); err != nil {
				return err
			}
		}
		return s.due(ctx, tx, []int64{resource})
	})
}
