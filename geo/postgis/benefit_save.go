package postgis

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

//go:embed benefit_merge.sql
var mergeBenefit string

// SaveBenefits inserts entries or replaces those of the same ref, all or
// nothing. rows are their lines in the file, for errors.
func (s *Store) SaveBenefits(ctx context.Context, bs []programme.Benefit, rows []int) (geo.Saved, error) {
	var saved geo.Saved
	err := s.change(ctx, func(tx pgx.Tx) error {
		for i, b := range bs {
			fresh, err := mergeOne(ctx, tx, b)
			switch {
			case errors.Is(err, pgx.ErrNoRows):
				saved.Unchanged++
			case err != nil:
				return rowed(err, rows[i])
			case fresh:
				saved.Inserted++
			default:
				saved.Updated++
			}
		}
		return nil
	})
	return saved, err
}

func mergeOne(ctx context.Context, tx pgx.Tx, b programme.Benefit) (fresh bool, err error) {
	err = tx.QueryRow(ctx, mergeBenefit, pgx.NamedArgs{"ref": b.Ref, "programme": b.ProgrammeID, "synergy": nullable(b.SynergyID),
		"metric": string(b.Metric), "side": string(b.Side), "value": b.Value, "unit": string(b.Unit), "per_year": b.PerYear,
		"attribution": float64(b.Attribution), "from": b.From, "until": b.Until, "persists": b.Persists, "baseline": b.Baseline,
		"method": b.Method, "source": b.Source, "status": string(b.Status), "actor": geo.Actor(ctx)}).Scan(&fresh)
	return fresh, err
}

// rowed says which row of a file the database refused, and why.
func rowed(err error, row int) error {
	e := &geo.FieldError{Row: row, Field: "row", Code: "invalid", Reason: err.Error()}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.ConstraintName {
	case "benefit_once":
		e.Field, e.Code, e.Reason = "from", "twice", "another entry tells this already for part of the period"
	case "benefit_synergy_id_fkey":
		e.Field, e.Code, e.Reason = "synergy", "unknown", "names nothing that is stored"
	default:
		return fmt.Errorf("row %d: %w", row, err)
	}
	return e
}

const insertProgramme = `
INSERT INTO programme (code, name_tr, name_en, from_on, until_on) VALUES (@code, @tr, @en, @from, @until) RETURNING id`

// AddProgramme stores p and returns its id; a code that another one has is a
// field error.
func (s *Store) AddProgramme(ctx context.Context, p programme.Programme) (int64, error) {
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, insertProgramme, pgx.NamedArgs{"code": p.Code, "tr": p.NameTR, "en": p.NameEN, "from": p.From, "until": day(p.Until)}).Scan(&p.ID)
	})
	if errors.Is(err, geo.ErrConflict) {
		err = geo.Invalid("code", "twice", "%s is another programme's", p.Code)
	}
	return p.ID, err
}
