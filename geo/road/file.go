package road

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
	"os"
	"path/filepath"
)

// magic begins every file of a graph; its last bytes are the format's version.
const magic = "simbiyoz roads 2"

var crcTable = crc64.MakeTable(crc64.ECMA)

// ErrFile is wrapped by every error about a file that is no whole graph.
var ErrFile = errors.New("no whole road network")

// Write writes g: magic, checksum and length of the rest, what the graph is
// of as JSON, then the arrays, each after its length, little-endian.
func (g *Graph) Write(w io.Writer) error {
	info, err := json.Marshal(g.info)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	for _, array := range append([]any{&info}, g.arrays()...) {
		if err := writeArray(&body, array); err != nil {
			return err
		}
	}
	file := append(make([]byte, 0, len(magic)+16+body.Len()), magic...)
	file = append(append(file, make([]byte, 16)...), body.Bytes()...)
	seal(file)
	_, err = w.Write(file)
	return err
}

// seal writes checksum and length of a file's body before it.
func seal(file []byte) {
	head, body := file[len(magic):len(magic)+16], file[len(magic)+16:]
	binary.LittleEndian.PutUint64(head, crc64.Checksum(body, crcTable))
	binary.LittleEndian.PutUint64(head[8:], uint64(len(body)))
}

// arrays are what a file holds of g, in order.
func (g *Graph) arrays() []any {
	return []any{&g.lon, &g.lat, &g.first, &g.tail, &g.head, &g.twin, &g.edge, &g.times[pacedVan], &g.times[pacedTruck], &g.times[pacedHazmat], &g.limit, &g.along, &g.fork, &g.bearing, &g.in,
		&g.inFirst, &g.length, &g.class, &g.flags, &g.from, &g.shape, &g.limits, &g.banned.van, &g.banned.truck}
}

func writeArray(w *bytes.Buffer, array any) error {
	switch a := array.(type) {
	case *[]byte:
		return write(w, *a)
	case *[]int32:
		return write(w, *a)
	case *[]uint32:
		return write(w, *a)
	case *[]uint64:
		return write(w, *a)
	case *[]uint16:
		return write(w, *a)
	case *[]bool:
		return write(w, *a)
	case *[]Class:
		return write(w, *a)
	case *[]Limits:
		return write(w, *a)
	}
	return fmt.Errorf("cannot write %T", array)
}

func write[T any](w *bytes.Buffer, a []T) error {
	if err := binary.Write(w, binary.LittleEndian, uint64(len(a))); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, a)
}

func readArray(r *bytes.Reader, array any) error {
	switch a := array.(type) {
	case *[]byte:
		return read(r, a, 1)
	case *[]int32:
		return read(r, a, 4)
	case *[]uint32:
		return read(r, a, 4)
	case *[]uint64:
		return read(r, a, 8)
	case *[]uint16:
		return read(r, a, 2)
	case *[]bool:
		return read(r, a, 1)
	case *[]Class:
		return read(r, a, 1)
	case *[]Limits:
		return read(r, a, binary.Size(Limits{}))
	}
	return fmt.Errorf("cannot read %T", array)
}

func read[T any](r *bytes.Reader, a *[]T, size int) error {
	var n uint64
	if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
		return err
	}
	if n > uint64(r.Len()/size) {
		return fmt.Errorf("an array of %d in %d bytes", n, r.Len())
	}
	*a = make([]T, n)
	return binary.Read(r, binary.LittleEndian, *a)
}

// WriteFile writes g beside name first, so that a file in use is never half
// written.
func (g *Graph) WriteFile(name string) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".roads-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(g.Write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}

// Open reads the graph of a file. A file that is cut short, altered, or none
// of ours is an ErrFile.
func Open(name string) (*Graph, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	g, err := decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return g, nil
}

func decode(text []byte) (*Graph, error) {
	if len(text) < len(magic)+16 || string(text[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: it does not begin as one", ErrFile)
	}
	head, body := text[len(magic):len(magic)+16], text[len(magic)+16:]
	if want := binary.LittleEndian.Uint64(head[8:]); want != uint64(len(body)) {
		return nil, fmt.Errorf("%w: it has %d bytes, not %d", ErrFile, len(body), want)
	}
	if crc64.Checksum(body, crcTable) != binary.LittleEndian.Uint64(head) {
		return nil, fmt.Errorf("%w: its checksum is wrong", ErrFile)
	}
	g, r := &Graph{}, bytes.NewReader(body)
	var info []byte
	for _, array := range append([]any{&info}, g.arrays()...) {
		if err := readArray(r, array); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFile, err)
		}
	}
	if err := json.Unmarshal(info, &g.info); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	if err := g.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	g.finish()
	return g, nil
}

// check holds the arrays against each other, so that no query steps outside
// them whatever a file holds.
func (g *Graph) check() error {
	n, m, e := len(g.lon), len(g.head), len(g.length)
	sizes := []struct{ got, want int }{{len(g.lat), n}, {len(g.first), n + 1}, {len(g.inFirst), n + 1}, {len(g.tail), m},
		{len(g.twin), m}, {len(g.edge), m}, {len(g.times[pacedVan]), m}, {len(g.times[pacedTruck]), m}, {len(g.times[pacedHazmat]), m}, {len(g.limit), m}, {len(g.along), m}, {len(g.fork), n}, {len(g.bearing), 2 * e}, {len(g.in), m},
		{len(g.class), e}, {len(g.flags), e}, {len(g.from), e + 1}, {len(g.shape) % 2, 0}}
	for _, s := range sizes {
		if s.got != s.want {
			return errors.New("its arrays do not fit each other")
		}
	}
	if n == 0 || m == 0 || e == 0 || len(g.limits) == 0 {
		return errors.New("it is empty")
	}
	for a := range m {
		if int(g.tail[a]) >= n || int(g.head[a]) >= n || int(g.edge[a]) >= e || int(g.limit[a]) >= len(g.limits) ||
			int(g.in[a]) >= m || g.twin[a] != none && int(g.twin[a]) >= m {
			return errors.New("an arc leads nowhere")
		}
	}
	for _, starts := range []struct {
		of  []uint32
		end int
	}{{g.first, m}, {g.inFirst, m}, {g.from, len(g.shape) / 2}} {
		if !rising(starts.of, starts.end) {
			return errors.New("its index is out of order")
		}
	}
	for i := range e {
		if g.from[i+1]-g.from[i] < 2 {
			return errors.New("an edge has no line")
		}
	}
	return nil
}

func rising(of []uint32, end int) bool {
	for i := 1; i < len(of); i++ {
		if of[i] < of[i-1] {
			return false
		}
	}
	return of[0] == 0 && int(of[len(of)-1]) == end
}
