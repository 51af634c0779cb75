package main

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"simbiyoz/api"
	"simbiyoz/geo"
)

// flowFigures are the properties that are withheld of a flow.
var flowFigures = []string{"quantity", "firms", "length_m", "tkm", "cost_try", "co2e_kg", "benefit_try", "avoided_kg"}

// flowsHide holds the flows of /ogc and of tiles, as visitors get them, against
// what the list of flows tells them.
func flowsHide(t *testing.T, h *house, ctx context.Context, full *fiber.App) {
	visitor := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	told, _, err := h.x.Flows(geo.WithViewer(ctx, geo.Viewer{Standing: geo.Visitor}), geo.FlowFilter{Kind: geo.Potential, Level: geo.ByZone, Each: true, Ends: true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[geo.FlowKey]geo.Flow{}
	withheld := 0
	for _, f := range told {
		want[f.FlowKey] = f
		if f.Withheld {
			withheld++
		}
	}
	got, last := 0, math.Inf(1)
	for next := "/ogc/collections/flows/items?limit=200&sortby=-quantity"; next != ""; {
		a := ask(t, visitor, http.MethodGet, next, "")
		if a.status != http.StatusOK || a.body["numberMatched"] != float64(len(told)) {
			t.Fatalf("%s: %d, %v of %d: %.300s", next, a.status, a.body["numberMatched"], len(told), a.text)
		}
		for _, f := range a.body["features"].([]any) {
			p := f.(map[string]any)["properties"].(map[string]any)
			key := geo.FlowKey{Kind: geo.FlowKind(p["kind"].(string)), Level: geo.ByZone, From: p["origin"].(string), To: p["destination"].(string), Material: p["material"].(string), Unit: geo.Unit(p["unit"].(string))}
			one, known := want[key]
			delete(want, key)
			got++
			if !known || p["withheld"] != one.Withheld {
				t.Fatalf("%v is told, known %v", p, known)
			}
			if one.Withheld {
				last = 0
				for _, name := range flowFigures {
					if p[name] != nil {
						t.Errorf("%v: %s is told", key, name)
					}
				}
				continue
			}
			quantity := p["quantity"].(float64)
			for name, v := range map[string]float64{"quantity": one.Quantity[0], "tkm": one.TonneKm, "cost_try": float64(one.Cost), "benefit_try": float64(one.Benefit), "avoided_kg": float64(one.Avoided), "firms": one.Firms[0]} {
				if math.Abs(p[name].(float64)-v) > 1e-9*math.Abs(v) {
					t.Errorf("%v: %s is %v, the list says %v", key, name, p[name], v)
				}
			}
			if quantity > last {
				t.Errorf("%v comes after %v", quantity, last)
			}
			last = quantity
		}
		next = linkOf(t, a, "next")
	}
	if got != len(told) || withheld == 0 || withheld == len(told) {
		t.Errorf("%d flows of %d, %d are withheld", got, len(told), withheld)
	}
	for filter, n := range map[string]int{"withheld=true": withheld, "filter=quantity%20IS%20NULL": withheld, "filter=quantity%20%3E%200": len(told) - withheld} {
		if a := ask(t, visitor, http.MethodGet, "/ogc/collections/flows/items?limit=1&"+filter, ""); a.body["numberMatched"] != float64(n) {
			t.Errorf("%s: %v of %d", filter, a.body["numberMatched"], n)
		}
	}
	path := tilePath("flows", maptile.At(orb.Point{27.1, 38.4}, 7))
	hidden := 0
	for _, f := range fetch(t, visitor, path).features(t, "flows") {
		if f.Properties["withheld"] == true {
			hidden++
			for _, name := range flowFigures {
				if f.Properties[name] != nil {
					t.Errorf("a tile tells %s of %v", name, f.Properties)
				}
			}
		}
	}
	all := fetch(t, full, path).features(t, "flows")
	for _, f := range all {
		if f.Properties["quantity"] == nil || f.Properties["withheld"] != false {
			t.Errorf("who runs the programme is not told of %v", f.Properties)
		}
	}
	if hidden == 0 || len(all) < hidden {
		t.Errorf("a tile withholds %d of %d", hidden, len(all))
	}
}
