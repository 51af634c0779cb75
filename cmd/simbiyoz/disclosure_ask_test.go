package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"simbiyoz/geo"
	"simbiyoz/geo/ogc"
)

// queriesOf are queries that routes are asked with beside none, by the end of
// their paths.
var queriesOf = map[string][]string{
	"/resources": {"limit=1000", "limit=1000&role=sink", "q=baslik&limit=1000", "near=27.2,38.45&radius_m=60000&limit=1000",
		"bbox=26,37,29,40&limit=300", "min_rate=1000&limit=300", "firm={firm}", "zone={zone}", "nace=23.14", "hazard=false&form=solid", "after=WzFd", "month=13", "limit=7"},
	"/facets":       {"firm={firm}", "min_rate=5000", "zone={zone}"},
	"/firms":        {"limit=1000", "zone={zone}", "limit=7"},
	"/search":       {"q=baslik", "q=sanayi&kinds=firm&limit=50", "q=gizli-17&lang=en"},
	"/matches":      {"limit=300", "zone={zone}", "firm={firm}", "group=1011&runnable=true", "min_score=0.9", "limit=7"},
	"/reach":        {"freight_try_km=500"},
	"/flows":        {"level=district", "level=region", "period=7", "format=csv", "format=xlsx", "format=geojson", "kind=agreed", "material=101112", "format=csv&part=balances"},
	"/isochrones":   {"from=resource:{source}&by=distance&bands=2"},
	"/haul":         {"from=resource:{source}&to=resource:{other}&mass_t=20", "from=resource:{source}&to=25.2,36.1", "from=27,38.4&to=27.1,38.4&stop=resource:{source}&order=best"},
	"/alternatives": {"from=resource:{source}&to=zone:tire-osb"},
	"/partners":     {"role=source&material=101112", "role=sink&material=101112&firm={firm}"},
	"/uses":         {"material=101112"}, "/materials": {"q=cam"}, "/nace": {"q=cam"}, "/prices": {"of=101112"},
	"/report":     {"format=pdf", "format=xlsx"},
	"/benefits":   {"firm={firm}", "zone={zone}", "format=xlsx"},
	"/synergies":  {"firm={firm}", "zone={zone}", "q=sanayi"},
	"/interests":  {"as_firm={firm}"},
	"/notices":    {"as_firm={firm}"},
	"/users":      {"firm={firm}"},
	"/audit":      {"noun=resource&row={source}"},
	"/items":      {"limit=1000", "limit=300&f=html", "limit=7", "datetime=2026-01-01/.."},
	"/items/1":    {"f=html"},
	"/assignment": {"format=csv"},
}

// collections reads every collection in every reference system, sorted by every
// property both ways and filtered by every one: what looks alike must stand by
// id, and nothing is found by what is hidden.
func (a *spy) collections(hidden []canary) {
	for _, collection := range ogc.Collections {
		items := "/ogc/collections/" + collection.ID + "/items?f=json"
		if a.name != "firm_admin" { // who sees all that others do
			a.get(items + "&limit=300")
			continue
		}
		for _, crs := range []string{"3857", "5253", "23035", "4326"} {
			a.get(items + "&limit=300&crs=http://www.opengis.net/def/crs/EPSG/0/" + crs)
		}
		for _, p := range collection.Properties {
			a.get(items + "&limit=100&filter=" + url.QueryEscape(p.Name+" IS NOT NULL"))
			for _, sort := range []string{p.Name, "-" + p.Name} {
				a.ordered(items+"&limit=300&sortby="+sort, p.Name)
			}
		}
	}
}

// ordered asks for what is sorted by a property.
func (a *spy) ordered(path, by string) {
	var page struct {
		Features []struct {
			ID         int64
			Properties map[string]any
		}
	}
	if err := json.Unmarshal([]byte(a.get(path)), &page); err != nil {
		a.t.Errorf("%s: %v", path, err)
	}
	for i := 1; i < len(page.Features); i++ {
		p, q := page.Features[i-1], page.Features[i]
		if fmt.Sprint(p.Properties[by]) == fmt.Sprint(q.Properties[by]) && p.ID > q.ID {
			a.leak(path, "an order that is not seen")
			return
		}
	}
}

