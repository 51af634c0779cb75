package main

import "testing"

// TestTimeouts: what visitors and members ask ends soon; a job may take long.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	var jobs, people string
	if err := h.pool.QueryRow(ctx, `SHOW statement_timeout`).Scan(&jobs); err != nil {
		t.Fatal(err)
	}
	if err := h.shown.QueryRow(ctx, `SHOW statement_timeout`).Scan(&people); err != nil {
		t.Fatal(err)
	}
	if jobs != "10min" || people != "30s" {
		t.Errorf("jobs may take %s, people %s", jobs, people)
	}
}
