package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// figures are what repeats came to, by work and unit.
type figures struct {
	works []string
	units map[string][]string
	of    map[[2]string][]float64
}

func (f *figures) add(work, unit string, v float64) {
	if f.of == nil {
		f.units, f.of = map[string][]string{}, map[[2]string][]float64{}
	}
	if !slices.Contains(f.works, work) {
		f.works = append(f.works, work)
	}
	key := [2]string{work, unit}
	if f.of[key] == nil {
		f.units[work] = append(f.units[work], unit)
	}
	f.of[key] = append(f.of[key], v)
	fmt.Fprintf(os.Stderr, "%s %.4g %s\n", work, v, unit)
}

func (f *figures) median(work, unit string) float64 {
	v := slices.Sorted(slices.Values(f.of[[2]string{work, unit}]))
	if len(v) == 0 {
		return 0
	}
	return v[len(v)/2]
}

const (
	perSecond = "req/s"
	ofAlone   = "database-req/s" // what the database does of it by itself
)

// tell prints the medians as benchmarks are printed.
func (f *figures) tell() {
	for _, work := range f.works {
		line := fmt.Sprintf("BenchmarkServe/%s %d", work, len(f.of[[2]string{work, f.units[work][0]}]))
		for _, unit := range f.units[work] {
			line += fmt.Sprintf(" %.5g %s", f.median(work, unit), unit)
		}
		if alone := f.median(work, ofAlone); alone > 0 {
			line += fmt.Sprintf(" %.3g of-database", f.median(work, perSecond)/alone)
		}
		fmt.Println(line)
	}
	fmt.Printf("BenchmarkServe/deep_page 1 %.3g of-first\n", f.median("page_1000_deep", perSecond)/f.median("page_1000", perSecond))
}

// seconds is how long each is asked for.
func benchSeconds() string {
	if s := os.Getenv("SIMBIYOZ_BENCH_SECONDS"); s != "" {
		return s
	}
	return "5"
}

const luaScript = `
local paths, tags, packed, all, i = {%s}, {%s}, %t, {}, 0
init = function()
  for n, path in ipairs(paths) do
    all[n] = wrk.format("GET", path, {["If-None-Match"] = tags[n], ["Accept-Encoding"] = packed and "gzip" or nil})
  end
end
request = function()
  i = i %% #all + 1
  return all[i]
end
done = function(summary, latency)
  io.write(string.format("RESULT %%f %%f %%d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, summary.errors.status + summary.errors.read + summary.errors.timeout))
end`

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strconv.Quote(s)
	}
	return strings.Join(out, ",")
}

// ask has wrk send w's requests in turn over eight connections.
func (w served) ask(b *testing.B, f *figures, base string) {
	b.Helper()
	script := filepath.Join(b.TempDir(), "wrk.lua")
	if err := os.WriteFile(script, fmt.Appendf(nil, luaScript, quoted(w.paths), quoted(w.tags), w.packed), 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := exec.CommandContext(b.Context(), "wrk", "-t1", "-c8", "-d"+benchSeconds()+"s", "-s", script, base).CombinedOutput()
	found := regexp.MustCompile(`RESULT (\S+) (\S+) (\d+)`).FindSubmatch(out)
	if err != nil || found == nil || string(found[3]) != "0" {
		b.Fatalf("%s: %v %s", w.name, err, out)
	}
	f.add(w.name, perSecond, number(b, found[1]))
	f.add(w.name, "p99-ms", number(b, found[2]))
}

func number(b *testing.B, text []byte) float64 {
	b.Helper()
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// timeGDAL has GDAL copy a collection, and look at resources.
func timeGDAL(b *testing.B, f *figures, base, collection string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "copy.gpkg")
	run := func(args ...string) ([]byte, float64) {
		start := time.Now()
		out, err := exec.CommandContext(b.Context(), args[0], args[1:]...).CombinedOutput()
		if err != nil {
			b.Fatalf("%v: %v %s", args, err, out)
		}
		return out, time.Since(start).Seconds()
	}
	_, took := run("ogr2ogr", "-f", "GPKG", file, "OAPIF:"+base+"/ogc", collection, "-oo", "PAGE_SIZE=10000")
	f.add("ogr2ogr_"+collection, "s", took)
	out, _ := run("ogrinfo", "-so", file, collection)
	f.add("ogr2ogr_"+collection, "rows", number(b, counted.FindSubmatch(out)[1]))
	out, took = run("ogrinfo", "-so", "OAPIF:"+base+"/ogc", "resources")
	f.add("ogrinfo_so", "s", took)
	f.add("ogrinfo_so", "rows", number(b, counted.FindSubmatch(out)[1]))
}

// memory notes how much this process, server and all, takes and took at most.
func (f *figures) memory() {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for _, line := range strings.Split(string(text), "\n") {
		if w := strings.Fields(line); len(w) > 1 && (w[0] == "VmRSS:" || w[0] == "VmHWM:") {
			kb, _ := strconv.Atoi(w[1])
			f.add("memory", map[string]string{"VmRSS:": "MB", "VmHWM:": "peak-MB"}[w[0]], float64(kb>>10))
		}
	}
}
