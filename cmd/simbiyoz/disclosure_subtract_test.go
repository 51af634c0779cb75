package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// cell is a figure that may be told: what a place has (to is then its role), or
// what moves from one to another.
type cell struct{ from, to, material, unit string }

// owners are the firms that stand behind a figure.
type owners map[int64]bool

const whoHas = `
SELECT coalesce(z.code, ''), r.role, r.material, CASE r.unit WHEN 'kWh' THEN 'MWh' ELSE r.unit END, r.firm_id, r.firm_id
FROM resource AS r LEFT JOIN zone AS z ON z.id = r.zone_id WHERE r.rate > 0 AND (r.until_on IS NULL OR r.until_on >= current_date)`

const whoMoves = `
SELECT coalesce(za.code, ''), coalesce(zb.code, ''), a.material, CASE m.unit WHEN 'kWh' THEN 'MWh' ELSE m.unit END, a.firm_id, b.firm_id
FROM move AS m JOIN resource AS a ON a.id = m.source_id JOIN resource AS b ON b.id = m.sink_id
LEFT JOIN zone AS za ON za.id = a.zone_id LEFT JOIN zone AS zb ON zb.id = b.zone_id WHERE m.kind = 'potential' AND m.quantity > 0`

// behind returns who stands behind every figure that a statement lists.
func behind(t *testing.T, h *house, ctx context.Context, sql string) map[cell]owners {
	t.Helper()
	out := map[cell]owners{}
	var c cell
	var one, other int64
	rows, _ := h.pool.Query(ctx, sql)
	_, err := pgx.ForEachRow(rows, []any{&c.from, &c.to, &c.material, &c.unit, &one, &other}, func() error {
		if out[c] == nil {
			out[c] = owners{}
		}
		out[c][one], out[c][other] = true, true
		return nil
	})
	check(t, err)
	return out
}

// toldFigures gathers which figures are told of the year: of all zones, and of every
// one by itself.
func (a *spy) toldFigures(zones []geo.Zone) (balances, flows map[cell]bool) {
	balances, flows = map[cell]bool{}, map[cell]bool{}
	type line struct {
		Properties struct {
			From, To, Material, Unit string
			Withheld                 bool
		}
	}
	for _, z := range append(zones, geo.Zone{Code: geo.AnyEnd}) {
		path := fmt.Sprintf("/api/v1/zones/%d/flows?limit=20000", z.ID)
		if z.ID == 0 {
			path = "/api/v1/zones/flows?limit=20000"
		}
		var page struct {
			Flows, Materials []line
			Balances         []struct {
				Role, Material, Unit string
				Withheld             bool
			}
		}
		check(a.t, json.Unmarshal([]byte(a.get(path)), &page))
		for _, b := range page.Balances {
			balances[cell{z.Code, b.Role, b.Material, b.Unit}] = !b.Withheld
		}
		for _, f := range append(page.Flows, page.Materials...) {
			p := f.Properties
			c := cell{p.From, p.To, p.Material, p.Unit}
			flows[c] = flows[c] || !p.Withheld
		}
	}
	return balances, flows
}

// subtract takes what is told of parts from what is told of their sum: no figure,
// and no difference, may be what fewer than three firms have.
func subtract(t *testing.T, h *house, ctx context.Context, a *spy) {
	t.Helper()
	zones, err := h.x.Zones(ctx)
	check(t, err)
	balances, flows := a.toldFigures(zones)
	a.differences("balances", balances, behind(t, h, ctx, whoHas), func(c cell) []cell {
		return []cell{{geo.AnyEnd, c.to, c.material, c.unit}}
	})
	moves := behind(t, h, ctx, whoMoves)
	summed := map[cell]owners{}
	for c, who := range moves {
		all := cell{c.from, c.to, "", c.unit}
		if summed[all] == nil {
			summed[all] = owners{}
		}
		maps.Copy(summed[all], who)
	}
	ends := func(c cell) []cell {
		out := []cell{{geo.AnyEnd, geo.AnyEnd, c.material, c.unit}}
		if c.from != c.to {
			out = append(out, cell{c.from, geo.AnyEnd, c.material, c.unit}, cell{geo.AnyEnd, c.to, c.material, c.unit})
		}
		return out
	}
	a.differences("flows", flows, moves, func(c cell) []cell { return append(ends(c), cell{c.from, c.to, "", c.unit}) })
	a.differences("flows of all materials", flows, summed, ends)
}

// differences looks for sums that are told, whose parts that are not told fewer
// than three firms stand behind.
func (a *spy) differences(what string, told map[cell]bool, parts map[cell]owners, sums func(cell) []cell) {
	rest := map[cell]owners{}
	compared := 0
	for c, who := range parts {
		if told[c] && len(who) < geo.LeastFirms {
			a.leak(what, fmt.Sprintf("%v is told of %d firms", c, len(who)))
		}
		for _, sum := range sums(c) {
			if told[sum] && !told[c] {
				if rest[sum] == nil {
					rest[sum] = owners{}
				}
				maps.Copy(rest[sum], who)
				compared++
			}
		}
	}
	for sum, who := range rest {
		if len(who) < geo.LeastFirms {
			a.leak(what, fmt.Sprintf("%v less its parts is what %d firms have", sum, len(who)))
		}
	}
	a.t.Logf("%s: %d of %d sums are told with parts withheld", what, len(rest), compared)
}
