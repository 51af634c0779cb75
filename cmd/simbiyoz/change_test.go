package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"simbiyoz/api"
)

// follower reads the events of one client.
type follower struct {
	res    *http.Response
	events chan map[string]uint64
	id     string // of the last event; read it after an event
	cancel context.CancelFunc
}

func follow(t *testing.T, ctx context.Context, base, known string) *follower {
	t.Helper()
	ctx, cancel := context.WithCancel(ctx)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v1/changes", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", known)
	r.Close = true
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{res: res, events: make(chan map[string]uint64, 100), cancel: cancel}
	go func() {
		defer close(f.events)
		id := ""
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if rest, yes := strings.CutPrefix(lines.Text(), "id: "); yes {
				id = rest
			}
			if data, yes := strings.CutPrefix(lines.Text(), "data: "); yes {
				var versions map[string]uint64
				if json.Unmarshal([]byte(data), &versions) != nil {
					return
				}
				f.id = id
				f.events <- versions
			}
		}
	}()
	return f
}

// next is the next event, or none within a while.
func (f *follower) next(t *testing.T, within time.Duration) map[string]uint64 {
	t.Helper()
	select {
	case e := <-f.events:
		return e
	case <-time.After(within):
		return nil
	}
}

// serve has a server listen on a port of its own, until the test ends.
func serve(t testing.TB, h *house, cfg api.Config) (base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	cfg.OpenDoor, cfg.Log, cfg.Ended = true, slog.New(slog.DiscardHandler), ended
	app := api.New(h.x, cfg)
	over := make(chan error, 1)
	go func() { over <- app.Listener(listener) }()
	t.Cleanup(func() {
		close(ended)
		if err := app.ShutdownWithTimeout(3 * time.Minute); err != nil {
			t.Error(err)
		}
		<-over
	})
	return "http://" + listener.Addr().String()
}

func TestChanges(t *testing.T) {
	t.Parallel()
	const patience = 3 * time.Minute
	h, ctx, app := mapHouse(t)
	base := serve(t, h, api.Config{Followers: 2, Heartbeat: 50 * time.Millisecond})
	if got := fetch(t, app, "/tiles/firms/8/147/98.mvt"); got.status != http.StatusOK { // waits until the map is loaded
		t.Fatal(got.status)
	}
	one := follow(t, ctx, base, "")
	first := one.next(t, patience)
	for first["firms"] == 0 { // it is loaded meanwhile
		late := one.next(t, patience)
		if late == nil {
			t.Fatal(first)
		}
		maps.Copy(first, late)
	}
	if kind := one.res.Header.Get("Content-Type"); kind != "text/event-stream" || first["firms"] == 0 || first["roads"] == 0 {
		t.Fatalf("%s %v", kind, first)
	}

	two := follow(t, ctx, base, one.id)
	if e := two.next(t, 300*time.Millisecond); e != nil {
		t.Errorf("who knows all is told %v", e)
	}
	if _, err := h.pool.Exec(ctx, `UPDATE resource SET quantity = 1 + coalesce(quantity, 0) WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	for _, f := range []*follower{one, two} {
		if e := f.next(t, patience); e["resources"] <= first["resources"] || e["zones"] != first["zones"] {
			t.Errorf("from %v to %v", first, e)
		}
	}

	full := follow(t, ctx, base, "")
	if full.res.StatusCode != http.StatusServiceUnavailable || full.res.Header.Get("Retry-After") == "" {
		t.Errorf("a third of two follows: %d", full.res.StatusCode)
	}
	one.cancel() // and its place is free soon
	for end := time.Now().Add(patience); ; {
		three := follow(t, ctx, base, "")
		three.cancel()
		if three.res.StatusCode == http.StatusOK {
			break
		}
		if time.Now().After(end) {
			t.Fatal("who left still takes a place")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if name := fmt.Sprint(two.res.Header["Cache-Control"]); name != "[no-store]" {
		t.Errorf("events may be kept: %s", name)
	}
}
