package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"simbiyoz/api"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/ogc"
	"simbiyoz/geo/postgis"
	"simbiyoz/web"

	"simbiyoz/geo/tile"
)

// served is one kind of request that is timed: the same addresses each time.
type served struct {
	name    string
	paths   []string
	tags    []string // of the answers, where they are known already
	tiles   uint64   // memory of drawn tiles, bytes
	limit   ogc.Query
	against bool // limit is asked of the database alone too
}

// BenchmarkServe has wrk ask a server over 100,000 invented firms with as many
// resources as SIMBIYOZ_BENCH_RESOURCES says, three times in turn with
// pgbench, which runs the same statements.
func BenchmarkServe(b *testing.B) {
	resources, err := strconv.Atoi(os.Getenv("SIMBIYOZ_BENCH_RESOURCES"))
	if err != nil {
		b.Skip("SIMBIYOZ_BENCH_RESOURCES is no number")
	}
	h, ctx := largeHouse(b, demoCmd{Firms: min(100_000, max(1000, resources/10)), Resources: resources})
	shore, err := tile.ReadShore(web.Coast)
	if err != nil {
		b.Fatal(err)
	}
	keep := func(bytes uint64) {
		if err := h.x.OpenTiles(exchange.TileConfig{Memory: bytes, Coast: shore}); err != nil {
			b.Fatal(err)
		}
	}
	followed, stop := context.WithCancel(ctx)
	ended := h.follow(followed)
	b.Cleanup(func() { stop(); <-ended })
	keep(256 << 20)
	base := serve(b, h, api.Config{Log: slog.New(slog.DiscardHandler)})
	works := benchWorks(b, base, resources)
	for b.Loop() {
		for range 3 {
			for _, w := range works {
				keep(w.tiles)
				w.ask(b, base)
				if w.against {
					w.askDatabase(b, ctx, h.pool)
				}
			}
			timeGDAL(b, base)
			tellMemory()
		}
	}
}

// benchWorks are what is asked for; places and ids are the same in every run.
func benchWorks(b *testing.B, base string, resources int) []served {
	const items = "/ogc/collections/resources/items"
	tiles := benchTiles()
	seed := rand.New(rand.NewPCG(1, 2))
	var one, box []string
	var boxes []ogc.Box
	var ids []int64
	for range 500 {
		id := 1 + seed.Int64N(int64(resources))
		ids = append(ids, id)
		one = append(one, fmt.Sprintf("%s/%d?f=json", items, id))
		lon, lat := 26.9+0.5*seed.Float64(), 38.2+0.5*seed.Float64()
		box = append(box, fmt.Sprintf("%s?f=json&limit=100&bbox=%.4f,%.4f,%.4f,%.4f", items, lon, lat, lon+0.05, lat+0.05))
		boxes = append(boxes, ogc.Box{Min: orb.Point{lon, lat}, Max: orb.Point{lon + 0.05, lat + 0.05}, CRS: ogc.CRSs[0]})
	}
	deep := base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf(`["%d"]`, resources/2)))
	q := ogc.Query{Collection: "resources", CRS: ogc.CRSs[0]}
	page, boxed, item := q, q, q
	page.Limit, boxed.Limit, boxed.Box, item.Limit, item.IDs = 1000, 100, &boxes[0], 1, ids[:1]
	tags := make([]string, len(tiles))
	for i, path := range tiles {
		res, err := http.Get(base + path)
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		tags[i] = res.Header.Get("ETag")
	}
	return []served{
		{name: "tiles_cold", paths: tiles}, {name: "tiles_kept", paths: tiles, tiles: 256 << 20}, {name: "tiles_304", paths: tiles, tags: tags, tiles: 256 << 20},
		{name: "page_1000", paths: []string{items + "?f=json&limit=1000"}, limit: page, against: true},
		{name: "page_1000_deep", paths: []string{items + "?f=json&limit=1000&after=" + deep}},
		{name: "bbox_100", paths: box, limit: boxed, against: true},
		{name: "item", paths: one, limit: item, against: true},
	}
}

// benchTiles are 478 tiles of zooms 8 to 14 around İzmir, of firms and resources.
func benchTiles() []string {
	seed := rand.New(rand.NewPCG(3, 4))
	var out []string
	for len(out) < 478 {
		at := maptile.At(orb.Point{26.7 + 0.9*seed.Float64(), 38.1 + 0.9*seed.Float64()}, maptile.Zoom(8+len(out)/2%7))
		out = append(out, tilePath([]string{"firms", "resources"}[len(out)%2], at))
	}
	return out
}

