package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"simbiyoz/api"
)

// TestCircuity: what the screen and the files say of the demo on the network
// that ships.
func TestCircuity(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	c, err := h.x.Circuity(ctx)
	if err != nil {
		t.Fatal(err)
	}
	l := c.Lists
	if c.Median < 1.2 || c.Median > 1.8 || c.Low < 1 || c.High <= c.Median || l.Part || l.Of < 200 || l.First == 0 || l.Order <= l.First || l.Members == 0 || l.Members > l.Longer {
		t.Errorf("median %.2f, lists %+v", c.Median, l)
	}
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	a := ask(t, app, http.MethodGet, "/api/v1/circuity?zone=kemalpasa-osb&limit=7", "")
	pairs, _ := a.body["pairs"].([]any)
	if a.status != http.StatusOK || len(pairs) != 7 || a.body["ways"].(float64) != float64(len(c.Pairs)) || len(a.body["histogram"].([]any)) != 21 {
		t.Errorf("%d %s", a.status, a.text)
	}
	if a := ask(t, app, http.MethodGet, "/api/v1/circuity?format=csv", ""); strings.Count(a.text, "\n") != len(c.Pairs)+1 {
		t.Errorf("%d lines of %d pairs", strings.Count(a.text, "\n"), len(c.Pairs))
	}
	// what others are told counts what they may see alone, though who runs the programme asked before
	if _, err := h.pool.Exec(ctx, `UPDATE resource SET visibility = 'facilitator' WHERE role = 'source' AND id % 2 = 0`); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, app)
	b.header["X-View-As"] = "visitor"
	if of := b.must(200, "GET", "/api/v1/circuity", "").body["lists"].(map[string]any)["of"].(float64); of < 50 || of > 0.75*float64(l.Of) {
		t.Errorf("a visitor is told of %v lists, there are %d, half of them hidden", of, l.Of)
	}
	if a := ask(t, app, http.MethodGet, "/api/v1/circuity?limit=0", ""); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", a.status, a.text)
	}
}

// TestReportCircuity: places of a table on the network that ships.
func TestReportCircuity(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "places.csv")
	if err := os.WriteFile(file, []byte("name;lon;lat\nÇiğli;27,05;38,48\nKemalpaşa;27,42;38,43\nTire;27,73;38,08\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := command(t, "report", "circuity", "--at", file)
	if err != nil || !strings.Contains(text, "(6 ways)") || !strings.Contains(text, "the 3 of") {
		t.Errorf("%s, %v", text, err)
	}
	lines, err := command(t, "report", "circuity", "--at", file, "--csv")
	if err != nil || !strings.HasPrefix(lines, "from,to,crow_m,road_m,ratio\nÇiğli,Kemalpaşa,3") || strings.Count(lines, "\n") != 7 {
		t.Errorf("%s, %v", lines, err)
	}
	out, err := command(t, "report", "circuity", "--at", file, "--json")
	var answer struct {
		Network struct{ Coarse bool }
		Median  float64 `json:"ratio_median"`
		Pairs   []struct{ Ratio float64 }
	}
	if bad := json.Unmarshal([]byte(out), &answer); err != nil || bad != nil || !answer.Network.Coarse || answer.Median < 1 || len(answer.Pairs) != 6 {
		t.Errorf("%s, %v, %v", out, err, bad)
	}
	if _, err := command(t, "report", "circuity", "--json", "--csv"); err == nil {
		t.Error("both forms at once")
	}
}
