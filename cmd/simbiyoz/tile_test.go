package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"simbiyoz/api"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/tile"
)

// mapHouse is demoHouse with its map in memory and followed.
func mapHouse(t testing.TB) (*house, context.Context, *fiber.App) {
	t.Helper()
	h, ctx := demoHouse(t)
	if err := h.x.RenewFlows(ctx, time.Now()); err != nil {
		t.Fatal(err)
	}
	followed, stop := context.WithCancel(ctx)
	ended := h.follow(followed)
	t.Cleanup(func() { stop(); <-ended })
	return h, ctx, api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
}

// fetched is a tile as it came.
type fetched struct {
	status int
	header http.Header
	body   []byte // unpacked
}

func fetch(t testing.TB, app *fiber.App, path string, header ...string) fetched {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := app.Test(r, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return fetched{res.StatusCode, res.Header, body}
}

func tilePath(layer string, at maptile.Tile) string {
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layer, at.Z, at.X, at.Y)
}

// features decodes a tile of one layer; an empty one has none.
func (f fetched) features(t testing.TB, layer string) []*geojson.Feature {
	t.Helper()
	if f.status == http.StatusNoContent {
		return nil
	}
	layers, err := mvt.Unmarshal(f.body)
	if err != nil || f.status != http.StatusOK || len(layers) != 1 || layers[0].Name != layer {
		t.Fatalf("%d %v %+v", f.status, err, layers)
	}
	return layers[0].Features
}

// province are the tiles of a zoom that cover İzmir and what lies around.
func province(zoom maptile.Zoom) []maptile.Tile {
	first, last := maptile.At(orb.Point{25.5, 40}, zoom), maptile.At(orb.Point{29, 37}, zoom)
	var out []maptile.Tile
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			out = append(out, maptile.New(x, y, zoom))
		}
	}
	return out
}

func TestTiles(t *testing.T) {
	t.Parallel()
	h, ctx, app := mapHouse(t)
	var resources, sources, sites int
	if err := h.pool.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE role = 'source'), count(DISTINCT site_id) FROM resource`).Scan(&resources, &sources, &sites); err != nil {
		t.Fatal(err)
	}

	t.Run("near, every resource and site is drawn once; from afar they are all counted", func(t *testing.T) {
		for zoom, summed := range map[maptile.Zoom]bool{5: true, 8: true, 9: true, 10: false, 12: false} {
			for layer, want := range map[string]int{"resources": resources, "firms": sites} {
				seen, drawn := map[any]bool{}, 0
				for _, at := range province(zoom) {
					for _, f := range fetch(t, app, tilePath(layer, at)).features(t, layer) {
						if seen[f.ID] {
							t.Errorf("%s at zoom %d: %v comes twice", layer, zoom, f.ID)
						}
						seen[f.ID] = true
						drawn++
						if summed {
							drawn += int(f.Properties["count"].(float64)) - 1
						}
					}
				}
				if summed {
					want = resources
				}
				if drawn != want {
					t.Errorf("%s at zoom %d: %d of %d", layer, zoom, drawn, want)
				}
			}
		}
	})

	t.Run("what is asked for again is not sent again", func(t *testing.T) {
		path := tilePath("resources", maptile.At(orb.Point{27.1, 38.4}, 8))
		first := fetch(t, app, path)
		tag := first.header.Get("ETag")
		again := fetch(t, app, path, "If-None-Match", `"x", `+tag)
		if !strings.HasPrefix(tag, `"`) || again.status != http.StatusNotModified || len(again.body) != 0 || again.header.Get("ETag") != tag {
			t.Errorf("%d with %d bytes, tags %s and %s", again.status, len(again.body), tag, again.header.Get("ETag"))
		}
		if c := first.header.Get("Cache-Control"); c != "private, no-cache" {
			t.Errorf("an exact tile may be kept: %s", c)
		}
		if plain := fetch(t, app, path, "Accept-Encoding", "identity"); !bytes.Equal(plain.body, first.body) || plain.header.Get("Content-Encoding") != "" {
			t.Error("who takes no gzip gets another tile")
		}
	})

	t.Run("visitors see sums of three firms or more, at gates, in bands", func(t *testing.T) {
		visitor := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
		gates := map[orb.Point]bool{}
		rows, err := h.pool.Query(ctx, `SELECT ST_X(gate), ST_Y(gate) FROM zone`)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var p orb.Point
			if err := rows.Scan(&p[0], &p[1]); err != nil {
				t.Fatal(err)
			}
			gates[p] = true
		}
		for _, zoom := range []maptile.Zoom{6, 9, 11, 13} {
			for _, layer := range []string{"resources", "firms"} {
				for _, at := range province(zoom) {
					got := fetch(t, visitor, tilePath(layer, at))
					if c := got.header.Get("Cache-Control"); c != "public, no-cache" {
						t.Fatalf("what all may see is %s", c)
					}
					for _, f := range got.features(t, layer) {
						for _, hidden := range []string{"firm", "site", "role"} {
							if f.Properties[hidden] != nil {
								t.Errorf("%s: a visitor is told %s", layer, hidden)
							}
						}
						if sources := f.Properties["sources"].(float64); sources != 0 && strings.Trim(fmt.Sprint(sources), "0")[0] != '1' && strings.Trim(fmt.Sprint(sources), "0")[0] != '3' {
							t.Errorf("%v sources are no band", sources)
						}
						if f.Properties["zone"] != nil && !atGate(f, at, gates) {
							t.Errorf("%s: a visitor sees %v elsewhere than at a gate", layer, f.ID)
						}
					}
				}
			}
		}
	})

	t.Run("every layer tells of itself", func(t *testing.T) {
		for _, layer := range exchange.TileLayers {
			a := ask(t, app, http.MethodGet, "/tiles/"+layer+".json", "")
			tiles, _ := a.body["tiles"].([]any)
			if a.status != http.StatusOK || a.body["tilejson"] != "3.0.0" || len(tiles) != 1 || !strings.Contains(tiles[0].(string), "/tiles/"+layer+"/{z}/{x}/{y}.mvt") {
				t.Errorf("%s: %d %s", layer, a.status, a.text)
			}
			n := 0
			for _, at := range province(7) {
				n += len(fetch(t, app, tilePath(layer, at)).features(t, layer))
			}
			if n == 0 {
				t.Errorf("%s is empty", layer)
			}
		}
		for path, status := range map[string]int{"/tiles/nothing.json": 404, "/tiles/nothing/1/0/0.mvt": 404, "/tiles/zones/1/2/0.mvt": 422, "/tiles/zones/99/2/0.mvt": 422, "/tiles/zones/z/2/0.mvt": 422} {
			if a := ask(t, app, http.MethodGet, path, ""); a.status != status || a.kind != "application/problem+json" {
				t.Errorf("%s: %d %s", path, a.status, a.text)
			}
		}
	})

	t.Run("many who ask for one tile have it drawn once", func(t *testing.T) {
		path, before := tilePath("roads", maptile.At(orb.Point{27.1, 38.4}, 11)), h.x.TilesDrawn()
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				if got := fetch(t, app, path); got.status != http.StatusOK {
					t.Errorf("%d", got.status)
				}
			})
		}
		all.Wait()
		if n := h.x.TilesDrawn() - before; n != 1 {
			t.Errorf("it was drawn %d times", n)
		}
	})

	t.Run("GDAL reads them", func(t *testing.T) { gdalReadsTiles(t, app) })

	t.Run("what is changed is drawn soon", func(t *testing.T) { tilesFollow(t, h, ctx, app) })
}

