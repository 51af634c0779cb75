package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// TestPools: who knows something of a synergy is found, with why; name and
// address stay closed to its partners until they accept.
func TestPools(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	_, call := caller(t, h)
	y := bearSynergy(t, call)
	field := y["material"].(string)[:4]
	person := `{"pool":"academic","name":"Prof. Kurgu","alias":"Malzeme mühendisi","institution":"Kurgu Üniversitesi","mail":"%s","materials":["` + field + `"],"available":true}`
	if a := call(http.MethodPost, "experts", fmt.Sprintf(person, "kimse")); a.status != 422 || !strings.Contains(a.text, `"mail"`) {
		t.Errorf("no address: %d %s", a.status, a.text)
	}
	made := good(t, call(http.MethodPost, "experts", fmt.Sprintf(person, "prof@example.org")))
	if a := call(http.MethodPost, "experts", fmt.Sprintf(person, "prof@example.org")); a.status != 422 {
		t.Errorf("twice: %d %s", a.status, a.text)
	}
	path := fmt.Sprintf("synergies/%v/helpers", y["id"])
	asked := good(t, call(http.MethodPost, path, fmt.Sprintf(`{"expert_id":%v,"note":"analiz"}`, made["id"])))
	member := geo.WithViewer(ctx, geo.Viewer{Standing: geo.Member, FirmID: int64(y["source"].(map[string]any)["firm_id"].(float64))})
	seen := func() programme.Helper {
		t.Helper()
		found, err := h.x.HelpersOf(member, int64(y["id"].(float64)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.ID == int64(made["id"].(float64)) {
				return f
			}
		}
		t.Fatalf("is not among %+v", found)
		return programme.Helper{}
	}
	if f := seen(); f.Name != "" || f.Mail != "" || f.Alias == "" || f.Request == nil || f.Grounds[0].Field != field {
		t.Errorf("before they accept a partner sees %+v", f)
	}
	if err := h.x.AnswerHelp(member, int64(y["id"].(float64)), int64(asked["id"].(float64)), programme.Accepted); err == nil {
		t.Error("a partner answers for an expert")
	}
	if a := call(http.MethodPatch, fmt.Sprintf("%s/%v", path, asked["id"]), `{"answer":"accepted"}`); a.status != 204 {
		t.Errorf("accept: %d %s", a.status, a.text)
	}
	if f := seen(); f.Name == "" || f.Mail == "" {
		t.Errorf("after they accepted a partner sees %+v", f)
	}
	resource := y["source"].(map[string]any)["resource_id"]
	if found := good(t, call(http.MethodGet, fmt.Sprintf("resources/%v/helpers", resource), ""))["helpers"].([]any); len(found) == 0 || found[0].(map[string]any)["mail"] != "" {
		t.Errorf("with the resource help %v", found)
	}
	if found := good(t, call(http.MethodGet, "experts?q=muhendisi", ""))["experts"].([]any); len(found) == 0 {
		t.Error("search without Turkish letters finds nobody")
	}
}
