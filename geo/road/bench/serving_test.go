package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"simbiyoz/geo/road"
)

// servingFile names the network that a process of its own is to open and ask.
const servingFile = "SIMBIYOZ_BENCH_SERVING"

// served is what such a process tells of itself.
type served struct {
	First  time.Duration // from opening the file to the first answer, its line included
	Memory float64       // MB after answers and tables
}

// BenchmarkServing opens a network that was found whole before in a process of
// its own, and has it answer.
func BenchmarkServing(b *testing.B) {
	w := open(b, tile3)
	for _, e := range w.engines {
		b.Run(w.name+"/"+e.name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "x.roads")
			if err := w.g.WriteFile(file, e.h); err != nil {
				b.Fatal(err)
			}
			size, err := os.Stat(file)
			if err != nil {
				b.Fatal(err)
			}
			time.Sleep(2500 * time.Millisecond) // a file that was just written is not remembered
			whole := serve(b, file).First
			s := serve(b, file)
			b.ReportMetric(float64(s.First.Nanoseconds()), "ns/op")
			b.ReportMetric(whole.Seconds()*1000, "first-time-ms")
			b.ReportMetric(s.Memory, "MB")
			b.ReportMetric(float64(size.Size())/float64(w.g.Nodes()), "file-B/node")
		})
	}
}

// serve has a process of its own serve a file.
func serve(b *testing.B, file string) (s served) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), servingFile+"="+file), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(out, &s); err != nil {
		b.Fatal(err)
	}
	return s
}

// serving is that process.
func serving(file string) int {
	s, err := answer(file)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func answer(file string) (s served, err error) {
	ctx, start := context.Background(), time.Now()
	g, err := road.Marks(filepath.Join(filepath.Dir(file), "marks")).Open(file)
	if err != nil {
		return s, err
	}
	h, err := g.Hierarchy(lorry(), true)
	if h == nil && err == nil {
		h, err = g.Hierarchy(lorry(), false)
	}
	if err != nil {
		return s, err
	}
	_, _, err = road.NewFast(h).Route(ctx, g.Node(1000), g.Node(g.Nodes()/2))
	s.First = time.Since(start)
	if err != nil {
		return s, err
	}
	q := road.NewQuery(g, lorry())
	if !h.Turns() {
		q = road.NewNodeQuery(g, lorry())
	}
	places, err := h.Snaps(ctx, onRoads(q, 2000), "from")
	if err != nil {
		return s, err
	}
	var t road.Table
	for range 3 {
		if err := h.Table(ctx, places[:1000], places[1000:], &t); err != nil {
			return s, err
		}
	}
	s.Memory = resident()
	return s, nil
}

// resident returns the MB that this process holds.
func resident() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	var kb float64
	fmt.Sscan(rest, &kb)
	return kb / 1024
}
