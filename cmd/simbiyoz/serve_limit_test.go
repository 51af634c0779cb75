package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo/atlas"
	"simbiyoz/geo/ogc"
	"simbiyoz/geo/postgis"
)

// limitScript is what pgbench runs, as often as its weight among others says.
type limitScript struct {
	text   string
	weight int
}

// askDatabase has pgbench run w's statements over four connections.
func (w served) askDatabase(b *testing.B, f *figures, database string) {
	b.Helper()
	if len(w.limit) == 0 {
		return
	}
	args := []string{"-n", "-M", "prepared", "-c4", "-j2", "-T" + benchSeconds()}
	dir := b.TempDir()
	for i, s := range w.limit {
		file := filepath.Join(dir, strconv.Itoa(i)+".sql")
		if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
			b.Fatal(err)
		}
		args = append(args, "-f", fmt.Sprintf("%s@%d", file, s.weight))
	}
	out, err := exec.CommandContext(b.Context(), "/usr/lib/postgresql/15/bin/pgbench", append(args, database)...).CombinedOutput()
	found := regexp.MustCompile(`tps = (\S+) \(without`).FindSubmatch(out)
	if err != nil || found == nil {
		b.Fatalf("%s: %v %s", w.name, err, out)
	}
	f.add(w.name, ofAlone, number(b, found[1]))
}

// captured notes the statement that is sent.
type captured struct {
	sql  string
	args []any
}

func (c *captured) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	c.sql, c.args = q.SQL, q.Args
	return ctx
}
func (c *captured) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// featureScript is the statement that the server sends for q, after head, with
// the arguments that instead names as variables.
func (h *house) featureScript(b *testing.B, ctx context.Context, q ogc.Query, head string, instead map[any]string) []limitScript {
	b.Helper()
	cfg := h.pool.Config().Copy()
	var sent captured
	cfg.ConnConfig.Tracer = &sent
	own, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer own.Close()
	rows, err := postgis.New(own, nil).Features(ctx, q)
	if err != nil {
		b.Fatal(err)
	}
	rows.Close()
	sql := strings.Join(strings.Fields(sent.sql), " ")
	for i := len(sent.args) - 1; i >= 0; i-- {
		literal, drawn := instead[sent.args[i]]
		if !drawn {
			literal = fmt.Sprint(sent.args[i])
		}
		sql = strings.ReplaceAll(sql, "$"+strconv.Itoa(i+1), literal)
	}
	return []limitScript{{head + sql + ";\n", 1}}
}

const benchTileTable = `
CREATE UNLOGGED TABLE IF NOT EXISTS bench_tile (layer text, far boolean, n int, box geometry, reach geometry, PRIMARY KEY (layer, far, n))`

const addBenchTile = `
INSERT INTO bench_tile SELECT $1, $2, $3, ST_TileEnvelope($4, $5, $6), ST_Transform(ST_TileEnvelope($4, $5, $6), 4326) ON CONFLICT DO NOTHING`

// What a tile server would have the database draw: the same features with the
// same attributes.
var tileStatements = map[string]string{
	"resources": `SELECT ST_AsMVT(m, 'resources', 4096, 'shape', 'id') FROM bench_tile AS b CROSS JOIN LATERAL (
 SELECT r.id, r.role, r.grp AS "group", CASE WHEN r.unit = 't' THEN r.rate END AS t, r.zone_id AS zone, r.site_id AS site, r.firm_id AS firm,
        ST_AsMVTGeom(ST_Transform(r.place, 3857), b.box, 4096, 0) AS shape
 FROM resource AS r WHERE r.place && b.reach) AS m WHERE b.layer = 'resources' AND NOT b.far AND b.n = :n;`,
	"firms": `SELECT ST_AsMVT(m, 'firms', 4096, 'shape', 'id') FROM bench_tile AS b CROSS JOIN LATERAL (
 SELECT s.id, s.firm_id AS firm, s.zone_id AS zone, f.name, count(*) FILTER (WHERE r.role = 'source') AS sources, count(*) FILTER (WHERE r.role = 'sink') AS sinks,
        ST_AsMVTGeom(ST_Transform(s.place, 3857), b.box, 4096, 0) AS shape
 FROM site AS s JOIN firm AS f ON f.id = s.firm_id LEFT JOIN resource AS r ON r.site_id = s.id WHERE s.place && b.reach GROUP BY s.id, f.id) AS m
 WHERE b.layer = 'firms' AND NOT b.far AND b.n = :n;`,
	"resources far": `SELECT ST_AsMVT(m, 'resources', 4096, 'shape', 'id') FROM bench_tile AS b CROSS JOIN LATERAL (
 SELECT min(r.id) AS id, z.id AS zone, r.grp AS "group", count(*) AS count, count(*) FILTER (WHERE r.role = 'source') AS sources, count(*) FILTER (WHERE r.role = 'sink') AS sinks,
        sum(r.rate) FILTER (WHERE r.unit = 't') AS t, z.name,
        ST_AsMVTGeom(ST_Transform(coalesce(z.gate, ST_SetSRID(ST_MakePoint(avg(ST_X(r.place)), avg(ST_Y(r.place))), 4326)), 3857), b.box, 4096, 0) AS shape
 FROM resource AS r LEFT JOIN zone AS z ON z.id = r.zone_id WHERE r.place && b.reach GROUP BY z.id, r.grp) AS m WHERE b.layer = 'resources' AND b.far AND b.n = :n;`,
	"firms far": `SELECT ST_AsMVT(m, 'firms', 4096, 'shape', 'id') FROM bench_tile AS b CROSS JOIN LATERAL (
 SELECT min(r.id) AS id, z.id AS zone, count(*) AS count, count(*) FILTER (WHERE r.role = 'source') AS sources, count(*) FILTER (WHERE r.role = 'sink') AS sinks,
        sum(r.rate) FILTER (WHERE r.unit = 't') AS t, z.name,
        ST_AsMVTGeom(ST_Transform(coalesce(z.gate, ST_SetSRID(ST_MakePoint(avg(ST_X(r.place)), avg(ST_Y(r.place))), 4326)), 3857), b.box, 4096, 0) AS shape
 FROM resource AS r LEFT JOIN zone AS z ON z.id = r.zone_id WHERE r.place && b.reach GROUP BY z.id) AS m WHERE b.layer = 'firms' AND b.far AND b.n = :n;`,
}

// tileScripts have the database draw the same tiles by ST_AsMVT.
func (h *house) tileScripts(b *testing.B, ctx context.Context, tiles []benchTile) []limitScript {
	b.Helper()
	if _, err := h.pool.Exec(ctx, benchTileTable); err != nil {
		b.Fatal(err)
	}
	count := map[string]int{}
	for _, t := range tiles {
		name, far := t.layer, t.at.Z < atlas.Near
		if far {
			name += " far"
		}
		count[name]++
		if _, err := h.pool.Exec(ctx, addBenchTile, t.layer, far, count[name], t.at.Z, t.at.X, t.at.Y); err != nil {
			b.Fatal(err)
		}
	}
	var out []limitScript
	for name, n := range count {
		out = append(out, limitScript{fmt.Sprintf("\\set n random(1, %d)\n%s\n", n, strings.Join(strings.Fields(tileStatements[name]), " ")), n})
	}
	return out
}
