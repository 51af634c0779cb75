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
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"simbiyoz/api"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/ogc"
	"simbiyoz/geo/tile"
	"simbiyoz/web"
)

// served is one kind of request that is timed: the same addresses each time.
type served struct {
	name   string
	paths  []string
	tags   []string      // of the answers, where they are known already
	packed bool          // gzip is asked for
	tiles  uint64        // memory of drawn tiles, bytes
	limit  []limitScript // what of it the database does; none: it is not asked
}

// repeats is how often each is timed, in turn; the median is told.
const repeats = 3

// BenchmarkServe has wrk ask a server over 100,000 invented firms, or a tenth of
// the resources, with as many resources as SIMBIYOZ_BENCH_RESOURCES says, in turn
// with pgbench, which runs the same statements.
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
	keep(keptTiles)
	base := serve(b, h, api.Config{Log: slog.New(slog.DiscardHandler)})
	works := append(h.tileWorks(b, ctx, base), h.featureWorks(b, ctx, resources)...)
	if only, err := regexp.Compile(os.Getenv("SIMBIYOZ_BENCH_ONLY")); err == nil {
		works = slices.DeleteFunc(works, func(w served) bool { return !only.MatchString(w.name) })
	}
	copied := "firms"
	if resources <= 100_000 {
		copied = "resources"
	}
	for b.Loop() {
		var f figures
		for range repeats {
			for _, w := range works {
				keep(w.tiles)
				w.ask(b, &f, base)
				w.askDatabase(b, &f, h.pool.Config().ConnString())
			}
			if os.Getenv("SIMBIYOZ_BENCH_ONLY") == "" {
				timeGDAL(b, &f, base, copied)
			}
			f.memory()
		}
		f.tell()
	}
}

// keptTiles is how much memory drawn tiles take where nobody says, bytes.
const keptTiles = 64 << 20

// tileWorks are tiles of which the map consists: first-time, kept, and as they
// were.
func (h *house) tileWorks(b *testing.B, ctx context.Context, base string) []served {
	tiles := benchTiles()
	var paths, far, tags []string
	for _, t := range tiles {
		paths = append(paths, tilePath(t.layer, t.at))
		if t.at.Z <= 10 {
			far = append(far, tilePath(t.layer, t.at))
		}
	}
	for _, path := range paths {
		res, err := http.Get(base + path)
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		tags = append(tags, res.Header.Get("ETag"))
	}
	return []served{
		{name: "tiles_first", paths: paths, packed: true, limit: h.tileScripts(b, ctx, tiles)},
		{name: "tiles_first_z8_z10", paths: far, packed: true},
		{name: "tiles_kept", paths: paths, packed: true, tiles: keptTiles},
		{name: "tiles_304", paths: paths, packed: true, tags: tags, tiles: keptTiles},
	}
}

// featureWorks are pages, rectangles and single features; places and ids are the
// same in every run.
func (h *house) featureWorks(b *testing.B, ctx context.Context, resources int) []served {
	const items = "/ogc/collections/resources/items"
	seed := rand.New(rand.NewPCG(1, 2))
	var one, box []string
	for range 500 {
		one = append(one, fmt.Sprintf("%s/%d?f=json", items, 1+seed.Int64N(int64(resources))))
		lon, lat := 26.9+0.5*seed.Float64(), 38.2+0.5*seed.Float64()
		box = append(box, fmt.Sprintf("%s?f=json&limit=100&bbox=%.4f,%.4f,%.4f,%.4f", items, lon, lat, lon+0.05, lat+0.05))
	}
	deep := base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf(`["%d"]`, resources/2)))
	q := ogc.Query{Collection: "resources", CRS: ogc.CRSs[0]}
	page, boxed, item := q, q, q
	page.Limit, item.Limit, item.IDs = 1000, 1, []int64{1}
	boxed.Limit, boxed.Box = 100, &ogc.Box{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}, CRS: ogc.CRSs[0]}
	const corner = `\set lon random(26900000, 27400000) / 1000000.0
\set lat random(38200000, 38700000) / 1000000.0
`
	drawn := map[any]string{1.0: ":lon", 2.0: ":lat", 3.0: "(:lon + 0.05)", 4.0: "(:lat + 0.05)"}
	return []served{
		{name: "page_1000", paths: []string{items + "?f=json&limit=1000"}, limit: h.featureScript(b, ctx, page, "", nil)},
		{name: "page_1000_gzip", paths: []string{items + "?f=json&limit=1000"}, packed: true},
		{name: "page_1000_deep", paths: []string{items + "?f=json&limit=1000&after=" + deep}},
		{name: "bbox_100", paths: box, limit: h.featureScript(b, ctx, boxed, corner, drawn)},
		{name: "item", paths: one, limit: h.featureScript(b, ctx, item, fmt.Sprintf("\\set id random(1, %d)\n", resources), map[any]string{int64(1): ":id"})},
	}
}

type benchTile struct {
	layer string
	at    maptile.Tile
}

// benchTiles are 478 tiles of zooms 8 to 14 around İzmir, of firms and resources.
func benchTiles() []benchTile {
	seed := rand.New(rand.NewPCG(3, 4))
	var out []benchTile
	for len(out) < 478 {
		at := maptile.At(orb.Point{26.7 + 0.9*seed.Float64(), 38.1 + 0.9*seed.Float64()}, maptile.Zoom(8+len(out)/2%7))
		out = append(out, benchTile{[]string{"firms", "resources"}[len(out)%2], at})
	}
	return out
}
