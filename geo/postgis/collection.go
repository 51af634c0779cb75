package postgis

import (
	"strings"

	"simbiyoz/geo/ogc"
)

// table is where a collection's features are kept. All of it is text of ours:
// what is asked for comes as arguments alone.
type table struct {
	from     string            // tables, joined
	rows     string            // the table that has the rows, where others are joined to each for what is told alone; empty: from
	id       string            // whole number that names a row and orders pages
	geometry string            // in WGS 84
	near     string            // holds where the geometry at least touches %s; its index serves
	column   map[string]string // of properties that are no column of t
}

// matchID pairs two ids in one that a double still holds: 2^26 sources times
// 2^27 sinks. The index match_feature is on it.
const matchID = `(t.source_id << 27 | t.sink_id)`

var tables = map[string]table{
	"zones": {from: `zone AS t`, id: `t.id`, geometry: `ST_ForcePolygonCCW(t.outline)`, near: `t.outline && %s`},
	"firms": {
		rows: `firm AS t`, from: `firm AS t CROSS JOIN LATERAL (SELECT ST_Multi(ST_Collect(s.place ORDER BY s.id)) AS places, count(*) AS sites FROM site AS s WHERE s.firm_id = t.id) AS at`,
		id: `t.id`, geometry: `at.places`, near: `t.id IN (SELECT s.firm_id FROM site AS s WHERE s.place && %s)`,
		column: map[string]string{"sites": `at.sites`},
	},
	"sites": {
		rows: `site AS t`, from: `site AS t JOIN firm AS f ON f.id = t.firm_id LEFT JOIN zone AS z ON z.id = t.zone_id`,
		id: `t.id`, geometry: `t.place`, near: `t.place && %s`,
		column: map[string]string{"firm": `f.name`, "zone": `z.code`},
	},
	"resources": {
		rows: `resource AS t`, from: `resource AS t LEFT JOIN zone AS z ON z.id = t.zone_id`,
		id: `t.id`, geometry: `t.place`, near: `t.place && %s`,
		column: map[string]string{"firm": `t.firm_name`, "zone": `z.code`, "group": `t.grp`},
	},
	"matches": {
		from: `match AS t JOIN resource AS a ON a.id = t.source_id JOIN resource AS b ON b.id = t.sink_id`,
		id:   matchID, geometry: `ST_MakeLine(a.place, b.place)`, near: `ST_MakeLine(a.place, b.place) && %s`,
		column: map[string]string{"material": `a.material`},
	},
	"flows": {from: `zone_flow AS t`, id: `t.id`, geometry: `t.line`, near: `t.line && %s`},
}

// expression returns what a property is in SQL.
func (t table) expression(p ogc.Property) string {
	column, special := t.column[p.Name]
	if !special {
		column = "t." + p.Name // a name of ogc.Collections, never one that was asked for
	}
	return column
}

// expression is the table's, and notes whether it needs what is joined.
func (w *clause) expression(p ogc.Property) string {
	column := w.table.expression(p)
	w.joined = w.joined || !strings.HasPrefix(column, "t.")
	return column
}

// place is the table's geometry, and notes whether it needs what is joined.
func (w *clause) place() string {
	w.joined = w.joined || !strings.HasPrefix(w.table.geometry, "t.")
	return w.table.geometry
}

// casts are the types as which values are sent, by kind of property.
var casts = map[ogc.Kind]string{
	ogc.Text: "text", ogc.Number: "float8", ogc.Integer: "int8", ogc.Bool: "bool", ogc.Date: "date",
}

// list joins parts that there are.
func list(separator string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}
