// Package osm reads OpenStreetMap extracts into a road builder. It is the only
// code that knows OpenStreetMap's tags.
//
// Tags are read as the OpenStreetMap wiki defines them. Of conditions those are
// read that do not hang on the hour: a weight, or having to get there. What
// holds at certain hours alone is not, nor are turns forbidden to dangerous
// goods alone.
package osm

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/paulmach/osm"

	"simbiyoz/geo"
	"simbiyoz/geo/road"
)

// Attribution is what whoever shows OpenStreetMap's data must show with it.
const Attribution = "© OpenStreetMap contributors, ODbL"

// Report says what an extract held.
type Report struct {
	Version      string // when the data is from, or a checksum of the file
	Ways         int    // roads and ferries
	Nodes        int    // that they use
	Barriers     int
	Restrictions int
}

// Progress is told how many bytes of how many are read.
type Progress func(done, total int64)

// ReadFile adds the roads of a .osm.pbf file to b. A file that is none, or is
// cut off, is an error; tags that make no sense are left out.
func ReadFile(ctx context.Context, name string, b *road.Builder, tell Progress) (Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Report{}, err
	}
	report, err := read(ctx, f, info.Size(), b, tell)
	if err != nil {
		return Report{}, fmt.Errorf("%s: %w", name, err)
	}
	return report, nil
}

// read adds the roads of an extract of so many bytes to b.
func read(ctx context.Context, from io.ReadSeeker, size int64, b *road.Builder, tell Progress) (Report, error) {
	r := reader{from: from, size: size, builder: b, tell: tell, wanted: map[int64]struct{}{}}
	// ways and relations first, so that of the nodes only the roads' are kept
	is := func(key, value string) func(osm.Tags) bool {
		return func(t osm.Tags) bool { return t.Find(key) == value }
	}
	roads := wanted{relation: is("type", "restriction"), way: func(t osm.Tags) bool { return t.HasTag("highway") || t.HasTag("route") }}
	nodes := wanted{node: func(id int64) bool { _, is := r.wanted[id]; return is }}
	for _, pass := range []wanted{roads, nodes} {
		if err := r.scan(ctx, pass); err != nil {
			return Report{}, err
		}
	}
	if r.report.Ways == 0 {
		return Report{}, errors.New("there is no road in it")
	}
	if r.report.Version == "" {
		sum, err := checksum(from)
		if err != nil {
			return Report{}, err
		}
		r.report.Version = sum
	}
	return r.report, nil
}

type reader struct {
	from    io.ReadSeeker
	size    int64
	builder *road.Builder
	tell    Progress
	wanted  map[int64]struct{} // nodes of roads
	report  Report
	read    int64 // bytes, in earlier passes
}

// scan reads the extract once.
func (r *reader) scan(ctx context.Context, w wanted) error {
	if _, err := r.from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	head, err := blocks(ctx, bufio.NewReaderSize(r.from, 1<<20), w.decode, func(e elements, read int64) {
		r.take(e)
		if r.tell != nil {
			r.tell(r.read+read, 2*r.size)
		}
	})
	if err != nil {
		return err
	}
	if !head.at.IsZero() {
		r.report.Version = "osm-" + head.at.UTC().Format("2006-01-02T15:04Z")
	}
	r.read += r.size
	return nil
}

// take adds a block's elements to the builder.
func (r *reader) take(e elements) {
	for _, o := range e.ways {
		r.way(o)
	}
	for _, o := range e.relations {
		for _, turn := range restrictions(o) {
			r.report.Restrictions++
			r.builder.AddRestriction(turn)
		}
	}
	for _, n := range e.nodes {
		r.report.Nodes++
		r.builder.AddNode(int64(n.ID), geo.Point{n.Lon, n.Lat})
		if l, bars := barrier(tags(n.Tags)); bars {
			r.report.Barriers++
			r.builder.AddBarrier(int64(n.ID), l)
		}
	}
}

func (r *reader) way(o *osm.Way) {
	w, is := way(o)
	if !is {
		return
	}
	r.report.Ways++
	for _, n := range w.Nodes {
		r.wanted[n] = struct{}{}
	}
	r.builder.AddWay(w)
}
