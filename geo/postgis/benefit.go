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

//go:embed benefit_select.sql
var selectBenefit string

//go:embed benefit_insert.sql
var insertBenefit string

func scanBenefit(row pgx.CollectableRow) (programme.Benefit, error) {
	var b programme.Benefit
	var checked, verified moment
	err := row.Scan(&b.ID, &b.Ref, &b.ProgrammeID, &b.SynergyID, &b.Metric, &b.Side, &b.Value, &b.Unit, &b.PerYear, &b.Attribution,
		&b.From, &b.Until, &b.Persists, &b.Baseline, &b.Method, &b.Source, &b.Status,
		&b.Claimed.At, &b.Claimed.By, &b.Claimed.UserID, &b.FirmID, &b.ForPartner,
		&checked, &b.Checked.By, &verified, &b.Verified.By, &b.Why, &b.Demo, &b.SynergyTitle, &b.ZoneID, &b.Sector)
	b.Checked.At, b.Verified.At = checked.Time, verified.Time
	return b, err
}

// evidenceOf reads the evidence of many benefits at once.
const evidenceOf = `
SELECT e.benefit_id, f.id, f.synergy_id, f.name, f.kind, f.bytes, f.sha256, f.kept_as, f.at, f.actor
FROM benefit_evidence AS e JOIN file AS f ON f.id = e.file_id WHERE e.benefit_id = ANY($1) ORDER BY f.id`

// benefits reads the entries that a condition leaves, with their evidence.
func (s *Store) benefits(ctx context.Context, where string, args pgx.NamedArgs) ([]programme.Benefit, error) {
	rows, _ := s.db.Query(ctx, selectBenefit+where, args)
	found, err := pgx.CollectRows(rows, scanBenefit)
	if err != nil {
		return nil, fmt.Errorf("benefits: %w", err)
	}
	at := make(map[int64]int, len(found))
	ids := make([]int64, len(found))
	for i, b := range found {
		at[b.ID], ids[i] = i, b.ID
	}
	evidence, err := s.db.Query(ctx, evidenceOf, ids)
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	var of int64
	var f programme.File
	_, err = pgx.ForEachRow(evidence, []any{&of, &f.ID, &f.SynergyID, &f.Name, &f.Kind, &f.Bytes, &f.SHA256, &f.KeptAs, &f.At, &f.Actor}, func() error {
		b := &found[at[of]]
		b.Evidence = append(b.Evidence, f)
		return nil
	})
	return found, err
}

const whereBenefits = `
WHERE (@programme = 0 OR b.programme_id = @programme) AND (@synergy = 0 OR b.synergy_id = @synergy)
  AND (@zone = 0 OR y.zone_id = @zone) AND (@firm = 0 OR @firm IN (y.source_firm_id, y.sink_firm_id))
  AND (@sector = '' OR y.source_nace LIKE @sector || '%') AND (@metric = '' OR b.metric = @metric)
  AND CASE WHEN @status <> '' THEN b.status = @status ELSE @withdrawn OR b.status <> 'withdrawn' END
  AND (@from::date IS NULL OR b.until_on >= @from) AND (@until::date IS NULL OR b.from_on <= @until)
ORDER BY b.until_on DESC, b.id DESC`

// Benefits returns the entries that f leaves, the last period first; those
// that were withdrawn are among them when f asks for them, or for one
// synergy's.
func (s *Store) Benefits(ctx context.Context, f programme.LedgerFilter) ([]programme.Benefit, error) {
	return s.benefits(ctx, whereBenefits, ledgerArgs(f))
}

func ledgerArgs(f programme.LedgerFilter) pgx.NamedArgs {
	return pgx.NamedArgs{"programme": f.ProgrammeID, "synergy": f.SynergyID, "zone": f.ZoneID, "firm": f.FirmID, "sector": f.Sector,
		"metric": string(f.Metric), "status": string(f.Status), "withdrawn": f.SynergyID != 0, "from": day(f.From), "until": day(f.Until)}
}

// Benefit returns an entry of a synergy, or geo.ErrNotFound.
func (s *Store) Benefit(ctx context.Context, synergy, id int64) (programme.Benefit, error) {
	found, err := s.benefits(ctx, ` WHERE b.synergy_id = @synergy AND b.id = @id`, pgx.NamedArgs{"synergy": synergy, "id": id})
	if err == nil && len(found) == 0 {
		err = geo.ErrNotFound
	}
	if err != nil {
		return programme.Benefit{}, err
	}
	return found[0], nil
}

const predicted = `
SELECT count(*), sum(y.rate) FILTER (WHERE y.unit = 't'), sum(y.predicted_try), sum(y.predicted_co2e_kg)
FROM synergy AS y
WHERE y.stage <> 'stopped' AND (@programme = 0 OR y.programme_id = @programme) AND (@synergy = 0 OR y.id = @synergy)
  AND (@zone = 0 OR y.zone_id = @zone) AND (@firm = 0 OR @firm IN (y.source_firm_id, y.sink_firm_id))
  AND (@sector = '' OR y.source_nace LIKE @sector || '%')`

// Predicted adds up what the matches of f's synergies promised when they were
// born; period, metric and status are not looked at.
func (s *Store) Predicted(ctx context.Context, f programme.LedgerFilter) (programme.Prediction, error) {
	var p programme.Prediction
	err := s.db.QueryRow(ctx, predicted, ledgerArgs(f)).Scan(&p.Synergies, &p.Tonnes, &p.Benefit, &p.CO2e)
	return p, err
}