// tiles decodes what lies around every canary, on all scales.
func (a *spy) tiles(hidden []canary) {
	asked := map[string]bool{}
	for _, c := range hidden {
		for _, zoom := range []maptile.Zoom{8, 10, 13, 16} {
			at := maptile.At(c.place, zoom)
			for _, layer := range []string{"firms", "resources"} {
				path := tilePath(layer, at)
				if !asked[path] {
					a.tile(path, at, hidden)
				}
				asked[path] = true
			}
		}
	}
}

func (a *spy) tile(path string, at maptile.Tile, hidden []canary) {
	_, raw := a.ask("GET", path, "")
	layers, err := mvt.Unmarshal([]byte(raw))
	if err != nil || len(layers) == 0 {
		return
	}
	layers[0].ProjectToWGS84(at)
	for _, f := range layers[0].Features {
		told, err := json.Marshal(f.Properties)
		check(a.t, err)
		a.look(path, string(told))
		for _, c := range hidden {
			if p, is := f.Geometry.(orb.Point); is && geo.Crow(p, c.place) < 25 {
				a.leak(path, "its place")
			}
		}
	}
}

// guess tries what it may suspect: what is right must be answered as what is
// wrong, but for the words of the question.
func (a *spy) guess(hidden []canary) {
	if a.name == "zone_manager" { // whose guesses a rival makes, too
		return
	}
	w, c := worlds[0], hidden[0]
	name := fmt.Sprintf("%sa %s 00 Sanayi", w.name, w.word)
	words := []string{name, name[:len(w.name)], c.tax, w.word + " tesisi", "555 317 00 00", w.word + "@gizli.example"}
	for _, path := range []string{"/api/v1/resources?q=%s", "/api/v1/facets?q=%s", "/api/v1/firms?q=%s", "/api/v1/search?kinds=firm&limit=50&q=%s",
		"/api/v1/synergies?q=%s", "/api/v1/users?q=%s", "/api/v1/experts?q=%s", "/api/v1/audit?actor=%s"} {
		for _, word := range words {
			a.alike(path, word, wrong(word))
		}
	}
	for _, collection := range ogc.Collections {
		var texts, numbers []string
		for _, p := range collection.Properties {
			switch p.Kind {
			case ogc.Text:
				texts = append(texts, p.Name+"='%[1]s'", p.Name+" LIKE '%[1]s%%'")
			case ogc.Number:
				numbers = append(numbers, p.Name+" BETWEEN %[1]s-0.00001 AND %[1]s+0.00001")
			}
		}
		items := "/ogc/collections/" + collection.ID + "/items?f=json&limit=1&filter="
		for _, word := range append(words, ref(0)) {
			a.alikeBy(items, strings.Join(texts, " OR "), word, wrong(word))
		}
		for n := 0; n < 10 && len(numbers) > 0; n++ {
			for _, times := range []float64{1, 12} {
				right := times * w.amount(0, n)
				a.alikeBy(items, strings.Join(numbers, " OR "), fmt.Sprintf("%.9f", right), fmt.Sprintf("%.9f", right*1.000001))
			}
		}
	}
}

// wrong is a text like right, which is nobody's.
func wrong(right string) string {
	return strings.NewReplacer("n", "q", "N", "Q", "z", "w", "Z", "W", "5", "6", "k", "x", "K", "X", "g", "j", "Y", "V", "b", "h").Replace(right)
}

// alike asks the same with what is right and with what is not.
func (a *spy) alike(path, right, wrong string) {
	a.alikeBy(strings.TrimSuffix(path, "%s"), "%s", right, wrong)
}

// alikeBy is alike with a word inside a condition.
func (a *spy) alikeBy(path, condition, right, wrong string) {
	var said [2]string
	for i, word := range []string{right, wrong} {
		status, text := a.ask("GET", path+url.QueryEscape(fmt.Sprintf(condition, word)), "")
		text = timeless.ReplaceAllString(text, "")
		for _, form := range []string{url.QueryEscape(word), url.PathEscape(word), word, strings.ToLower(word), url.QueryEscape(strings.ToLower(word))} {
			text = strings.ReplaceAll(text, form, "…")
		}
		said[i] = fmt.Sprint(status, " ", text)
	}
	if said[0] != said[1] {
		a.leak(path+right, fmt.Sprintf("right and wrong are told apart: %.300s, %.300s", said[0], said[1]))
	}
}
