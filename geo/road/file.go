package road

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/paulmach/orb"
)

// A file begins with magic, the length of its head, how many checksums follow
// that, and the checksum of both, little-endian. The head is JSON and says where
// which array lies; arrays come last, as they are in memory, so that a file is
// mapped and asked in place. It holds a graph and hierarchies of it.
const (
	magic      = "simbiyoz roads 3" // its last bytes are the format's version
	preludeLen = len(magic) + 12
)

// ErrFile is wrapped by every error about a file that is no whole graph.
var ErrFile = errors.New("no whole road network")

// head is what a file says of its arrays.
type head struct {
	Info        Info
	Limits      []Limits
	Grid        gridHead
	Bytes       int // of all arrays
	Sections    map[string]section
	Hierarchies []hierarchyHead
}

// gridHead is a grid without its arrays.
type gridHead struct {
	Bound      orb.Bound
	Cols, Rows int
}

// hierarchyHead is a hierarchy without its arrays.
type hierarchyHead struct {
	Graph   string // see Info.mark
	Vehicle Vehicle
	Turns   bool
}

// mark tells graphs apart.
func (i Info) mark() string { return i.Name + " " + i.Version + " " + i.Built }

// arrays are what a file holds of g.
func (g *Graph) arrays() []array {
	return []array{inFile("lon", &g.lon), inFile("lat", &g.lat), inFile("first", &g.first), inFile("tail", &g.tail), inFile("head", &g.head),
		inFile("twin", &g.twin), inFile("edge", &g.edge), inFile("van", &g.times[pacedVan]), inFile("truck", &g.times[pacedTruck]),
		inFile("hazmat", &g.times[pacedHazmat]), inFile("limit", &g.limit),
		inFile("along", &g.along), inFile("in", &g.in), inFile("in first", &g.inFirst), inFile("fork", &g.fork), inFile("length", &g.length),
		inFile("class", &g.class), inFile("flags", &g.flags), inFile("bearing", &g.bearing), inFile("from", &g.from), inFile("shape", &g.shape),
		inFile("banned van", &g.banned.van), inFile("banned truck", &g.banned.truck), inFile("arcs of", &g.arcsOf),
		inFile("fragment", &g.fragment), inFile("grid first", &g.grid.first), inFile("grid edges", &g.grid.edges)}
}

