package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// narrow halves rectangles, radii and quantities until one is found.
func (a *spy) narrow(hidden []canary) {
	inside := map[string]int{"visitor": 0, "firm_admin": 4, "zone_manager": 5}[a.name] // two in zones, one outside
	for _, c := range hidden[inside : inside+1] {
		if c.visibility != geo.VisiblePublic {
			a.t.Fatal("not one that is listed")
		}
		for name, has := range a.rectangles(c) {
			at, found := halve(26, 37.5, 28.9, 39.6, has)
			if found && geo.Crow(at, c.place) < 100 {
				a.leak(name, fmt.Sprintf("rectangles close in on %v", at))
			}
			if !found {
				a.t.Errorf("%s finds not even its spot: the attack is blind", name)
			}
		}
		for _, path := range []string{"/api/v1/resources?firm=%d&role=source&min_rate=%f", "/ogc/collections/resources/items?f=json&filter=role='source'%%20AND%%20firm_id=%d%%20AND%%20rate>%f",
			"/ogc/collections/resources/items?f=json&filter=role='source'%%20AND%%20firm_id=%d%%20AND%%20rate_low>=%f", "/ogc/collections/resources/items?f=json&filter=role='source'%%20AND%%20firm_id=%d%%20AND%%20rate_high>%f",
			"/ogc/collections/resources/items?f=json&filter=role='source'%%20AND%%20firm_id=%d%%20AND%%20price_try_t>%f"} {
			found := last(0, 1e7, func(v float64) bool { return a.has(fmt.Sprintf(path, c.firm, v)) })
			if band := geo.BandOf(c.rate); found > band.Low+1 && found < band.High-1 {
				a.leak(path, fmt.Sprintf("bounds close in on %v in %v", found, band))
			}
		}
		for _, from := range []geo.Point{{27.2, 38.45}, {27.5, 38.6}, {27.0, 38.2}} {
			radius := last(0, 200_000, func(v float64) bool {
				return !a.has(fmt.Sprintf("/api/v1/resources?firm=%d&near=%v,%v&radius_m=%f", c.firm, from[0], from[1], v+1))
			})
			if math.Abs(radius-float64(geo.Crow(from, c.place))) < 20 {
				a.leak("radius", "circles close in on its place")
			}
		}
	}
}

func (a *spy) has(path string) bool { return matched(a.get(path)) > 0 }

// rectangles are the ways to ask whether a canary lies in one.
func (a *spy) rectangles(c canary) map[string]func(w, s, e, n float64) bool {
	const box = "&bbox=%.7f,%.7f,%.7f,%.7f"
	ways := map[string]string{
		"bbox":  fmt.Sprint("/api/v1/resources?firm=", c.firm) + box,
		"ogc":   fmt.Sprint("/ogc/collections/resources/items?f=json&filter=id=", c.source) + box,
		"sites": fmt.Sprint("/ogc/collections/sites/items?f=json&filter=id=", c.site) + box,
		"firms": fmt.Sprint("/ogc/collections/firms/items?f=json&filter=id=", c.firm) + box,
		"cql":   fmt.Sprint("/ogc/collections/resources/items?f=json&filter=id=", c.source, "%%20AND%%20S_INTERSECTS(geometry,BBOX(%.7f,%.7f,%.7f,%.7f))"),
	}
	out := map[string]func(w, s, e, n float64) bool{}
	for name, way := range ways {
		out[name] = func(w, s, e, n float64) bool { return a.has(fmt.Sprintf(way, w, s, e, n)) }
	}
	out["facets"] = func(w, s, e, n float64) bool {
		return strings.Contains(a.get(fmt.Sprintf("/api/v1/facets?firm=%d"+box, c.firm, w, s, e, n)), `"role"`)
	}
	return out
}

// last returns the greatest value up to which holds does, halving.
func last(low, high float64, holds func(float64) bool) float64 {
	for range 24 {
		if mid := (low + high) / 2; holds(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// halve closes in on what has holds for.
func halve(w, s, e, n float64, has func(w, s, e, n float64) bool) (geo.Point, bool) {
	if !has(w, s, e, n) {
		return geo.Point{}, false
	}
	for range 14 {
		if mid := (w + e) / 2; has(w, s, mid, n) {
			e = mid
		} else {
			w = mid
		}
		if mid := (s + n) / 2; has(w, s, e, mid) {
			n = mid
		} else {
			s = mid
		}
	}
	return geo.Point{(w + e) / 2, (s + n) / 2}, true
}

// listened holds what is told to who follows changes: versions of layers alone.
func listened(t *testing.T, h *house, all []*spy) {
	t.Helper()
	base := serve(t, h, api.Config{Heartbeat: 20 * time.Millisecond})
	for _, a := range all {
		ctx, stop := context.WithTimeout(t.Context(), patience)
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v1/changes", nil)
		check(t, err)
		r.Header.Set("X-View-As", "visitor")
		for name, value := range a.b.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		res, err := http.DefaultClient.Do(r)
		check(t, err)
		told, lines := "", bufio.NewScanner(res.Body)
		for is := false; !is && lines.Scan(); {
			a.look("/api/v1/changes", lines.Text())
			told, is = strings.CutPrefix(lines.Text(), "data: ")
		}
		stop()
		res.Body.Close()
		a.probes++
		var versions map[string]uint64
		if json.Unmarshal([]byte(told), &versions) != nil || len(versions) == 0 {
			t.Errorf("%s is told %q", a.name, told)
		}
	}
}

// bites takes one rule after another away and sees that the attack finds it.
func bites(t *testing.T, h *house, ctx context.Context, a *spy) {
	for name, rule := range map[string]struct{ view, kept, broken string }{
		"name":       {"firm", "NULL::text AS name", "f.name"},
		"place":      {"resource", "p.place,\n", "r.place,\n"},
		"quantity":   {"resource", "NULL::double precision AS quantity", "r.quantity"},
		"visibility": {"resource", "(NOT (r.firm_id = ANY (( SELECT viewer_open() AS viewer_open)::bigint[]))) AND", "(NOT (r.firm_id = ANY (( SELECT viewer_open() AS viewer_open)::bigint[]))) OR"},
		"road":       {"match", "m.shown_road_m AS road_m", "m.road_m"},
	} {
		var kept string
		check(t, h.pool.QueryRow(ctx, `SELECT pg_get_viewdef(('shown.' || $1)::regclass)`, rule.view).Scan(&kept))
		broken := strings.Replace(kept, rule.kept, rule.broken, 1)
		if broken == kept {
			t.Errorf("the rule %q stands no more in\n%s", name, kept)
			continue
		}
		_, err := h.pool.Exec(ctx, "CREATE OR REPLACE VIEW shown."+rule.view+" AS "+broken)
		check(t, err)
		a.leaks, a.seen = nil, map[uint64]bool{}
		for _, path := range []string{"/api/v1/firms?limit=1000", "/api/v1/resources?limit=1000", "/ogc/collections/resources/items?f=json&limit=1000", "/ogc/collections/matches/items?f=json&limit=1000"} {
			a.get(path)
		}
		if len(a.leaks) == 0 {
			t.Errorf("without the rule %q nothing leaks: the attack is blind", name)
		}
		_, err = h.pool.Exec(ctx, "CREATE OR REPLACE VIEW shown."+rule.view+" AS "+kept)
		check(t, err)
	}
}
