package postgis

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

const selectFlow = `
SELECT kind, level, origin, destination, material, unit, quantity, firms, length_m, tkm, cost_try, co2e_kg, benefit_try, avoided_kg, shield
FROM flow WHERE kind = @kind AND level = @level AND quantity[@at] > 0`

// largestFirst orders flows of a filter. Of a year there are indexes in this
// very order.
func largestFirst(f geo.FlowFilter) string {
	size := "CASE WHEN @shielded AND shield >> @month & 1 = 1 THEN 0 ELSE quantity[@at] END"
	switch {
	case f.Month == 0 && f.Shielded:
		size = "CASE WHEN shield & 1 = 1 THEN 0 ELSE quantity[1] END"
	case f.Month == 0:
		size = "quantity[1]"
	}
	return " ORDER BY " + size + " DESC, origin, destination, material, unit LIMIT @limit"
}

// conditionsOf returns what of selectFlow f leaves. Only what is asked for is
// in it, so that a plan is made for that alone.
func conditionsOf(f geo.FlowFilter) string {
	var sql strings.Builder
	for _, c := range []struct {
		holds bool
		text  string
	}{
		{f.Placed, "(origin = @place OR destination = @place)"},
		{f.Paired, "(origin = @partner OR destination = @partner)"},
		{f.Material != "" || !f.Each && f.Group == "", "material = @material"},
		{f.Material == "" && f.Each, "material <> ''"},
		{f.Group != "", "material IN (SELECT code FROM material WHERE grp = @group OR starts_with(code, @group))"},
		{f.Ends, "origin <> '*' AND destination <> '*'"},
		{f.Unit != "", "unit = @unit"},
	} {
		if c.holds {
			sql.WriteString(" AND " + c.text)
		}
	}
	return sql.String()
}

// Flows returns the flows that f leaves, the largest first; totals are among
// them.
func (s *Store) Flows(ctx context.Context, f geo.FlowFilter) ([]geo.Flow, error) {
	var limit *int
	if f.Limit > 0 {
		limit = &f.Limit
	}
	rows, _ := s.db.Query(ctx, selectFlow+conditionsOf(f)+largestFirst(f), pgx.NamedArgs{"kind": string(f.Kind), "level": string(f.Level), "place": f.Place,
		"partner": f.Partner, "material": f.Material, "group": f.Group, "unit": string(f.Unit), "at": f.Month + 1, "month": f.Month, "shielded": f.Shielded, "limit": limit})
	return pgx.CollectRows(rows, scanFlow)
}

func scanFlow(row pgx.CollectableRow) (geo.Flow, error) {
	var f geo.Flow
	var quantity, firms []float64
	err := row.Scan(&f.Kind, &f.Level, &f.From, &f.To, &f.Material, &f.Unit, &quantity, &firms,
		&f.Length, &f.TonneKm, &f.Cost, &f.CO2e, &f.Benefit, &f.Avoided, &f.Shield)
	copy(f.Quantity[:], quantity)
	copy(f.Firms[:], firms)
	return f, err
}

const selectBalance = `
SELECT level, place, material, role, unit, total, remaining, unknown, firms, left_firms, shield, miss_why, miss_detail, miss_place, miss_m, miss_try
FROM balance WHERE level = $1 AND place = $2 AND ($3 = '' OR material = $3)
ORDER BY remaining DESC, material, role, unit`

// Balances returns what a place has of a material, or of each when that is
// empty, what is left most first.
func (s *Store) Balances(ctx context.Context, level geo.FlowLevel, place, material string) ([]geo.Balance, error) {
	rows, _ := s.db.Query(ctx, selectBalance, string(level), place, material)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Balance, error) {
		var b geo.Balance
		var m geo.Miss
		var why *string
		err := row.Scan(&b.Level, &b.Place, &b.Material, &b.Role, &b.Unit, &b.Total, &b.Left, &b.Unknown, &b.Firms, &b.LeftOf, &b.Shield,
			&why, &m.Detail, &m.Place, &m.Length, &m.Loss)
		if why != nil {
			m.Why, b.Miss = *why, &m
		}
		return b, err
	})
}

// FlowRun says when flows were last computed; geo.ErrNotFound when they never
// were.
func (s *Store) FlowRun(ctx context.Context) (geo.FlowRun, error) {
	var r geo.FlowRun
	err := s.db.QueryRow(ctx, `SELECT began_at, ended_at, matches, moves, largest FROM flow_run ORDER BY id DESC LIMIT 1`).Scan(&r.At, &r.Ended, &r.Matches, &r.Moves, &r.Largest)
	return r, translate(err)
}

