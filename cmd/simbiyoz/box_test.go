package main

import (
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// TestBoxesAreFresh asks what a rectangle holds, page by page, right after the
// data was changed, and after a change that was taken back.
func TestBoxesAreFresh(t *testing.T) {
	t.Parallel()
	h, ctx, app := mapHouse(t)
	fetch(t, app, "/tiles/firms/8/147/98.mvt") // waits until the map is loaded
	const inBox = ` WHERE ST_X(place) BETWEEN 27 AND 27.2 AND ST_Y(place) BETWEEN 38.3 AND 38.5`
	check := func(what string) {
		t.Helper()
		var want []int64
		if err := h.pool.QueryRow(ctx, `SELECT array_agg(id ORDER BY id) FROM resource`+inBox).Scan(&want); err != nil || len(want) < 30 {
			t.Fatal(err, want)
		}
		walkBox(t, h, app, what, "/ogc/collections/resources/items?limit=25&bbox=27,38.3,27.2,38.5", want)
	}
	remembered := func() bool {
		before := h.x.BoxesRemembered()
		check("later")
		return h.x.BoxesRemembered() > before
	}
	until := func(what string) {
		t.Helper()
		for end := time.Now().Add(3 * time.Minute); !remembered(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: memory is never fresh", what)
			}
		}
	}

	until("as it was")
	for _, sql := range []string{
		`DELETE FROM resource WHERE id = (SELECT min(id) FROM resource` + inBox + `)`,
		`UPDATE site SET place = ST_Translate(place, 1, 0) WHERE id = (SELECT min(site_id) FROM resource` + inBox + `)`,
		`UPDATE site SET place = ST_Translate(place, -1, 0) WHERE id = (SELECT min(site_id) FROM resource WHERE ST_X(place) BETWEEN 28 AND 28.2 AND ST_Y(place) BETWEEN 38.3 AND 38.5)`,
	} {
		if _, err := h.pool.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
		check(sql)
		until(sql)
	}
	tx, err := h.pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM resource WHERE role = 'sink'`); err != nil {
		t.Fatal(err)
	}
	check("before it is taken back")
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	until("taken back")
}

// walkBox follows the pages of a rectangle, which must hold ids in their order.
// How many there are the database may tell as of a few seconds ago.
func walkBox(t *testing.T, h *house, app *fiber.App, what, first string, want []int64) {
	t.Helper()
	var got []int64
	for next := first; next != ""; {
		before := h.x.BoxesRemembered()
		a := ask(t, app, http.MethodGet, next, "")
		if a.status != http.StatusOK || a.body["numberMatched"] != float64(len(want)) && h.x.BoxesRemembered() > before {
			t.Fatalf("%s: %d, %v of %d: %.300s", what, a.status, a.body["numberMatched"], len(want), a.text)
		}
		for _, f := range a.body["features"].([]any) {
			got = append(got, int64(f.(map[string]any)["id"].(float64)))
		}
		next = linkOf(t, a, "next")
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d of %d", what, len(got), len(want))
	}
	for i, id := range got {
		if id != want[i] {
			t.Fatalf("%s: %d stands where %d should", what, id, want[i])
		}
	}
}
