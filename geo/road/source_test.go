package road

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"simbiyoz/geo"
)

// A file that is written over while it is mapped is an error of every question,
// in workers too, until it is opened anew.
func TestSourceWrittenOver(t *testing.T) {
	t.Parallel()
	g, hierarchies, text := kept(t, 60)
	tests := map[string]func(t *testing.T, name string) error{
		"cut to nothing": func(t *testing.T, name string) error { return os.Truncate(name, 0) },
		"cut in half":    func(t *testing.T, name string) error { return os.Truncate(name, int64(len(text)/2)) },
		"other bytes":    func(t *testing.T, name string) error { return os.WriteFile(name, make([]byte, len(text)+1), 0o600) },
	}
	class, at := class(t, "articulated"), []geo.Point{g.Node(0), g.Node(1), g.Node(2)}
	for what, alter := range tests {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "x.roads")
			if err := g.WriteFile(name, hierarchies...); err != nil {
				t.Fatal(err)
			}
			back, err := Open(name)
			if err != nil {
				t.Fatal(err)
			}
			n := NewNetwork(back)
			if _, _, err := n.OneToMany(t.Context(), class, at[0], at, false); err != nil {
				t.Fatal(err)
			}
			err = back.source.guard(func() error { // it happens under a question's way
				if err := alter(t, name); err != nil {
					return err
				}
				read := make([]int32, 50)
				spread(len(read), func(i int) { read[i] = back.line(uint32(i))[0] })
				return nil
			})
			if !errors.Is(err, ErrFile) {
				t.Errorf("under way: %v", err)
			}
			if _, _, err := n.Route(t.Context(), class, at[0], at[1]); !errors.Is(err, ErrFile) {
				t.Errorf("a way: %v", err)
			}
			if _, _, _, err := n.Table(t.Context(), class, at, at); !errors.Is(err, ErrFile) {
				t.Errorf("a table: %v", err)
			}
			if err := g.WriteFile(name, hierarchies...); err != nil {
				t.Fatal(err)
			}
			if back, err = Open(name); err != nil {
				t.Fatal(err)
			}
			if _, err := n.Renew(t.Context(), back, false); err != nil {
				t.Errorf("anew: %v", err)
			}
			if _, _, err := n.OneToMany(t.Context(), class, at[0], at, false); err != nil {
				t.Errorf("anew: %v", err)
			}
		})
	}
}

// What a worker trips over without anybody's touching the file stays a panic.
func TestSourceLeavesOtherPanicsAlone(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "x.roads")
	if err := os.WriteFile(name, []byte("roads"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	was, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("went on")
		}
	}()
	(&source{f, was}).guard(func() error {
		spread(3, func(i int) { _ = []int{}[i] })
		return nil
	})
}
