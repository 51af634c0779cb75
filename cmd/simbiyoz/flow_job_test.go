package main

import (
	"errors"
	"testing"
	"time"

	"simbiyoz/geo"
)

// TestFlowsFollowMatches: once a sweep is through, flows are computed without
// anybody asking, and the jobs that share a stretch of time queue that once.
func TestFlowsFollowMatches(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	if err := h.jobs.Start(ctx); err != nil {
		t.Fatal(err)
	}
	defer h.stopJobs()
	for range 2 {
		if err := h.catchUp(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for {
		_, run, err := h.x.Flows(ctx, geo.FlowFilter{Kind: geo.Potential, Level: geo.ByZone})
		if err != nil && !errors.Is(err, geo.ErrNotFound) {
			t.Fatal(err)
		}
		if run.Moves > 0 {
			break
		}
		select {
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
	var failed int
	if err := h.pool.QueryRow(ctx, `SELECT count(*) FROM river_job WHERE kind IN ('sweep', 'flow') AND errors IS NOT NULL`).Scan(&failed); err != nil || failed > 0 {
		t.Errorf("%d jobs failed, %v", failed, err)
	}
}