const selectMoves = `
SELECT m.kind, m.source_id, m.sink_id, m.quantity, m.unit, m.mass_t, m.vehicle, r.material, COALESCE(r.density_kg_m3, 0),
       ST_X(r.place), ST_Y(r.place), ST_X(k.place), ST_Y(k.place), COALESCE(za.code, ''), COALESCE(zb.code, '')
FROM move AS m
JOIN resource AS r ON r.id = m.source_id
JOIN resource AS k ON k.id = m.sink_id
LEFT JOIN zone AS za ON za.id = r.zone_id
LEFT JOIN zone AS zb ON zb.id = k.zone_id
WHERE m.kind = @kind AND m.mass_t > 0 AND starts_with(r.material, @material) AND (@zone = '' OR za.code = @zone OR zb.code = @zone)
ORDER BY m.mass_t DESC, m.source_id, m.sink_id
LIMIT @limit`

// Moves returns the hauls of the moves that f's kind, material (or its
// beginning) and place, a zone's code, leave, the f.Limit heaviest first; of
// what does not go by road there is none.
func (s *Store) Moves(ctx context.Context, f geo.FlowFilter) ([]geo.MoveHaul, error) {
	rows, _ := s.db.Query(ctx, selectMoves, pgx.NamedArgs{"kind": string(f.Kind), "material": f.Material, "zone": f.Place, "limit": f.Limit})
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.MoveHaul, error) {
		var m geo.MoveHaul
		err := row.Scan(&m.Kind, &m.SourceID, &m.SinkID, &m.Quantity, &m.Unit, &m.Mass, &m.Vehicle, &m.Material, &m.Density,
			&m.From[0], &m.From[1], &m.To[0], &m.To[1], &m.FromZone, &m.ToZone)
		return m, err
	})
}

const selectStands = `
SELECT r.id, r.firm_id, r.role, COALESCE(z.code, ''), COALESCE(z.district, ''), r.material, r.unit, r.rate, r.season
FROM resource AS r LEFT JOIN zone AS z ON z.id = r.zone_id
WHERE r.until_on IS NULL OR r.until_on >= current_date`

// Stands returns every resource that is not over, as flows see it.
func (s *Store) Stands(ctx context.Context) ([]geo.Stand, error) {
	known := map[string]string{} // each text once in memory
	rows, _ := s.db.Query(ctx, selectStands)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Stand, error) {
		var a geo.Stand
		err := row.Scan(&a.ID, &a.FirmID, &a.Role, &a.Zone, &a.District, &a.Material, &a.Unit, &a.Rate, &a.Season)
		for _, text := range []*string{&a.Zone, &a.District, &a.Material} {
			if _, there := known[*text]; !there {
				known[*text] = *text
			}
			*text = known[*text]
		}
		return a, err
	})
}

const selectRanked = `
SELECT m.source_id, m.sink_id, m.rate, ` + haulMass + `, m.road_m, ` + haulCost + `, ` + haulCO2e + `, ` + haulTrips + `, COALESCE(m.vehicle, ''),
       m.benefit_try, m.co2e_kg,
       CASE WHEN m.blocked THEN (SELECT g.body ->> 'Code' FROM unnest(m.reasons) WITH ORDINALITY AS r (id, n) JOIN ground AS g ON g.id = r.id
                                 WHERE (g.body ->> 'Blocks')::boolean ORDER BY r.n LIMIT 1) ELSE '' END,
       m.verdict IS NOT DISTINCT FROM 'unfit'
FROM match AS m`

const byRank = ` ORDER BY m.sunk, COALESCE(-m.expected_try, 'Infinity'), -m.score, m.road_m, m.source_id, m.sink_id`

// fieldsOf returns where a row of selectRanked goes.
func fieldsOf(m *geo.Ranked) []any {
	return []any{&m.SourceID, &m.SinkID, &m.Rate, &m.Mass, &m.Length, &m.Cost, &m.CO2e, &m.Trips, &m.Vehicle,
		&m.Benefit, &m.Avoided, &m.Block, &m.Unfit}
}

// EachRanked calls each for every stored match, best first.
func (s *Store) EachRanked(ctx context.Context, each func(geo.Ranked)) error {
	rows, err := s.db.Query(ctx, selectRanked+byRank)
	if err != nil {
		return err
	}
	var m geo.Ranked
	_, err = pgx.ForEachRow(rows, fieldsOf(&m), func() error {
		each(m)
		return nil
	})
	return err
}

const selectAgreed = `
SELECT s.source_id, s.sink_id, COALESCE(m.rate, s.rate), ` + haulMass + `, COALESCE(m.road_m, s.haul_m, 0), ` + haulCost + `, ` + haulCO2e + `, ` + haulTrips + `,
       COALESCE(m.vehicle, ''), m.benefit_try, m.co2e_kg, '', false, s.rate
FROM synergy AS s LEFT JOIN match AS m ON m.source_id = s.source_id AND m.sink_id = s.sink_id
WHERE s.stage IN ('implementation', 'completed') AND s.rate > 0 AND s.source_id IS NOT NULL AND s.sink_id IS NOT NULL
ORDER BY s.id`

// EachAgreed calls each for every synergy that is being carried out, with what
// it moves a year and the match that it came of. Synergies whose postings are
// gone, or whose quantity is unknown, are left out.
func (s *Store) EachAgreed(ctx context.Context, each func(m geo.Ranked, quantity float64)) error {
	return s.eachCarried(ctx, selectAgreed, each)
}

