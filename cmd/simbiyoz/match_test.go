package main

import (
	"log/slog"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo/postgis"
)

// everyMatch is a digest of all matches and of who found them.
const everyMatch = `
SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(m::text), '' ORDER BY source_id, sink_id)), '') FROM match AS m`

func digest(t *testing.T, pool *pgxpool.Pool) string {
	t.Helper()
	var d string
	if err := pool.QueryRow(t.Context(), everyMatch).Scan(&d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestMatchesHangOnTheDataAlone finds the matches of the demo in shuffled
// orders, from nothing and over what is there.
func TestMatchesHangOnTheDataAlone(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	want := digest(t, h.pool)
	ids, err := h.store(t).Stale(ctx, "another network", 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(4, 1))
	for round := range 2 {
		if round > 0 {
			if _, err := h.pool.Exec(ctx, `TRUNCATE match`); err != nil {
				t.Fatal(err)
			}
		}
		rnd.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for _, id := range ids {
			if _, err := h.x.FindMatches(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
		if got := digest(t, h.pool); got != want {
			t.Fatalf("round %d: %s, want %s", round, got, want)
		}
	}
}

func (h *house) store(t *testing.T) *postgis.Store {
	t.Helper()
	return postgis.New(h.pool, nil)
}

// TestAKilledRebuildGoesOn kills a rebuild in the middle with SIGKILL and
// resumes it: the matches are those of one that was not killed.
func TestAKilledRebuildGoesOn(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts and kills a program")
	}
	p := newProgram(t)
	const resources = 1000
	p.run("demo", "--firms", "170", "--resources", strconv.Itoa(resources))
	p.run("match", "rebuild")
	cluster, err := postgis.OpenCluster(t.Context(), postgis.ClusterConfig{Dir: p.data, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	p.env = append(p.env, "DATABASE_URL="+cluster.URL())
	pool, err := pgxpool.New(t.Context(), cluster.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	want := digest(t, pool)
	if _, err := pool.Exec(t.Context(), `TRUNCATE match, matched`); err != nil {
		t.Fatal(err)
	}
	rebuilding := p.command("match", "rebuild")
	rebuilding.Stderr = nil
	if err := rebuilding.Start(); err != nil {
		t.Fatal(err)
	}
	done := underway(t, pool, resources/4)
	if err := rebuilding.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = rebuilding.Wait() // it was killed
	if done >= resources {
		t.Fatal("it ended before it was killed")
	}
	t.Logf("killed after %d of %d", done, resources)
	p.run("match", "rebuild", "--resume")
	if got := digest(t, pool); got != want {
		t.Errorf("resumed: %s, want %s", got, want)
	}
}

// underway waits until so many postings are matched, and returns how many are.
func underway(t *testing.T, pool *pgxpool.Pool, least int) (n int) {
	t.Helper()
	for n < least {
		if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM matched`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return n
}
