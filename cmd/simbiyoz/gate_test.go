package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestGate: a hazardous stream is not carried out before a receiver and a
// carrier with licences that hold are named, and a by-product not before all of
// article 19 is met; the error names what is missing.
func TestGate(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	_, call := caller(t, h)
	y := bearSynergy(t, call)
	path := fmt.Sprintf("synergies/%v", y["id"])
	if _, err := h.pool.Exec(ctx, `UPDATE synergy SET hazard = 'absolute', legal = 'by_product', stage = 'negotiation' WHERE id = $1`, y["id"]); err != nil {
		t.Fatal(err)
	}
	move := func() answer {
		return call(http.MethodPost, path+"/stage", `{"to":"implementation","why":"sözleşme"}`)
	}
	refused := func(fields ...string) {
		t.Helper()
		a := move()
		for _, f := range fields {
			if a.status != 422 || !strings.Contains(a.text, `"field":"`+f+`"`) {
				t.Errorf("%s is not named: %d %s", f, a.status, a.text)
			}
		}
		if n := len(a.body["errors"].([]any)); n != len(fields) {
			t.Errorf("%d errors, want %v: %s", n, fields, a.text)
		}
	}
	refused("receiver", "carrier", "gate.integral_part", "gate.certain_use", "gate.direct_use", "gate.meets_standard", "gate.no_harm", "gate.capacity_report")
	for _, item := range []string{"integral_part", "certain_use", "direct_use", "meets_standard", "no_harm"} {
		if a := call(http.MethodPut, path+"/gate/"+item, `{"answer":"yes","note":"rapor"}`); a.status != 204 {
			t.Fatalf("%s: %d %s", item, a.status, a.text)
		}
	}
	call(http.MethodPut, path+"/gate/capacity_report", `{"answer":"no"}`)
	permit := `{"kind":"%s","holder":"Kurgu Lisanslı","number":"LİS-1","expires_on":"%s"}`
	if a := call(http.MethodPost, path+"/permits", fmt.Sprintf(permit, "carrier", "")); a.status != 422 || !strings.Contains(a.text, "expires_on") {
		t.Errorf("a permit that never ends: %d %s", a.status, a.text)
	}
	good(t, call(http.MethodPost, path+"/permits", fmt.Sprintf(permit, "receiver", "2099-01-01")))
	old := good(t, call(http.MethodPost, path+"/permits", fmt.Sprintf(permit, "carrier", "2020-01-01")))
	refused("carrier.expires_on", "gate.capacity_report")
	if a := call(http.MethodDelete, fmt.Sprintf("%s/permits/%v", path, old["id"]), ""); a.status != 204 {
		t.Errorf("delete: %d %s", a.status, a.text)
	}
	good(t, call(http.MethodPost, path+"/permits", fmt.Sprintf(permit, "carrier", "2099-01-01")))
	call(http.MethodPut, path+"/gate/capacity_report", `{"answer":"yes"}`)
	if missing := good(t, call(http.MethodGet, path+"/gate", ""))["missing"].([]any); len(missing) != 0 {
		t.Errorf("missing %v", missing)
	}
	if a := move(); a.status != 200 {
		t.Errorf("what is all there is refused: %d %s", a.status, a.text)
	}

	pages := good(t, call(http.MethodGet, "criteria?material=191205", ""))["criteria"].([]any)
	if len(pages) != 1 || !strings.Contains(fmt.Sprint(pages[0]), "1179/2012") {
		t.Errorf("pages of glass %v", pages)
	}
	page := `{"materials":["1912"],"title":{"tr":"Ayrılmış","en":"Sorted"},"text":{"tr":"a","en":"b"},"source":"c"}`
	made := good(t, call(http.MethodPost, "criteria", page))
	if a := call(http.MethodPost, "criteria", page); a.status != 422 || !strings.Contains(a.text, "title.en") {
		t.Errorf("the same page twice: %d %s", a.status, a.text)
	}
	good(t, call(http.MethodPut, fmt.Sprintf("criteria/%v", made["id"]), strings.Replace(page, `"c"`, `"d","checked_on":"2026-11-01"`, 1)))
}
