package main

import (
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo/postgis"
)

// everyMatch is a digest of all matches and of who found them, whenever that was.
const everyMatch = `
SELECT count(*) || ' ' || coalesce(md5(string_agg(md5((to_jsonb(m) - 'found_at')::text), '' ORDER BY source_id, sink_id)), '') FROM match AS m`

func digest(t testing.TB, pool *pgxpool.Pool) string {
	t.Helper()
	var d string
	if err := pool.QueryRow(t.Context(), everyMatch).Scan(&d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestMatchesHangOnTheDataAlone finds the matches of the demo on all cores,
// and then one by one in a shuffled order.
func TestMatchesHangOnTheDataAlone(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	want := digest(t, h.pool)
	ids, err := h.store(t).Stale(ctx, "another network", 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(4, 1))
	rnd.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	if _, err := h.pool.Exec(ctx, `TRUNCATE match CASCADE`); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if _, err := h.x.FindMatches(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	if got := digest(t, h.pool); got != want {
		t.Fatalf("shuffled: %s, want %s", got, want)
	}
}

func (h *house) store(t *testing.T) *postgis.Store {
	t.Helper()
	return postgis.New(h.pool, nil)
}
