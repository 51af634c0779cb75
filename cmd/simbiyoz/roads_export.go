package main

import (
	"bufio"
	"fmt"
	"io"
	"math"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

type roadsExport struct {
	PGRouting string `name:"pgrouting" required:"" type:"path" placeholder:"FILE.sql" help:"The SQL to write, for psql to load: tables nodes and edges, as pgRouting wants them."`
	Vehicle   string `default:"articulated" help:"Vehicle class: ${vehicles}."`
	Network   string `arg:"" type:"existingfile" help:"A network that roads build made."`
	JSON      bool   `name:"json" help:"Print JSON."`
}

// Run writes the roads that the vehicle may freely drive, whole or not at all.
// Turn restrictions are left out, and so are roads that are open as a last mile
// alone: pgRouting knows neither.
func (cmd roadsExport) Run(s streams) error {
	class, err := geo.VehicleByCode(cmd.Vehicle)
	if err != nil {
		return err
	}
	g, err := road.Open(cmd.Network)
	if err != nil {
		return err
	}
	edges := 0
	err = writeWhole(cmd.PGRouting, func(w io.Writer) error {
		edges, err = writePgrouting(w, g, road.VehicleOf(class))
		return err
	})
	if err != nil {
		return err
	}
	return printFields(s.out, []field{{"file", cmd.PGRouting}, {"version", g.Info().Version}, {"vehicle", class.Code}, {"nodes", g.Nodes()}, {"edges", edges}}, cmd.JSON)
}

// The tables, with the names that pgRouting's queries ask for.
const (
	pgroutingNodes = `
BEGIN;
CREATE TABLE nodes (
	id  bigint PRIMARY KEY,
	lon double precision NOT NULL,
	lat double precision NOT NULL
);
COPY nodes (id, lon, lat) FROM stdin;
`
	pgroutingEdges = `\.
CREATE TABLE edges (
	id           bigint PRIMARY KEY,
	source       bigint NOT NULL REFERENCES nodes,
	target       bigint NOT NULL REFERENCES nodes,
	cost         bigint NOT NULL, -- ms from source to target, -1 where that is closed
	reverse_cost bigint NOT NULL, -- ms from target to source, -1 where that is closed
	length_m     double precision NOT NULL
);
COPY edges (id, source, target, cost, reverse_cost, length_m) FROM stdin;
`
	pgroutingEnd = `\.
COMMIT;
`
)

// writePgrouting writes the roads of g that v may freely drive, and returns how
// many they are.
func writePgrouting(to io.Writer, g *road.Graph, v road.Vehicle) (edges int, err error) {
	w := bufio.NewWriter(to) // keeps the first error for Flush
	i := g.Info()
	fmt.Fprintf(w, "-- network %q, version %q, vehicle %q\n-- %q\n%s", i.Name, i.Version, v.Code, i.Attribution, pgroutingNodes)
	for n := range g.Nodes() {
		p := g.Node(n)
		fmt.Fprintf(w, "%d\t%.7f\t%.7f\n", n, p[0], p[1])
	}
	_, _ = w.WriteString(pgroutingEdges)
	for id, e := range g.OpenEdges(v) {
		fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%.1f\n", id, e.From, e.To, milliseconds(e.Along), milliseconds(e.Against), e.Length)
		edges++
	}
	_, _ = w.WriteString(pgroutingEnd)
	return edges, w.Flush()
}

// milliseconds returns t as the whole number that a graph holds, so that sums
// are exact; -1 where a road is closed.
func milliseconds(t geo.Seconds) int64 {
	if t == road.Closed {
		return -1
	}
	return int64(math.Round(1000 * float64(t)))
}
