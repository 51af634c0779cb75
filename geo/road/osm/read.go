// Package osm reads OpenStreetMap extracts into a road builder. It is the only
// code that knows OpenStreetMap's tags.
//
// Tags are read as the OpenStreetMap wiki defines them. What holds at certain
// hours alone (…:conditional) is not read: a limit that holds all day is
// tagged without it.
package osm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

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
	for _, pass := range []func(*osmpbf.Scanner) func(osm.Object){r.roads, r.nodes} {
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

// scan reads the file once; setup says what is to be decoded and returns what
// takes it.
func (r *reader) scan(ctx context.Context, setup func(*osmpbf.Scanner) func(osm.Object)) error {
	if _, err := r.from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	s := osmpbf.New(ctx, r.from, runtime.GOMAXPROCS(0))
	defer s.Close()
	take := setup(s)
	header, err := s.Header()
	if err != nil {
		return fmt.Errorf("is no OpenStreetMap extract (.osm.pbf): %w", plain(err))
	}
	if t := header.ReplicationTimestamp; !t.IsZero() {
		r.report.Version = "osm-" + t.UTC().Format("2006-01-02T15:04Z")
	}
	for n := 0; s.Scan(); n++ {
		take(s.Object())
		if r.tell != nil && n%65536 == 0 {
			r.tell(r.read+s.FullyScannedBytes(), 2*r.size)
		}
	}
	r.read += r.size
	if err := s.Err(); err != nil {
		return fmt.Errorf("is cut off or damaged: %w", plain(err))
	}
	return ctx.Err()
}

// plain says end of file in words.
func plain(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends too early")
	}
	return err
}

func (r *reader) roads(s *osmpbf.Scanner) func(osm.Object) {
	s.SkipNodes = true
	s.FilterWay = func(w *osm.Way) bool { return w.Tags.HasTag("highway") || w.Tags.HasTag("route") }
	return func(o osm.Object) {
		switch o := o.(type) {
		case *osm.Way:
			r.way(o)
		case *osm.Relation:
			for _, turn := range restrictions(o) {
				r.report.Restrictions++
				r.builder.AddRestriction(turn)
			}
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

func (r *reader) nodes(s *osmpbf.Scanner) func(osm.Object) {
	s.SkipWays, s.SkipRelations = true, true
	s.FilterNode = func(n *osm.Node) bool { _, is := r.wanted[int64(n.ID)]; return is }
	return func(o osm.Object) {
		n := o.(*osm.Node)
		r.report.Nodes++
		r.builder.AddNode(int64(n.ID), geo.Point{n.Lon, n.Lat})
		if l, bars := barrier(tags(n.Tags)); bars {
			r.report.Barriers++
			r.builder.AddBarrier(int64(n.ID), l)
		}
	}
}
