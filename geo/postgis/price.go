package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const insertPrice = `
INSERT INTO price (of_what, measure, low, likely, high, month, source, actor)
SELECT @of, @measure, @low, @likely, @high, @month, @source, @actor
WHERE (@low::float8, @likely::float8, @high::float8, @source::text) IS DISTINCT FROM (
    SELECT (p.low, p.likely, p.high, p.source) FROM price AS p
    WHERE p.of_what = @of AND p.measure = @measure AND p.month = @month ORDER BY p.id DESC LIMIT 1)`

// AddPrices adds ps to the price book and queues the new valuation of the
// matches that they touch. Rows that say what the book says already are not
// added again. It returns how many were new.
func (s *Store) AddPrices(ctx context.Context, ps []geo.Price) (int, error) {
	added := 0
	err := s.change(ctx, func(tx pgx.Tx) error {
		touched := map[string]bool{}
		for _, p := range ps {
			tag, err := tx.Exec(ctx, insertPrice, pgx.NamedArgs{"of": p.Of, "measure": string(p.Measure), "low": p.Low, "likely": p.Likely,
				"high": p.High, "month": p.Month, "source": p.Source, "actor": geo.Actor(ctx)})
			if err != nil {
				return fmt.Errorf("price of %s: %w", p.Of, err)
			}
			if n := int(tag.RowsAffected()); n > 0 {
				added += n
				touched[p.Of] = true
			}
		}
		if s.jobs == nil || len(touched) == 0 {
			return nil
		}
		of := make([]string, 0, len(touched))
		for name := range touched {
			of = append(of, name)
		}
		return s.jobs.Reprice(ctx, tx, of)
	})
	return added, err
}

const selectPrices = `
SELECT id, of_what, measure, low, likely, high, month, source, at, actor
FROM price ORDER BY of_what, measure, month DESC, id DESC`

// Prices returns the whole price book: of each figure the latest month first,
// and of a month what was added last.
func (s *Store) Prices(ctx context.Context) ([]geo.Price, error) {
	rows, _ := s.db.Query(ctx, selectPrices)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Price, error) {
		var p geo.Price
		err := row.Scan(&p.ID, &p.Of, &p.Measure, &p.Low, &p.Likely, &p.High, &p.Month, &p.Source, &p.At, &p.Actor)
		return p, err
	})
}

const matchesOf = selectMatchColumns + `,
       m.shown_score IS NOT NULL, COALESCE(m.shown_fit, 0), m.shown_rate, COALESCE(m.shown_share, 0), COALESCE(m.shown_decay, 0), COALESCE(m.shown_score, 0),
       m.shown_haul, m.shown_vehicle, COALESCE(m.shown_error_m, 0), m.shown_benefit_try, m.shown_expected_try, m.shown_break_even_m, m.shown_co2e_kg,
       m.shown_co2e_break_even_m, m.shown_benefit_low_try, m.shown_benefit_high_try, m.shown_co2e_low_kg, m.shown_co2e_high_kg,
       m.shown_inputs, m.shown_reasons
FROM match AS m JOIN resource AS r ON r.id = m.source_id
WHERE (m.source_id, m.sink_id) > ($1, $2) AND ($3::text[] IS NULL OR r.material = ANY ($3))
ORDER BY m.source_id, m.sink_id LIMIT $4`

// MatchesOf returns up to limit matches whose sources are of materials (nil:
// of any), after a pair, in the order of their ids, with what others are shown
// of them. It is for the exchange's own work.
func (s *Store) MatchesOf(ctx context.Context, materials []string, source, sink int64, limit int) ([]geo.MatchPair, error) {
	ctx = geo.WithViewer(ctx, geo.System)
	rows, _ := s.db.Query(ctx, matchesOf, source, sink, materials, limit)
	found, err := s.collect(ctx, s.db, rows, scanBoth)
	if err != nil {
		return nil, fmt.Errorf("matches after %d-%d: %w", source, sink, err)
	}
	return s.pairs(ctx, found)
}

const setJudged = `UPDATE match SET %s WHERE source_id = @source AND sink_id = @sink AND road_m = @road_m`

var revalue = fmt.Sprintf(setJudged, eachJudged("? = @?"))

// Revalue stores matches whose money and carbon were judged anew on the road
// that they have; one whose road changed meanwhile is left alone.
func (s *Store) Revalue(ctx context.Context, ms []geo.Match) error {
	if err := s.number(ctx, ms); err != nil {
		return err
	}
	return s.change(ctx, func(tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(alone)
		for _, m := range ms {
			batch.Queue(revalue, s.matchArgs(m, m.SourceID))
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}