// AddBenefit enters b with its evidence, which are files of its synergy, on
// behalf of ctx's actor, and tells the facilitators. What another entry speaks
// for already is a field error of "from" that names it.
func (s *Store) AddBenefit(ctx context.Context, b programme.Benefit, evidence []int64) (int64, error) {
	err := s.change(ctx, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, &b); err != nil {
			return err
		}
		if err := prove(ctx, tx, b, evidence); err != nil {
			return err
		}
		if err := note(ctx, tx, b.SynergyID, programme.LogEntry{Kind: "benefit", Text: benefitText(b, programme.Claimed)}); err != nil {
			return err
		}
		return tellFacilitators(ctx, tx, programme.ToldBenefit, b.SynergyID, string(b.Metric))
	})
	return b.ID, s.twice(ctx, b, err)
}

// enter inserts b and sets its id.
func enter(ctx context.Context, tx pgx.Tx, b *programme.Benefit) error {
	return tx.QueryRow(ctx, insertBenefit, pgx.NamedArgs{"ref": nullable(b.Ref), "programme": b.ProgrammeID, "synergy": nullable(b.SynergyID),
		"metric": string(b.Metric), "side": string(b.Side), "value": b.Value, "unit": string(b.Unit), "per_year": b.PerYear,
		"attribution": float64(b.Attribution), "from": b.From, "until": b.Until, "persists": b.Persists, "baseline": b.Baseline,
		"method": b.Method, "source": b.Source, "status": string(b.Status), "actor": geo.Actor(ctx), "user": nullable(b.Claimed.UserID),
		"firm": nullable(b.FirmID), "partner": b.ForPartner, "demo": b.Demo}).Scan(&b.ID)
}

// twice says which entry speaks already for what b tells, where err is that.
func (s *Store) twice(ctx context.Context, b programme.Benefit, err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.ConstraintName != "benefit_once" {
		return err
	}
	others, err := s.Benefits(ctx, programme.LedgerFilter{SynergyID: b.SynergyID, Metric: b.Metric, From: b.From, Until: b.Until})
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Status != programme.Retracted && o.Side == b.Side && o.Unit == b.Unit {
			return geo.Invalid("from", "twice", "entry %d tells this already for %s to %s", o.ID, o.From.Format("2006-01-02"), o.Until.Format("2006-01-02"))
		}
	}
	return geo.ErrConflict // it was withdrawn meanwhile
}

const insertEvidence = `
INSERT INTO benefit_evidence (benefit_id, file_id)
SELECT @benefit, f.id FROM file AS f WHERE f.id = ANY(@files) AND f.synergy_id = @synergy ON CONFLICT DO NOTHING`

// prove attaches files of b's synergy to it.
func prove(ctx context.Context, tx pgx.Tx, b programme.Benefit, files []int64) error {
	if err := ofSynergy(ctx, tx, b.SynergyID, files); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, insertEvidence, pgx.NamedArgs{"benefit": b.ID, "files": orEmpty(files), "synergy": b.SynergyID})
	return err
}

// ProveBenefit attaches files of b's synergy to b.
func (s *Store) ProveBenefit(ctx context.Context, b programme.Benefit, files []int64) error {
	return s.change(ctx, func(tx pgx.Tx) error { return prove(ctx, tx, b, files) })
}

const judgeBenefit = `
UPDATE benefit SET status = @to, withdrawn_why = @why,
       checked_at = CASE WHEN @to = 'checked' THEN clock_timestamp() ELSE checked_at END,
       checked_by = CASE WHEN @to = 'checked' THEN @actor ELSE checked_by END,
       verified_at = CASE WHEN @to = 'verified' THEN clock_timestamp() ELSE verified_at END,
       verified_by = CASE WHEN @to = 'verified' THEN @actor ELSE verified_by END
WHERE id = @id AND status = @from`

// JudgeBenefit changes the status of b on behalf of ctx's actor, notes it in
// the synergy's log, tells the partners of what is verified, and makes flows
// due. It is a geo.ErrConflict when somebody changed it meanwhile.
func (s *Store) JudgeBenefit(ctx context.Context, b programme.Benefit, j programme.Judgement) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, judgeBenefit, pgx.NamedArgs{"id": b.ID, "from": string(b.Status), "to": string(j.To), "why": j.Why, "actor": geo.Actor(ctx)})
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fmt.Errorf("benefit %d is no longer %s: %w", b.ID, b.Status, geo.ErrConflict)
		}
		if err := s.flowsDue(ctx, tx); err != nil || b.SynergyID == 0 {
			return err
		}
		if err := note(ctx, tx, b.SynergyID, programme.LogEntry{Kind: "benefit", Text: benefitText(b, j.To), Reason: ""}); err != nil || j.To != programme.Verified {
			return err
		}
		return tellSynergy(ctx, tx, programme.ToldVerified, b.SynergyID, string(b.Metric))
	})
}

// benefitText writes a benefit as a log keeps it: codes that the screen words.
func benefitText(b programme.Benefit, status programme.Status) string {
	return fmt.Sprintf("%s %g %s %s", b.Metric, b.Value, b.Unit, status)
}
