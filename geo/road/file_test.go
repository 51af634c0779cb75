package road

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"simbiyoz/geo"
)

// kept returns a network of n nodes with two hierarchies, in a file.
func kept(t testing.TB, n int) (*Graph, []*Hierarchy, []byte) {
	t.Helper()
	g := town(t, rand.New(rand.NewPCG(3, 3)), n)
	turns, _ := kinds["articulated"].of(t, g)
	nodes, _ := kinds["articulated by nodes"].of(t, g)
	var file bytes.Buffer
	if err := g.Write(&file, turns, nodes); err != nil {
		t.Fatal(err)
	}
	return g, []*Hierarchy{turns, nodes}, file.Bytes()
}

func TestFileComesBack(t *testing.T) {
	t.Parallel()
	g, hierarchies, text := kept(t, 50)
	name := filepath.Join(t.TempDir(), "x.roads")
	if err := g.WriteFile(name, hierarchies...); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(written, text) {
		t.Errorf("%v, or not the same twice", err)
	}
	back, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if back.Info() != g.Info() || !slices.Equal(back.limits, g.limits) {
		t.Errorf("got %+v, want %+v", back.Info(), g.Info())
	}
	stored, err := back.Stored()
	if err != nil || len(stored) != 2 {
		t.Fatalf("%d hierarchies, %v", len(stored), err)
	}
	got, want := append(back.arrays(), stored[0].arrays()...), append(g.arrays(), hierarchies[0].arrays()...)
	for i, a := range want {
		if !bytes.Equal(got[i].raw(), a.raw()) {
			t.Errorf("another %s came back", a.name)
		}
	}
	for i, turns := range []bool{true, false} {
		if h, err := back.Hierarchy(vehicle(t, "articulated"), turns); h != stored[i] || err != nil {
			t.Errorf("turns %v: %v, %v", turns, h, err)
		}
	}
	if h, err := back.Hierarchy(vehicle(t, "van"), true); h != nil || err != nil {
		t.Errorf("for a van: %v, %v", h, err)
	}
	if err := g.WriteFile(filepath.Join(t.TempDir(), "y.roads"), stored...); err == nil {
		t.Error("a hierarchy of another graph was written")
	}
}

func TestBrokenFilesAreRefused(t *testing.T) {
	t.Parallel()
	_, _, text := kept(t, 20)
	open := func(text []byte) error {
		g, err := decode(text, nil)
		if err == nil {
			_, err = g.Stored()
		}
		return err
	}
	if err := open(text); err != nil {
		t.Fatal(err)
	}
	for n := range text {
		if n%389 == 0 {
			if err := open(text[:n]); !errors.Is(err, ErrFile) {
				t.Errorf("cut to %d bytes: %v", n, err)
			}
		}
		if n%53 != 0 {
			continue
		}
		altered := slices.Clone(text)
		altered[n] ^= 1 << (n / 53 % 8)
		if err := open(altered); !errors.Is(err, ErrFile) {
			t.Errorf("byte %d altered: %v", n, err)
		}
	}
	for _, broken := range []string{"", "PK\x03\x04 something else altogether", "simbiyoz roads 1 and whatever that release wrote"} {
		if err := open([]byte(broken)); !errors.Is(err, ErrFile) {
			t.Errorf("%q: %v", broken, err)
		}
	}
	if err := open(append(slices.Clone(text), 0)); !errors.Is(err, ErrFile) {
		t.Errorf("longer: %v", err)
	}
}

// FuzzDecode feeds the loader files whose checksums are right and whose arrays
// are not: they are refused, or can be asked without a crash.
func FuzzDecode(f *testing.F) {
	_, _, text := kept(f, 12)
	f.Add(text, 4000, uint64(1))
	f.Add(text, len(text)-100, uint64(1)<<63)
	f.Fuzz(func(t *testing.T, text []byte, at int, flip uint64) {
		text = slices.Clone(text)
		if at >= 0 && at+8 <= len(text) {
			binary.LittleEndian.PutUint64(text[at:], binary.LittleEndian.Uint64(text[at:])^flip)
		}
		seal(text)
		g, err := decode(text, nil)
		if err != nil {
			return
		}
		from, to := g.Node(0), g.Node(g.Nodes()-1)
		NewQuery(g, vehicle(t, "articulated")).Route(t.Context(), from, to)
		stored, err := g.Stored()
		if err != nil {
			return
		}
		for _, h := range stored {
			q := NewFast(h)
			q.Route(t.Context(), from, to)
			q.OneToMany(t.Context(), from, points(g), true)
			q.OneToAll(t.Context(), from, false, &Spread{})
			h.Matrix(t.Context(), points(g), points(g))
		}
	})
}

// seal makes the checksums of a file right, if it has any.
func seal(text []byte) {
	if len(text) < preludeLen {
		return
	}
	n, m := binary.LittleEndian.Uint32(text[len(magic):]), binary.LittleEndian.Uint32(text[len(magic)+4:])
	if rest := text[preludeLen:]; uint64(n)+uint64(m) <= uint64(len(rest)) {
		var sums summer
		sums.add(rest[n+m:])
		copy(text, prelude(slices.Clone(rest[:n]), sums.sums()))
	}
}

// points returns where some of g's nodes lie.
func points(g *Graph) (out []geo.Point) {
	for n := range min(5, g.Nodes()) {
		out = append(out, g.Node(n))
	}
	return out
}
