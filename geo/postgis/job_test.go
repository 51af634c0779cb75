package postgis_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo/postgis"
)

// TestMatchingDoesNotWait: what is posted is matched while a job that takes
// long holds the only worker of the others.
func TestMatchingDoesNotWait(t *testing.T) {
	t.Parallel()
	_, pool := filled(t)
	ctx := t.Context()
	busy, release, matched := make(chan bool, 1), make(chan bool), make(chan int64, 1)
	nothing := func(context.Context) error { return nil }
	jobs, err := postgis.NewJobs(pool, &postgis.Work{
		Match:   func(_ context.Context, id int64) error { matched <- id; return nil },
		Sweep:   func(context.Context) error { busy <- true; <-release; return nil },
		Reprice: func(context.Context, []string) error { return nil },
		Remind:  nothing, Retain: nothing, Alert: nothing,
		Flow: func(context.Context, time.Time) (time.Duration, error) { return 0, nil },
	}, 1, slog.New(slog.DiscardHandler))
	must(t, err)
	must(t, jobs.Start(ctx))
	defer func() {
		close(release)
		must(t, jobs.Stop(context.Background()))
	}()
	queue := func(do func(pgx.Tx) error) {
		t.Helper()
		must(t, pgx.BeginFunc(ctx, pool, do))
	}
	queue(func(tx pgx.Tx) error { return jobs.Sweep(ctx, tx) })
	<-busy
	queue(func(tx pgx.Tx) error { return jobs.Match(ctx, tx, []int64{7}) })
	select {
	case id := <-matched:
		if id != 7 {
			t.Errorf("%d was matched", id)
		}
	case <-time.After(3 * time.Minute):
		t.Error("it waits behind the sweep")
	}
}
