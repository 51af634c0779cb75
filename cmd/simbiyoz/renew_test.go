package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/postgis/postgistest"
	"simbiyoz/geo/road"
)

// gridRoads writes a grid of roads over the middle of İzmir as a network.
func gridRoads(t testing.TB, file, version string, side int) {
	t.Helper()
	b := road.NewBuilder()
	id := func(x, y int) int64 { return int64(1 + x + side*y) }
	open := road.Side{Open: true, Speed: 60, TruckSpeed: 50}
	for y := range side {
		for x := range side {
			b.AddNode(id(x, y), geo.Point{27 + 0.01*float64(x), 38.3 + 0.01*float64(y)})
			if x > 0 {
				b.AddWay(road.Way{ID: 2 * id(x, y), Nodes: []int64{id(x-1, y), id(x, y)}, Forward: open, Backward: open})
			}
			if y > 0 {
				b.AddWay(road.Way{ID: 2*id(x, y) + 1, Nodes: []int64{id(x, y-1), id(x, y)}, Forward: open, Backward: open})
			}
		}
	}
	g, err := b.Build(t.Context(), road.BuildOptions{Name: "grid", Version: version})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.WriteFile(file); err != nil {
		t.Fatal(err)
	}
}

// roadHouse returns a house on a database of its own whose roads are a file.
func roadHouse(t testing.TB, file string) (*house, context.Context) {
	t.Helper()
	cfg := &config{database: postgistest.New(t).Config().ConnString(), listen: "127.0.0.1:0", roads: file}
	return newHouse(t, cfg)
}

// patience is what a busy machine is given: only what never comes is an error.
const patience = 3 * time.Minute

// byVersion counts answers by the version of the network that gave them.
type byVersion struct {
	sync.Mutex
	failed int
	first  string // failure
	of     map[string]int
}

func (c *byVersion) count(version string, err error) {
	c.Lock()
	defer c.Unlock()
	if err != nil {
		c.failed++
		if c.first == "" {
			c.first = err.Error()
		}
		return
	}
	c.of[version]++
}

// TestSwapUnderLoad asks a running server without a pause while five networks,
// one after another, take the place of the file that it serves.
func TestSwapUnderLoad(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "grid.roads")
	gridRoads(t, file, "v1", 20)
	h, ctx := roadHouse(t, file)
	if err := h.loadDemo(ctx, demoCmd{Firms: 20, Resources: 60}.sized(), streams{io.Discard, io.Discard}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.x.Sweep(ctx, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := h.jobs.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.stopJobs)
	watching, endWatch := context.WithCancel(ctx)
	watch := h.watchRoads(watching, 5*time.Millisecond)
	t.Cleanup(func() { endWatch(); <-watch })
	base := listen(t, h)

	answers := byVersion{of: map[string]int{}}
	asking, enough := context.WithCancel(ctx)
	var askers sync.WaitGroup
	for range 4 {
		askers.Go(func() {
			for asking.Err() == nil {
				answers.count(askHaul(base + "/api/v1/haul?from=27.005,38.301&to=27.15,38.45&mass_t=20"))
			}
		})
	}
	await := func(version string) {
		t.Helper()
		for start := time.Now(); h.x.Network().Version != version; time.Sleep(5 * time.Millisecond) {
			if time.Since(start) > patience {
				t.Fatalf("%s was not taken within %v: %+v", version, patience, h.x.Network().Update)
			}
		}
		time.Sleep(100 * time.Millisecond) // let it answer
	}
	for i := 2; i <= 6; i++ {
		version := fmt.Sprintf("v%d", i)
		gridRoads(t, file, version, 20)
		await(version)
	}
	enough()
	askers.Wait()
	total := 0
	for i := 1; i <= 6; i++ {
		version := fmt.Sprintf("v%d", i)
		t.Logf("answers by %s: %d", version, answers.of[version])
		total += answers.of[version]
		if answers.of[version] == 0 {
			t.Errorf("%s answered nothing", version)
		}
	}
	t.Logf("answers: %d, failed: %d", total, answers.failed)
	if answers.failed > 0 {
		t.Errorf("%d failed, first: %s", answers.failed, answers.first)
	}
	awaitFresh(t, h, ctx)
}

// awaitFresh waits until no posting's matches are of another network than the
// one that answers.
func awaitFresh(t *testing.T, h *house, ctx context.Context) {
	t.Helper()
	const due = `SELECT count(*) FROM resource AS r WHERE NOT EXISTS (SELECT FROM matched WHERE resource_id = r.id AND network = $1)`
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		var n int
		if err := h.pool.QueryRow(ctx, due, h.x.Network().Version).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		if time.Since(start) > patience {
			t.Fatalf("%d postings have matches of another network after %v", n, patience)
		}
	}
}

// listen serves h on a port of its own and returns its address.
func listen(t *testing.T, h *house) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app := api.New(h.x, api.Config{Log: slog.New(slog.DiscardHandler)})
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(l) }()
	t.Cleanup(func() {
		if err := app.Shutdown(); err != nil {
			t.Error(err)
		}
		<-ended
	})
	return "http://" + l.Addr().String()
}

// askHaul returns which network answered a haul.
func askHaul(url string) (string, error) {
	res, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var haul struct {
		Properties struct {
			Network string
			Length  float64 `json:"length_m"`
		}
	}
	if err := json.NewDecoder(res.Body).Decode(&haul); err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusOK || haul.Properties.Length == 0 {
		return "", fmt.Errorf("%s: %+v", res.Status, haul)
	}
	return haul.Properties.Network, nil
}

func TestBrokenRoadsAreRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "grid.roads")
	gridRoads(t, file, "v1", 20)
	h, ctx := roadHouse(t, file)
	cut := file + ".new" // a file in use is replaced, never written over: it is mapped
	if err := os.WriteFile(cut, []byte("simbiyoz roads, but cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(cut, file); err != nil {
		t.Fatal(err)
	}
	h.renewRoads(ctx, true)
	n := h.x.Network()
	if n.Version != "v1" || n.Update == nil || n.Update.Taken || len(n.Update.Reasons) != 1 {
		t.Errorf("%+v, %+v", n, n.Update)
	}
	gridRoads(t, file, "v2", 10)
	h.renewRoads(ctx, false)
	if n = h.x.Network(); n.Version != "v1" || n.Update.Version != "v2" {
		t.Errorf("a quarter of the network was taken: %+v, %+v", n, n.Update)
	}
	h.renewRoads(ctx, true)
	if n = h.x.Network(); n.Version != "v2" || !n.Update.Taken || len(n.Update.Reasons) == 0 {
		t.Errorf("it was not taken by force: %+v, %+v", n, n.Update)
	}
}

func TestRoadsCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old, half := filepath.Join(dir, "old.roads"), filepath.Join(dir, "half.roads")
	gridRoads(t, old, "v1", 20)
	gridRoads(t, half, "v2", 10)
	if out, err := command(t, "roads", "check", old); err != nil {
		t.Errorf("%s, %v", out, err)
	}
	if out, err := command(t, "roads", "check", half, "--against", old, "--json"); err == nil {
		t.Errorf("half a network is fit: %s", out)
	}
}
