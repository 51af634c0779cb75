package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"simbiyoz/geo"
	"simbiyoz/geo/izmir"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/osm"
)

type roadsCmd struct {
	Build  roadsBuild  `cmd:"" help:"Make a network of an OpenStreetMap extract."`
	Matrix roadsMatrix `cmd:"" help:"Measure the ways between all places of two tables."`
	Check  roadsCheck  `cmd:"" help:"Inspect a network as a server does before it takes it."`
	Info   roadsInfo   `cmd:"" help:"Say what a network holds."`
	Route  roadsRoute  `cmd:"" help:"Find the quickest way between two places, over others, and other ways."`

	Export    roadsExport    `cmd:"" help:"Write a network for another program: pgRouting."`
	Isochrone roadsIsochrone `cmd:"" help:"Draw bands of equal time or distance around a place, as GeoJSON."`
}

// openRoads loads the network that is set, or the coarse one that ships.
func openRoads(ctx context.Context, cfg *config, log *slog.Logger) (*road.Network, error) {
	start := time.Now()
	graph, err := loadRoads(ctx, cfg.roads, cfg.marks())
	if err != nil {
		return nil, fmt.Errorf("SIMBIYOZ_ROADS: %w", err)
	}
	i := graph.Info()
	log.InfoContext(ctx, "roads loaded", "name", i.Name, "nodes", i.Nodes, "arcs", i.Arcs, "took_s", time.Since(start).Seconds())
	return road.NewNetwork(graph), nil
}

// marks is where it is remembered which networks were found whole.
func (c *config) marks() road.Marks { return road.Marks(filepath.Join(c.data, "marks")) }

func loadRoads(ctx context.Context, file string, marks road.Marks) (*road.Graph, error) {
	if file == "" {
		return izmir.Coarse(ctx)
	}
	return marks.Open(file)
}

type roadsBuild struct {
	OSM   string `name:"osm" required:"" type:"existingfile" help:"An extract, .osm.pbf."`
	Out   string `required:"" help:"The network to write, .roads."`
	Name  string `help:"What to call it; default: the extract's name."`
	Quick bool   `default:"true" negatable:"" help:"Contract the network for every vehicle class, so that a server answers quickly at once."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Run reads the extract and writes the network, whole or not at all.
func (cmd roadsBuild) Run(ctx context.Context, s streams) error {
	start := time.Now()
	if cmd.Name == "" {
		cmd.Name = strings.TrimSuffix(filepath.Base(cmd.OSM), ".osm.pbf")
	}
	b := road.NewBuilder()
	read, err := readExtract(ctx, cmd.OSM, b, s.err)
	if err != nil {
		return err
	}
	graph, err := b.Build(ctx, road.BuildOptions{Name: cmd.Name, Version: read.Version, Attribution: osm.Attribution})
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.OSM, err)
	}
	var quick []*road.Hierarchy
	if cmd.Quick {
		if quick, err = contract(ctx, graph, s.err); err != nil {
			return err
		}
	}
	if err := graph.WriteFile(cmd.Out, quick...); err != nil {
		return err
	}
	i := graph.Info()
	return printFields(s.out, []field{{"file", cmd.Out}, {"version", i.Version}, {"ways", read.Ways}, {"nodes", i.Nodes}, {"edges", i.Edges}, {"arcs", i.Arcs},
		{"barriers", read.Barriers}, {"restrictions", read.Restrictions}, {"banned_turns", i.Banned}, {"hierarchies", len(quick)},
		{"took_s", time.Since(start).Seconds()}, {"peak_memory_mb", peakMemory()}}, cmd.JSON)
}

// readExtract reads an extract and shows how far it is.
func readExtract(ctx context.Context, file string, b *road.Builder, out io.Writer) (osm.Report, error) {
	if !terminal(out) {
		return osm.ReadFile(ctx, file, b, nil)
	}
	bar := progressbar.NewOptions64(1, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("reading "+filepath.Base(file)),
		progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	defer bar.Finish()
	return osm.ReadFile(ctx, file, b, func(done, total int64) {
		bar.ChangeMax64(total)
		_ = bar.Set64(done) // a terminal that does not take it is no reason to stop
	})
}

type roadsInfo struct {
	File string `arg:"" type:"existingfile" help:"A network that roads build made."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run prints what the network holds, once all of it is held against its
// checksums.
func (cmd roadsInfo) Run(s streams) error {
	start := time.Now()
	g, err := road.Open(cmd.File)
	if err != nil {
		return err
	}
	loaded := time.Since(start)
	quick, err := g.Stored()
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.File, err)
	}
	i := g.Info()
	rows := []field{{"name", i.Name}, {"version", i.Version}, {"attribution", i.Attribution}, {"built", i.Built}, {"coarse", i.Coarse},
		{"nodes", i.Nodes}, {"edges", i.Edges}, {"arcs", i.Arcs}, {"banned_turns", i.Banned},
		{"bbox", []float64{i.Bound.Min[0], i.Bound.Min[1], i.Bound.Max[0], i.Bound.Max[1]}},
		{"bytes_per_node", g.Bytes() / i.Nodes}, {"hierarchies", len(quick)},
		{"load_s", loaded.Seconds()}, {"check_s", time.Since(start).Seconds()}, {"peak_memory_mb", peakMemory()}}
	for _, h := range quick {
		rows = append(rows, field{"hierarchy_" + h.Vehicle().Code, map[string]int{"nodes": h.Nodes(), "edges": h.Edges(), "shortcuts": h.Shortcuts(), "bytes_per_node": h.Bytes() / i.Nodes}})
	}
	return printFields(s.out, rows, cmd.JSON)
}

func vehicleCodes() []string {
	codes := make([]string, len(geo.Vehicles))
	for i, v := range geo.Vehicles {
		codes[i] = v.Code
	}
	return codes
}

// place reads a position as people copy it: longitude, latitude.
func place(name, text string) (geo.Point, error) {
	lon, lat, ok := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	p := geo.Point{x, y}
	if !ok || errX != nil || errY != nil || !geo.ValidPoint(p) {
		return p, geo.Invalid(name, "format", "%q is no LON,LAT in degrees", text)
	}
	return p, nil
}

// peakMemory returns the most memory that this process has held, MB; 0 where
// the system does not tell.
func peakMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, _ := strconv.ParseFloat(kb, 64) // stays 0 where it is not told
	return n / 1024
}