func (s *Store) eachCarried(ctx context.Context, sql string, each func(m geo.Ranked, quantity float64)) error {
	rows, err := s.db.Query(ctx, sql)
	if err != nil {
		return err
	}
	var m geo.Ranked
	var quantity float64
	_, err = pgx.ForEachRow(rows, append(fieldsOf(&m), &quantity), func() error {
		each(m, quantity)
		return nil
	})
	return err
}

// selectEvidenced takes, of each synergy, what its verified entries tell of the
// last year that any of them speaks for: of the kinds that count the moved thing
// itself, the one that tells most, for each tonne is in all of them.
const selectEvidenced = `
SELECT s.source_id, s.sink_id, COALESCE(m.rate, s.rate), ` + haulMass + `, COALESCE(m.road_m, s.haul_m, 0), ` + haulCost + `, ` + haulCO2e + `, ` + haulTrips + `,
       COALESCE(m.vehicle, ''), m.benefit_try, m.co2e_kg, '', false, max(t.moved)
FROM (SELECT b.synergy_id, b.metric, sum(b.value * GREATEST(0, b.until_on - GREATEST(b.from_on, e.until_on - 364) + 1) / (b.until_on - b.from_on + 1)) AS moved
      FROM benefit AS b
      JOIN (SELECT synergy_id, max(until_on) AS until_on FROM benefit WHERE status = 'verified' GROUP BY synergy_id) AS e USING (synergy_id)
      WHERE b.status = 'verified' AND b.metric IN ('landfill', 'hazardous', 'virgin', 'water')
      GROUP BY b.synergy_id, b.metric) AS t
JOIN synergy AS s ON s.id = t.synergy_id AND s.unit = CASE WHEN t.metric = 'water' THEN 'm3' ELSE 't' END
LEFT JOIN match AS m ON m.source_id = s.source_id AND m.sink_id = s.sink_id
WHERE s.source_id IS NOT NULL AND s.sink_id IS NOT NULL
GROUP BY s.id, m.source_id, m.sink_id
ORDER BY s.id`

// EachEvidenced calls each for every synergy that has verified benefits, with
// what they tell that it moved in a year.
func (s *Store) EachEvidenced(ctx context.Context, each func(m geo.Ranked, quantity float64)) error {
	return s.eachCarried(ctx, selectEvidenced, each)
}

// ReplaceFlows puts a book that was begun at a time in the place of the last
// one: who reads meanwhile reads that.
func (s *Store) ReplaceFlows(ctx context.Context, began time.Time, b geo.FlowBook) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		for _, t := range []struct {
			name    string
			columns []string
			n       int
			row     func(i int) ([]any, error)
		}{
			{"flow", []string{"kind", "level", "origin", "destination", "material", "unit", "quantity", "firms", "length_m", "tkm", "cost_try", "co2e_kg", "benefit_try", "avoided_kg", "shield"},
				len(b.Flows), func(i int) ([]any, error) { return flowRow(b.Flows[i]), nil }},
			{"balance", []string{"level", "place", "material", "role", "unit", "total", "remaining", "unknown", "firms", "left_firms", "shield", "miss_why", "miss_detail", "miss_place", "miss_m", "miss_try"},
				len(b.Balances), func(i int) ([]any, error) { return balanceRow(b.Balances[i]), nil }},
			{"move", []string{"kind", "source_id", "sink_id", "quantity", "unit", "mass_t", "vehicle"},
				len(b.Moves), func(i int) ([]any, error) { return moveRow(b.Moves[i]), nil }},
		} {
			if _, err := tx.Exec(ctx, "DELETE FROM "+t.name); err != nil {
				return err
			}
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromSlice(t.n, t.row)); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		if err := replaceCoverage(ctx, tx); err != nil {
			return fmt.Errorf("coverage: %w", err)
		}
		_, err := tx.Exec(ctx, `INSERT INTO flow_run (began_at, matches, moves, largest) VALUES ($1, $2, $3, $4)`, began, b.Matches, len(b.Moves), b.Largest)
		return err
	})
}

func flowRow(f geo.Flow) []any {
	return []any{string(f.Kind), string(f.Level), f.From, f.To, f.Material, string(f.Unit), f.Quantity[:], f.Firms[:],
		float64(f.Length), f.TonneKm, float64(f.Cost), float64(f.CO2e), float64(f.Benefit), float64(f.Avoided), int32(f.Shield)}
}

func balanceRow(b geo.Balance) []any {
	var m geo.Miss
	if b.Miss != nil {
		m = *b.Miss
	}
	return []any{string(b.Level), b.Place, b.Material, string(b.Role), string(b.Unit), b.Total, b.Left, b.Unknown, b.Firms, b.LeftOf, b.Shield,
		nullable(m.Why), m.Detail, m.Place, float64(m.Length), m.Loss}
}

func moveRow(m geo.Move) []any {
	return []any{string(m.Kind), m.SourceID, m.SinkID, m.Quantity, string(m.Unit), float64(m.Mass), m.Vehicle}
}
