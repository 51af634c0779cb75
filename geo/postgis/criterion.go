package postgis

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectCriteria = `
SELECT id, materials, title_tr, title_en, text_tr, text_en, source, url, checked_on FROM criterion
WHERE $1 = '' OR EXISTS (SELECT FROM unnest(materials) AS m WHERE starts_with($1, m)) ORDER BY title_tr, id`

// Criteria returns the reference pages that a material's code falls under;
// empty: all.
func (s *Store) Criteria(ctx context.Context, material string) ([]programme.Criterion, error) {
	rows, _ := s.db.Query(ctx, selectCriteria, material)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (programme.Criterion, error) {
		var c programme.Criterion
		var checked moment
		err := row.Scan(&c.ID, &c.Materials, &c.TitleTR, &c.TitleEN, &c.TextTR, &c.TextEN, &c.Source, &c.URL, &checked)
		c.CheckedOn = checked.Time
		return c, err
	})
}

const insertCriterion = `
INSERT INTO criterion (materials, title_tr, title_en, text_tr, text_en, source, url, checked_on)
VALUES (@materials, @title_tr, @title_en, @text_tr, @text_en, @source, @url, @checked) RETURNING id`

const updateCriterion = `
UPDATE criterion SET materials = @materials, title_tr = @title_tr, title_en = @title_en, text_tr = @text_tr, text_en = @text_en,
       source = @source, url = @url, checked_on = @checked
WHERE id = @id RETURNING id`

// SaveCriterion inserts c (ID 0) or replaces it, and returns its id. A title
// that another page has is a field error.
func (s *Store) SaveCriterion(ctx context.Context, c programme.Criterion) (int64, error) {
	sql := insertCriterion
	if c.ID != 0 {
		sql = updateCriterion
	}
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql, pgx.NamedArgs{"id": c.ID, "materials": c.Materials, "title_tr": c.TitleTR, "title_en": c.TitleEN,
			"text_tr": c.TextTR, "text_en": c.TextEN, "source": c.Source, "url": c.URL, "checked": day(c.CheckedOn)}).Scan(&c.ID)
	})
	if errors.Is(err, geo.ErrConflict) {
		err = geo.Invalid("title.en", "twice", "%s is another page's", c.TitleEN)
	}
	return c.ID, err
}

// DropCriterion removes a reference page, or says geo.ErrNotFound.
func (s *Store) DropCriterion(ctx context.Context, id int64) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM criterion WHERE id = $1`, id)
		if err == nil && tag.RowsAffected() == 0 {
			err = geo.ErrNotFound
		}
		return err
	})
}
