package main

import (
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo/postgis"
)

// digest is a digest of all matches, whenever they were found.
func digest(t testing.TB, pool *pgxpool.Pool) string {
	t.Helper()
	const columns = `
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = 'match' AND column_name <> 'found_at'`
	var names, d string
	if err := pool.QueryRow(t.Context(), columns).Scan(&names); err != nil {
		t.Fatal(err)
	}
	every := `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(ROW(` + names + `)::text, 0)::numeric), 0) FROM match`
	if err := pool.QueryRow(t.Context(), every).Scan(&d); err != nil {
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
