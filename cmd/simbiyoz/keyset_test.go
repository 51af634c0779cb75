package main

import (
	"log/slog"
	"net/http"
	"testing"

	"simbiyoz/api"
)

// TestPagesStayRightWhileRowsChange deletes a row that was seen and one that
// was not after every page: no other may be lost, and none come twice.
func TestPagesStayRightWhileRowsChange(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	app := api.New(h.x, api.Config{OpenDoor: true, Log: slog.New(slog.DiscardHandler)})
	for _, order := range []string{"", "&sortby=-rate"} {
		seen, deleted := map[int64]bool{}, map[int64]bool{}
		for next := "/ogc/collections/resources/items?limit=100" + order; next != ""; {
			a := ask(t, app, http.MethodGet, next, "")
			last := int64(0)
			for _, f := range a.body["features"].([]any) {
				last = int64(f.(map[string]any)["id"].(float64))
				if seen[last] || deleted[last] {
					t.Fatalf("%q: %d comes twice, or was deleted", order, last)
				}
				seen[last] = true
			}
			var unseen int64
			if err := h.pool.QueryRow(ctx, `SELECT coalesce(min(id), 0) FROM resource WHERE id <> ALL ($1)`, keys(seen)).Scan(&unseen); err != nil {
				t.Fatal(err)
			}
			for _, id := range []int64{last, unseen} {
				if _, err := h.pool.Exec(ctx, `DELETE FROM resource WHERE id = $1`, id); err != nil {
					t.Fatal(err)
				}
				deleted[id] = true
			}
			next = linkOf(t, a, "next")
		}
		var lost int
		if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM resource WHERE id <> ALL ($1)`, keys(seen)).Scan(&lost); err != nil || lost > 0 {
			t.Errorf("%q: %d are lost, %v", order, lost, err)
		}
	}
}

func keys(set map[int64]bool) []int64 {
	out := []int64{}
	for id := range set {
		out = append(out, id)
	}
	return out
}