// atGate reports whether a point of a tile is a zone's gate, to a unit.
func atGate(f *geojson.Feature, at maptile.Tile, gates map[orb.Point]bool) bool {
	a := tile.Address{Z: uint8(at.Z), X: at.X, Y: at.Y}
	for gate := range gates {
		if x, y := a.Unit(gate); f.Geometry.(orb.Point) == (orb.Point{float64(x), float64(y)}) {
			return true
		}
	}
	return false
}

// gdalReadsTiles has GDAL's own driver read a tile of every layer from disk.
func gdalReadsTiles(t *testing.T, app *fiber.App) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Fatal("GDAL is not installed: make install-test")
	}
	at := maptile.At(orb.Point{27.1, 38.4}, 9)
	for _, layer := range exchange.TileLayers {
		got := fetch(t, app, tilePath(layer, at))
		// the driver takes zoom, column and row from the path
		file := filepath.Join(t.TempDir(), fmt.Sprint(at.Z), fmt.Sprint(at.X), fmt.Sprint(at.Y)+".pbf")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got.body, 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "ogrinfo", "-so", "MVT:"+file, layer).CombinedOutput()
		if err != nil || strings.Contains(string(out), "ERROR") {
			t.Fatalf("%s: %v %s", layer, err, out)
		}
		if n, want := featureCount(t, string(out)), len(got.features(t, layer)); n != want {
			t.Errorf("%s: GDAL counts %d features of %d", layer, n, want)
		}
	}
}

// tilesFollow posts, moves and withdraws, and waits until tiles show it.
func tilesFollow(t *testing.T, h *house, ctx context.Context, app *fiber.App) {
	at := maptile.At(orb.Point{27.1, 38.4}, 8)
	tag := func() string { return fetch(t, app, tilePath("resources", at)).header.Get("ETag") }
	before := tag()
	_, changed := h.x.Versions()
	var id, site int64
	if err := h.pool.QueryRow(ctx, `SELECT id, site_id FROM resource WHERE place && ST_MakeEnvelope(27, 38.3, 27.3, 38.6, 4326) ORDER BY id LIMIT 1`).Scan(&id, &site); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`UPDATE resource SET role = CASE role WHEN 'sink' THEN 'source' ELSE 'sink' END WHERE id = $1`,
		`UPDATE site SET place = ST_Translate(place, 0.001, 0) WHERE id = (SELECT site_id FROM resource WHERE id = $1)`,
		`DELETE FROM resource WHERE id = $1`,
	} {
		if _, err := h.pool.Exec(ctx, sql, id); err != nil {
			t.Fatal(err)
		}
		awaitChange(t, ctx, changed)
		_, changed = h.x.Versions()
	}
	if after := tag(); after == before {
		t.Error("the tile is as it was")
	}
	var sources, sinks, drawn int
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FILTER (WHERE role = 'source'), count(*) FILTER (WHERE role = 'sink') FROM resource`).Scan(&sources, &sinks); err != nil {
		t.Fatal(err)
	}
	for _, at := range province(12) {
		for _, f := range fetch(t, app, tilePath("firms", at)).features(t, "firms") {
			drawn += int(f.Properties["sources"].(float64) + f.Properties["sinks"].(float64))
		}
	}
	if drawn != sources+sinks {
		t.Errorf("sites show %d resources of %d", drawn, sources+sinks)
	}
}

func awaitChange(t *testing.T, ctx context.Context, changed <-chan struct{}) {
	t.Helper()
	select {
	case <-changed:
	case <-ctx.Done():
		t.Fatal(ctx.Err())
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was told")
	}
}