// Write writes g and hierarchies of it.
func (g *Graph) Write(w io.Writer, hierarchies ...*Hierarchy) error {
	h := head{Info: g.info, Limits: g.limits, Grid: gridHead{g.grid.bound, g.grid.cols, g.grid.rows}, Sections: map[string]section{}}
	var body [][]byte
	add := func(prefix string, arrays []array) {
		for _, a := range arrays {
			raw, gap := a.raw(), -h.Bytes&(aligned-1)
			h.Sections[prefix+a.name] = section{h.Bytes + gap, len(raw)}
			h.Bytes += gap + len(raw)
			body = append(body, make([]byte, gap), raw)
		}
	}
	add("", g.arrays())
	for i, one := range hierarchies {
		if one.g != g {
			return errors.New("a hierarchy of another graph")
		}
		h.Hierarchies = append(h.Hierarchies, hierarchyHead{g.info.mark(), one.vehicle, one.turns})
		add(prefix(i), one.arrays())
	}
	var sums summer
	for _, part := range body {
		sums.add(part)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	for _, part := range append([][]byte{prelude(text, sums.sums())}, body...) {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// prefix begins the names of the i-th hierarchy's arrays.
func prefix(i int) string { return fmt.Sprintf("hierarchy %d ", i) }

// prelude returns what comes before the arrays: as long as keeps them aligned.
func prelude(text, sums []byte) []byte {
	text = append(text, bytes.Repeat([]byte(" "), -(preludeLen+len(text)+len(sums))&(aligned-1))...)
	out := append(make([]byte, 0, preludeLen+len(text)+len(sums)), magic...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(sums)))
	out = binary.LittleEndian.AppendUint32(out, crc32.Update(crc32.Checksum(text, castagnoli), castagnoli, sums))
	return append(append(out, text...), sums...)
}

// WriteFile writes g and hierarchies of it beside name first, so that a file in
// use is never half written.
func (g *Graph) WriteFile(name string, hierarchies ...*Hierarchy) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".roads-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(g.Write(f, hierarchies...), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}

// Open maps the graph of a file and lists its hierarchies, which are looked at
// when they are first asked for. A file that is cut short, altered, or none of
// ours is an ErrFile.
func Open(name string) (*Graph, error) { return Marks("").Open(name) }

// Open opens a file as [Open] does, but does not read over what m remembers to
// have been whole.
func (m Marks) Open(name string) (*Graph, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	g, err := openFile(f, m)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return g, nil
}

// openFile maps the graph of a file, which it keeps.
func openFile(f *os.File, m Marks) (g *Graph, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() < int64(preludeLen) {
		return nil, fmt.Errorf("%w: it does not begin as one", ErrFile)
	}
	text, err := mapFile(f, info.Size())
	if err != nil {
		return nil, err
	}
	s := &source{f, info}
	err = s.guard(func() error {
		g, err = decode(text, m.of(info))
		return err
	})
	if err != nil {
		return nil, err
	}
	g.source = s
	return g, nil
}

// decode makes a graph of a file without copying its arrays. Those that the
// file's mark has are not looked at.
func decode(text []byte, m *mark) (*Graph, error) {
	p, err := split(text)
	if err != nil {
		return nil, err
	}
	p.mark = m
	h := &p.head
	g := &Graph{info: h.Info, limits: h.Limits, grid: grid{bound: h.Grid.Bound, cols: h.Grid.Cols, rows: h.Grid.Rows}}
	g.grid.measure()
	g.stray = newStrays()
	if err := p.read("", g.arrays(), g.bounds); err != nil {
		return nil, err
	}
	g.bar()
	for i, one := range h.Hierarchies {
		if one.Graph != g.info.mark() {
			return nil, fmt.Errorf("%w: a hierarchy is of another graph", ErrFile)
		}
		k := &Hierarchy{g: g, vehicle: one.Vehicle, turns: one.Turns}
		k.ready = sync.OnceValue(func() error { return p.read(prefix(i), k.arrays(), k.bounds) })
		g.stored = append(g.stored, k)
	}
	return g, nil
}

// filed is what a file holds.
type filed struct {
	head       head
	sums, body []byte
	mark       *mark
}

// split tells a file's parts apart. It does not look at the body.
func split(text []byte) (*filed, error) {
	if len(text) < preludeLen || string(text[:len(magic)-1]) != magic[:len(magic)-1] {
		return nil, fmt.Errorf("%w: it does not begin as one", ErrFile)
	}
	if text[len(magic)-1] != magic[len(magic)-1] {
		return nil, fmt.Errorf("%w: its format is another release's, build it anew", ErrFile)
	}
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		return nil, fmt.Errorf("%w: this machine has its highest byte first", ErrFile)
	}
	n := [3]uint32{}
	for i := range n {
		n[i] = binary.LittleEndian.Uint32(text[len(magic)+4*i:])
	}
	p, rest := &filed{}, text[preludeLen:]
	if uint64(n[0])+uint64(n[1]) > uint64(len(rest)) {
		return nil, fmt.Errorf("%w: it is cut off", ErrFile)
	}
	said := rest[:n[0]+n[1]]
	if crc32.Checksum(said, castagnoli) != n[2] {
		return nil, fmt.Errorf("%w: its checksum is wrong", ErrFile)
	}
	if err := json.Unmarshal(said[:n[0]], &p.head); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	p.sums, p.body = said[n[0]:], rest[len(said):]
	if len(p.body) != p.head.Bytes || len(p.sums) != 4*((len(p.body)+chunkBytes-1)/chunkBytes) {
		return nil, fmt.Errorf("%w: it has %d bytes, not %d", ErrFile, len(p.body), p.head.Bytes)
	}
	return p, nil
}

// read takes arrays out of the file, once it has held their checksums, and holds
// them against each other.
func (p *filed) read(prefix string, arrays []array, bounds func() bounds) error {
	sections := make([]section, len(arrays))
	for i, a := range arrays {
		s, there := p.head.Sections[prefix+a.name]
		if !there || s.At < 0 || s.Bytes < 0 || s.At > len(p.body) || s.Bytes > len(p.body)-s.At {
			return fmt.Errorf("%w: it lacks %s%s", ErrFile, prefix, a.name)
		}
		sections[i] = s
	}
	known := p.mark.has(prefix)
	if !known {
		if err := whole(p.body, p.sums, sections); err != nil {
			return err
		}
	}
	for i, a := range arrays {
		if err := a.take(p.body[sections[i].At : sections[i].At+sections[i].Bytes]); err != nil {
			return err
		}
	}
	if known {
		return nil
	}
	if err := bounds().hold(); err != nil {
		return err
	}
	p.mark.put(prefix)
	return nil
}

// bounds hold g's arrays against each other, so that no query steps outside
// them whatever a file holds.
func (g *Graph) bounds() (b bounds) {
	n, m, e, w := len(g.lon), len(g.head), len(g.length), &g.grid
	if n == 0 || m == 0 || e == 0 || len(g.limits) == 0 || w.cols < 1 || w.rows < 1 || w.cols > mostCells || w.rows > mostCells {
		return bounds{func() bool { return false }}
	}
	b.sizes([2]int{len(g.lat), n}, [2]int{len(g.first), n + 1}, [2]int{len(g.inFirst), n + 1}, [2]int{len(g.fork), n},
		[2]int{len(g.tail), m}, [2]int{len(g.twin), m}, [2]int{len(g.edge), m}, [2]int{len(g.times[pacedVan]), m}, [2]int{len(g.times[pacedTruck]), m},
		[2]int{len(g.times[pacedHazmat]), m}, [2]int{len(g.limit), m}, [2]int{len(g.along), m}, [2]int{len(g.in), m}, [2]int{len(g.class), e}, [2]int{len(g.flags), e},
		[2]int{len(g.bearing), 2 * e}, [2]int{len(g.from), e + 1}, [2]int{len(g.shape) % 2, 0}, [2]int{len(g.arcsOf), e},
		[2]int{len(g.fragment), e}, [2]int{len(w.first), w.cols*w.rows + 1})
	if err := b.hold(); err != nil {
		return b
	}
	b.below(g.tail, n, false)
	b.below(g.head, n, false)
	b.below(g.edge, e, false)
	b.below(g.twin, m, true)
	b.below(g.in, m, false)
	b.below(w.edges, e, false)
	b.rising(g.first, m, 0)
	b.rising(g.inFirst, m, 0)
	b.rising(g.from, len(g.shape)/2, 2)
	b.rising(w.first, len(w.edges), 0)
	for _, a := range [][]bool{g.along, g.fork, g.fragment} {
		b.truth(a)
	}
	b = append(b, func() bool {
		for _, l := range g.limit {
			if int(l) >= len(g.limits) {
				return false
			}
		}
		for _, arcs := range g.arcsOf {
			for _, a := range arcs {
				if a != none && int(a) >= m {
					return false
				}
			}
		}
		return true
	})
	return b
}