// seconds is how long each is asked for.
func benchSeconds() string {
	if s := os.Getenv("SIMBIYOZ_BENCH_SECONDS"); s != "" {
		return s
	}
	return "5"
}

const luaScript = `
local paths, tags, i = {%s}, {%s}, 0
math.randomseed(7)
request = function()
  i = i %% #paths + 1
  return wrk.format("GET", paths[i], tags[i] and {["If-None-Match"] = tags[i], ["Accept-Encoding"] = "gzip"} or {["Accept-Encoding"] = "gzip"})
end
done = function(summary, latency)
  io.write(string.format("RESULT %%f %%f %%d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, summary.errors.status + summary.errors.read + summary.errors.timeout))
end`

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strconv.Quote(s)
	}
	return strings.Join(out, ",")
}

func (w served) ask(b *testing.B, base string) {
	b.Helper()
	script := filepath.Join(b.TempDir(), "wrk.lua")
	if err := os.WriteFile(script, []byte(fmt.Sprintf(luaScript, quoted(w.paths), quoted(w.tags))), 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := exec.CommandContext(b.Context(), "wrk", "-t1", "-c8", "-d"+benchSeconds()+"s", "-s", script, base).CombinedOutput()
	found := regexp.MustCompile(`RESULT (\S+) (\S+) (\d+)`).FindSubmatch(out)
	if err != nil || found == nil || string(found[3]) != "0" {
		b.Fatalf("%s: %v %s", w.name, err, out)
	}
	fmt.Printf("BenchmarkServe/%s 1 %s req/s %s p99-ms\n", w.name, found[1], found[2])
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

// askDatabase has pgbench send what the server sends, over four connections.
func (w served) askDatabase(b *testing.B, ctx context.Context, pool *pgxpool.Pool) {
	b.Helper()
	cfg := pool.Config().Copy()
	var sent captured
	cfg.ConnConfig.Tracer = &sent
	own, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer own.Close()
	rows, err := postgis.New(own, nil).Features(ctx, w.limit)
	if err != nil {
		b.Fatal(err)
	}
	rows.Close()
	sql := strings.Join(strings.Fields(sent.sql), " ")
	for i := len(sent.args) - 1; i >= 0; i-- {
		sql = strings.ReplaceAll(sql, "$"+strconv.Itoa(i+1), literalOf(sent.args[i]))
	}
	script := filepath.Join(b.TempDir(), "limit.sql")
	if err := os.WriteFile(script, []byte("\\set id random(1, 100000)\n"+sql+";\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := exec.CommandContext(ctx, "/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-c4", "-j2", "-T"+benchSeconds(), "-f", script, pool.Config().ConnString()).CombinedOutput()
	found := regexp.MustCompile(`tps = (\S+) \(without`).FindSubmatch(out)
	if err != nil || found == nil {
		b.Fatalf("%s: %v %s", w.name, err, out)
	}
	fmt.Printf("BenchmarkServe/%s_database 1 %s req/s\n", w.name, found[1])
}

func literalOf(v any) string {
	if _, ids := v.([]int64); ids {
		return "ARRAY[:id]"
	}
	return fmt.Sprint(v)
}

// timeGDAL has GDAL copy all firms, and look at resources.
func timeGDAL(b *testing.B, base string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "firms.gpkg")
	for name, args := range map[string][]string{
		"ogr2ogr_firms": {"ogr2ogr", "-f", "GPKG", file, "OAPIF:" + base + "/ogc", "firms", "-oo", "PAGE_SIZE=10000"},
		"ogrinfo_so":    {"ogrinfo", "-so", "OAPIF:" + base + "/ogc", "resources"},
	} {
		start := time.Now()
		out, err := exec.CommandContext(b.Context(), args[0], args[1:]...).CombinedOutput()
		if err != nil {
			b.Fatalf("%s: %v %s", name, err, out)
		}
		fmt.Printf("BenchmarkServe/%s 1 %.3f s\n", name, time.Since(start).Seconds())
	}
	out, err := exec.CommandContext(b.Context(), "ogrinfo", "-so", file, "firms").CombinedOutput()
	if err != nil {
		b.Fatalf("%v %s", err, out)
	}
	found := counted.FindSubmatch(out)
	fmt.Printf("BenchmarkServe/ogr2ogr_rows 1 %s rows\n", found[1])
}

// tellMemory tells how much this process, server and all, takes.
func tellMemory() {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Fields(line); len(f) > 1 && (f[0] == "VmRSS:" || f[0] == "VmHWM:") {
			kb, _ := strconv.Atoi(f[1])
			fmt.Printf("BenchmarkServe/memory_%s 1 %d MB\n", strings.Trim(f[0], "Vm:"), kb>>10)
		}
	}
}
