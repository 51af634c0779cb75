package main

import (
	"fmt"
	"hash/maphash"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// spy asks as somebody, and looks in every answer for what is secret.
type spy struct {
	t      testing.TB
	app    *fiber.App
	b      *browser
	name   string
	hide   *secrets
	closed []string          // titles of what who asks may not know of
	ids    map[string]int64  // of canaries' affairs, by what they are listed under
	told   map[string]string // what each address answered
	seen   map[uint64]bool   // answers that were looked into
	seed   maphash.Seed
	probes int
	leaks  []string
}

func (a *spy) leak(path, found string) {
	a.leaks = append(a.leaks, fmt.Sprintf("as %s, %s: %s", a.name, path, found))
}

// ask sends a request and returns the answer as text.
func (a *spy) ask(method, path, body string) (int, string) {
	a.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for name, value := range a.b.header {
		r.Header.Set(name, value)
	}
	for name, value := range a.b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
		if strings.HasSuffix(name, "csrf") {
			r.Header.Set("X-CSRF-Token", value)
		}
	}
	res, err := a.app.Test(r, int(patience.Milliseconds()))
	check(a.t, err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	check(a.t, err)
	a.probes++
	if res.StatusCode >= 500 && res.StatusCode != http.StatusNotImplemented {
		a.t.Errorf("as %s, %s: %d %.200s", a.name, path, res.StatusCode, raw)
	}
	return res.StatusCode, string(raw)
}

// get asks and looks into the answer. The address must hold nothing secret, for
// answers say again what was asked.
func (a *spy) get(path string) string {
	a.t.Helper()
	_, text := a.ask(http.MethodGet, path, "")
	a.look(path, text)
	return text
}

func (a *spy) look(path, text string) {
	sum := maphash.String(a.seed, text)
	a.told[path] = text
	if a.seen[sum] {
		return
	}
	a.seen[sum] = true
	text = plain(a.t, text)
	if found := a.hide.in(text); found != "" {
		a.leak(path, found)
	}
	for _, title := range a.closed {
		if strings.Contains(text, title) {
			a.leak(path, title)
		}
	}
}

// addressed fills in the parameters of a route so that it names what is a
// canary's. One that nobody has foreseen is 1.
func (a *spy) addressed(route string, c, partner canary) string {
	of := strings.Split(strings.TrimPrefix(strings.TrimPrefix(route, "/api/v1"), "/"), "/")[0]
	id := int64(1)
	switch of {
	case "resources":
		id = c.source
	case "firms":
		id = c.firm
	case "zones":
		id = max(c.zone, 1)
	default:
		id = max(id, a.ids[of])
	}
	named := map[string]any{"id<int>": id, "source<int>": c.source, "sink<int>": partner.sink, "file<int>": a.ids["files"], "layer": "firms",
		"z": 10, "x": 589, "y.mvt": "395.mvt", "y": 395, "scheme": "WebMercatorQuad", "code": "101112", "collection": "resources", "feature": c.source}
	return regexp.MustCompile(`:([a-z]+(?:<int>|\.mvt)?)`).ReplaceAllStringFunc(route, func(p string) string {
		if v, there := named[p[1:]]; there {
			return fmt.Sprint(v)
		}
		return "1"
	})
}

// apart are routes that are not walked: files of the app, and what never ends,
// which listened hears.
var apart = map[string]bool{"/*": true, "/api/v1/changes": true}

// walk asks every route that reads: a new one is attacked, too.
func (a *spy) walk(hidden []canary) {
	routes, asked := 0, map[string]bool{}
	once := func(path string) {
		if !asked[path] {
			asked[path] = true
			a.get(path)
		}
	}
	for _, r := range a.app.GetRoutes(true) {
		if r.Method != http.MethodGet || apart[r.Path] {
			continue
		}
		routes++
		for _, i := range []int{0, 4, 15} { // in a zone, outside zones, and one that is closed
			c := hidden[i]
			path := a.addressed(r.Path, c, hidden[(i+5)%canaries])
			once(path)
			for end, queries := range queriesOf {
				if i > 0 || !strings.HasSuffix(r.Path, end) {
					continue
				}
				for _, q := range queries {
					once(path + "?" + strings.NewReplacer("{firm}", fmt.Sprint(c.firm), "{zone}", fmt.Sprint(c.zone), "{source}", fmt.Sprint(c.source),
						"{sink}", fmt.Sprint(c.sink), "{other}", fmt.Sprint(hidden[(i+5)%canaries].sink)).Replace(q))
				}
			}
		}
	}
	if routes < 90 {
		a.t.Errorf("only %d routes read", routes)
	}
}

// each asks for every one of the canaries by its numbers: who may not know of
// it is told that it is not there.
func (a *spy) each(hidden []canary) {
	for i, c := range hidden {
		open := c.visibility == geo.VisiblePublic || c.visibility == geo.VisibleRegistered && a.name != "visitor"
		for _, path := range []string{fmt.Sprintf("/api/v1/resources/%d", c.source), fmt.Sprintf("/api/v1/resources/%d/matches?limit=%d", c.sink, 1+i),
			fmt.Sprintf("/ogc/collections/resources/items/%d?f=json", c.sink), fmt.Sprintf("/api/v1/firms/%d", c.firm),
			fmt.Sprintf("/ogc/collections/firms/items/%d?f=json", c.firm), fmt.Sprintf("/ogc/collections/sites/items/%d?f=json", c.site)} {
			status, text := a.ask(http.MethodGet, path, "")
			a.look(path, text)
			if (status == http.StatusOK) != open {
				a.leak(path, fmt.Sprintf("%d for what is %s", status, c.visibility))
			}
		}
		a.get(fmt.Sprintf("/api/v1/matches/%d-%d", c.source, hidden[(i+5)%canaries].sink))
		if i < 3 {
			_, text := a.ask("POST", "/api/v1/matches/whatif", fmt.Sprintf(`{"resource":%d,"freight_try_km":%d,"limit":100}`, c.source, 20+i))
			a.look(fmt.Sprint("whatif ", c.source), text)
		}
		for _, write := range [][3]string{
			{"POST", fmt.Sprintf("/api/v1/matches/%d-%d/interest", c.source, hidden[(i+5)%canaries].sink), `{}`},
			{"PUT", fmt.Sprintf("/api/v1/resources/%d", c.source), `{"role":"source","title":"x","material":"101112"}`},
			{"DELETE", fmt.Sprintf("/api/v1/resources/%d", c.source), ""},
			{"PATCH", fmt.Sprintf("/ogc/collections/resources/items/%d", c.source), `{"type":"Feature","properties":{"title":"x"}}`}} {
			status, text := a.ask(write[0], write[1], write[2])
			a.look(write[0]+" "+write[1], text)
			if status < 400 {
				a.t.Errorf("as %s, %s %s: %d", a.name, write[0], write[1], status)
			}
		}
	}
}

// spiesOf returns one of each who asks.
func spiesOf(t *testing.T, s *scene, app *fiber.App, hide *secrets, ids map[string]int64) []*spy {
	t.Helper()
	var out []*spy
	for _, who := range s.who {
		a := &spy{t: t, app: app, b: newBrowser(t, app), name: who.name, hide: hide, closed: []string{forNamed, forAgency}, ids: ids,
			told: map[string]string{}, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
		s.enter(t, a.b, who)
		if who.name == "visitor" {
			a.closed = append(a.closed, forKnown)
		}
		out = append(out, a)
	}
	return out
}

// TestDisclosureAttack tries to learn of 50 hidden firms what they have not
// told, by everything that can be asked, as a visitor, a rival and the manager
// of a zone.
func TestDisclosureAttack(t *testing.T) {
	t.Parallel()
	start := time.Now()
	h, ctx, s, hidden, ids := hiddenHouse(t)
	app := apiOf(h, api.Config{})
	all := spiesOf(t, s, app, secretsOf(t, h, ctx, worlds[0], hidden), ids)
	t.Logf("hidden in %s", time.Since(start).Round(time.Millisecond))
	attack(all, hidden, (*spy).walk, (*spy).each, (*spy).collections, (*spy).tiles, (*spy).guess, (*spy).narrow)
	listened(t, h, all)
	subtract(t, h, ctx, all[2])
	before := make([]map[string]string, len(all))
	for i, a := range all {
		before[i], a.told, a.seen = a.told, map[string]string{}, map[uint64]bool{}
	}
	pairs := pairsOf(t, h, ctx)
	hidden = worlds[1].hide(t, h, ctx)
	settle(t, h, ctx)
	edge(t, pairs, pairsOf(t, h, ctx))
	hide := secretsOf(t, h, ctx, worlds[1], hidden)
	for _, a := range all {
		a.hide = hide
	}
	attack(all[1:2], hidden, (*spy).walk, (*spy).each)
	probes, leaks := 0, 0
	for i, a := range all {
		a.compare(before[i])
		probes, leaks = probes+a.probes, leaks+len(a.leaks)
		for n, l := range a.leaks {
			if n < 20 {
				t.Errorf("%.400s", l)
			}
		}
	}
	t.Logf("disclosure attack: %d probes, %d leaks found, in %s", probes, leaks, time.Since(start).Round(time.Second))
	t.Run("who is named, and who owns, see", func(t *testing.T) { seen(t, h, hide, hidden) })
	t.Run("it bites", func(t *testing.T) { bites(t, h, ctx, spiesOf(t, s, app, hide, ids)[1]) })
}

// attack has all spies do all parts, each for itself.
func attack(all []*spy, hidden []canary, parts ...func(*spy, []canary)) {
	var done sync.WaitGroup
	for _, a := range all {
		done.Go(func() {
			for _, part := range parts {
				began, before := time.Now(), a.probes
				part(a, hidden)
				a.t.Logf("%s: %d probes in %s", a.name, a.probes-before, time.Since(began).Round(time.Millisecond))
			}
		})
	}
	done.Wait()
}

// seen holds the attack against who may know: a firm that is named gets what is
// for it, hidden; an owner gets all.
func seen(t *testing.T, h *house, hide *secrets, hidden []canary) {
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	as := func(firm int64) *spy {
		a := spiesOf(t, &scene{h: h, who: []asker{{name: "another"}}}, app, hide, nil)[0]
		a.b.header["X-View-As"], a.closed = fmt.Sprintf("member:%d", firm), nil
		return a
	}
	named := as(namedFirm)
	for _, c := range hidden {
		if status, text := named.ask(http.MethodGet, fmt.Sprintf("/api/v1/resources/%d", c.source), ""); (status == 200) != (c.visibility != geo.VisibleFacilitator) {
			t.Errorf("a firm that is named gets %d for what is %s", status, c.visibility)
		} else {
			named.look("", text)
		}
	}
	own := as(hidden[20].firm)
	if own.get(fmt.Sprintf("/api/v1/firms/%d", hidden[20].firm)); len(own.leaks) == 0 || len(named.leaks) > 0 {
		t.Errorf("%d is told to the owner, %v to who is named", len(own.leaks), named.leaks)
	}
}
