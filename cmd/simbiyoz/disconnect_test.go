package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"simbiyoz/api"
)

// TestDisconnects drops 64 connections in flight, 20 times: what is asked
// afterwards is answered, and the database's connections are given back.
func TestDisconnects(t *testing.T) {
	t.Parallel()
	const patience, bursts, each = 3 * time.Minute, 20, 64
	h, _ := demoHouse(t)
	base := serve(t, h, api.Config{Deadline: patience})
	host := strings.TrimPrefix(base, "http://")
	paths := []string{"/ogc/collections/resources/items?limit=200", "/ogc/collections/matches/items?limit=200", "/ogc/collections/sites/items?limit=1000", "/ogc/collections/firms/items?limit=100&bbox=26,38,28,39"}
	client := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	var took []time.Duration
	for range bursts {
		var all sync.WaitGroup
		for i := range each {
			all.Go(func() {
				conn, err := net.Dial("tcp", host)
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", paths[i%len(paths)], host)
				time.Sleep(time.Duration(i%8) * 3 * time.Millisecond)
				conn.Close()
			})
		}
		all.Wait()
		for i := range 4 {
			start := time.Now()
			res, err := client.Get(fmt.Sprintf("%s/ogc/collections/resources/items/%d", base, i+1))
			if err != nil {
				t.Fatal(err)
			}
			io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode != http.StatusOK {
				t.Fatalf("%d", res.StatusCode)
			}
			took = append(took, time.Since(start))
		}
	}
	idle := time.Now()
	for h.pool.Stat().AcquiredConns() > 0 {
		if time.Since(idle) > patience {
			t.Fatalf("%d connections are still in use", h.pool.Stat().AcquiredConns())
		}
		time.Sleep(time.Millisecond)
	}
	slices.Sort(took)
	t.Logf("%d bursts of %d: %d requests afterwards answered, p50 %v, longest %v; idle again after %v", bursts, each, len(took), took[len(took)/2], took[len(took)-1], time.Since(idle))
}
